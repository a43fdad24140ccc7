package terminal

import (
	"bufio"
	"io"
	"strings"
)

// An input is where lines come from.
type input interface {
	// ReadLine shows where to type and returns the next line without its end. After the last
	// line, and where the person leaves, it returns [io.EOF].
	ReadLine() (string, error)
	// Close ends a ReadLine under way and leaves the terminal as it was.
	Close() error
}

// longestLine is how much of a line is kept; what comes after it until the line ends is dropped.
const longestLine = 1 << 20

// plainInput reads lines as they come, which the terminal, if there is one, lets people edit.
type plainInput struct {
	in     *bufio.Reader
	out    io.Writer
	prompt string // empty for a pipe
}

// ReadLine implements [input].
func (p *plainInput) ReadLine() (string, error) {
	if p.prompt != "" {
		io.WriteString(p.out, p.prompt) // a broken output shows at the next screen
	}
	line, err := readLine(p.in)
	if line == "" && err != nil {
		return "", io.EOF
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// Close implements [input].
func (p *plainInput) Close() error { return nil }

// readLine returns the next line with its end where it has one and fits.
func readLine(r *bufio.Reader) (string, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part[:min(len(part), longestLine-len(line))]...)
		if err != bufio.ErrBufferFull {
			return string(line), err
		}
	}
}

// readResult is a line, or the end of them.
type readResult struct {
	line string
	err  error
}
