package conversation

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hspbot/scoring"
)

// TestGap: what closes a gap of five points, by the form: a master's degree 20, 5 years 10, 31
// years of age 10, 7M 25 are 65. 8M gives 30, N2 10, one licence 5, 7 years 15.
func TestGap(t *testing.T) {
	c := start(t, "en").choose("i-b", "master", "done").say("7M yen").say("31").say("5").choose("none", "none", "none", "none", "none", "none").on("result")
	c.shows("Not yet: 65 of 70 points (5 short)").shows("¥8M a year or more … +5").shows("JLPT N2 (or BJT 400) … +10").
		shows("1 licence for the work … +5").shows("2 more years of this work (7 in all) … +5")
	// At 29 two more years of work end the points for the age under 30: 15 become 10, and with
	// 6.5M, which gives 20, 65 stay 65. Ten years give 20, and 34 years of age 10: 70.
	c = start(t, "en").choose("i-b", "master", "done").say("6.5M yen").say("29").say("5").choose("none", "none", "none", "none", "none", "none").on("result")
	c.shows("Not yet: 65 of 70 points").shows("5 more years of this work (10 in all) … +5")
}

// TestWaysHold: whoever does what a way says has the points, by the scorer, and with the step
// below the last one of a single change would not.
func TestWaysHold(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	singles, pairs := 0, 0
	for n := range 400 {
		person := pick(r, goals[n%3], 0.1)
		s, _, _ := interview(t, "en", person.answer)
		now := begin(s, noon)
		c := now.category()
		for _, mark := range now.marks(c) {
			for _, w := range now.ways(c, mark) {
				p := now.after(w.changes)
				a, err := scoring.Assess(&p, scoring.Only(c))
				if err != nil || a.Categories[c].Min < mark || a.Categories[c].Floor != scoring.Yes {
					t.Fatalf("%+v: %+v gives %d points in %s, want %d (%v)", person, w, a.Categories[c].Min, c, mark, err)
				}
				if pairs++; len(w.changes) > 1 {
					continue
				}
				pairs--
				singles++
				steps := now.steps(c, w.changes[0].fact)
				if i := slices.Index(steps, w.changes[0]); i > 0 {
					if _, ok := now.reach(c, mark, steps[i-1]); ok {
						t.Fatalf("%+v: %+v is more than is needed", person, w)
					}
				}
			}
		}
	}
	if t.Logf("%d single changes, %d pairs", singles, pairs); singles < 50 || pairs < 50 {
		t.Errorf("only %d single changes and %d pairs", singles, pairs)
	}
}
