package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"hspbot/scoring"
)

// scoreOptions are the choices of the score subcommand.
type scoreOptions struct {
	// Now is the day taken where a profile has no as_of; nil is today in Japan.
	Now func() scoring.Date
	// Sheets are the categories to score in; none is all.
	Sheets scoring.Sheets
	// Text, when set, writes an assessment for people to read, in place of JSON.
	Text func(w io.Writer, a *scoring.Assessment, p scoring.Person) error
}

// errBadLines says that some lines were reported instead of scored.
var errBadLines = errors.New("not scored")

// score reads profiles from in, one JSON object per line or objects that span lines, and
// writes their assessments to out in the same order, one per line. It runs in constant
// memory, and answers before it waits for more input.
//
// Lines that hold no profile are reported on errs with their number and key, never with
// values; in the end score returns an error that wraps errBadLines. Any other error is
// the input's or the output's, and ends the run.
func score(in io.Reader, out, errs io.Writer, opt scoreOptions) error {
	if opt.Now == nil {
		opt.Now = todayInJapan
	}
	if opt.Sheets == 0 {
		opt.Sheets = scoring.AllSheets
	}
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
func scoreAll(in *objectReader, w *bufio.Writer, errs io.Writer, opt scoreOptions) (int, error) {
	for bad := 0; ; {
		text, line, err := in.next()
		if err == io.EOF {
			return bad, nil
		}
		if err != nil && err != errLongLine {
			return bad, fmt.Errorf("read profiles: %w", err)
		}
		if err == nil {
			err = scoreOne(text, w, opt)
		}
		if err == nil {
			continue
		}
		var wrong *scoring.ProfileError
		if err != errLongLine && !errors.As(err, &wrong) {
			return bad, fmt.Errorf("write assessment: %w", err)
		}
		bad++
		if _, err := fmt.Fprintf(errs, "line %d: %v\n", line, err); err != nil {
			return bad, fmt.Errorf("report a line: %w", err)
		}
	}
}

// scoreOne scores one profile. The errors are *scoring.ProfileError and those of w.
func scoreOne(text []byte, w *bufio.Writer, opt scoreOptions) error {
	p, err := scoring.ParsePerson(text)
	if err != nil {
		return err
	}
	if p.AsOf.IsZero() {
		p.AsOf = opt.Now()
	}
	r, err := scoring.Decide(&p, opt.Sheets)
	var wrong *scoring.ProfileError
	switch {
	case errors.As(err, &wrong):
		return wrong
	case errors.Is(err, scoring.ErrUnborn):
		return &scoring.ProfileError{Key: "birth_date", Problem: err.Error()}
	case err != nil:
		return &scoring.ProfileError{Key: "as_of", Problem: err.Error()}
	}
	if opt.Text != nil {
		kept := r.Assessment // r itself stays off the heap
		return opt.Text(w, &kept, p)
	}
	_, err = w.Write(append(r.AppendJSON(w.AvailableBuffer()), '\n'))
	return err
}

// japan is the time of Japan, which has had no summer time since 1951.
var japan = time.FixedZone("JST", 9*60*60)

// todayInJapan returns the day it is in Japan.
func todayInJapan() scoring.Date { return scoring.DateOf(time.Now().In(japan)) }

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
