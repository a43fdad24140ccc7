package main

import (
	"fmt"
	"io"
	"slices"

	"hspbot/locales"
	"hspbot/scoring"
)

// printRules writes the table in force on a day, laid out like the official form, to be
// read beside it by a person who does not program. The error is scoring.ErrNotCovered or
// one of w.
func printRules(w io.Writer, v *locales.Voice, day scoring.Date) error {
	rows := scoring.InForce(scoring.Rows, day)
	if len(rows) == 0 {
		return scoring.ErrNotCovered
	}
	special := scoring.InForce(scoring.JSkipRows, day)
	ways := scoring.InForce(scoring.Ways, day)
	cautions := scoring.InForce(scoring.Cautions, day)

	s := sheet{v: v}
	s.head(day)
	s.table(rows)
	s.pass()
	s.kinds(day)
	s.jSkip(special)
	s.benefits(ways)
	s.cautions(cautions)
	s.residence(day)
	s.others(day)
	s.guide(day)
	s.sources(day)
	return s.write(w)
}

// write writes what has been printed.
func (s *sheet) write(w io.Writer) error {
	if _, err := io.WriteString(w, s.b.String()); err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	return nil
}

// heading returns the block of the form an item stands in, as a key of "sheet.heading.".
func heading(i scoring.Item) string {
	switch i {
	case scoring.ItemAcademic, scoring.ItemDifferentFields:
		return "academic"
	case scoring.ItemCareer, scoring.ItemIncome, scoring.ItemAge, scoring.ItemResearch, scoring.ItemLicences, scoring.ItemPosition:
		return i.ID()
	}
	return "bonus"
}

// cites returns the sources of rows, each once, in order.
func cites(rows []scoring.Row) []string {
	var list []string
	for _, r := range rows {
		if !slices.Contains(list, r.Cite) {
			list = append(list, r.Cite)
		}
	}
	return list
}
