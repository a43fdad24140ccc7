package slack

import (
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/scoring"
)

// TestOneFormForWhoHasTheCV: all open questions in one modal, which can be sent partly filled; what
// is not understood is said beside its field, and the facts are those of the interview.
func TestOneFormForWhoHasTheCV(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	for _, b := range at().Buttons() {
		if b.Value == hrForm {
			t.Error("a form is offered before it is known for which category")
		}
	}
	w.press(a, at(), "set:goal:i-b")
	card := w.until(a, at, onCard(afterGoal(t, "en"), ""))
	where := of(a, card)
	form := w.modal(a, card, hrForm)
	if n := len(form.Choices()); n < 6 {
		t.Errorf("the form has %d questions with choices:\n%s", n, form.Plain())
	}
	for _, option := range []string{"master", "n1"} {
		if err := a.PressModal(option); err != nil {
			t.Fatal(err)
		}
	}
	before := w.session(where).Version
	w.submit(a, map[string]string{typedPrefix + "age": "soon", typedPrefix + "salary": "8.5M yen"})
	if v := a.Modal(); v == nil || v.Errors[typedPrefix+"age"] == "" || len(v.Errors) != 1 {
		t.Fatalf("“soon” as an age is answered %+v", v)
	}
	if now := w.session(where).Version; now != before {
		t.Errorf("%d turns of a form that is not understood", now-before)
	}
	w.submit(a, map[string]string{typedPrefix + "age": "32"})
	w.wait(a, "the form closes", func() bool { return a.Modal() == nil })
	w.quiet()
	facts := w.session(where).State.Facts
	for f, want := range map[scoring.Fact]scoring.Value{scoring.Degrees: scoring.Members(scoring.Master), scoring.Japanese: scoring.Option(scoring.N1),
		scoring.Age: scoring.Number(32), scoring.AnnualIncome: scoring.Number(8_500_000), scoring.Position: {}} {
		if got := facts.Value(f); got != want {
			t.Errorf("%s is %+v, want %+v", f.Key(), got, want)
		}
	}
	card = w.until(a, at, func(m *slacktest.Message) bool { return len(m.Buttons()) > 0 })
	again := w.modal(a, card, hrForm) // it has what is still open
	for _, choice := range again.Choices() {
		if choice.BlockID == chosenPrefix+"japanese" || choice.BlockID == chosenPrefix+"degrees" {
			t.Errorf("%s is asked again", choice.BlockID)
		}
	}
	if list := openQuestions(w.session(where).State, w.session(where).Touched); len(list) == 0 || list[0].Kind != conversation.Question {
		t.Error("nothing is open any more")
	}
}
