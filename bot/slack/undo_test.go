package slack

import (
	"bytes"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// remove deletes a candidate from the menu of its card.
func (w *world) remove(p *slacktest.Person, c *slacktest.Channel, head *slacktest.Message, label string) {
	w.t.Helper()
	w.press(p, thread(c, head.TS)(), "show:forget")
	w.press(p, w.until(p, private(p, c), shows(say("en", "slack.candidate.forget", "Label", label))), conversation.ActionForget)
	w.until(p, root(c, head.TS), func(m *slacktest.Message) bool { return presses(m, hrUndo) })
	w.quiet()
}

// TestDeletedByAndUndone: the thread says who deleted a candidate; a colleague undoes it within ten
// minutes, and everything is as it was, which the thread says, too.
func TestDeletedByAndUndone(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	channel := w.team.Channel("C1", a, b).Invite()
	at, head := w.ready(a, channel, "candidate 17", "en", "i-b")
	w.quiet()
	where := of(a, at())
	before := w.session(where).State
	w.remove(b, channel, head, "candidate 17")
	gone := root(channel, head.TS)()
	if !shows(say("en", "slack.undo.delete", "User", "@UPERSON2", "N", 10))(gone) || ours(channel) != 1 {
		t.Errorf("%d messages; the head is\n%s", ours(channel), gone.Plain())
	}
	a.Command(channel, "list")
	w.until(a, private(a, channel), shows(say("en", "slack.list.none", "Command", Command)))
	w.pass(c, undoTime-time.Minute)
	w.press(a, root(channel, head.TS)(), hrUndo)
	w.until(a, at, shows("The candidate qualifies: 80 points"))
	w.quiet()
	if now := w.session(where).State; now.Facts != before.Facts || now.Goal != before.Goal {
		t.Errorf("stored are\n%+v\nnot\n%+v", now, before)
	}
	if presses(root(channel, head.TS)(), hrUndo) || len(saying(channel, say("en", "slack.undo.deleted", "User", "@UPERSON2", "By", "@UPERSON1"))) != 1 {
		t.Errorf("the head is\n%s", root(channel, head.TS)().Plain())
	}
	w.pass(c, day)
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Errorf("%d candidates a day later", n)
	}
}

// TestDeletedIsErasedAfterTenMinutes: then nothing is stored, the button goes, also over a restart,
// and who presses it late is told so.
func TestDeletedIsErasedAfterTenMinutes(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 17")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.remove(a, channel, head, "candidate 17")
	old := root(channel, head.TS)()
	w.stop()
	w.run(overHTTP, bottest.NoLimits, c.now)
	w.pass(c, undoTime-time.Second)
	if list := w.stored(""); len(list) != 1 || surfaceOf(list[0]).Candidate.Label != "candidate 17" {
		t.Fatalf("within ten minutes %d are stored", len(list))
	}
	w.pass(c, time.Second)
	w.until(a, root(channel, head.TS), shows(say("en", "slack.candidate.deleted", "User", "@UPERSON1")))
	w.wait(a, "nothing is stored", func() bool { return len(w.stored("")) == 0 })
	if presses(root(channel, head.TS)(), hrUndo) {
		t.Error("the button stays")
	}
	if err := a.PressAsSeen(old, hrUndo); err != nil {
		t.Fatal(err)
	}
	w.until(a, private(a, channel), shows(say("en", "slack.undo.late")))
}

// TestDeletedIsErasedWithoutSlack: what was deleted goes after ten minutes also where Slack does not
// take the news, a little later.
func TestDeletedIsErasedWithoutSlack(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 17")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.remove(a, channel, head, "candidate 17")
	w.fake.Fail("chat.update", slacktest.Fault{Kind: slacktest.ServerError, Times: slacktest.Always})
	w.pass(c, undoTime)
	w.wait(a, "nothing is stored", func() bool {
		w.pass(c, time.Minute)
		return len(w.stored("")) == 0
	})
	if s, err := w.store.Load(t.Context(), bot.Key{Platform: Platform, ID: "T1/U1"}); err == nil {
		t.Errorf("stored is %v", s)
	}
}

// TestDeletedWhileNothingCanBePosted expires by itself soon: the store deletes it.
func TestDeletedWhileNothingCanBePosted(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 17")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.remove(a, channel, head, "candidate 17")
	now := c.now()
	if s := w.stored("")[0]; s.Expires.Sub(now) > undoTime+undoLate || s.Expires.Sub(now) < undoTime-time.Minute {
		t.Errorf("it expires at %v, now it is %v", s.Expires, now)
	}
}

