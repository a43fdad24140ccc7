package slack

import (
	"testing"
	"time"

	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// TestPrivately is the slash command in a channel where the app is not: an interview that
// only one person sees, answered through the address of what they did, typed in modals.
func TestPrivately(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			p := w.person("UPERSON1")
			c := w.team.Channel("C1", p)
			list := moves(t, "en", "i-b")
			p.Command(c, "")
			w.until(p, private(p, c), onCard(list[0].Screen.Title, ""))
			w.follow(p, private(p, c), list, func(text string) { w.typed(p, private(p, c)(), text) })
			w.until(p, private(p, c), result)
			w.quiet()
			if n := len(p.Ephemerals(c)); n != 1 {
				t.Errorf("%d private messages instead of one that changes", n)
			}
			if n := len(c.Messages()) + len(p.DM()); n != 0 {
				t.Errorf("%d messages elsewhere", n)
			}
			for _, method := range []string{"chat.postMessage", "chat.update", "chat.postEphemeral", "conversations.open"} {
				if n := w.fake.CountCalls(method); n != 0 {
					t.Errorf("%d calls of %s", n, method)
				}
			}
			want, _ := interviewed("en", list...)
			if got := w.session(own(p)).State; got.Facts != want.Facts {
				t.Errorf("stored are\n%+v\nnot\n%+v", got.Facts, want.Facts)
			}
		})
	}
}

// typed opens the modal of a card, types an answer and submits it.
func (w *world) typed(p *slacktest.Person, card *slacktest.Message, text string) {
	w.t.Helper()
	w.modal(p, card, hrType)
	w.submit(p, map[string]string{fieldAnswer: text})
	w.wait(p, "the modal closes", func() bool { return p.Modal() == nil })
}

// modal opens a modal from a card and waits until it is filled.
func (w *world) modal(p *slacktest.Person, card *slacktest.Message, action string) *slacktest.View {
	w.t.Helper()
	w.press(p, card, action)
	var v *slacktest.View
	w.wait(p, "a modal is filled", func() bool {
		v = p.Modal()
		return v != nil && v.Metadata != "" && v.Metadata != origin{}.text()
	})
	return v
}

// submit fills in a modal and submits it.
func (w *world) submit(p *slacktest.Person, fields map[string]string) {
	w.t.Helper()
	for block, text := range fields {
		if err := p.Fill(block, text); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := p.Submit(); err != nil {
		w.t.Fatal(err)
	}
	w.wait(p, "the modal is answered", func() bool { v := p.Modal(); return v == nil || !v.Busy })
}

// TestTypedInModal is what can go wrong with an answer in a modal.
func TestTypedInModal(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p)
	list := moves(t, "en", "i-b")
	p.Command(c, "")
	at := private(p, c)
	w.until(p, at, onCard(list[0].Screen.Title, ""))
	inModal := func(text string) { w.typed(p, at(), text) }
	age := index(t, list, "age")
	w.follow(p, at, list[:age], inModal)
	card := w.until(p, at, onCard(list[age].Screen.Title, list[age].Screen.Progress))

	state, screen := interviewed("en", list[:age]...)
	w.fake.Fail("views.update", slacktest.Fault{Kind: slacktest.ServerError}) // it is filled all the same
	w.modal(p, card, hrType)
	for _, text := range []string{"soon", "200", "-5"} {
		_, refused := jointest.Step(state, conversation.Event{Kind: conversation.Typed, Text: text, At: state.Touched})
		if refused.Notice == "" || refused.ID != screen.ID {
			t.Fatalf("the interview takes %q", text)
		}
		w.submit(p, map[string]string{fieldAnswer: text})
		if v := p.Modal(); v == nil || v.Errors[fieldAnswer] != refused.Notice {
			t.Errorf("%q is answered %+v, not %q", text, v, refused.Notice)
		}
	}
	if got := w.session(own(p)).State; got.Facts != state.Facts {
		t.Error("what was not understood changed something")
	}

	w.press(p, at(), "set:age:30-35") // the question is answered meanwhile, in another window
	w.until(p, at, onCard(list[age+1].Screen.Title, list[age+1].Screen.Progress))
	before := w.session(own(p)).State
	w.submit(p, map[string]string{fieldAnswer: "41"})
	if v := p.Modal(); v == nil || v.Errors[fieldAnswer] != say("en", "slack.type.answered") {
		t.Errorf("an answer to an answered question gets %+v", v)
	}
	if got := w.session(own(p)).State; got.Facts != before.Facts {
		t.Error("it changed the answer")
	}
	p.CloseModal()
	w.follow(p, at, list[age+1:], inModal)
	w.until(p, at, result)
}

