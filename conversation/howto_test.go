package conversation

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hspbot/locales"
	"hspbot/scoring"
)

// How a maintainer changes what people are told, with a law and texts of their own: nothing of
// the new law is offered, said or stored the day before, all of it on the day.

var (
	newLaw    = scoring.Date{Year: 2027, Month: 4, Day: 1}
	onTheDay  = time.Date(2027, 4, 1, 3, 0, 0, 0, time.UTC)
	dayBefore = onTheDay.AddDate(0, 0, -1)
	newForm   = &scoring.Edition{ID: "form_2027", Title: "令和9年4月1日以降", URL: "https://example.org/form", From: newLaw, Sureness: scoring.Official, Checked: newLaw}
)

// amended makes a copy of the published law the one in use, with a change to its rows.
func amended(t *testing.T, change func(rows []scoring.Row) []scoring.Row) {
	t.Helper()
	l := scoring.Published()
	l.Rows = change(slices.Clone(l.Rows))
	t.Cleanup(scoring.Use(l.Compile()))
}

func rowOf(rows []scoring.Row, id string) *scoring.Row {
	return &rows[slices.IndexFunc(rows, func(r scoring.Row) bool { return r.ID == id })]
}

// newTexts adds English texts.
func newTexts(t *testing.T, toml string) {
	t.Helper()
	c, err := locales.Load(locales.Files(), fstest.MapFS{"change.en.toml": {Data: []byte(toml)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(locales.Use(c))
}

// all is everything a screen says.
func all(s State, at time.Time, views ...string) string {
	var b strings.Builder
	for _, view := range views {
		s.View = view
		b.WriteString(draw(Show(s, at)))
	}
	return b.String()
}

// TestChangeARowOfTheTable: from 1 April 2027 N2 gives five points, with a label, an explanation
// and a refusal of its own. Two rows and three texts are all there is to write.
func TestChangeARowOfTheTable(t *testing.T) {
	amended(t, func(rows []scoring.Row) []scoring.Row {
		old := rowOf(rows, "japanese.n2")
		successor := *old
		old.Until = newLaw
		successor.Edition, successor.Points = newForm, scoring.Scores{5, 5, 5}
		successor.Text, successor.Why, successor.Refused = "row.n2_of_2027", "why.n2_of_2027", "refused.n2_of_2027"
		return append(rows, successor)
	})
	newTexts(t, `
[row]
"n2_of_2027" = "Five points for N2"
[why]
"n2_of_2027" = "A pass of the new kind"
[refused]
"n2_of_2027" = "No five points for N2"
`)
	facts := scoring.Profile{}.With(scoring.Japanese, scoring.Option(scoring.N2)).With(scoring.JapaneseUniversity, scoring.IsNo)
	for at, want := range map[time.Time]struct {
		points int
		new    bool
	}{dayBefore: {10, false}, onTheDay: {5, true}} {
		s := State{Language: "en", Goal: "i-b"}
		for _, f := range []scoring.Fact{scoring.Japanese, scoring.JapaneseUniversity} {
			s.set(f, facts.Value(f))
		}
		if got := begin(s, at).plan.assessment.Categories[scoring.Technical].Items[scoring.ItemJapanese].Min; got != want.points {
			t.Errorf("%s: %d points for N2, want %d", at, got, want.points)
		}
		text := all(s, at, "why.japanese", "points", "result", "documents")
		s.set(scoring.JapaneseUniversity, scoring.IsYes)
		text += all(s, at, "points", "result")
		for _, said := range []string{"Five points for N2", "A pass of the new kind", "No five points for N2"} {
			if strings.Contains(text, said) != want.new {
				t.Errorf("%s: %q said: %v, want %v\n%s", at, said, !want.new, want.new, text)
			}
		}
		for _, said := range []string{locales.In("en").Say("row.japanese.n2"), locales.In("en").Say("refused.japanese.n2")} {
			if strings.Contains(text, said) == want.new {
				t.Errorf("%s: %q said: %v", at, said, want.new)
			}
		}
	}
}

// TestOptionToCome: an option that a row asks for from 1 April 2027 on.
func TestOptionToCome(t *testing.T) {
	const id = "jica_training.without_japanese_university_classes"
	amended(t, func(rows []scoring.Row) []scoring.Row {
		rowOf(rows, id).Edition = newForm
		return rows
	})
	v := locales.In("en")
	for at, there := range map[time.Time]bool{dayBefore: false, onTheDay: true} {
		s := State{Language: "en", Goal: "i-b", Editing: "rest"}
		has := func(what string, is bool) {
			t.Helper()
			if is != there {
				t.Errorf("%s: %s: %v, want %v", at, what, is, there)
			}
		}
		has("offered", slices.ContainsFunc(Show(s, at).Choices, func(c Choice) bool { return c.ID == "jica_without_classes" }))
		has("explained", strings.Contains(all(s, at, "why.rest"), v.Say("row."+id)))
		stored := func(s State) bool {
			return s.Facts.Value(scoring.JICATraining) == scoring.Option(scoring.WithoutJapaneseUniversityClasses)
		}
		has("stored when pressed", stored(Step(s, Event{Kind: Pressed, Action: "set:rest:jica_without_classes", At: at})))
		on := Step(s, Event{Kind: Pressed, Action: "on:rest:jica_without_classes", At: at})
		has("toggled", on.Draft == "jica_without_classes")
		has("stored when toggled", stored(Step(on, Event{Kind: Pressed, Action: "done:rest", At: at})))
		has("stored when typed", stored(Step(s, Event{Kind: Typed, Text: v.Say("option.rest.jica_without_classes"), At: at})))
		asked := Step(s, Event{Kind: Typed, Text: "jica", At: at})
		has("asked back", asked.Notice != nil && slices.Contains(asked.Notice.Offers, "jica_without_classes"))
		scored := State{Language: "en", Goal: "i-b"}
		scored.set(scoring.JICATraining, scoring.Option(scoring.WithoutJapaneseUniversityClasses))
		has("scored", begin(scored, at).plan.assessment.Categories[scoring.Technical].Items[scoring.ItemJICATraining].Max == 5)
	}
}
