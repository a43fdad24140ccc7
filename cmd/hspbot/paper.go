package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"hspbot/conversation"
	"hspbot/conversation/pointsheet"
	"hspbot/scoring"
)

// saveNew writes a file into the working directory, under a name that is free, and returns it. Nobody
// else may read it.
func saveNew(name string, data []byte) (path string, err error) {
	stem, ending, _ := strings.Cut(name, ".")
	for n := 1; n < 100; n++ {
		path = name
		if n > 1 {
			path = fmt.Sprintf("%s-%d.%s", stem, n, ending)
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", err
		}
		_, err = f.Write(data)
		return path, errors.Join(err, f.Close())
	}
	return "", fmt.Errorf("write %s: there are a hundred of that name", name)
}

// onePaper says what a person gets wrong who wants more at once.
const onePaper = "--pdf, --xlsx, --calendar-png and --summary-png take one profile"

// paper writes the points sheet of one person as the files asked for: the official workbook, and
// the PDF and the pictures in a language. A file that is there already is replaced.
func (c scoreCommand) paper(in io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(in, maxProfile+1))
	if err != nil {
		return fmt.Errorf("read the profile: %w", err)
	}
	if len(data) > maxProfile {
		return usageError{errors.New(onePaper)}
	}
	person, err := scoring.ParsePerson(data)
	if err != nil {
		return usageError{fmt.Errorf(onePaper+": %w", err)}
	}
	if person.AsOf == (scoring.Date{}) {
		person.AsOf = todayInJapan()
	}
	a, err := scoring.Assess(&person.Profile, sheets(c.Category))
	if err != nil {
		return usageError{err}
	}
	among, language := sheets(c.Category), c.Lang.orSystem()
	var ticked []conversation.Tick
	for _, with := range c.With {
		ticked = append(ticked, conversation.Tick(with[0]))
	}
	for _, paper := range []struct {
		path    string
		content func() ([]byte, error)
	}{
		{c.PDF, func() ([]byte, error) {
			sheet, err := conversation.PointSheet(person, a.Best, language)
			if err != nil {
				return nil, err
			}
			return sheet.Bytes()
		}},
		{c.Calendar, func() ([]byte, error) { return conversation.PointsChart(person, among, language, c.Dark) }},
		{c.Summary, func() ([]byte, error) {
			return conversation.ResultPicture(person, among, language, c.Dark, ticked...)
		}},
		{c.XLSX, pointsheet.Workbook{Profile: person.Profile, Category: a.Best}.Bytes},
	} {
		if paper.path == "" {
			continue
		}
		data, err := paper.content()
		if err != nil {
			return err
		}
		if err := os.WriteFile(paper.path, data, 0o600); err != nil {
			return usageError{err}
		}
	}
	return nil
}

// maxProfile is the most bytes of a profile that a person writes.
const maxProfile = 1 << 20
