// Package jointest tests the join of the interview, a platform and the scorer: people are
// walked through every question with every answer, and what the platform showed them at
// the end must be what the scorer says of their stored facts. A platform's test calls [Run].
package jointest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/locales/localestest"
)

// Noon is when all walks take place: 22 November 2026, noon in Japan.
var Noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// Move is one thing a person does on a screen: press choices, or type.
type Move struct {
	Screen conversation.Screen
	// Press are the choices: one, or on a page of toggles all that apply, to be confirmed
	// with Finish.
	Press  []conversation.Choice
	Finish conversation.Choice
	Text   string // typed, where nothing is pressed
}

// Play starts a conversation in a language, does the moves one after the other, and returns
// what the person saw after the start and after each move.
type Play func(t *testing.T, language string, moves []Move) []string

// Run walks a platform through every question with every answer, for every goal, in every
// language.
func Run(t *testing.T, play Play) {
	for _, language := range locales.Tags() {
		t.Run(language, func(t *testing.T) { run(t, play, language, 0, every) })
	}
}

// RunShared is Run for platforms of many people, where a walk takes long: the walks are dealt out
// to the languages, which are walked at the same time.
func RunShared(t *testing.T, play Play) {
	tags := locales.Tags()
	for i, language := range tags {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			run(t, play, language, i, every*len(tags))
		})
	}
}

func run(t *testing.T, play Play, language string, first, step int) {
	walks := Walks(language)
	if len(walks) < 120 {
		t.Fatalf("only %d walks", len(walks))
	}
	for i := first; i < len(walks); i += step {
		walks[i].check(t, play(t, language, walks[i].Moves))
	}
}

// RunForeign walks a platform once for every goal in a language made by machine: what it
// shows is in that language to the last word. Options are pressed, and typed as they are
// labelled; numbers are typed.
func RunForeign(t *testing.T, play Play) {
	language := localestest.Speak(t)
	for i, goal := range []string{"i-a", "i-b", "i-c", "all"} {
		w := walk(language, goal, "", nil)
		for j := range w.Moves {
			if m := &w.Moves[j]; len(m.Press) == 1 && m.Finish.ID == "" && (i+j)%2 == 0 {
				m.Press, m.Text = nil, m.Press[0].Label
			}
		}
		shown := play(t, language, w.Moves)
		w.check(t, shown)
		for _, text := range shown[:len(shown)-1] { // the last is what is stored, as JSON
			if word := localestest.Foreign(text); word != "" {
				t.Errorf("%s: %q is not in the language:\n%s", w.Name, word, text)
			}
		}
	}
}

// Walk is one person's way to the result and to what is stored.
type Walk struct {
	Name     string
	Language string
	Moves    []Move
	Last     conversation.State // after all moves
}

// Walks returns a walk with each answer to each question, the other questions answered as
// somebody does for whom most is still possible. Who wants all categories scored is asked
// everything; for the single categories there are the numbers, whose bands are their own.
func Walks(language string) []Walk {
	var list []Walk
	for _, goal := range []string{"i-a", "i-b", "i-c", "all"} {
		base := walk(language, goal, "", nil)
		list = append(list, base)
		for _, m := range base.Moves {
			if m.Screen.Kind != conversation.Question || m.Screen.ID == "goal" || goal != "all" && !m.Screen.Number {
				continue
			}
			for _, a := range answers(m.Screen) {
				w := walk(language, goal, m.Screen.ID, &a)
				w.Name = goal + " " + m.Screen.ID + " " + a.name()
				list = append(list, w)
			}
		}
	}
	return list
}

func (m Move) name() string {
	names := []string{m.Text}
	for _, c := range m.Press {
		names = append(names, c.ID)
	}
	return strings.Join(names, "+")
}

// answers returns every answer a question takes: each option, each toggle alone, all of
// them, the first with "not sure about the rest", none, not sure, and typed numbers.
func answers(s conversation.Screen) []Move {
	var list []Move
	var all []conversation.Choice
	for _, c := range s.Choices {
		switch {
		case c.Role == conversation.Option:
			list = append(list, Move{Press: []conversation.Choice{c}})
			all = append(all, c)
		case c.Role == conversation.Finish || c.ID == "not-sure":
			list = append(list, Move{Press: []conversation.Choice{c}})
		}
	}
	if s.Several {
		list = append(list, Move{Press: all})
	}
	if s.Number {
		for _, text := range map[string][]string{"salary": {"8.5M", "2,999,999", "３００万円", "20000000円"}, "spouse_income": {"300万円", "no income"},
			"age": {"29", "1991-11-22"}}[s.ID] {
			list = append(list, Move{Text: text})
		}
		if strings.HasPrefix(s.ID, "career") {
			list = append(list, Move{Text: "6.99"}, Move{Text: "10年"})
		}
	}
	return list
}

