package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"runtime"
	"time"

	"hspbot/scoring"
)

// scoreOptions are the choices of the score subcommand.
type scoreOptions struct {
	// Now is the day taken where a profile has no as_of.
	Now func() scoring.Date
	// Sheets are the categories to score in.
	Sheets scoring.Sheets
	// Write, when set, writes what is wanted of a person in place of the assessment as JSON.
	Write func(w io.Writer, p scoring.Person) error
}

// errBadLines says that some lines were reported instead of scored.
var errBadLines = errors.New("not scored")

// score reads profiles from in, one JSON object per line or objects that span lines, and
// writes their assessments to out in the same order, one per line. It runs in constant
// memory, on all processors, and answers before it waits for more input.
//
// Lines that hold no profile are reported on errs with their number and key, never with
// values; in the end score returns an error that wraps errBadLines. Any other error is
// the input's or the output's, and ends the run.
func score(in io.Reader, out, errs io.Writer, opt scoreOptions) error {
	w := bufio.NewWriterSize(out, 64<<10)
	bad, err := scoreAll(newObjectReader(&attentive{in: in, out: w}), w, errs, opt)
	if flushed := w.Flush(); flushed != nil {
		return fmt.Errorf("write assessments: %w", flushed)
	}
	if err != nil {
		return err
	}
	if bad > 0 {
		return fmt.Errorf("%w: %d of the lines", errBadLines, bad)
	}
	return nil
}

// scoreAll scores until the input ends and returns how many lines it reported.
func scoreAll(in *objectReader, w io.Writer, errs io.Writer, opt scoreOptions) (int, error) {
	workers := make([]scoreWorker, runtime.GOMAXPROCS(0))
	lines := make([]textLine, 0, batchLines)
	for bad := 0; ; {
		lines = in.batch(lines[:0])
		last := &lines[len(lines)-1]
		ended := last.err != nil && last.err != errLongLine
		if ended {
			lines = lines[:len(lines)-1]
		}
		for i := range scoreBatch(workers, lines, opt) {
			n, err := workers[i].report(w, errs)
			bad += n
			if err != nil {
				return bad, err
			}
		}
		switch {
		case ended && last.err == io.EOF:
			return bad, nil
		case ended:
			return bad, fmt.Errorf("read profiles: %w", last.err)
		}
	}
}

// todayInJapan returns the day it is in Japan.
func todayInJapan() scoring.Date { return scoring.DayInJapan(time.Now()) }

// An attentive reader flushes out before it may have to wait for more of in, so that
// somebody who types, or a program that waits for its answer, gets it.
type attentive struct {
	in  io.Reader
	out *bufio.Writer
	err error // stays: a terminal would go on after its end
}

func (a *attentive) Read(p []byte) (n int, err error) {
	if a.err == nil {
		a.err = a.out.Flush()
	}
	if a.err == nil {
		n, a.err = a.in.Read(p)
	}
	return n, a.err
}
