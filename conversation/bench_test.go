package conversation

import (
	"runtime"
	"strconv"
	"strings"
	"testing"

	"hspbot/locales"
)

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

// BenchmarkVocabulary makes what reading typed text needs, and reports how much of it stays.
func BenchmarkVocabulary(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var v *vocabulary
	for b.Loop() {
		v = newVocabulary(locales.Current())
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc), "live-B")
	b.ReportMetric(float64(after.HeapObjects-before.HeapObjects), "live-objects")
	runtime.KeepAlive(v)
}

// BenchmarkFiles hands over each file of the chat in each language: the press, the screen and the file.
func BenchmarkFiles(b *testing.B) {
	for _, file := range []string{"pdf", "form", chartView, summaryOf("png", ticks)} {
		for _, tag := range locales.Tags() {
			s := tableAt(b, tag, "result")
			b.Run(file+"/"+tag, func(b *testing.B) {
				for b.Loop() {
					screen := Show(Step(s, Event{Kind: Pressed, Action: ShowAction(file), At: noon}), noon)
					if screen.File == nil {
						b.Fatal("no file")
					}
					if _, err := screen.File.Content(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkLongTexts is a turn with a text made to be read for long.
func BenchmarkLongTexts(b *testing.B) {
	Prepare()
	for _, text := range []string{strings.Repeat("32 masters 8.5M N2 no kids ", 4), strings.Repeat("32, masters, 8.5M, N2, no kids, ", 4), strings.Repeat("32, masters, 8.5M, N2, no kids, ", 60)} {
		b.Run(strconv.Itoa(len(text)), func(b *testing.B) {
			event := func(text string) Event { return Event{Kind: Typed, Text: text, At: noon} }
			s := Step(Step(State{}, event("specialist")), event("master"))
			for b.Loop() {
				Step(s, event(text))
			}
		})
	}
}