// usual answers keep most rows of the table in play.
var usual = map[string][]string{"degrees": {"bachelor", "master"}, "universities": {"none"}, "japanese": {"n2"}, "research": {"none"}, "licences": {"one"},
	"position": {"director"}, "employer": {"sme"}, "rest": {"none"}, "spouse": {"yes"}, "family": {"child_under_7"}}

var usualText = map[string]string{"age": "33", "salary": "7500000円", "spouse_income": "3000000円", "career_i-a": "5", "career_i-b": "5", "career_i-c": "5"}

// walk runs the interview, answering the question odd with m, the others as usual; then it
// asks for what is stored.
func walk(language, goal, odd string, m *Move) Walk {
	w := Walk{Name: goal, Language: language}
	s, screen := Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: language, At: Noon})
	for range 40 {
		if screen.ID == "result" {
			break
		}
		next := Move{Text: usualText[screen.ID]}
		for _, id := range append(slices.Clone(usual[screen.ID]), map[string]string{"goal": goal}[screen.ID]) {
			for _, c := range screen.Choices {
				if c.ID == id && id != "" {
					next.Press = append(next.Press, c)
				}
			}
		}
		if screen.ID == odd {
			next = *m
		}
		if next.Text == "" && len(next.Press) == 0 { // none of the usual is asked
			for _, c := range screen.Choices {
				if c.ID == "none" {
					next.Press = []conversation.Choice{c}
				}
			}
		}
		s, screen = w.do(s, screen, next)
	}
	s, _ = w.do(s, screen, Move{Text: "/mydata"})
	w.Last = s
	return w
}

// do makes a move in the interview itself and notes it.
func (w *Walk) do(s conversation.State, screen conversation.Screen, m Move) (conversation.State, conversation.Screen) {
	m.Screen = screen
	e := conversation.Event{Kind: conversation.Typed, Text: m.Text, At: Noon, Language: w.Language}
	after := screen
	if len(m.Press) == 0 {
		s, after = Step(s, e)
	}
	e.Kind, e.Text = conversation.Pressed, ""
	for _, c := range m.Press {
		e.Action = c.Action
		s, after = Step(s, e)
	}
	if after.ID == screen.ID && screen.Several { // the toggles are on; confirm them
		for _, c := range after.Choices {
			if c.ID == "done" {
				m.Finish, e.Action = c, c.Action
			}
		}
		s, after = Step(s, e)
	}
	w.Moves = append(w.Moves, m)
	return s, after
}

// check compares what was shown with the scorer.
func (w *Walk) check(t *testing.T, shown []string) {
	t.Helper()
	if len(shown) != len(w.Moves)+1 {
		t.Fatalf("%s: %d screens for %d moves", w.Name, len(shown), len(w.Moves))
	}
	result, stored := shown[len(shown)-2], shown[len(shown)-1]
	profile, err := storedFacts(stored)
	if err != nil {
		t.Fatalf("%s: %v", w.Name, err)
	}
	a, among, err := assess(&profile, w.Last.Goal)
	if err != nil {
		t.Fatalf("%s: %v", w.Name, err)
	}
	if err := missing(w.Language, &a, among, result); err != nil {
		t.Errorf("%s: %v\nstored: %s", w.Name, err, stored)
	}
	for i, m := range w.Moves[:len(w.Moves)-1] {
		if !strings.Contains(flat(shown[i]), flat(m.Screen.Title)) {
			t.Errorf("%s: before move %d the platform showed\n%s\nnot %q", w.Name, i+1, shown[i], m.Screen.Title)
		}
	}
}

// flat leaves out white space, which a platform may put where it wraps lines.
func flat(s string) string { return strings.Join(strings.Fields(s), "") }

// Step takes a turn and draws its screen.
func Step(s conversation.State, e conversation.Event) (conversation.State, conversation.Screen) {
	s = conversation.Step(s, e)
	return s, conversation.Show(s, e.At)
}
