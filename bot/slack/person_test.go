package slack

import (
	"strings"
	"testing"

	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
	"hspbot/scoring"
)

// TestPerson is a person who presses, types, is not understood, sends what is no text and
// changes what was sent, to the result: one card has buttons at a time, and the others are
// lines with their answers.
func TestPerson(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			p := w.person("UPERSON1")
			w.private = append(w.private, "purple", "7500000")
			list := moves(t, "en", "i-b")
			p.Say("hello")
			first := w.sees(p, onCard(list[0].Screen.Title, ""))
			w.follow(p, dm(p), list[:1], p.Say)
			if card := w.sees(p, onCard(list[1].Screen.Title, list[1].Screen.Progress)); card.TS != first.TS {
				t.Error("pressing makes new cards")
			}
			if n := len(p.DM()); n != 2 {
				t.Errorf("%d messages, not what was written and the card", n)
			}
			asks := index(t, list, "salary")
			w.follow(p, dm(p), list[1:asks], p.Say)
			salary := list[asks].Screen
			card := w.sees(p, onCard(salary.Title, salary.Progress))

			p.Say("purple")
			example := say("en", "question.salary.example")
			wrong := w.sees(p, shows(say("en", "notice.want_number", "Example", example), salary.Title))
			if wrong.TS == card.TS {
				t.Error("the card stays above what was written")
			}
			w.quiet()
			if n := live(p.DM()); n != 1 {
				t.Errorf("%d cards with buttons", n)
			}
			p.Share("voice.m4a", "")
			w.sees(p, shows(say("en", "notice.not_text"), salary.Title))
			p.Edit("mauve")
			asked := w.sees(p, shows(hsp(say("en", "notice.edited")), salary.Title))
			w.quiet()
			if n := live(p.DM()); n != 1 {
				t.Errorf("%d cards with buttons", n)
			}

			p.Say(list[asks].Text)
			_, next := interviewed("en", list[:asks+1]...)
			w.sees(p, onCard(next.Title, next.Progress))
			w.quiet()
			var lines []string
			for _, m := range p.DM() {
				if m.Bot && m.TS == asked.TS {
					lines = append(lines, unescape(m.Plain()))
				}
			}
			if want := told("en", next.Answers, say("en", "question.salary.short")); len(lines) != 1 || lines[0] != want {
				t.Errorf("the old card is %q, not %q", lines, want)
			}

			w.follow(p, dm(p), list[asks+1:], p.Say)
			w.sees(p, result)
			w.quiet()
			if n := live(p.DM()); n != 1 {
				t.Errorf("%d cards with buttons", n)
			}
			if trouble := p.ErrorsShown(); len(trouble) > 0 {
				t.Errorf("Slack told of %q", trouble)
			}
			want, _ := interviewed("en", list...)
			if got := w.session(own(p)).State; got.Facts != want.Facts || got.Goal != want.Goal {
				t.Errorf("stored are\n%+v\nnot\n%+v", got, want)
			}
		})
	}
}

// TestOldCards is somebody who taps twice, and taps what has long been answered.
func TestOldCards(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	list := moves(t, "en", "i-b")
	p.Say("hello")
	goal := w.sees(p, onCard(list[0].Screen.Title, ""))
	for range 3 { // faster than anything could be redrawn
		if err := p.PressAsSeen(goal, "set:goal:i-b"); err != nil {
			t.Fatal(err)
		}
	}
	w.sees(p, onCard(list[1].Screen.Title, list[1].Screen.Progress))
	years := index(t, list, "career_i-b")
	w.follow(p, dm(p), list[1:years], p.Say)
	career := w.sees(p, onCard(list[years].Screen.Title, list[years].Screen.Progress))
	p.Say(list[years].Text)
	w.sees(p, onCard(list[years+1].Screen.Title, list[years+1].Screen.Progress))
	w.quiet()

	if err := p.PressAsSeen(career, "set:career_i-b:3-5"); err != nil { // it is a line by now
		t.Fatal(err)
	}
	w.sees(p, func(m *slacktest.Message) bool { return len(m.Buttons()) > 0 })
	w.quiet()
	want, _ := interviewed("en", list[:years+1]...)
	want, screen := jointest.Step(want, conversation.Event{Kind: conversation.Pressed, Action: "set:career_i-b:3-5", At: want.Touched})
	if got := w.session(own(p)).State; got.Facts != want.Facts {
		t.Errorf("the old press did not change the answer: %+v", got.Facts)
	}
	var card *slacktest.Message
	for _, m := range p.DM() {
		if m.Bot && len(m.Buttons()) > 0 {
			card = m
		}
	}
	if n := live(p.DM()); n != 1 || card == nil || !shows(screen.Notice, screen.Title)(card) {
		t.Errorf("%d cards with buttons; the old press is not answered with %q", n, screen.Notice)
	}
	if trouble := p.ErrorsShown(); len(trouble) > 0 {
		t.Errorf("Slack told of %q", trouble)
	}
}

// TestCommandsTyped are commands written in the direct message.
func TestCommandsTyped(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Locale = "ja-JP"
	p.Say("こんにちは")
	w.sees(p, shows(say("ja", "question.goal.ask")))
	p.Say("/help")
	w.sees(p, shows(say("ja", "command.back.about")))
	p.Say("/nonsense")
	w.sees(p, shows(hsp(say("ja", "notice.unknown_command"))))
	p.Say("/language")
	w.press(p, w.sees(p, shows(say("ja", "language.title"))), "lang:zh")
	w.sees(p, shows(say("zh", "notice.language"), say("zh", "question.goal.ask")))
	w.press(p, newest(p), "set:goal:i-a")
	p.Say("/mydata")
	listed := w.sees(p, shows(say("zh", "mydata.title"), say("zh", "question.goal.short")))
	w.wait(p, "the data come as a file", func() bool { return len(w.fake.Files()) == 1 })
	if strings.Contains(listed.Plain(), "as_of") {
		t.Errorf("below the list stands its form for machines:\n%s", listed.Plain())
	}
	if f := w.fake.Files()[0]; f.Channel != newest(p).Channel || !strings.Contains(string(f.Content), `"as_of"`) {
		t.Errorf("the file is %q in %q", f.Name, f.Channel)
	}
}

