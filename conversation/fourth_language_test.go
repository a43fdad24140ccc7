package conversation

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hspbot/locales"
	"hspbot/locales/localestest"
)

// TestFourthLanguage walks the interview in a language that is nothing but files: with
// buttons, with the labels typed, and with the examples its own hints give.
func TestFourthLanguage(t *testing.T) {
	english := locales.In("en")
	tag := localestest.Speak(t)
	v := locales.In(tag)
	if conflicts := words().conflicts; len(conflicts) > 0 {
		t.Errorf("words that mean two things: %v", conflicts)
	}
	for i := range 40 {
		r := rand.New(rand.NewPCG(4, uint64(i)))
		person := pick(r, []string{"i-a", "i-b", "i-c", "all"}[i%4], 0.3)
		want, _, turns := interview(t, "en", person.answer)
		got, screen, n := interview(t, tag, func(s Screen) Event { return withPoint(person.answer(s), v.Point()) })
		if got.Facts != want.Facts || n != turns {
			t.Errorf("person %d: %v after %d turns, in English %v after %d", i, got.Facts, n, want.Facts, turns)
		}
		foreign(t, screen)
		typing, _, _ := interview(t, tag, func(s Screen) Event { return inWords(withPoint(person.answer(s), v.Point()), s) })
		if typing.Facts != want.Facts || typing.Goal != want.Goal {
			t.Errorf("person %d: typed %v, pressed %v", i, typing.Facts, want.Facts)
		}
	}
	for i := range questions {
		q := &questions[i]
		if q.style != number {
			continue
		}
		example := v.Say("question." + q.id + ".example")
		c := start(t, tag).choose("all").press("edit:" + q.id).say(example)
		d := start(t, "en").choose("all").press("edit:" + q.id).say(english.Say("question." + q.id + ".example"))
		if got, want := c.state.Facts.Value(q.facts[0]), d.state.Facts.Value(q.facts[0]); got != want || !got.Known() {
			t.Errorf("%s: %q is %v, in English %v", q.id, example, got, want)
		}
	}
	// What the language writes with its comma it reads, too, and offers as a button that works.
	c := start(t, tag).choose("i-b").press("edit:salary").say(v.Yen(8_500_000))
	if got := c.state.Facts.Value(find("salary").facts[0]); got.From != 8_500_000 {
		t.Errorf("%q is read as %v", v.Yen(8_500_000), got)
	}
	c = start(t, tag).choose("i-b").press("edit:career_i-b").say("3,5 " + localestest.Accented("years maybe"))
	if got := c.state.Facts.Value(find("career_i-b").facts[0]); got.From != 3.5 {
		t.Errorf("3,5 years are read as %v", got)
	}
	for _, view := range []string{"help", "language", "documents", "mydata", "forget", "restart", "points", "benefits", "residence", "why.salary"} {
		s := start(t, tag).choose("i-b").state
		foreign(t, Show(Step(s, Event{Kind: Pressed, Action: "show:" + view, At: noon}), noon))
	}
}

// foreign finds words that came from nowhere in the files of the language.
func foreign(t *testing.T, s Screen) {
	t.Helper()
	texts := []string{s.Title, s.Notice, s.Hint, s.Progress}
	for _, b := range s.Body {
		if b.Kind != Code {
			texts = append(texts, b.Text)
		}
		for _, l := range b.Lines {
			texts = append(texts, l.Label, l.Value, l.Note)
		}
	}
	for _, c := range s.Choices {
		texts = append(texts, c.Label)
	}
	for _, text := range texts {
		if word := localestest.Foreign(text); word != "" {
			t.Errorf("%s says %q in another language: %s", s.ID, word, text)
		}
	}
}

// withPoint writes a number that is typed with the decimal point of a language.
func withPoint(e Event, point string) Event {
	e.Text = strings.ReplaceAll(e.Text, ".", point)
	return e
}

// inWords types what an event presses: the labels of the options, or the words for them.
func inWords(e Event, s Screen) Event {
	if e.Kind != Pressed || !strings.HasPrefix(e.Action, "set:") {
		return e
	}
	_, arg, _ := strings.Cut(strings.TrimPrefix(e.Action, "set:"), ":")
	arg, _, _ = strings.Cut(arg, "~")
	var labels []string
	for _, id := range strings.Split(arg, ",") {
		for _, c := range s.Choices {
			if c.ID == id {
				labels = append(labels, c.Label)
			}
		}
	}
	if len(labels) != 1 {
		return e
	}
	return Event{Kind: Typed, Text: labels[0], At: e.At}
}
