package slack

import (
	"strings"
	"testing"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation/hiring"
	"hspbot/scoring"
)

// threads are the roots of the app's messages in a channel that hang on nothing.
func threads(c *slacktest.Channel) (roots []*slacktest.Message) {
	for _, m := range c.Messages() {
		if m.Bot && m.Thread == "" {
			roots = append(roots, m)
		}
	}
	return roots
}

// candidate waits until a channel has so many threads, and returns the newest.
func (w *world) candidate(p *slacktest.Person, c *slacktest.Channel, n int) *slacktest.Message {
	w.t.Helper()
	w.wait(p, "a candidate's thread", func() bool {
		all := threads(c)
		return len(all) == n && thread(c, all[n-1].TS)() != nil
	})
	return threads(c)[n-1]
}

// begun begins a candidate of any name, and confirms it where the bot asks.
func (w *world) begun(p *slacktest.Person, c *slacktest.Channel, label string, n int) *slacktest.Message {
	w.t.Helper()
	w.quiet() // a question answered before goes only after its candidate is begun
	asked := len(p.Ephemerals(c))
	p.Command(c, label)
	w.wait(p, "a thread or a question", func() bool { return len(threads(c)) == n || len(p.Ephemerals(c)) > asked })
	if len(threads(c)) < n {
		w.press(p, private(p, c)(), say(w.languageOf(p), "slack.ask.start"))
	}
	return w.candidate(p, c, n)
}

// of is the place of a candidate, by the tag on its card.
func of(p *slacktest.Person, card *slacktest.Message) place {
	return place{install: p.Team.ID, channel: card.Channel, candidate: tagOf(card.Buttons()[0].BlockID)}
}

// root is the message a thread hangs on, as it is now.
func root(c *slacktest.Channel, ts string) spot {
	return func() *slacktest.Message {
		for _, m := range c.Messages() {
			if m.TS == ts {
				return m
			}
		}
		return nil
	}
}

// TestCandidate is two colleagues who answer for a candidate by turns: with buttons, in a
// modal, and with a mention in the thread.
func TestCandidate(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, clock := start(t, m)
			a, b := w.person("UPERSON1"), w.person("UPERSON2")
			b.Locale = "ja-JP" // the thread has the language of who began it
			w.private = append(w.private, "candidate 17", "backend")
			c := w.team.Channel("CHANNEL1", a, b).Invite()
			list := moves(t, "en", "i-b")
			a.Command(c, "candidate 17, backend engineer")
			head := w.candidate(a, c, 1)
			at := thread(c, head.TS)
			if text := head.Plain(); !strings.Contains(text, "candidate 17, backend engineer") ||
				!strings.Contains(text, say("en", "slack.candidate.by", "User", "@UPERSON1")) {
				t.Errorf("the head is\n%s", text)
			}
			w.until(a, at, onCard(list[0].Screen.Title, ""))
			w.follow(a, at, list[:1], nil)
			w.until(a, at, shows(say("en", "slack.candidate.last", "User", "@UPERSON1")))
			w.follow(b, at, list[1:2], func(text string) { w.typed(b, at(), text) })
			card := w.until(b, at, onCard(list[2].Screen.Title, list[2].Screen.Progress))
			if !shows(say("en", "slack.candidate.last", "User", "@UPERSON2"))(card) {
				t.Errorf("who answered last is not told:\n%s", card.Plain())
			}

			inModal := func(text string) { w.typed(a, at(), text) }
			age := index(t, list, "age")
			w.follow(a, at, list[2:age], inModal)
			asked := w.until(a, at, onCard(list[age].Screen.Title, list[age].Screen.Progress))
			b.Mention(c, head.TS, list[age].Text) // to the app in the thread
			card = w.until(b, at, onCard(list[age+1].Screen.Title, list[age+1].Screen.Progress))
			if card.TS == asked.TS || shows("@UPERSON2")(card) {
				t.Errorf("after a mention the card is\n%s", card.Plain())
			}
			w.quiet()
			_, next := interviewed("en", list[:age+1]...)
			old := root(c, asked.TS)()
			if want := told("en", next.Answers, say("en", "question.age.short")); old == nil || unescape(old.Plain()) != want {
				t.Errorf("the old card is %+v, not %q", old, want)
			}
			w.follow(a, at, list[age+1:], inModal)
			card = w.until(a, at, result)
			w.quiet()

			session := w.session(of(a, card))
			want, _ := interviewed("en", list...)
			if session.State.Facts != want.Facts || session.State.Goal != want.Goal {
				t.Errorf("stored are\n%+v\nnot\n%+v", session.State, want)
			}
			status := hiring.Status(session.State, clock.now())
			for _, line := range status.Body[0].Lines {
				if !shows(line.Label, line.Value)(root(c, head.TS)()) {
					t.Errorf("the head does not tell %q: %q", line.Label, line.Value)
				}
			}
			if n := len(w.stored("T1/")); n != 1 {
				t.Errorf("%d conversations are stored", n)
			}
			if n := live(c.Messages()); n != 1 {
				t.Errorf("%d cards with buttons", n)
			}
			if trouble := append(a.ErrorsShown(), b.ErrorsShown()...); len(trouble) > 0 || len(a.DM())+len(b.DM()) > 0 {
				t.Errorf("Slack told of %q; %d direct messages", trouble, len(a.DM())+len(b.DM()))
			}

			w.press(b, at(), "show:language")
			w.press(b, w.until(b, private(b, c), shows(say("en", "language.title"))), "lang:ja")
			w.until(b, at, shows(say("ja", "notice.language")))
			w.until(b, root(c, head.TS), shows(say("ja", "slack.candidate.by", "User", "@UPERSON1")))
		})
	}
}

