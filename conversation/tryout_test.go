package conversation

import (
	"strings"
	"testing"

	"hspbot/scoring"
)

// TestWhatIf: what is supposed is shown with the points before and after, and changes nothing
// until the person says so. The engineer of tableAt has 80 points: a master's degree 20, 5 years
// 10, 33 years of age 10, 8.5M 30, N2 10. N1 gives 15, and 10M 40.
func TestWhatIf(t *testing.T) {
	for _, row := range []struct {
		lang, text, question, points string
		want                         func(State) bool
	}{
		{"en", "what if I earn 10M", "salary", "90", func(s State) bool { return s.Facts.Value(scoring.AnnualIncome) == scoring.Number(10_000_000) }},
		{"en", "what if I get N1?", "japanese", "85", func(s State) bool { return s.Facts.Value(scoring.Japanese) == scoring.Option(2) }},
		{"ja", "年収が1000万円なら", "salary", "90", func(s State) bool { return s.Facts.Value(scoring.AnnualIncome) == scoring.Number(10_000_000) }},
		{"ja", "N1取ったら", "japanese", "85", func(s State) bool { return s.Facts.Value(scoring.Japanese) == scoring.Option(2) }},
		{"zh", "如果年薪1000万日元", "salary", "90", func(s State) bool { return s.Facts.Value(scoring.AnnualIncome) == scoring.Number(10_000_000) }},
		{"zh", "如果考过N1呢", "japanese", "85", func(s State) bool { return s.Facts.Value(scoring.Japanese) == scoring.Option(2) }},
		{"zh-Hant", "如果年薪1000萬日圓", "salary", "90", func(s State) bool { return s.Facts.Value(scoring.AnnualIncome) == scoring.Number(10_000_000) }},
	} {
		before := tableAt(t, row.lang, "result")
		tried := Step(before, Event{Kind: Typed, Text: row.text, Language: row.lang, At: noon})
		screen := Show(tried, noon)
		check(t, screen)
		if text := draw(screen); screen.ID != "tryout" || !tried.sameAnswers(before) || !strings.Contains(text, "80") || !strings.Contains(text, row.points) {
			t.Errorf("%s %q: %s", row.lang, row.text, text)
			continue
		}
		unread := Step(tried, Event{Kind: Typed, Text: "purple", At: noon})
		if unread.Notice == nil || unread.Notice.Text != "notice.result_there" || !unread.sameAnswers(before) {
			t.Errorf("%s: what is not understood is met with\n%s", row.lang, draw(Show(unread, noon)))
		}
		left := Step(tried, Event{Kind: Pressed, Action: ActionContinue, At: noon})
		if !left.sameAnswers(before) || Show(left, noon).ID != "result" {
			t.Errorf("%s %q: left, but %s", row.lang, row.text, stored(left, row.question))
		}
		kept := Step(tried, Event{Kind: Pressed, Action: "take:", At: noon})
		if !row.want(kept) || Show(kept, noon).ID != "result" {
			t.Errorf("%s %q: kept as %s", row.lang, row.text, stored(kept, row.question))
		}
	}
}

// TestWhatIfAddsToASet: a degree or a kind of research supposed comes to those there are, a lower
// degree stands for all of them. On the sheet for research a master's degree gives 20 points and a
// doctorate 30; research of one kind gives 20 points, of two kinds 25.
func TestWhatIfAddsToASet(t *testing.T) {
	const patent, papers = 1 << 0, 1 << 2 // in the order of the sheet
	for _, row := range []struct {
		text, question, points string
		degrees, research      uint
		want                   func(State) bool
	}{
		{"what if I get a PhD", "degrees", "90", scoring.Bachelor | scoring.Master, 0,
			func(s State) bool {
				return s.Facts.Value(scoring.Degrees) == scoring.Members(scoring.Bachelor|scoring.Master|scoring.Doctorate)
			}},
		{"what if only a bachelor's degree", "degrees", "70", scoring.Bachelor | scoring.Master, 0,
			func(s State) bool { return s.Facts.Value(scoring.Degrees) == scoring.Members(scoring.Bachelor) }},
		{"what if I had a patent", "research", "95", scoring.Master, papers,
			func(s State) bool { return s.Facts.Value(scoring.Research) == scoring.Members(patent|papers) }},
	} {
		before := tableAt(t, "en", "result")
		before.set(scoring.Degrees, scoring.Members(row.degrees))
		before.set(scoring.Research, scoring.Members(row.research))
		kept := Step(Step(before, Event{Kind: Typed, Text: row.text, At: noon}), Event{Kind: Pressed, Action: "take:", At: noon})
		if !row.want(kept) || !strings.Contains(draw(Show(kept, noon)), row.points) {
			t.Errorf("%q: %s\n%s", row.text, stored(kept, row.question), draw(Show(kept, noon)))
		}
	}
}
