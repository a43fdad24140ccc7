package scoring

import "slices"

// Change is what begins or ends on a day.
type Change struct {
	On   Date
	Ends bool // else it begins
	// Key is the text key of what changes.
	Key     string
	Edition *Edition
	// Row and Fee are what changes where it is a row of the points or a fee, else nil.
	Row *Row
	Fee *Fee
}

// Changes returns what changes from the day from to the day to, the first change first; of one
// day, what ends comes before what begins.
func Changes(from, to Date) []Change { return published.Changes(from, to) }

// Changes is [Changes] by the rows of t.
func (t *Table) Changes(from, to Date) []Change {
	var list []Change
	t.law.each(func(s Dated, c Change) {
		begins, ends := s.Period()
		if from.Before(begins) && !to.Before(begins) {
			c.On, c.Ends = begins, false
			list = append(list, c)
		}
		if from.Before(ends) && !to.Before(ends) {
			c.On, c.Ends = ends, true
			list = append(list, c)
		}
	})
	slices.SortStableFunc(list, func(a, b Change) int {
		if a.On != b.On {
			return compareDates(a.On, b.On)
		}
		return rank(a.Ends) - rank(b.Ends)
	})
	return list
}

// rank puts ends before beginnings.
func rank(ends bool) int {
	if ends {
		return 0
	}
	return 1
}

// each calls f with every statement of law.
func (l *Law) each(f func(Dated, Change)) {
	for i := range l.Rows {
		r := &l.Rows[i]
		f(*r, Change{Key: r.TextKey(), Edition: r.Edition, Row: r})
	}
	for _, r := range l.JSkip {
		f(r, Change{Key: r.ID, Edition: r.Edition})
	}
	for _, w := range l.Ways {
		key := "benefit." + w.Benefit.String() + ".name"
		if w.Type != "" {
			key = "housekeeper." + w.Type
		}
		f(w, Change{Key: key, Edition: w.Edition})
	}
	for _, c := range l.Cautions {
		f(c, Change{Key: "caution." + c.ID, Edition: c.Edition})
	}
	for _, r := range l.Routes {
		f(r, Change{Key: "residence." + r.ID, Edition: r.Editions[0]})
	}
	for _, s := range Statements {
		f(s, Change{Key: "statement." + s.ID, Edition: s.Edition})
	}
	for _, k := range PayKinds {
		f(k, Change{Key: "pay." + k.ID, Edition: k.Edition})
	}
	for _, k := range WorkKinds {
		f(k, Change{Key: "work." + k.ID, Edition: k.Edition})
	}
	for i := range Fees {
		fee := &Fees[i]
		f(*fee, Change{Key: "fee." + fee.ID, Edition: fee.Edition, Fee: fee})
	}
}

// RestingOn returns the text keys of what rests on the edition e, each once, in order.
func RestingOn(e *Edition) []string {
	var list []string
	published.law.each(func(_ Dated, c Change) {
		if c.Edition == e && !slices.Contains(list, c.Key) {
			list = append(list, c.Key)
		}
	})
	for _, r := range RouteRows {
		if key := "residence." + r.ID; slices.Contains(r.Editions[1:], e) {
			list = append(list, key)
		}
	}
	return list
}
