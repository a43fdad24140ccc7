package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// longestLine is how many bytes a line, or an object that spans several, may have.
const longestLine = 1 << 20

var errLongLine = errors.New("is longer than 1 MiB")

// An objectReader splits its input into JSON texts: one per line, unless the input begins
// with objects that span several lines each, as pretty-printing makes them. It holds one
// buffer and never more.
//
// Whether a first line without an end is the start of such an object or was cut off, only
// what follows can tell; so objectReader looks ahead without consuming, and goes on by lines
// as soon as what it sees cannot be one object.
type objectReader struct {
	r        *bufio.Reader
	line     int  // the line that comes next, from 1
	spanning bool // all objects so far spanned lines
}

func newObjectReader(in io.Reader) *objectReader {
	return &objectReader{r: bufio.NewReaderSize(in, longestLine+len("\r\n"))}
}

// next returns the next text that is not blank, valid until the next call, and the line it
// starts on. The errors are errLongLine, after which next may be called again, io.EOF and
// those of the input.
func (o *objectReader) next() (text []byte, line int, err error) {
	if o.line == 0 {
		o.line, o.spanning = 1, true
		if mark, _ := o.r.Peek(3); string(mark) == "\ufeff" {
			o.r.Discard(len(mark)) // cannot fail, it was there to peek at
		}
	}
	if o.spanning {
		if text, line = o.span(); text != nil {
			return text, line, nil
		}
		o.spanning = false
	}
	for {
		line = o.line
		if text, err = o.readLine(); err != nil || len(text) > 0 {
			return text, line, err
		}
	}
}

// readLine returns the next line without the blanks around it.
func (o *objectReader) readLine() ([]byte, error) {
	text, err := o.r.ReadSlice('\n')
	o.line++
	switch {
	case err == bufio.ErrBufferFull:
		return nil, o.skipLine()
	case err == io.EOF && len(text) > 0: // the last line need not end
	case err != nil:
		return nil, err
	}
	return bytes.Trim(text, " \t\r\n"), nil
}

// textLine is a text and the line it starts on, or what [objectReader.next] returned instead.
type textLine struct {
	text []byte
	line int
	err  error
}

// batch appends to list the next text and those that follow it in the buffer, as far as list has
// room. They are valid until the next call. Only the first and the last may be an error.
func (o *objectReader) batch(list []textLine) []textLine {
	text, line, err := o.next()
	list = append(list, textLine{text, line, err})
	for err == nil && !o.spanning && len(list) < cap(list) && o.buffersLine() {
		line = o.line
		if text, err = o.readLine(); err != nil || len(text) > 0 {
			list = append(list, textLine{text, line, err})
		}
	}
	return list
}

// buffersLine reports whether a whole line has been read already, so that readLine leaves the
// buffer as it is.
func (o *objectReader) buffersLine() bool {
	buffered, _ := o.r.Peek(o.r.Buffered())
	return bytes.IndexByte(buffered, '\n') >= 0
}

// skipLine consumes the rest of a line that is too long, and says that it is.
func (o *objectReader) skipLine() error {
	for {
		switch _, err := o.r.ReadSlice('\n'); err {
		case bufio.ErrBufferFull:
		case nil, io.EOF:
			return errLongLine
		default:
			return err
		}
	}
}

// span returns an object that spans lines and the line it starts on, or nil where the
// input does not go on with one; then nothing is consumed.
func (o *objectReader) span() (text []byte, line int) {
	var value json.RawMessage
	d := json.NewDecoder(&ahead{r: o.r})
	if d.Decode(&value) != nil || value[0] != '{' || !bytes.Contains(value, []byte("\n")) {
		return nil, 0
	}
	end := int(d.InputOffset())
	seen, _ := o.r.Peek(end) // has been read already
	line = o.line + bytes.Count(seen[:end-len(value)], []byte("\n"))
	o.line = line + bytes.Count(value, []byte("\n"))
	o.r.Discard(end)
	return value, line
}

// ahead reads from r without consuming, as far as its buffer reaches.
type ahead struct {
	r *bufio.Reader
	n int
}

func (a *ahead) Read(p []byte) (int, error) {
	if a.n == a.r.Buffered() {
		if _, err := a.r.Peek(a.n + 1); err != nil {
			return 0, io.EOF
		}
	}
	seen, _ := a.r.Peek(a.r.Buffered())
	n := copy(p, seen[a.n:])
	a.n += n
	return n, nil
}
