package conversation

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestFirstVerdict prints and holds how many turns people take until 70 points are certain or
// out of reach, which is when they may see a verdict, and until the whole result.
func TestFirstVerdict(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var first, whole []int
	for n := range 1001 {
		person := pick(r, goals[n%4], []float64{0.1, 0.2, 0.3}[n%3])
		s, screen := step(State{}, Event{Kind: Started, Language: "en", At: noon})
		turns, verdict := 0, 0
		for screen.ID != "result" {
			s, screen = step(s, person.answer(screen))
			turns++
			offered := slices.ContainsFunc(screen.Choices, func(c Choice) bool { return c.ID == "result" })
			if verdict == 0 && (offered || screen.ID == "result") {
				verdict = turns
			}
		}
		first, whole = append(first, verdict), append(whole, turns)
	}
	slices.Sort(first)
	slices.Sort(whole)
	t.Logf("turns to a first verdict: median %d, most %d; to the whole result: median %d, most %d", first[500], first[1000], whole[500], whole[1000])
	if first[500] > 7 || whole[500] > 12 {
		t.Errorf("median turns %d and %d, want at most 7 and 12", first[500], whole[500])
	}
}
