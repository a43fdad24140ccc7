package conversation

import (
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// Shared draws what a person may hand over of their result: the totals, the items that give
// points but for income and age, the day and the editions of the law. It says nothing of the
// family and no answer. ok is false where there is no result.
func Shared(s State, at time.Time) (screen Screen, ok bool) {
	return shared(begin(s, at))
}

func shared(t *turn) (screen Screen, ok bool) {
	if t.state.Forgotten || !t.finished() {
		return Screen{}, false
	}
	a, v := &t.plan.assessment, t.voice
	screen = t.detail("share", "share.title")
	screen.InShort = t.oneLine()
	for c := range a.Sheets.All() {
		r := &a.Categories[c]
		total := Verdict(v, a, c)
		if r.Floor == scoring.No {
			total.Note = "" // it would tell of the income
		}
		screen.Lines(Table, total)
		screen.Lines(List, t.items(r, scoring.ItemIncome, scoring.ItemAge)...)
	}
	screen.Text(Small, v.Say("share.without"))
	screen.Text(Small, t.applied())
	screen.Text(Small, v.Say("source.disclaimer"))
	return screen, true
}

// oneLine writes the result in one line: each category's points and the day.
func (t *turn) oneLine() string {
	a, v := &t.plan.assessment, locales.In(t.state.Language)
	var parts []string
	for c := range a.Sheets.All() {
		r := &a.Categories[c]
		parts = append(parts, v.Say("share.part", "Category", Short(v, c), "Points", Score(v, r.Min, r.Max)))
	}
	return v.Say("share.line", "Points", join(v, parts), "Date", date(v, t.today))
}