// TestLabels are names of candidates that Slack, or a reader, could take for something else.
func TestLabels(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	long := strings.Repeat("花", 200)
	for i, label := range []string{"<!channel> & <@UPERSON2>", "*bold* _it_ `code` ~x~", "👩‍💻 Zoë <https://example.com|here>", long, "@channel @here", "a\tb\n\nc", "=1+1"} {
		head := w.begun(a, c, label, i+1)
		want := card.Clip(strings.Join(strings.Fields(label), " "), maxLabel)
		if !strings.Contains(unescape(head.Text), want) {
			t.Errorf("%q is told as %q", label, head.Text)
		}
		for _, text := range []string{head.Text, string(head.Blocks), thread(c, head.TS)().Text, string(thread(c, head.TS)().Blocks)} {
			for _, alive := range []string{"<!", `\u003c!`, "<@UPERSON2", `\u003c@UPERSON2`, "<http", `\u003chttp`} {
				if strings.Contains(text, alive) {
					t.Errorf("%q stands alive in %q", label, text)
				}
			}
		}
		card := w.until(a, thread(c, head.TS), onCard(say("en", "question.goal.ask"), ""))
		if who := surfaceOf(w.session(of(a, card))).Candidate; who == nil || who.Label != want {
			t.Errorf("%q is kept as %+v", label, who)
		}
	}
	for i, text := range []string{"candidate", "Candidate", "候補者", "候选人"} {
		head := w.begun(a, c, text, 8+i)
		if !strings.Contains(head.Plain(), say("en", "slack.candidate.unnamed", "Date", "22 November 2026")) {
			t.Errorf("%q alone makes\n%s", text, head.Plain())
		}
	}
}

// TestMention begins candidates by mentions: in the channel and inside a thread of others.
func TestMention(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			a := w.person("UPERSON1")
			c := w.team.Channel("C1", a).Invite()
			a.Mention(c, "", "candidate 9 <!here>")
			head := w.candidate(a, c, 1)
			if !strings.Contains(unescape(head.Text), "candidate 9 <!here>") {
				t.Errorf("the head is %q", head.Text)
			}

			other := a.Mention(c, "", "help") // whose thread it is does not matter
			w.until(a, private(a, c), shows(say("en", "slack.help", "Command", Command)))
			a.Mention(c, other, "candidate 10")
			at := thread(c, other)
			card := w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
			w.quiet()
			if n := len(threads(c)); n != 1 {
				t.Errorf("%d threads of the app's own", n)
			}
			who := surfaceOf(w.session(of(a, card))).Candidate
			if who == nil || who.Label != "candidate 10" || who.Root != other {
				t.Errorf("the candidate is %+v", who)
			}
			a.Mention(c, other, say("en", "option.goal.i-b")) // now it is the candidate's
			w.until(a, at, onCard(afterGoal(t, "en"), ""))
			a.Mention(c, other, "") // a mention alone brings the card down
			w.until(a, at, shows(say("en", "notice.welcome_back")))
			if n := len(w.stored("T1/C1/")); n != 2 {
				t.Errorf("%d candidates", n)
			}
		})
	}
}