// TestSilence is half an hour in which nobody did anything: private messages cannot be
// reached any more, and the interview goes on in the direct message.
func TestSilence(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p)
	list := moves(t, "en", "i-b")
	p.Command(c, "")
	at := private(p, c)
	w.until(p, at, onCard(list[0].Screen.Title, ""))
	years := index(t, list, "career_i-b")
	w.follow(p, at, list[:years], func(text string) { w.typed(p, at(), text) })
	w.until(p, at, onCard(list[years].Screen.Title, list[years].Screen.Progress))

	w.modal(p, at(), hrType)
	clock.pass(31 * time.Minute)
	w.submit(p, map[string]string{fieldAnswer: list[years].Text})
	w.sees(p, onCard(list[years+1].Screen.Title, list[years+1].Screen.Progress))
	w.follow(p, dm(p), list[years+1:], p.Say)
	w.sees(p, result)
	want, _ := interviewed("en", list...)
	if got := w.session(own(p)).State; got.Facts != want.Facts {
		t.Errorf("stored are\n%+v\nnot\n%+v", got.Facts, want.Facts)
	}
	// A press on the message that could not be reached begins half an hour anew.
	w.press(p, at(), "set:career_i-b:3-5")
	shown := w.until(p, at, result)
	want, screen := jointest.Step(want, conversation.Event{Kind: conversation.Pressed, Action: "set:career_i-b:3-5", At: clock.now()})
	if got := w.session(own(p)).State; got.Facts != want.Facts || !shows(screen.Notice)(shown) {
		t.Errorf("the press is not answered %q; stored are %+v", screen.Notice, got.Facts)
	}
}

// TestCommandWords are the words after the slash command, in a channel and in the direct
// message.
func TestCommandWords(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Locale = "ja-JP"
	c := w.team.Channel("C1", p).Invite()
	for _, step := range []struct{ text, want string }{
		{"language", "language.title"}, {"mydata", "mydata.title"}, {" forget ", "forget.title"}, {"", "question.goal.ask"},
	} {
		before := len(p.Ephemerals(c))
		p.Command(c, step.text)
		w.wait(p, "an answer to "+step.text, func() bool { return len(p.Ephemerals(c)) > before && shows(say("ja", step.want))(private(p, c)()) })
	}
	w.quiet()
	if n := len(w.fake.Files()); n != 0 {
		t.Error("a file can be hidden from nobody in a channel")
	}
	if n := len(c.Messages()); n != 0 {
		t.Errorf("%d messages that everybody sees", n)
	}

	p.Say("hello")
	w.sees(p, shows(say("ja", "question.goal.ask")))
	p.Command(nil, "")
	w.quiet()
	if n := live(p.DM()); n != 1 || len(p.Ephemerals(nil)) != 0 {
		t.Errorf("in the direct message there are %d cards and %d private ones", n, len(p.Ephemerals(nil)))
	}
	p.Command(nil, "candidate 17")
	w.until(p, private(p, nil), shows(say("ja", "slack.candidate.only_channels", "Command", Command)))
	if n := len(w.stored("T1/")); n != 1 {
		t.Errorf("%d conversations, not the person's own", n)
	}
}
