package conversation

import "testing"

// BenchmarkTyped reads one message at a choice, at a number and at the result.
func BenchmarkTyped(b *testing.B) {
	for _, c := range []struct{ id, text string }{
		{"japanese", "I think I passed the JLPT N2 in 2019"}, {"salary", "年収は約８５０万円くらいです"}, {"result", "年収を900万に"}, {"degrees", "nonsense that nobody understands at all, with many words"},
	} {
		s := tableAt(b, "en", c.id)
		b.Run(c.id, func(b *testing.B) {
			for b.Loop() {
				Step(s, Event{Kind: Typed, Text: c.text, At: noon})
			}
		})
	}
}