// TestEditedMention: a mention that was an answer changes that answer when it is edited, and
// does not answer the next question; one that began a candidate begins no other.
func TestEditedMention(t *testing.T) {
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	began := a.Mention(c, "", "candidate 9")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	w.until(a, at, shows(say("en", "question.goal.ask")))
	w.quiet() // the thread is the candidate's
	a.Mention(c, head.TS, say("en", "option.goal.i-b"))
	list := moves(t, "en", "i-b")
	degrees := index(t, list, "degrees")
	w.follow(a, at, list[1:degrees], func(text string) { w.typed(a, at(), text) })
	w.until(a, at, shows(list[degrees].Screen.Title))
	next := list[degrees+1].Screen.Title
	said := a.Mention(c, head.TS, "master")
	w.until(a, at, shows(next))
	a.EditMention(c, said, "doctorate")
	w.until(a, at, shows("✓", say("en", "option.degrees.doctorate"), next))
	a.EditMention(c, said, "mauve")
	card := w.until(a, at, shows(next, "/change"))
	a.EditMention(c, said, "")
	a.EditMention(c, began, "candidate 10")
	w.quiet()
	session := w.session(of(a, card))
	if got, want := session.State.Facts.Value(scoring.Degrees), scoring.Members(scoring.Doctorate); got != want {
		t.Errorf("stored is %v, want %v", got, want)
	}
	if got := session.State.Facts.Value(scoring.JapaneseUniversity); got.Known() {
		t.Errorf("an edit answers the next question: %v", got)
	}
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Errorf("%d candidates", n)
	}
}

// TestNotInChannel is the app where it has not been let in: who asked is told privately, and
// nothing is kept.
func TestNotInChannel(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a)
	secret := w.team.Channel("C2", a)
	secret.Private = true
	for _, c := range []*slacktest.Channel{c, secret} {
		a.Command(c, "candidate 17")
		w.until(a, private(a, c), shows(say("en", "slack.candidate.not_here")))
		w.quiet()
		if n := len(c.Messages()) + len(a.DM()); n != 0 {
			t.Errorf("%d messages", n)
		}
		w.wait(a, "nothing is kept", func() bool { return len(w.stored("")) == 0 })
	}
	a.Command(c, "list")
	w.until(a, private(a, c), shows(say("en", "slack.list.none", "Command", Command)))
	a.Command(secret, "export")
	w.until(a, private(a, secret), shows(say("en", "slack.export.not_here")))
	c.Invite()
	a.Command(c, "candidate 17")
	w.candidate(a, c, 1)
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Errorf("%d candidates", n)
	}
}

// TestWhatAnInvitationDoesNotMend: where a channel is archived, or posting there is limited, who asks
// is told that, and not to invite the app.
func TestWhatAnInvitationDoesNotMend(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	for code, want := range map[string]string{"restricted_action": "slack.place.restricted", "is_archived": "slack.place.archived", "not_in_channel": "slack.candidate.not_here"} {
		w.fake.Fail("chat.postMessage", slacktest.Fault{Kind: slacktest.Refused, Error: code})
		a.Command(c, "candidate "+code)
		w.until(a, private(a, c), shows(say("en", want)))
		w.wait(a, "nothing is kept", func() bool { return len(w.stored("")) == 0 })
	}
}

// TestCandidateForgotten deletes a candidate: the head says so, and nothing works on it.
func TestCandidateForgotten(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	first := w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
	w.press(a, first, "show:forget")
	w.press(a, w.until(a, private(a, c), shows(say("en", "slack.candidate.forget", "Label", "candidate 17"))), "yes:forget")
	w.until(a, root(c, head.TS), shows(say("en", "slack.undo.button")))
	w.pass(clock, undoTime)
	w.until(a, root(c, head.TS), shows(say("en", "slack.candidate.deleted", "User", "@UPERSON1")))
	w.quiet()
	if n := ours(c); n != 1 {
		t.Errorf("%d messages are left beside the one that says what was deleted", n-1)
	}
	if list := w.stored(""); len(list) != 0 {
		t.Errorf("%d sessions are left", len(list))
	}
	for _, m := range c.Messages() {
		if strings.Contains(m.Text+string(m.Blocks), "candidate 17") && m.Bot {
			t.Errorf("the label still stands in %q", m.Plain())
		}
	}
	for _, action := range []string{"set:goal:i-b", "yes:forget", "show:result"} {
		if err := a.PressAsSeen(first, action); err != nil && action == "set:goal:i-b" {
			t.Fatal(err)
		}
	}
	w.until(a, private(a, c), shows(say("en", "slack.refuse.no_candidate")))
	w.quiet()
	if list := w.stored(""); len(list) != 0 {
		t.Errorf("an old press makes %d sessions", len(list))
	}
	a.Mention(c, head.TS, "candidate 18")
	w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
	var list []bot.Session
	w.wait(a, "a new candidate", func() bool { list = w.stored("T1/C1/"); return len(list) == 1 })
}