// TestForget deletes everything, on the screen too but for the goodbye; whatever is pressed later
// begins anew.
func TestForget(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	list := moves(t, "ja", "i-b")
	p.Locale = "ja-JP"
	p.Say("hello")
	w.follow(p, dm(p), list, p.Say)
	shown := w.sees(p, result)
	p.Say("/forget")
	ask := w.sees(p, shows(say("ja", "forget.title")))
	w.press(p, ask, "yes:forget")
	w.sees(p, shows(say("ja", "forgotten.title")))
	w.quiet()
	if list := w.stored(""); len(list) != 0 {
		t.Errorf("%d sessions are left", len(list))
	}
	for _, m := range p.DM() {
		if m.Bot && m.TS != newest(p).TS {
			t.Errorf("after the deletion stands\n%s", m.Plain())
		}
	}
	if err := p.PressAsSeen(shown, "show:points"); err != nil {
		t.Fatal(err)
	}
	w.sees(p, onCard(say("ja", "question.goal.ask"), ""))
	if trouble := p.ErrorsShown(); len(trouble) > 0 {
		t.Errorf("Slack told of %q", trouble)
	}
}

// TestEditedMessage: a message that was taken changes the answer it gave, whatever is asked by
// now, or says that it does not; one that was not understood is read. Of one without text
// nothing comes.
func TestEditedMessage(t *testing.T) {
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))
	p.Say(say("en", "option.goal.i-b"))
	list := moves(t, "en", "i-b")
	degrees := index(t, list, "degrees")
	w.follow(p, dm(p), list[1:degrees], p.Say)
	w.sees(p, shows(list[degrees].Screen.Title))
	w.quiet()
	before := w.session(own(p)).Version
	next := list[degrees+1].Screen.Title
	p.Say("qwerty")
	w.sees(p, shows(say("en", "notice.want_some")))
	p.Edit("master")
	w.sees(p, shows(say("en", "option.degrees.master"), next))
	p.Edit("doctorate")
	card := w.sees(p, shows("✓", say("en", "option.degrees.doctorate"), next))
	p.Edit("")
	p.Edit("mauve")
	w.sees(p, shows(hsp(say("en", "notice.edited")), next))
	w.quiet()
	session := w.session(own(p))
	if got, want := session.State.Facts.Value(scoring.Degrees), scoring.Members(scoring.Doctorate); got != want {
		t.Errorf("stored is %v, want %v; the card was\n%s", got, want, card.Plain())
	}
	if n := session.Version - before; n != 4 {
		t.Errorf("%d turns, want 4: none for the edit without text", n)
	}
}

// TestForgetTakesNamesOut: who has everything about them deleted is not named with the candidates
// they began or answered for either, in the database and on the screen; others are.
func TestForgetTakesNamesOut(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	first := w.candidate(a, c, 1)
	w.until(a, thread(c, first.TS), onCard(say("en", "question.goal.ask"), ""))
	b.Command(c, "candidate 18")
	second := w.candidate(b, c, 2)
	at := thread(c, second.TS)
	w.press(a, w.until(a, at, onCard(say("en", "question.goal.ask"), "")), "set:goal:i-b")
	w.until(a, at, shows(say("en", "question.degrees.ask"), say("en", "slack.candidate.last", "User", "@UPERSON1")))
	a.Say("/forget")
	w.press(a, w.sees(a, shows(say("en", "forget.title"))), "yes:forget")
	w.sees(a, shows(say("en", "forgotten.title")))
	w.quiet()
	list := w.stored("")
	if len(list) != 2 {
		t.Fatalf("%d sessions are left, want the two candidates", len(list))
	}
	for _, s := range list {
		if strings.Contains(string(s.Surface), "UPERSON1") {
			t.Errorf("the database names who was forgotten: %s", s.Surface)
		}
	}
	if !strings.Contains(string(list[0].Surface)+string(list[1].Surface), "UPERSON2") {
		t.Error("the database does not name who was not forgotten")
	}
	for _, m := range c.Messages() {
		if m.Bot && strings.Contains(m.Text+string(m.Blocks), "UPERSON1") {
			t.Errorf("who was forgotten is named in\n%s", m.Plain())
		}
	}
	w.until(b, root(c, first.TS), shows(say("en", "slack.candidate.anyone")))
	w.until(b, root(c, second.TS), shows(say("en", "slack.candidate.by", "User", "@UPERSON2")))
}

// TestAnEndedResultHasNoMenu: what is left of a result after a fresh start says what it said, and
// offers nothing.
func TestAnEndedResultHasNoMenu(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Say("hello")
	w.follow(p, dm(p), moves(t, "en", "i-b"), p.Say)
	ended := w.sees(p, result)
	w.press(p, ended, "show:restart")
	w.press(p, w.sees(p, shows(say("en", "restart.title"))), "yes:restart")
	w.sees(p, onCard(say("en", "question.goal.ask"), ""))
	w.quiet()
	for _, m := range p.DM() {
		if m.TS == ended.TS && strings.Contains(string(m.Blocks), `"actions"`) {
			t.Errorf("the ended result offers something:\n%s", m.Plain())
		}
	}
}
