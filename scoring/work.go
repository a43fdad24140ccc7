package scoring

import "math"

// WorkKinds are the kinds of time in a working life, and whether they are experience for item ②. The text
// keys of what may not count are "work." and the ID. It must not be changed.
var WorkKinds = []Counted{
	// in the work that the category names, in Japan or abroad
	{ID: "job", Counts: Yes, Edition: form2023},
	// only work as an occupation: not research as a student, nor part-time work beside studies; work beside
	// evening courses is work
	{ID: "study", Counts: No, Edition: questions2013},
	{ID: "leave", Edition: questions2013, Sureness: Inferred},
}

// Spell is a time of one kind.
type Spell struct {
	Kind        string // an ID of [WorkKinds]
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
		k := CountedOf(WorkKinds, s.Kind, day)
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
