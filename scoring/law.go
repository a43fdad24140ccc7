package scoring

import (
	"errors"
	"slices"
)

// ErrNotCovered says that no table here was in force on the day asked for.
var ErrNotCovered = errors.New("the points tables here begin on " + form2023.From.String())

// Law is what decides: the rows of the points, of J-Skip, of the preferential treatment and
// of the routes, and the cautions, each with its days. It is a value: a copy with other rows
// can be compiled beside the one in this package.
type Law struct {
	Rows     []Row
	JSkip    []SpecialRow
	Ways     []Way
	Cautions []Caution
	Routes   []RouteRow
}

// Published returns the law as it stands in this package.
func Published() Law { return Law{Rows, JSkipRows, Ways, Cautions, RouteRows} }

// Table is a compiled [Law].
type Table struct {
	law     Law
	periods []period // without a change of law, oldest first
	// points are those that begin with a change of the points or of J-Skip.
	points []*period
	// steps are the thresholds of what grows by itself, of all periods; those of experience are
	// those of all categories.
	steps [FactCount][]float64
}

// published is the table of the law as it stands here.
var published = Published().Compile()

// Use makes t the table that everything is scored by, and returns what undoes it. It is for tests
// of a law to come; nothing may be scored meanwhile.
func Use(t *Table) (restore func()) {
	before := published
	published = t
	return func() { published = before }
}

// Compile builds the tables of l for each stretch of days between two changes. They begin with
// the first row of the points. A mistake in the rows is a panic.
func (l Law) Compile() *Table {
	var days []Date
	note := func(s Dated) {
		from, until := s.Period()
		days = append(days, from)
		if !until.IsZero() {
			days = append(days, until)
		}
	}
	for _, r := range l.Rows {
		note(r)
	}
	first := slices.MinFunc(days, compareDates)
	for _, r := range l.JSkip {
		note(r)
	}
	points := slices.Clone(days)
	for _, w := range l.Ways {
		note(w)
	}
	for _, c := range l.Cautions {
		note(c)
	}
	days = slices.DeleteFunc(days, func(d Date) bool { return d.Before(first) })
	slices.SortFunc(days, compareDates)
	days = slices.Compact(days)
	t := &Table{law: l, periods: make([]period, len(days))}
	for i, d := range days {
		rules := l.on(d)
		t.periods[i] = rules.period(d)
		for f := range Fact(FactCount) {
			t.periods[i].options[f] = rules.options(f)
		}
		if slices.Contains(points, d) {
			t.points = append(t.points, &t.periods[i])
		}
		for _, x := range t.periods[i].grid[Age] {
			insert(&t.steps[Age], x)
		}
		for c := range Category(Categories) {
			for _, x := range t.periods[i].grid[CareerIn(c)] {
				for other := range Category(Categories) {
					insert(&t.steps[CareerIn(other)], x)
				}
			}
		}
	}
	return t
}

// on returns the rules in force on d.
func (l Law) on(d Date) Law {
	return Law{InForce(l.Rows, d), InForce(l.JSkip, d), InForce(l.Ways, d), InForce(l.Cautions, d), l.Routes}
}

// Covered reports whether there is a table of the day.
func Covered(day Date) bool {
	_, err := published.on(day)
	return err == nil
}

// on returns the table of the day d. The error is [ErrNotCovered].
func (t *Table) on(d Date) (*period, error) {
	for i := len(t.periods) - 1; i >= 0; i-- {
		if !d.Before(t.periods[i].from) {
			return &t.periods[i], nil
		}
	}
	return nil, ErrNotCovered
}
