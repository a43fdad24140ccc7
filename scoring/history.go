package scoring

import "slices"

// Person is a profile with the person's past: all that the JSON contract can say.
type Person struct {
	Profile
	History
}

// History is what the routes to permanent residence ask beside the facts of today. The zero
// History knows nothing.
type History struct {
	// Earlier are the facts that were different before a day, in any order.
	Earlier []Earlier
	Stay    Stay
	// Activity is the category of the work of past and present, as a set of one; empty: not said.
	Activity Sheets
	// BusinessManager says whether the Business Manager criteria of 16 October 2025 are met.
	BusinessManager Truth
}

// Earlier are facts that were different before a day.
type Earlier struct {
	Before Date // the first day on which they no longer hold
	Facts  FactSet
	values [FactCount]Value
}

// With returns a copy of e in which f was v; the zero [Value] says that it is not known what f was.
func (e Earlier) With(f Fact, v Value) Earlier {
	e.Facts |= FactsOf(f)
	e.values[f] = v
	return e
}

// Value returns what f was, as far as known. It says nothing of a fact outside e.Facts.
func (e *Earlier) Value(f Fact) Value { return e.values[f] }

// Since is the day from which something holds, up to today. The zero Since knows nothing.
type Since struct {
	Day   Date // may be planned, after today
	Never bool // it does not hold: not in Japan, or not on that status
}

// Known reports whether anything is known.
func (s Since) Known() bool { return s != Since{} }

// by reports whether it has held since d or longer.
func (s Since) by(d Date) Truth {
	switch {
	case s.Never:
		return No
	case s.Day.IsZero():
		return Unknown
	}
	if d.Before(s.Day) {
		return No
	}
	return Yes
}

// Stay is the person's residence in Japan. The zero Stay knows nothing.
type Stay struct {
	// InJapan: without a break on any status of residence.
	InJapan Since
	// WorkStatus: without a break on a status for work (not Technical Intern, not Specified
	// Skilled Worker (i)) or of residence.
	WorkStatus Since
	// HSP: Highly Skilled Professional (i), or the older Designated Activities; for permanent
	// residence also (ii).
	HSP Since
	// JSkip: Special Highly Skilled Professional (特別高度人材).
	JSkip Since
	// HSPPoints, 70 or 80, are the points the status held now was granted with; 0: not known.
	HSPPoints int
	// PeriodYears, 5, 3 or 1, is the period of stay held, and PeriodEnds its last day; 0 and
	// the zero Date: not known.
	PeriodYears int
	PeriodEnds  Date
	// LongestAbsence is the longest single absence from Japan, Absence10Years all absences of
	// the last ten years together, in days.
	LongestAbsence, Absence10Years Value
}

// inJapan reports whether the person has been in Japan since d or longer. Who holds a status
// since some day is in Japan since that day at the latest.
func (s *Stay) inJapan(d Date) Truth {
	if s.InJapan.Known() {
		return s.InJapan.by(d)
	}
	if s.HSP.by(d) == Yes || s.JSkip.by(d) == Yes {
		return Yes
	}
	return Unknown
}

// onWorkStatus reports whether the person has been on statuses for work since d or longer.
// Highly Skilled Professional is one.
func (s *Stay) onWorkStatus(d Date) Truth {
	if s.HSP.by(d) == Yes || s.JSkip.by(d) == Yes {
		return Yes
	}
	return s.WorkStatus.by(d)
}

// check returns what is wrong with h for an assessment on asOf in the given categories; asOf
// may be zero, which checks less, and so may the categories.
func (h *History) check(asOf Date, among Sheets) *ProfileError {
	for i, e := range h.Earlier {
		if !asOf.IsZero() && asOf.Before(e.Before) {
			return wrong(earlierKey, FaultAfterDay, `must not have a "before" after "as_of"`)
		}
		if slices.ContainsFunc(h.Earlier[:i], func(other Earlier) bool { return other.Before == e.Before }) {
			return wrong(earlierKey, FaultSameDay, `must not have the same "before" twice`)
		}
	}
	in := h.Stay.InJapan.Day
	if h.Stay.HSP.Day.startsBefore(in) {
		return wrong(stayKey+"."+hspSinceKey, FaultBefore, `must not be before "`+inJapanSinceKey+`"`)
	}
	if h.Stay.JSkip.Day.startsBefore(in) {
		return wrong(stayKey+"."+jSkipSinceKey, FaultBefore, `must not be before "`+inJapanSinceKey+`"`)
	}
	if among != 0 && h.Activity&^among != 0 {
		return wrong(categoryKey, FaultNotScored, "must be one of the categories scored")
	}
	return nil
}

// startsBefore reports whether d and e are days and d is the earlier.
func (d Date) startsBefore(e Date) bool { return !d.IsZero() && !e.IsZero() && d.Before(e) }
