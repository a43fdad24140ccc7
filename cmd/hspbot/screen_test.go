package main

import (
	"regexp"
	"strconv"
	"strings"

	"hspbot/locales"
)

// window is what a person sees of a terminal: the codes that the program writes are obeyed.
type window struct {
	columns, rows int
	lines         [][]string // a cell is a character, "" the second half of a wide one
	x, y          int
	rest          string // the beginning of a code
}

func newWindow(columns, rows int) *window {
	w := &window{columns: columns, rows: rows}
	w.clear()
	return w
}

func (w *window) clear() {
	w.lines = make([][]string, w.rows)
	for i := range w.lines {
		w.lines[i] = blank(w.columns)
	}
}

func blank(n int) []string { return strings.Split(strings.Repeat(" ", n), "") }

// String is the text that is seen.
func (w *window) String() string {
	var b strings.Builder
	for _, line := range w.lines {
		b.WriteString(strings.TrimRight(strings.Join(line, ""), " ") + "\n")
	}
	return b.String()
}

var escapeCode = regexp.MustCompile(`^\x1b\[([?0-9;]*)([A-Za-z])`)

// write shows what is written; a code, or a character, may come in parts.
func (w *window) write(s string) {
	s = w.rest + s
	w.rest = ""
	for s != "" {
		if s[0] == '\x1b' {
			m := escapeCode.FindStringSubmatch(s)
			if m == nil {
				w.rest = s
				return
			}
			w.obey(m[1], m[2])
			s = s[len(m[0]):]
			continue
		}
		r := []rune(s)[0]
		if r == '\ufffd' && len(s) < 4 {
			w.rest = s
			return
		}
		w.put(r)
		s = s[len(string(r)):]
	}
}

func (w *window) obey(arguments, code string) {
	first, second, _ := strings.Cut(arguments, ";")
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	switch code {
	case "H":
		w.y, w.x = min(max(number(first), 1), w.rows)-1, max(number(second), 1)-1
	case "J":
		if first == "2" {
			w.clear()
			return
		}
		copy(w.lines[w.y][w.x:], blank(w.columns-w.x))
		for y := w.y + 1; y < w.rows; y++ {
			w.lines[y] = blank(w.columns)
		}
	case "K":
		copy(w.lines[w.y][w.x:], blank(w.columns-w.x))
	case "A":
		w.y = max(0, w.y-max(number(first), 1))
	case "G":
		w.x = max(number(first), 1) - 1
	}
}

func (w *window) put(r rune) {
	switch r {
	case '\n':
		w.newLine()
		return
	case '\r':
		w.x = 0
		return
	case '\b':
		w.x = max(0, w.x-1)
		return
	}
	n := locales.Columns(string(r))
	if r < ' ' || n == 0 {
		return
	}
	if w.x+n > w.columns {
		w.x = 0
		w.newLine()
	}
	w.lines[w.y][w.x] = string(r)
	if n == 2 {
		w.lines[w.y][w.x+1] = ""
	}
	w.x += n
}

func (w *window) newLine() {
	if w.y++; w.y == w.rows {
		w.lines = append(w.lines[1:], blank(w.columns))
		w.y--
	}
}
