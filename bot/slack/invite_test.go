package slack

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/invite"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// startAsking begins a world in which candidates can be asked, and returns how codes are answered on
// the other platform.
func startAsking(t *testing.T) (*world, *clock, *invite.Book) {
	t.Helper()
	c := &clock{began: time.Now()}
	w := &world{t: t, invitations: &invite.Book{Now: c.now}}
	w.begin(overHTTP, slacktest.Options{Unlimited: true, Now: c.now}, bottest.NoLimits)
	return w, c, w.invitations
}

// codeIn is the code of the link in a modal.
func codeIn(t *testing.T, v *slacktest.View) string {
	t.Helper()
	_, rest, ok := strings.Cut(v.Plain(), "start=ask--")
	code, _, closed := strings.Cut(rest, "`")
	if !ok || !closed {
		t.Fatalf("no link in\n%s", v.Plain())
	}
	return code
}

// TestAskTheCandidate: who asks sees a link and what will come back; what the candidate shares comes
// into the thread once, whichever replica finds it, with a mention of who began; of another candidate,
// or one deleted meanwhile, nothing changes.
func TestAskTheCandidate(t *testing.T) {
	t.Parallel()
	w, _, book := startAsking(t)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	first := w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
	w.press(b, first, hrAsk)
	w.wait(b, "the link", func() bool { v := b.Modal(); return v != nil && strings.Contains(v.Plain(), "t.me") })
	v := b.Modal()
	for _, want := range []string{say("en", "slack.invite.text", "By", w.team.Name), say("en", "slack.invite.until", "Date", "6 December 2026")} {
		if !strings.Contains(unescape(v.Plain()), want) {
			t.Errorf("%q is not said in\n%s", want, v.Plain())
		}
	}
	if n := len(a.Ephemerals(c)); n > 0 || strings.Contains(string(at().Blocks), "t.me") {
		t.Error("the link is seen by others")
	}
	code := codeIn(t, v)
	b.CloseModal()
	w.quiet()

	state, _ := interviewed("ja", moves(t, "ja", "i-b")...) // in the candidate's own language
	before := w.session(of(a, first)).State
	err := book.Answer(t.Context(), code, func(language string) (conversation.Screen, bool) {
		state.Language = language
		return conversation.Shared(state, w.slack.o.Now())
	})
	if err != nil {
		t.Fatal(err)
	}
	in := &intake{w.slack, w.Bot}
	var group sync.WaitGroup
	for range 4 { // as many replicas
		group.Go(func() {
			if err := in.o.Asking.Invitations.Replies(context.Background(), Platform, in.handedBack); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	w.quiet()
	var replies []*slacktest.Message
	for _, m := range c.Messages() {
		if m.Bot && strings.Contains(m.Plain(), say("en", "share.without")) {
			replies = append(replies, m)
		}
	}
	if len(replies) != 1 || replies[0].Thread != head.TS || !strings.Contains(replies[0].Text, "<@UPERSON1>") {
		t.Fatalf("%d replies: %+v", len(replies), replies)
	}
	want, _ := conversation.Shared(state, w.slack.o.Now())
	for _, block := range want.Body {
		for _, l := range block.Lines {
			if !shows(l.Label, l.Value)(replies[0]) {
				t.Errorf("%q: %q is not in\n%s", l.Label, l.Value, replies[0].Plain())
			}
		}
	}
	for _, private := range []string{say("en", "question.salary.short"), say("en", "question.age.short"), say("en", "item.age"), say("en", "item.income"), say("en", "question.family.short")} {
		for line := range strings.Lines(replies[0].Plain()) {
			if strings.HasPrefix(strings.TrimLeft(line, "• 0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫"), private) {
				t.Errorf("shared is %q", line)
			}
		}
	}
	if after := w.session(of(a, at())).State; after.Facts != before.Facts || after.Goal != before.Goal {
		t.Error("what was shared became answers")
	}
	if s := surfaceOf(w.session(of(a, at()))); s.Candidate.Reply != nil {
		t.Error("what was shared is kept")
	}
	if len(at().Buttons()) == 0 {
		t.Error("the card has gone")
	}
}

// TestNothingComesBackToADeletedCandidate: neither a reply nor an error, and the link ends.
func TestNothingComesBackToADeletedCandidate(t *testing.T) {
	t.Parallel()
	w, clock, book := startAsking(t)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	var codes []string
	for i, name := range []string{"candidate 1", "candidate 2"} {
		a.Command(c, name)
		head := w.candidate(a, c, i+1)
		at := thread(c, head.TS)
		w.press(a, w.until(a, at, onCard(say("en", "question.goal.ask"), "")), hrAsk)
		w.wait(a, "the link", func() bool { v := a.Modal(); return v != nil && strings.Contains(v.Plain(), "t.me") })
		codes = append(codes, codeIn(t, a.Modal()))
		a.CloseModal()
		w.press(a, at(), "show:forget")
		w.press(a, w.until(a, private(a, c), shows(say("en", "slack.candidate.forget", "Label", name))), "yes:forget")
		w.until(a, root(c, head.TS), shows(say("en", "slack.undo.button")))
		w.quiet()
	}
	w.pass(clock, undoTime)
	w.wait(a, "they are erased", func() bool { return len(w.stored("")) == 0 })
	state, _ := interviewed("en", moves(t, "en", "i-b")...)
	shared := func(string) (conversation.Screen, bool) { return conversation.Shared(state, w.slack.o.Now()) }
	if err := book.Answer(t.Context(), codes[0], shared); err != nil {
		t.Fatal(err)
	}
	before := len(c.Messages())
	in := &intake{w.slack, w.Bot}
	if err := in.o.Asking.Invitations.Replies(t.Context(), Platform, in.handedBack); err != nil {
		t.Error(err)
	}
	if err := book.Close(t.Context(), func(k bot.Key) bool { return in.isGone(t.Context(), k) }); err != nil {
		t.Error(err)
	}
	w.quiet()
	if n := len(c.Messages()) - before; n != 0 || len(w.stored("")) != 0 {
		t.Errorf("%d messages more, %d stored", n, len(w.stored("")))
	}
	if _, ok, _ := book.Find(t.Context(), codes[1]); ok {
		t.Error("the link of a deleted candidate is good")
	}
}

// TestAskingIsNotPromisedWhereItCannotBe: without a bot on which candidates could answer, who presses
// is told.
func TestAskingIsNotPromisedWhereItCannotBe(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	w.press(a, w.until(a, thread(c, head.TS), onCard(say("en", "question.goal.ask"), "")), hrAsk)
	w.wait(a, "it is said", func() bool {
		v := a.Modal()
		return v != nil && strings.Contains(v.Plain(), say("en", "slack.invite.none"))
	})
}
