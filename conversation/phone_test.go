package conversation

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hspbot/locales"
)

// phoneLines is how many lines of 40 columns a screen takes without its buttons.
func phoneLines(s *Screen) int {
	lines := func(text string, in int) int {
		n := 0
		for part := range strings.SplitSeq(text, "\n") {
			n += max(1, (columns(part)+39-in)/(40-in))
		}
		return n
	}
	n := lines(s.Title, 0)
	for _, b := range s.Body {
		if b.Text != "" {
			n += lines(b.Text, 0)
		}
		for _, l := range b.Lines {
			label := l.Label
			if l.Value != "" {
				label += "  " + l.Value
			}
			n += lines(label, 3)
			if l.Note != "" {
				n += lines(l.Note, 3)
			}
		}
	}
	return n
}

// TestResultFitsAPhone: the result of anybody, with what stands above it, is at most 20 lines
// of 40 columns in every language.
func TestResultFitsAPhone(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for _, language := range locales.Tags() {
		most, sum := 0, 0
		const people = 300
		for n := range people {
			person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
			_, screen, _ := interview(t, language, func(s Screen) Event {
				if n%5 == 0 && s.ID != "goal" && r.IntN(2) == 0 {
					return Event{Kind: Pressed, At: noon, Action: "set:" + s.ID + ":unsure"}
				}
				return person.answer(s)
			})
			lines := phoneLines(&screen)
			most, sum = max(most, lines), sum+lines
			if lines > 20 {
				t.Fatalf("%s: %d lines of 40 columns:\n%s", language, lines, draw(screen))
			}
		}
		t.Logf("%s: at most %d lines, %.1f on average", language, most, float64(sum)/people)
	}
}
