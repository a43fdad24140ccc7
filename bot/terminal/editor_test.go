package terminal

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// typing returns the lines that come of what is typed on a terminal.
func typing(t *testing.T, in io.Reader) []string {
	t.Helper()
	var out bytes.Buffer
	e, err := newEditor(in, &out, func() (int, int) { return 40, 20 }, func() {})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var lines []string
	for {
		line, err := e.ReadLine()
		if err != nil {
			if strings.Contains(out.String(), whereIsCursor) {
				t.Error("the terminal is asked where its cursor is")
			}
			return lines
		}
		lines = append(lines, line)
	}
}

func TestEditor(t *testing.T) {
	const left, right, up, home, del = "\x1b[D", "\x1b[C", "\x1b[A", "\x1b[H", "\x1b[3~"
	for _, c := range []struct{ name, in, want string }{
		{"lines", "8\rback\r", "8|back"},
		{"arrows", "8M" + left + ".5\r", "8.5M"},
		{"wide characters", "年万円" + left + left + "収850" + right + del + "\r", "年収850万"},
		{"backspace", "年収年\x7f\r", "年収"},
		{"home, end, kill", "850" + home + "年収" + "\x05万\r", "年収850万"},
		{"the line before", "850万\r" + up + "円\r", "850万|850万円"},
		{"Ctrl-C leaves", "8\r9\x03\r10\r", "8"},
		{"Ctrl-D leaves", "8\r\x04", "8"},
		{"Ctrl-D in a line deletes", "89" + left + "\x04\r", "8"},
		{"the last line without an end", "8\r9", "8|9"},
		{"a paste is one answer", pasteBegins + "32歳\r\n修士\n\nN2\n" + pasteEnds + "\r9\r", "32歳\n修士\nN2|9"},
		{"and can be edited", pasteBegins + "8.5\n" + pasteEnds + "M\r", "8.5M"},
		{"codes in a paste are dropped", pasteBegins + "a\x1b[31mb\tc\x03d" + pasteEnds + "\r", "a[31mb cd"},
		{"what looks like a paste", "\x1b[2~8\r", "8"},
		{"a long paste", pasteBegins + strings.Repeat("年", longestPaste+500) + pasteEnds + "\r", strings.Repeat("年", longestPaste)},
	} {
		for name, in := range map[string]io.Reader{"at once": strings.NewReader(c.in), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in))} {
			if got := strings.Join(typing(t, in), "|"); got != c.want {
				t.Errorf("%s, %s: %q, want %q", c.name, name, got, c.want)
			}
		}
	}
}
