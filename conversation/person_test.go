package conversation

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/scoring"
)

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) // 22 November 2026, noon in Japan

var today = scoring.Date{Year: 2026, Month: 11, Day: 22}

// soul is what is true of a made-up person: a number per numeric question, the options that
// apply per page or choice.
type soul struct {
	goal    string
	numbers map[string]float64
	options map[string]map[string]bool
	choice  map[string]string
}

var amounts = []float64{0, 2_999_999, 3_000_000, 3_999_999, 4_000_000, 4_500_000, 5_000_000, 5_999_999, 6_000_000, 6_500_000, 7_000_000, 7_999_999,
	8_000_000, 8_500_000, 9_000_000, 9_999_999, 10_000_000, 14_999_999, 15_000_000, 19_999_999, 20_000_000, 25_000_000, 29_999_999, 30_000_000, 40_000_000}

// pick makes up a person. Yes is how likely each toggle is to apply.
func pick(r *rand.Rand, goal string, yes float64) soul {
	s := soul{goal: goal, numbers: map[string]float64{}, options: map[string]map[string]bool{}, choice: map[string]string{}}
	for i := range questions {
		q := &questions[i]
		switch q.style {
		case single:
			if q.id != "goal" {
				s.choice[q.id] = q.options[r.IntN(len(q.options))].id
			}
		case pages:
			on := map[string]bool{}
			for j := range q.options {
				if r.Float64() < yes {
					q.exclude(on, q.options[j].id)
					on[q.options[j].id] = true
				}
			}
			s.options[q.id] = on
		case number:
			switch q.facts[0] {
			case scoring.Age:
				s.numbers[q.id] = float64(18 + r.IntN(50))
			case scoring.AnnualIncome:
				s.numbers[q.id] = amounts[r.IntN(len(amounts))]
			case scoring.SpouseIncome:
				s.numbers[q.id] = amounts[r.IntN(len(amounts))]
				if r.IntN(2) == 0 {
					s.numbers[q.id] = 0
				}
			default:
				s.numbers[q.id] = float64(r.IntN(61)) / 4
			}
		}
	}
	return s
}

// profile is the person as the scorer takes it, everything answered, by way of nothing but
// the options' values.
func (s soul) profile() scoring.Profile {
	p := scoring.Profile{AsOf: today}
	for i := range questions {
		q := &questions[i]
		switch {
		case q.style == number:
			p = p.With(q.facts[0], exactly(q.facts[0], s.numbers[q.id]))
		case q.style == single && len(q.facts) > 0:
			p = p.With(q.facts[0], q.option(s.choice[q.id]).on)
		case q.style == pages:
			var st State
			var all []*option
			for j := range q.options {
				all = append(all, &q.options[j])
			}
			st.answer(q, all, s.options[q.id], false)
			for _, f := range q.facts {
				p = p.With(f, st.Facts.Value(f))
			}
		}
	}
	if p.Value(scoring.Degrees) == scoring.Members(0) {
		p = p.With(scoring.JapaneseUniversity, scoring.IsNo).With(scoring.DesignatedUniversity, scoring.IsNo)
	}
	if s.choice["spouse"] == "no" {
		p = p.With(scoring.SpouseIncome, scoring.Number(0)).With(scoring.SpouseCannotDoHousework, scoring.IsNo)
	}
	return p
}

// answer is the event with which the person answers the question on the screen.
func (s soul) answer(screen Screen) Event {
	e := Event{Kind: Pressed, At: noon}
	q := find(screen.ID)
	switch {
	case q.id == "goal":
		e.Action = "set:goal:" + s.goal
	case q.style == single:
		e.Action = "set:" + q.id + ":" + s.choice[q.id]
	case q.style == number:
		e.Kind, e.Text = Typed, strconv.FormatFloat(s.numbers[q.id], 'f', -1, 64)
		if q.facts[0] == scoring.AnnualIncome || q.facts[0] == scoring.SpouseIncome {
			e.Text += "円"
			if s.numbers[q.id] < 10_000 {
				e.Kind, e.Action = Pressed, "set:"+q.id+":="+strconv.FormatFloat(s.numbers[q.id], 'f', -1, 64)
			}
		}
	default:
		ids := "" // and what the screen shows, as its "none" button says it
		mask := ""
		for _, c := range screen.Choices {
			if c.ID == "none" {
				_, mask, _ = strings.Cut(c.Action, "~")
			}
			if c.Role == Option && s.options[q.id][c.ID] {
				ids += "," + c.ID
			}
		}
		if ids == "" {
			ids = ",none"
		}
		e.Action = "set:" + q.id + ":" + ids[1:] + "~" + mask
	}
	return e
}

// interview runs a conversation from the greeting to the result and returns the turns taken.
func interview(t testing.TB, language string, answer func(Screen) Event) (State, Screen, int) {
	t.Helper()
	s, screen := step(State{}, Event{Kind: Started, Language: language, At: noon})
	for turns := range 40 {
		if screen.ID == "result" {
			return s, screen, turns
		}
		if screen.Kind != Question {
			t.Fatalf("after %d turns: not a question but %s", turns, draw(screen))
		}
		asked := screen.ID
		s, screen = step(s, answer(screen))
		if screen.ID == asked {
			t.Fatalf("%s is asked again:\n%s", asked, draw(screen))
		}
	}
	t.Fatal("no result after 40 turns")
	return s, screen, 0
}

// text is the person's number as it is written in an action.
func (s soul) text(q *question) string { return strconv.FormatFloat(s.numbers[q.id], 'f', -1, 64) }
