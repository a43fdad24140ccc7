package slack

import (
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
)

// TestTheEmptyDirectMessageGreets: who opens it reads what can be done there and how to begin,
// once; nothing is kept before, and where something stands already nothing is said.
func TestTheEmptyDirectMessageGreets(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p, other := w.person("UPERSON1"), w.person("UPERSON2")
	p.Locale = "ja-JP"
	p.OpenMessages()
	w.sees(p, shows(say("ja", "slack.home.about"), say("ja", "slack.greeting")))
	w.quiet()
	if n := len(w.stored("")); n != 0 {
		t.Errorf("%d conversations of somebody who only looked", n)
	}
	p.OpenMessages()
	w.quiet()
	if n := len(p.DM()); n != 1 {
		t.Errorf("%d messages after a second look", n)
	}
	p.Say("こんにちは")
	w.sees(p, onCard(say("ja", "question.goal.ask"), ""))

	other.Say("hello")
	w.sees(other, onCard(say("en", "question.goal.ask"), ""))
	w.quiet()
	before := len(other.DM())
	other.OpenMessages()
	w.quiet()
	if n := len(other.DM()); n != before {
		t.Errorf("%d messages more where somebody talks already", n-before)
	}
}

// TestAnInvitationIsAnsweredWithOneSentence: in the language of who invited the app; others who join
// hear nothing.
func TestAnInvitationIsAnsweredWithOneSentence(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Locale = "zh-TW"
	c := w.team.Channel("C1", p)
	c.InviteBy(p)
	w.wait(p, "one sentence", func() bool { return len(c.Messages()) == 1 })
	w.quiet()
	if list := c.Messages(); len(list) != 1 || unescape(list[0].Plain()) != say("zh-Hant", "slack.joined", "Command", Command) {
		t.Errorf("said is %q", list[0].Plain())
	}
	if len(w.stored("")) != 0 {
		t.Error("something is kept")
	}
}

// TestResultsTellOtherApps: the message that says that a result is there, and the summary, carry the
// category, the points and the verdict for other apps, and nothing of a person.
func TestResultsTellOtherApps(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	at, head := w.ready(a, c, "candidate 17", "en", "i-b")
	w.press(a, at(), hrShare)
	w.wait(a, "the summary", func() bool { return len(shared(c, "en")) == 1 })
	w.quiet()
	var told []*slacktest.Message
	for _, m := range c.Messages() {
		if m.Metadata != nil {
			told = append(told, m)
		}
	}
	if len(told) != 2 || told[0].Thread != head.TS || told[1].Thread != "" {
		t.Fatalf("%d messages with metadata", len(told))
	}
	for _, m := range told {
		d := m.Metadata
		if d.Event != "hsp_candidate_scored" || len(d.Payload) != 4 || d.Payload["category"] != "i-b" || d.Payload["points"] != 80.0 ||
			d.Payload["points_max"] != 80.0 || d.Payload["verdict"] != "passes" {
			t.Errorf("the metadata is %+v", d)
		}
	}
}

// TestAMentionedPersonIsNamed: who is mentioned in a label is called as whoever wrote it saw, and is
// not mentioned again.
func TestAMentionedPersonIsNamed(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.team.Person("U2")
	c := w.team.Channel("C1", a, b).Invite()
	a.MentionAs(c, "", "candidate 3 for <@U2> and <#C1|general>")
	head := w.candidate(a, c, 1)
	if text := head.Text; !strings.Contains(text, "candidate 3 for @") || !strings.Contains(text, "and #general") || strings.Contains(text, "@U2") {
		t.Errorf("the head is %q", text)
	}
}

// TestARefusedScreenIsShownAsText: where Slack does not take the blocks, the person has the text and
// the buttons, and can go on.
func TestARefusedScreenIsShownAsText(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	w.fake.Fail("chat.postMessage", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_blocks"})
	p.Say("hello")
	card := w.sees(p, func(m *slacktest.Message) bool { return strings.Contains(m.Plain(), say("en", "intro.title")) })
	w.press(p, card, "set:goal:i-b")
	w.sees(p, onCard(afterGoal(t, "en"), ""))
}

// TestAThreadWhoseRootIsGoneGoesOn: what the thread hung on has been deleted, so the candidate gets
// another one.
func TestAThreadWhoseRootIsGoneGoesOn(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	a.Command(c, "candidate 17")
	first := w.candidate(a, c, 1)
	w.until(a, thread(c, first.TS), onCard(say("en", "question.goal.ask"), ""))
	w.quiet()
	w.fake.Fail("chat.postMessage", slacktest.Fault{Kind: slacktest.Refused, Error: "cannot_reply_to_message"})
	a.Mention(c, first.TS, say("en", "option.goal.i-b"))
	second := w.candidate(a, c, 2)
	w.until(a, thread(c, second.TS), onCard(afterGoal(t, "en"), ""))
}

// TestOnlyMembersBegin: somebody who is not in a channel begins no candidate there.
func TestOnlyMembersBegin(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, out := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a).Invite()
	out.Command(c, "candidate 99")
	w.until(out, private(out, c), shows(say("en", "slack.refuse.outside")))
	w.quiet()
	if n := len(c.Messages()) + len(w.stored("")); n != 0 {
		t.Errorf("%d messages and conversations", n)
	}
}

// TestWhoChangedAnAnswerIsSaid: of two who answer the same question the card names who came second,
// and that it was a change; who wrote an answer in the thread is not mentioned below it.
func TestWhoChangedAnAnswerIsSaid(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	first := w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
	w.press(a, first, "set:goal:i-b")
	w.until(a, at, shows(say("en", "slack.candidate.last", "User", "@UPERSON1")))
	w.quiet()
	if err := b.PressAsSeen(first, "set:goal:i-c"); err != nil {
		t.Fatal(err)
	}
	w.until(b, at, shows(say("en", "slack.candidate.changed", "User", "@UPERSON2")))
	w.quiet()
	before := at()
	a.Mention(c, head.TS, "master")
	card := w.until(a, at, func(m *slacktest.Message) bool { return m.TS != before.TS && len(m.Buttons()) > 0 })
	if strings.Contains(card.Plain(), "UPERSON1") {
		t.Errorf("who wrote is mentioned:\n%s", card.Plain())
	}
}

// TestTheMenuCanBeTyped: the entries of the menu, written out, do what they do when chosen.
func TestTheMenuCanBeTyped(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	p.Locale = "ja-JP"
	p.Say("こんにちは")
	w.sees(p, onCard(say("ja", "question.goal.ask"), ""))
	p.Say(say("ja", "slack.menu.mydata"))
	w.sees(p, shows(say("ja", "mydata.title")))
}

// TestAWorkspaceSpeaksItsLanguage: where Slack does not say who somebody is, they are spoken to as
// the one before in their workspace, and not in English.
func TestAWorkspaceSpeaksItsLanguage(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	a.Locale, b.Locale = "ja-JP", "ja-JP"
	a.Say("hello")
	w.sees(a, onCard(say("ja", "question.goal.ask"), ""))
	w.quiet()
	for range 2 {
		w.fake.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error"})
	}
	b.Say("hello")
	w.sees(b, onCard(say("ja", "question.goal.ask"), ""))
}
