package scoring

import (
	"errors"
	"slices"
)

// ErrNotCovered says that no table here was in force on the day asked for.
var ErrNotCovered = errors.New("the points tables here begin on " + form.String())

// law is every rule, with the days it is in force.
type law struct {
	rows     []Row
	special  []SpecialRow
	ways     []Way
	cautions []Caution
}

// periods are the tables of the law as it stands here, oldest first.
var periods = law{Rows, JSkipRows, Ways, Cautions}.compile()

// compile builds a table for each stretch between two changes of the law.
func (l law) compile() []period {
	var days []Date
	note := func(from, until Date) {
		days = append(days, from)
		if !until.IsZero() {
			days = append(days, until)
		}
	}
	for _, r := range l.rows {
		note(r.From, r.Until)
	}
	for _, r := range l.special {
		note(r.From, r.Until)
	}
	for _, w := range l.ways {
		note(w.From, w.Until)
	}
	for _, c := range l.cautions {
		note(c.From, c.Until)
	}
	slices.SortFunc(days, compareDates)
	days = slices.Compact(days)
	all := make([]period, len(days))
	for i, d := range days {
		all[i] = l.on(d).period(d)
	}
	return all
}

// on returns the rules in force on d.
func (l law) on(d Date) law {
	return law{
		slices.DeleteFunc(slices.Clone(l.rows), func(r Row) bool { return !inForce(r.From, r.Until, d) }),
		slices.DeleteFunc(slices.Clone(l.special), func(r SpecialRow) bool { return !inForce(r.From, r.Until, d) }),
		slices.DeleteFunc(slices.Clone(l.ways), func(w Way) bool { return !inForce(w.From, w.Until, d) }),
		slices.DeleteFunc(slices.Clone(l.cautions), func(c Caution) bool { return !inForce(c.From, c.Until, d) }),
	}
}

func inForce(from, until, on Date) bool {
	return !on.Before(from) && (until.IsZero() || on.Before(until))
}

// periodOf returns the table of d among periods.
func periodOf(periods []period, d Date) (*period, error) {
	for i := len(periods) - 1; i >= 0; i-- {
		if !d.Before(periods[i].from) {
			return &periods[i], nil
		}
	}
	return nil, ErrNotCovered
}