// TestStartedAgainByAndUndone: the thread says who started a candidate again, and that can be undone:
// the answers are back. After ten minutes they are erased, and the button goes.
func TestStartedAgainByAndUndone(t *testing.T) {
	t.Parallel()
	for _, late := range []bool{false, true} {
		w, c := aging(t, 30*day)
		a, b := w.person("UPERSON1"), w.person("UPERSON2")
		channel := w.team.Channel("C1", a, b).Invite()
		at, head := w.ready(a, channel, "candidate 17", "en", "i-b")
		where := of(a, at())
		before := w.session(where).State
		w.press(b, at(), "show:restart")
		w.press(b, w.until(b, private(b, channel), shows(say("en", "slack.candidate.restart", "Label", "candidate 17"))), "yes:restart")
		told := say("en", "slack.undo.restart", "User", "@UPERSON2", "N", 10)
		w.wait(a, "the thread says who", func() bool { return len(saying(channel, told)) == 1 })
		w.quiet()
		if m := saying(channel, told)[0]; m.Thread != head.TS || !presses(m, hrUndo) {
			t.Errorf("in %s stands\n%s", m.Thread, m.Plain())
		}
		button := saying(channel, told)[0]
		if now := w.session(where); now.State.Goal != "" || surfaceOf(now).Candidate.Undo.State.Facts != before.Facts {
			t.Errorf("stored is %+v", now)
		}
		if late {
			w.pass(c, undoTime)
			w.wait(a, "the button goes", func() bool { return len(saying(channel, told)) == 0 })
			if m := saying(channel, say("en", "slack.undo.restart_over", "User", "@UPERSON2")); len(m) != 1 || len(m[0].Buttons()) > 0 {
				t.Errorf("%d messages say who", len(m))
			}
			w.quiet()
			stored := w.session(where)
			if surfaceOf(stored).Candidate.Undo != nil || bytes.Contains(stored.Surface, []byte(`"undo"`)) {
				t.Errorf("stored is %s", stored.Surface)
			}
			if err := a.PressAsSeen(button, hrUndo); err != nil {
				t.Fatal(err)
			}
			w.until(a, private(a, channel), shows(say("en", "slack.undo.late")))
			continue
		}
		w.press(a, button, hrUndo)
		w.until(a, func() *slacktest.Message { return lastResult(channel) }, result)
		w.wait(a, "the thread says so", func() bool {
			return len(saying(channel, say("en", "slack.undo.restarted", "User", "@UPERSON2", "By", "@UPERSON1"))) == 1
		})
		w.quiet()
		if now := w.session(where).State; now.Facts != before.Facts || now.Goal != before.Goal {
			t.Errorf("stored are\n%+v\nnot\n%+v", now, before)
		}
	}
}

// lastResult is the newest result in a channel that has its buttons; nil where none has.
func lastResult(c *slacktest.Channel) (last *slacktest.Message) {
	for _, m := range c.Messages() {
		if m.Bot && result(m) {
			last = m
		}
	}
	return last
}

// TestUndoIsForWhoMayAnswer: neither strangers nor people outside of the channel undo anything.
func TestUndoIsForWhoMayAnswer(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	a, x, y := w.person("UPERSON1"), w.person("USTRANGER1"), w.person("UPERSON3")
	x.Stranger = "T2"
	channel := w.team.Channel("C1", a, x).Invite()
	a.Command(channel, "candidate 17")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.remove(a, channel, head, "candidate 17")
	for who, notice := range map[*slacktest.Person]string{x: "slack.refuse.guest", y: "slack.refuse.outside"} {
		w.press(who, root(channel, head.TS)(), hrUndo)
		w.until(who, private(who, channel), shows(say("en", notice)))
	}
	w.quiet()
	if !presses(root(channel, head.TS)(), hrUndo) {
		t.Error("it has been undone")
	}
}

// TestOwnDataGoesAtOnce: who deletes their own private answers has nothing kept for later.
func TestOwnDataGoesAtOnce(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	p := w.person("UPERSON1")
	p.Say("hello")
	w.press(p, w.sees(p, shows(say("en", "question.goal.ask"))), "set:goal:i-b")
	w.sees(p, shows(afterGoal(t, "en")))
	p.Say("forget")
	w.press(p, w.sees(p, shows(say("en", "forget.title"))), conversation.ActionForget)
	m := w.sees(p, shows(say("en", "forgotten.title")))
	w.quiet()
	if n := len(w.stored("")); n != 0 || presses(m, hrUndo) {
		t.Errorf("%d stored; the goodbye is\n%s", n, m.Plain())
	}
}

// TestWhoIsForgottenIsNotNamedAsWhoDeleted: somebody's id leaves also what says who deleted a
// candidate, and who wants no reminders.
func TestWhoIsForgottenIsNotNamedAsWhoDeleted(t *testing.T) {
	t.Parallel()
	w, _ := aging(t, 30*day)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	channel := w.team.Channel("C1", a, b).Invite()
	a.Command(channel, "candidate 17")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.remove(b, channel, head, "candidate 17")
	if err := w.slack.set(t.Context(), "T1", func(s *settings) { s.Quiet = []string{"UPERSON1", "UPERSON2"} }); err != nil {
		t.Fatal(err)
	}
	b.Say("hello")
	w.sees(b, shows(say("en", "question.goal.ask")))
	b.Say("forget")
	w.press(b, w.sees(b, shows(say("en", "forget.title"))), conversation.ActionForget)
	w.sees(b, shows(say("en", "forgotten.title")))
	w.quiet()
	where := w.stored("T1/C1/")
	if len(where) != 1 || bytes.Contains(where[0].Surface, []byte("UPERSON2")) {
		t.Errorf("of %d candidates is stored %s", len(where), where[0].Surface)
	}
	if set, err := w.slack.settings(t.Context(), "T1"); err != nil || len(set.Quiet) != 1 || set.quiet("UPERSON2") {
		t.Errorf("stored are %+v, %v", set, err)
	}
}
