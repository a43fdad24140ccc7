package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"hspbot/bot/terminal"
	"hspbot/conversation"
	"hspbot/scoring"
	"hspbot/scoring/plan"
)

// scoreCommand scores profiles.
type scoreCommand struct {
	Files    []string       `arg:"" optional:"" name:"FILE" help:"Files of profiles; - or none is standard input."`
	Text     bool           `help:"Write each assessment for a person to read, not as JSON." xor:"form"`
	Advice   bool           `help:"Write what each person can do: ways to 70 and 80 points, the points of every day, the routes." xor:"form"`
	Lang     languageFlag   `help:"Language of --text, --pdf and pictures: ${languages}. Default: that of the environment." placeholder:"TAG"`
	Category []categoryFlag `help:"Score in this category only: i-a, i-b or i-c. May be given again. Default: all." placeholder:"CATEGORY" sep:"none"`
	PDF      string         `name:"pdf" help:"Write the points sheet of one profile to this file as a PDF, in the language of --lang with the Japanese beside it." placeholder:"FILE"`
	Calendar string         `name:"calendar-png" help:"Write the points of every day of one profile to this file as a picture, in the language of --lang." placeholder:"FILE"`
	Summary  string         `name:"summary-png" help:"Write the result of one profile to this file as a picture to show, in the language of --lang." placeholder:"FILE"`
	With     []string       `help:"What the picture of --summary-png says besides: salary, age or family. May be given again." enum:"salary,age,family" placeholder:"WHAT" sep:"none"`
	Dark     bool           `help:"Draw pictures on a dark ground."`
	XLSX     string         `name:"xlsx" help:"Write the official workbook, filled in for one profile, to this file." placeholder:"FILE"`
}

// Help is what the subcommand's help says besides the flags.
func (scoreCommand) Help() string {
	return `Reads profiles, one JSON object per line or objects that span lines, and writes one assessment per profile in the same order. What a profile leaves out is unknown, and the assessment is then a range. With the past and the stay (earlier, stay) it also says from when to when each route to permanent residence is open.

With --advice it writes instead, as JSON by scoring/advice.schema.json, the cheapest ways to 70 and 80 points, the salary that it takes, the points of every day of five years back and ahead with what would make up for a loss, and the routes.

Examples:

    hspbot score profiles.ndjson > assessments.ndjson
    echo '{"degrees":["master"],"age":29,"annual_income_jpy":7000000}' | hspbot score
    hspbot score --text --lang ja --category i-b profile.json
    hspbot score --pdf sheet.pdf --xlsx sheet.xlsx --lang zh profile.json

A line that cannot be read as a profile is reported on standard error with its number and key; the others are scored, and the exit status is 1.`
}

// Run is the subcommand.
func (c scoreCommand) Run(s *streams) error {
	opt := scoreOptions{Now: todayInJapan, Sheets: sheets(c.Category)}
	switch {
	case c.Text:
		opt.Write = func(w io.Writer, p scoring.Person) error { return writeReport(w, p, opt.Sheets, c.Lang.orSystem()) }
	case c.Advice:
		opt.Write = func(w io.Writer, p scoring.Person) error { return writeAdvice(w, p, opt.Sheets) }
	}
	if len(c.Files) == 0 {
		c.Files = []string{"-"}
	}
	for _, name := range c.Files {
		if err := readable(name); err != nil {
			return usageError{err}
		}
	}
	if c.PDF != "" || c.XLSX != "" || c.Calendar != "" || c.Summary != "" {
		if len(c.Files) > 1 {
			return usageError{errors.New(onePaper)}
		}
		return withFile(s, c.Files[0], c.paper)
	}
	var bad error
	for _, name := range c.Files {
		errs := s.errs
		if len(c.Files) > 1 {
			errs = prefixed{s.errs, name + ": "}
		}
		err := withFile(s, name, func(in io.Reader) error { return score(in, s.out, errs, opt) })
		switch {
		case errors.Is(err, errBadLines):
			bad = err
		case err != nil:
			return err
		}
	}
	return bad
}

// withFile has a file read, or with - standard input.
func withFile(s *streams, name string, read func(io.Reader) error) error {
	if name == "-" {
		return read(s.in)
	}
	f, err := os.Open(name)
	if err != nil {
		return usageError{err}
	}
	defer f.Close()
	return read(f)
}

// readable returns an error where the file cannot be read, before anything is written.
func readable(name string) error {
	if name == "-" {
		return nil
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fmt.Errorf("read %s: is a directory", name)
	}
	return nil
}

// prefixed writes a text before each report, which comes in one Write.
type prefixed struct {
	w    io.Writer
	text string
}

// Write reports the bytes of p alone as written.
func (p prefixed) Write(b []byte) (int, error) {
	if _, err := p.w.Write(append([]byte(p.text), b...)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// textWidth is how wide the lines of an assessment are.
const textWidth = 88

// writeReport writes the result for a person to read, as the interview would show it, with its
// details.
func writeReport(w io.Writer, p scoring.Person, among scoring.Sheets, language string) error {
	for _, screen := range conversation.Report(p, among, language) {
		if screen.ID == "documents" {
			continue
		}
		if _, err := io.WriteString(w, terminal.Render(screen, terminal.Style{Width: textWidth})+"\n"); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, strings.Repeat("=", textWidth)+"\n")
	return err
}

// writeAdvice writes what a person can do about their points as one line of JSON, by
// scoring/advice.schema.json.
func writeAdvice(w io.Writer, p scoring.Person, among scoring.Sheets) error {
	advice, err := plan.Advise(&p, among)
	if err != nil {
		return err
	}
	return json.NewEncoder(w).Encode(advice)
}
