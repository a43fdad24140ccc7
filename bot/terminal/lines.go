package terminal

import (
	"bufio"
	"io"
	"strings"
)

// longestLine is how much of a line is kept; what comes after it until the line ends is dropped.
const longestLine = 1 << 20

// readLines sends each line of in, without its end, and closes the channel after the last.
// It waits for the reader, so it goes on only as lines are taken.
func readLines(in io.Reader, lines chan<- string, stop <-chan struct{}) {
	defer close(lines)
	r := bufio.NewReader(in)
	for {
		line, err := readLine(r)
		if line == "" && err != nil {
			return
		}
		select {
		case lines <- strings.TrimRight(line, "\r\n"):
		case <-stop:
			return
		}
	}
}

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
