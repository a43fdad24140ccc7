package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"

	"hspbot/scoring"
)

// batchLines is how many lines are scored at once, and leastLines how many a processor is worth.
const (
	batchLines = 512
	leastLines = 16
)

// scoreWorker scores some lines after each other, in memory that it keeps.
type scoreWorker struct {
	scoring.Scorer
	out []byte
	bad []textLine // lines that hold no profile, with why
	err error      // of what writes an assessment for people
}

// scoreBatch splits the lines among the workers, in order, and returns those that had some.
func scoreBatch(workers []scoreWorker, lines []textLine, opt scoreOptions) []scoreWorker {
	n := min(len(workers), (len(lines)+leastLines-1)/leastLines)
	var all sync.WaitGroup
	for i := range n {
		part := lines[len(lines)*i/n : len(lines)*(i+1)/n]
		if i == n-1 {
			workers[i].score(part, opt)
			break
		}
		all.Go(func() { workers[i].score(part, opt) })
	}
	all.Wait()
	return workers[:n]
}

// score scores lines, until one cannot be written.
func (s *scoreWorker) score(lines []textLine, opt scoreOptions) {
	for _, l := range lines {
		err := l.err
		if err == nil {
			err = s.scoreOne(l.text, opt)
		}
		if err == nil {
			continue
		}
		var wrong *scoring.ProfileError
		if err != errLongLine && !errors.As(err, &wrong) {
			s.err = err
			return
		}
		s.bad = append(s.bad, textLine{line: l.line, err: err})
	}
}

// scoreOne scores one profile. The errors are *scoring.ProfileError and those of opt.Write.
func (s *scoreWorker) scoreOne(text []byte, opt scoreOptions) error {
	if err := s.Score(text, opt.Now, opt.Sheets); err != nil {
		return err
	}
	if opt.Write != nil {
		out := bytes.NewBuffer(s.out)
		err := opt.Write(out, s.Person)
		s.out = out.Bytes()
		return err
	}
	s.out = append(s.Result.AppendJSON(s.out), '\n')
	return nil
}

// report writes what was scored and reports the other lines, whose number it returns.
func (s *scoreWorker) report(w, errs io.Writer) (int, error) {
	if _, err := w.Write(s.out); err != nil {
		return 0, fmt.Errorf("write assessment: %w", err)
	}
	s.out = s.out[:0]
	for _, l := range s.bad {
		if _, err := fmt.Fprintf(errs, "line %d: %v\n", l.line, l.err); err != nil {
			return 0, fmt.Errorf("report a line: %w", err)
		}
	}
	n := len(s.bad)
	s.bad = s.bad[:0]
	if s.err != nil {
		return n, fmt.Errorf("write assessment: %w", s.err)
	}
	return n, nil
}
