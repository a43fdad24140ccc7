package hiring

import (
	"time"

	"hspbot/conversation"
)

// Standing is how somebody stands in a category, for programs to read.
type Standing struct {
	Category string // i-a, i-b, i-c
	Min, Max int    // the least and the most points possible
	// Verdict is passes, fails, floor (the income is too low whatever the points), j_skip (qualifies
	// without points), or undecided.
	Verdict string
}

// Best is the category in which somebody stands best; ok is false before the first answer, and on a
// day without a table.
func Best(s conversation.State, at time.Time) (best Standing, ok bool) {
	r := look(Candidate{State: s}, s.Language, at)
	if !r.scored {
		return Standing{}, false
	}
	c := r.outcome.Best
	points := &r.outcome.Categories[c]
	return Standing{Category: c.String(), Min: points.Min, Max: points.Max, Verdict: conversation.VerdictOf(&r.outcome, c)}, true
}
