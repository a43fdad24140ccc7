package terminal

import (
	"io"
	"strings"
)

// What a terminal that marks it puts around what is pasted.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// newLine stands for line breaks in what is pasted, as long as it is edited.
const newLine = "↵"

// longestPaste is how many characters are taken of what is pasted: more than the interview
// reads as one answer, and few enough to be drawn at once.
const longestPaste = 3000

// keyboard is what is typed, with what is pasted made one line without control characters.
type keyboard struct {
	in      io.Reader
	out     []byte // to be read
	held    string // what may be the beginning of a mark
	pasting bool
	pasted  int         // characters so far
	broken  bool        // a line ended, and nothing has followed yet
	replies chan string // of the terminal, to be read first
}

// Read implements [io.Reader].
func (k *keyboard) Read(p []byte) (int, error) {
	select {
	case reply := <-k.replies:
		k.out = append([]byte(reply), k.out...)
	default:
	}
	var b [1024]byte
	for len(k.out) == 0 {
		n, err := k.in.Read(b[:])
		for _, c := range b[:n] {
			k.key(c)
		}
		if err != nil && len(k.out) == 0 {
			return 0, err
		}
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

// key takes one byte of what is typed.
func (k *keyboard) key(c byte) {
	mark := pasteBegins
	if k.pasting {
		mark = pasteEnds
	}
	k.held += string([]byte{c})
	switch {
	case k.held == mark:
		k.pasting, k.held, k.pasted, k.broken = !k.pasting, "", 0, false
		return
	case strings.HasPrefix(mark, k.held):
		return
	}
	held := k.held
	k.held = ""
	if c == mark[0] { // it may begin another mark
		held, k.held = held[:len(held)-1], mark[:1]
	}
	for i := range len(held) {
		k.write(held[i])
	}
}

// write has a byte read that is no part of a mark.
func (k *keyboard) write(c byte) {
	if !k.pasting {
		k.out = append(k.out, c)
		return
	}
	switch {
	case c == '\r' || c == '\n':
		k.broken = k.pasted > 0
		return
	case c == '\t':
		c = ' '
	case c < ' ' || c == 0x7f:
		return
	}
	if c < 0x80 || c >= 0xc0 { // the first byte of a character
		k.pasted++
	}
	if k.pasted > longestPaste {
		return
	}
	if k.broken {
		k.out = append(k.out, newLine...)
		k.broken = false
	}
	k.out = append(k.out, c)
}
