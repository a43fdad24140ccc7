package scoring

import "math"

// WorkKind is a kind of time in a working life, and whether it is experience for item ②.
type WorkKind struct {
	ID string // never changes once released; the text keys of what may not count are "work." and the ID
	// Counts is Yes or No; Unknown where no rule was found.
	Counts      Truth
	Edition     *Edition
	Sureness    Sureness // where not that of the edition
	From, Until Date     // where not those of the edition
}

// Period returns the first day on which the statement holds and the first day on which it holds no longer.
func (k WorkKind) Period() (from, until Date) { return k.Edition.period(k.From, k.Until) }

// Sure says how well the source is known.
func (k WorkKind) Sure() Sureness {
	if k.Sureness != 0 {
		return k.Sureness
	}
	return k.Edition.Sureness
}

// WorkKinds are the kinds of time. It must not be changed.
var WorkKinds = []WorkKind{
	// in the work that the category names, in Japan or abroad
	{ID: "job", Counts: Yes, Edition: form2023},
	// only work as an occupation: not research as a student, nor part-time work beside studies; work beside
	// evening courses is work
	{ID: "study", Counts: No, Edition: questions2013},
	{ID: "leave", Edition: questions2013, Sureness: Inferred},
}

// WorkKindNamed returns the kind of time with the ID that holds on the day; nil where there is none.
func WorkKindNamed(id string, day Date) *WorkKind {
	for i := range WorkKinds {
		if k := &WorkKinds[i]; k.ID == id && holds(*k, day) {
			return k
		}
	}
	return nil
}

// Spell is a time of one kind.
type Spell struct {
	Kind        string // the ID of a [WorkKind]
	From, Until Date   // the first and the last day
}

// WorkMonths are the completed months of experience that the spells come to by the rules of the day: in
// least without what may not count, in most with it. Each day counts once, whatever is done on it, and a
// day as a student does not. A month in part counts by its days; what is left over is dropped.
func WorkMonths(spells []Spell, day Date) (least, most int) {
	if len(spells) == 0 {
		return 0, 0
	}
	first, last := spells[0].From, spells[0].Until
	for _, s := range spells {
		if s.From.Before(first) {
			first = s.From
		}
		if last.Before(s.Until) {
			last = s.Until
		}
	}
	var certain, possible float64
	for d := first; !last.Before(d); d = d.AddDays(1) {
		part := 1 / float64(daysIn(d.Year, d.Month))
		switch worked(spells, d, day) {
		case Yes:
			certain, possible = certain+part, possible+part
		case Unknown:
			possible += part
		}
	}
	const rounding = 1e-6 // of adding up the parts of a month
	return int(math.Floor(certain + rounding)), int(math.Floor(possible + rounding))
}

// worked reports whether d is a day of experience: of a job, not as a student, and for certain if not on
// leave.
func worked(spells []Spell, d, day Date) Truth {
	job, leave := false, false
	for _, s := range spells {
		k := WorkKindNamed(s.Kind, day)
		if k == nil || d.Before(s.From) || s.Until.Before(d) {
			continue
		}
		switch k.Counts {
		case No:
			return No
		case Yes:
			job = true
		default:
			leave = true
		}
	}
	switch {
	case !job:
		return No
	case leave:
		return Unknown
	}
	return Yes
}
