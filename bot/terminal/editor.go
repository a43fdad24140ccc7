package terminal

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"

	"github.com/ergochat/readline"
)

// prompt is where to type.
const prompt = "> "

// What a terminal is told so that it marks what is pasted, and not any more.
const (
	markPaste   = "\x1b[?2004h"
	unmarkPaste = "\x1b[?2004l"
)

// editor lets a person edit the line they type, with the arrow keys and the lines before.
// What is pasted is one line.
type editor struct {
	lines  *readline.Instance
	out    io.Writer // the terminal itself
	closed atomic.Bool
}

// newEditor returns an editor on a terminal. It calls resized when that may have got another size.
func newEditor(in io.Reader, out io.Writer, size func() (columns, rows int), resized func()) (*editor, error) {
	keys := &keyboard{in: in, replies: make(chan string, 1)}
	instance, err := readline.NewFromConfig(&readline.Config{
		Prompt: prompt, InterruptPrompt: "\n", EOFPrompt: "\n", // nothing is shown for the keys that leave
		Stdin: keys, Stdout: &display{Writer: out, keys: keys}, Stderr: io.Discard,
		FuncIsTerminal: func() bool { return true },
		FuncGetSize: func() (int, int) {
			resized()
			return size()
		},
	})
	if err != nil {
		return nil, fmt.Errorf("edit lines: %w", err)
	}
	return &editor{lines: instance, out: out}, nil
}

// Write writes to the terminal; a line that is being typed moves below what is written.
func (e *editor) Write(b []byte) (int, error) { return e.lines.Stdout().Write(b) }

// ReadLine implements [input]. Ctrl-C leaves, as Ctrl-D on an empty line does.
func (e *editor) ReadLine() (string, error) {
	if e.closed.Load() {
		return "", io.EOF
	}
	io.WriteString(e.out, markPaste) // a broken output shows at the next screen
	defer io.WriteString(e.out, unmarkPaste)
	line, err := e.lines.ReadLine()
	if err != nil {
		return "", io.EOF
	}
	return strings.ReplaceAll(line, newLine, "\n"), nil
}

// Close implements [input]. It may be called while a line is read.
func (e *editor) Close() error {
	if !e.closed.Swap(true) {
		io.WriteString(e.out, unmarkPaste) // a broken output has no terminal to leave
	}
	return e.lines.Close()
}

// display is a terminal that is not asked where its cursor is, as some do not answer. A
// prompt always begins a line, so the answer is known.
type display struct {
	io.Writer
	keys *keyboard
}

const (
	whereIsCursor = "\x1b[6n"
	atTheMargin   = "\x1b[1;1R"
)

// Write implements [io.Writer].
func (d *display) Write(b []byte) (int, error) {
	if string(b) == whereIsCursor {
		select {
		case d.keys.replies <- atTheMargin:
		default: // the last one is still to be read
		}
		return len(b), nil
	}
	return d.Writer.Write(b)
}
