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
	if stage(s, at) == "not_started" {
		return Standing{}, false
	}
	a, err := assess(s, at)
	if err != nil {
		return Standing{}, false
	}
	r := &a.Categories[a.Best]
	return Standing{Category: a.Best.String(), Min: r.Min, Max: r.Max, Verdict: conversation.VerdictOf(&a, a.Best)}, true
}
