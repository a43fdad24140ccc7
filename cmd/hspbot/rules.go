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
	rows := inForce(scoring.Rows, day, func(r scoring.Row) (scoring.Date, scoring.Date) { return r.From, r.Until })
	if len(rows) == 0 {
		return scoring.ErrNotCovered
	}
	special := inForce(scoring.JSkipRows, day, func(r scoring.SpecialRow) (scoring.Date, scoring.Date) { return r.From, r.Until })
	ways := inForce(scoring.Ways, day, func(w scoring.Way) (scoring.Date, scoring.Date) { return w.From, w.Until })
	cautions := inForce(scoring.Cautions, day, func(c scoring.Caution) (scoring.Date, scoring.Date) { return c.From, c.Until })

	var newest scoring.Date
	for _, r := range rows {
		newest = later(newest, r.From)
	}
	for _, r := range special {
		newest = later(newest, r.From)
	}
	s := sheet{v: v}
	s.head(day, newest)
	s.table(rows)
	s.pass()
	s.jSkip(special)
	s.benefits(ways)
	s.cautions(cautions)
	s.sources()
	if _, err := io.WriteString(w, s.b.String()); err != nil {
		return fmt.Errorf("write rules: %w", err)
	}
	return nil
}

// inForce returns what is in force on a day; period gives the first day in force and the
// first day no longer in force.
func inForce[R any](all []R, day scoring.Date, period func(R) (from, until scoring.Date)) []R {
	var list []R
	for _, r := range all {
		from, until := period(r)
		if !day.Before(from) && (until.IsZero() || day.Before(until)) {
			list = append(list, r)
		}
	}
	return list
}

func later(a, b scoring.Date) scoring.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// The form numbers some rows of an item each by itself: the four kinds of research, and
// the two steps of Japanese.
var rowNumbers = map[string]struct{ no, bonus string }{
	"research.patent":                     {"④", "①"},
	"research.foreign_government_funding": {"⑤", "①"},
	"research.papers":                     {"⑥", "①"},
	"research.recognised":                 {"⑦", "①"},
	"japanese.n1":                         {"⑮ Ⅰ", "⑧"},
	"japanese.n2":                         {"⑮ Ⅱ", "⑨"},
}

// numbers returns a row's number on the workbook and among the special additions of the PDF.
func numbers(r *scoring.Row) (no, bonus string) {
	if n, ok := rowNumbers[r.ID]; ok {
		return n.no, n.bonus
	}
	return r.Item.No(), r.Item.Bonus()
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
