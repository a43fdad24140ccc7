package main

import (
	"io"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// printChanges writes what changes in the law from one day to another, for a lawyer to read. The
// error is one of w.
func printChanges(w io.Writer, v *locales.Voice, from, to scoring.Date) error {
	s := sheet{v: v}
	s.text(0, v.Say("rules.changes", "From", from.String(), "To", to.String()))
	changes := scoring.Changes(from, to)
	if len(changes) == 0 {
		s.text(0, v.Say("rules.none"))
	}
	var day scoring.Date
	for i := range changes {
		c := &changes[i]
		if c.On != day {
			day = c.On
			s.title(day.String())
		}
		sign := "rules.begins"
		if c.Ends {
			sign = "rules.ends"
		}
		s.text(0, v.Say(sign, "What", s.changed(c)))
		s.text(4, v.Say("rules.source", "Cite", c.Edition.Title))
		s.text(4, c.Edition.URL)
	}
	return s.write(w)
}

// changed says what changes.
func (s *sheet) changed(c *scoring.Change) string {
	switch {
	case c.Row != nil:
		return s.pointsOf(c.Row)
	case c.Fee != nil:
		return s.fee(c.Fee)
	}
	return s.v.Say(c.Key)
}

// printSources writes the state of the law: every edition with its days, the day it was
// checked, how sure it is, and what rests on it. The error is one of w.
func printSources(w io.Writer, v *locales.Voice) error {
	s := sheet{v: v}
	s.text(0, v.Say("rules.state"))
	for _, key := range []string{"rules.sure_a", "rules.sure_b", "rules.sure_c"} {
		s.text(2, v.Say(key))
	}
	for _, e := range scoring.Editions {
		s.title(string(rune(e.Sureness)) + "  " + e.Title)
		s.text(0, e.URL)
		from, until := e.Period()
		if until.IsZero() {
			s.text(0, v.Say("rules.applies", "From", from.String(), "Checked", e.Checked.String()))
		} else {
			s.text(0, v.Say("rules.applied", "From", from.String(), "Until", until.String(), "Checked", e.Checked.String()))
		}
		if list := scoring.RestingOn(e); len(list) > 0 {
			s.text(0, v.Say("rules.statements", "What", strings.Join(list, ", ")))
		}
	}
	s.title(v.Say("rules.less_sure"))
	for _, x := range scoring.Statements {
		if x.Sureness != 0 {
			s.text(0, string(rune(x.Sureness))+"  "+v.Say("statement."+x.ID))
		}
	}
	return s.write(w)
}
