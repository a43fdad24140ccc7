package conversation

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"hspbot/scoring"
)

var goals = []string{"i-a", "i-b", "i-c", goalAll}

// TestPrunedInterview: asking only what matters gives the same assessment as answering
// everything, in points, items, verdicts, J-Skip and benefits.
func TestPrunedInterview(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 4000 {
		person := pick(r, goals[n%4], []float64{0.1, 0.3, 0.6}[n%3])
		s, _, _ := interview(t, "en", person.answer)
		asked, whole := s.profile(today), person.profile()
		got, err := scoring.Assess(&asked, s.sheets())
		if err != nil {
			t.Fatal(err)
		}
		want, err := scoring.Assess(&whole, s.sheets())
		if err != nil {
			t.Fatal(err)
		}
		if got.Open != 0 {
			t.Fatalf("%+v: the result leaves %v open", person, got.Open.List())
		}
		for c := range scoring.Category(scoring.Categories) {
			g, w := got.Categories[c], want.Categories[c]
			g.Refused, w.Refused = nil, nil
			if gs, ws := short(g), short(w); gs != ws || got.JSkip[c] != want.JSkip[c] {
				t.Fatalf("%+v\n%s: %+v, want %+v", person, c, gs, ws)
			}
		}
		for b := range got.Benefits {
			if got.Benefits[b].State != want.Benefits[b].State || got.Benefits[b].Number != want.Benefits[b].Number {
				t.Fatalf("%+v\n%s: %s, want %s", person, scoring.Benefit(b), got.Benefits[b].State, want.Benefits[b].State)
			}
		}
		// What is shown as stored gives the same again.
		exported := s.export(today)
		parsed, err := scoring.ParseProfile(exported.AppendJSON(nil))
		if err != nil {
			t.Fatal(err)
		}
		again, err := scoring.Assess(&parsed, s.sheets())
		if err != nil {
			t.Fatal(err)
		}
		a, _ := json.Marshal(again)
		b, _ := json.Marshal(got)
		if string(a) != string(b) {
			t.Fatalf("%+v\nstored: %s\nresult: %s", person, a, b)
		}
	}
}

type shortResult struct {
	min, max int
	verdict  scoring.Verdict
	floor    scoring.Truth
	items    [scoring.ItemCount]scoring.Points
}

func short(r scoring.CategoryResult) shortResult {
	return shortResult{r.Min, r.Max, r.Verdict, r.Floor, r.Items}
}

// TestTurns prints and holds how many turns an interview takes: at most 12 at the median,
// at most 16 for somebody who wants all three categories scored.
func TestTurns(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, goal := range goals {
		var turns []int
		for range 1001 {
			_, _, n := interview(t, "ja", pick(r, goal, 0.2).answer)
			turns = append(turns, n)
		}
		slices.Sort(turns)
		limit := 12
		if goal == goalAll {
			limit = 16
		}
		t.Logf("%-3s turns: median %d, least %d, most %d", goal, turns[500], turns[0], turns[1000])
		if turns[500] > limit {
			t.Errorf("%s: median of %d turns, want at most %d", goal, turns[500], limit)
		}
	}
}

// TestBoundsNarrow: with every answer the points possible only narrow, and nothing decided
// is taken back.
func TestBoundsNarrow(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for n := range 300 {
		person := pick(r, goals[n%4], 0.3)
		s, screen := step(State{}, Event{Kind: Started, At: noon})
		s, screen = step(s, person.answer(screen))
		before := s.plan(today).assessment
		for screen.ID != "result" {
			s, screen = step(s, person.answer(screen))
			after := s.plan(today).assessment
			for c := range scoring.Category(scoring.Categories) {
				b, a := before.Categories[c], after.Categories[c]
				if a.Min < b.Min || a.Max > b.Max || b.Verdict != scoring.Undecided && a.Verdict != b.Verdict {
					t.Fatalf("%+v\n%s: %d–%d %s became %d–%d %s", person, c, b.Min, b.Max, b.Verdict, a.Min, a.Max, a.Verdict)
				}
			}
			before = after
		}
	}
}

// TestAnyOrder: the same answers in any order are the same facts and the same result.
func TestAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for n := range 100 {
		person := pick(r, goals[n%4], 0.3)
		var events []Event
		in := func(screen Screen) Event {
			e := person.answer(screen)
			if e.Kind == Typed { // a press can come at any time, a text answers what is on the table
				q := find(screen.ID)
				e = Event{Kind: Pressed, At: noon, Action: "set:" + q.id + ":=" + person.text(q)}
			}
			events = append(events, e)
			return e
		}
		want, _, _ := interview(t, "zh", in)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		got, _ := step(State{}, Event{Kind: Started, Language: "zh", At: noon})
		for _, e := range events {
			got, _ = step(got, e)
		}
		if got.Facts != want.Facts || got.Goal != want.Goal || got.Spouse != want.Spouse || got.Unsure != want.Unsure {
			t.Fatalf("%+v\nin order %+v\nshuffled %+v", person, want, got)
		}
	}
}
