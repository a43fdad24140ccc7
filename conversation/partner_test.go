package conversation

import (
	"math/rand/v2"
	"testing"

	"hspbot/locales"
)

// TestPartnerFitsAPhone: also with a partner of the longest name the result of anybody is at most 20
// lines of 40 columns.
func TestPartnerFitsAPhone(t *testing.T) {
	by := Partner{Name: "Nakamura & Watanabe Visa Lawyers", Contacts: []Contact{{Kind: "phone", Value: "+81 3 0000 0000"}}}
	r := rand.New(rand.NewPCG(11, 12))
	for _, language := range locales.Tags() {
		hist := map[int]int{}
		for n := range 300 {
			person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
			state, _, _ := interview(t, language, func(s Screen) Event {
				if n%5 == 0 && s.ID != "goal" && r.IntN(2) == 0 {
					return Event{Kind: Pressed, At: noon, Action: "set:" + s.ID + ":unsure"}
				}
				return person.answer(s)
			})
			screen := ShowFor(state, noon, by)
			if lines := phoneLines(&screen); lines > 20 {
				if hist[lines] == 0 {
					t.Errorf("%s: %d lines of 40 columns:\n%s", language, lines, draw(screen))
				}
				hist[lines]++
			}
		}
		t.Log(language, hist)
	}
}
