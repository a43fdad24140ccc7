package slack

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// TestNothingIsBegunByMistake: typos, commands in other words, questions, numbers and remarks are
// asked back privately; nothing is kept and nobody else sees anything before the answer.
func TestNothingIsBegunByMistake(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	asks := say("en", "slack.ask.start")
	for _, text := range []string{"?", "17", "8.5M", "lst", "Tanaka", "候補者17を削除", "参加者", "status", "show all", "delete candidate 3", "candidate 5?", "what does export do", "謝謝"} {
		before := len(a.Ephemerals(c))
		a.Command(c, text)
		w.wait(a, "a question about "+text, func() bool { return len(a.Ephemerals(c)) > before && shows(asks)(private(a, c)()) })
	}
	for _, text := range []string{"", "thanks!", "really?", "see you at 3 then", "年収を900万円に変更", "could you list all of them"} {
		before := len(a.Ephemerals(c))
		a.Mention(c, "", text)
		w.wait(a, "a question about "+text, func() bool { return len(a.Ephemerals(c)) > before && shows(asks)(private(a, c)()) })
	}
	for _, text := range []string{"リスト", "候補者一覧", "候选人列表", "List.", "名單", "一覧を見る"} { // and these are understood
		before := len(a.Ephemerals(c))
		a.Command(c, text)
		w.wait(a, "the list for "+text, func() bool {
			return len(a.Ephemerals(c)) > before && shows(say("en", "slack.list.none", "Command", Command))(private(a, c)())
		})
	}
	w.quiet()
	if n := len(w.stored("")) + ours(c); n != 0 {
		t.Errorf("%d conversations and messages", n)
	}
	a.Command(c, "Tanaka")
	card := w.until(a, private(a, c), shows("“Tanaka”"))
	w.press(a, card, "no")
	w.wait(a, "the question goes", func() bool { return private(a, c)().TS != card.TS })
	if n := len(w.stored("")) + ours(c); n != 0 {
		t.Errorf("after “no” there are %d conversations and messages", n)
	}
	a.Command(c, "Tanaka")
	card = w.until(a, private(a, c), func(m *slacktest.Message) bool { return m.TS != card.TS && shows("“Tanaka”")(m) })
	for range 2 { // pressed twice, it is begun once
		if err := a.PressAsSeen(card, "start"); err != nil {
			t.Fatal(err)
		}
	}
	if head := w.candidate(a, c, 1); !strings.HasPrefix(head.Text, "Tanaka\n") {
		t.Errorf("begun is %q", head.Text)
	}
	w.quiet()
	if n := len(w.stored("")); n != 1 {
		t.Errorf("%d candidates", n)
	}
}

// TestAnAnswerToAGoneCandidateBeginsNone: in the thread of a candidate that was deleted an answer
// is no label.
func TestAnAnswerToAGoneCandidateBeginsNone(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	w.press(a, thread(c, head.TS)(), "show:forget")
	w.press(a, w.until(a, private(a, c), shows(say("en", "slack.candidate.forget", "Label", "candidate 17"))), "yes:forget")
	w.until(a, root(c, head.TS), shows(say("en", "slack.undo.button")))
	w.pass(clock, undoTime)
	w.until(a, root(c, head.TS), shows(say("en", "slack.candidate.deleted", "User", "@UPERSON1")))
	b.Mention(c, head.TS, "8.5M")
	asked := w.until(b, private(b, c), shows(say("en", "slack.ask.thread"), say("en", "slack.ask.label", "Label", "8.5M")))
	if asked.Thread != head.TS {
		t.Errorf("asked in thread %q", asked.Thread)
	}
	w.quiet()
	if n := len(w.stored("")); n != 0 || ours(c) != 1 {
		t.Errorf("%d conversations, %d messages", n, ours(c))
	}
}

// TestTheSameLabelOffersTheFirst: a link to the candidate that is there, and another only where it
// is wanted.
func TestTheSameLabelOffersTheFirst(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	w.quiet()
	b.Command(c, "Candidate 17")
	asked := w.until(b, private(b, c), shows(say("en", "slack.ask.twin")))
	if !strings.Contains(string(asked.Blocks), head.Permalink()) {
		t.Errorf("no link to %s in %s", head.Permalink(), asked.Blocks)
	}
	if len(threads(c)) != 1 {
		t.Error("another was begun at once")
	}
	w.press(b, asked, "start")
	w.candidate(b, c, 2)
}

// TestOtherOrganisationsAreSaidFirst: in a channel of Slack Connect a thread opens only after it
// has been said who will read it.
func TestOtherOrganisationsAreSaidFirst(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, guest := w.person("UPERSON1"), w.person("USTRANGER1")
	guest.Stranger = "T2"
	c := w.team.Channel("C1", a, guest).Invite()
	c.Shared = true
	for _, begin := range []func(){func() { a.Command(c, "candidate 17") }, func() { a.Mention(c, "", "candidate 17") }} {
		before := len(a.Ephemerals(c))
		begin()
		w.wait(a, "a warning", func() bool {
			return len(a.Ephemerals(c)) > before && shows(say("en", "slack.ask.shared"))(private(a, c)())
		})
	}
	w.quiet()
	if n := len(w.stored("")) + ours(c); n != 0 {
		t.Errorf("%d conversations and messages before the answer", n)
	}
	w.press(a, private(a, c)(), "start")
	head := w.candidate(a, c, 1)
	if !shows(say("en", "slack.candidate.by", "User", "@UPERSON1"), say("en", "slack.candidate.members"))(head) {
		t.Errorf("the head does not say who can answer:\n%s", head.Plain())
	}
}

// TestOneReplyTellsOfTheResult: who began is mentioned in the thread when the first result is
// there, once.
func TestOneReplyTellsOfTheResult(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	at, head := w.ready(a, c, "candidate 17", "en", "i-b")
	told := func() (n int) {
		for _, m := range c.Messages() {
			if m.Thread == head.TS && shows(say("en", "slack.candidate.result", "User", "@UPERSON1", "Label", "candidate 17"))(m) {
				n++
				if !strings.Contains(m.Text, "80 points") {
					t.Errorf("the total is not in %q", m.Text)
				}
			}
		}
		return n
	}
	w.wait(a, "the result is told", func() bool { return told() == 1 })
	w.press(a, at(), "show:change")
	w.press(a, w.until(a, private(a, c), shows(say("en", "change.title"))), "edit:japanese")
	w.press(a, w.until(a, at, onCard(say("en", "question.japanese.ask"), "")), "set:japanese:n1")
	w.until(a, at, result)
	w.quiet()
	if n := told(); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// TestLookingIsPrivate: who looks at something sees it alone, in their language, and the card of
// all stays as it is; back closes it.
func TestLookingIsPrivate(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	b.Locale = "ja-JP"
	c := w.team.Channel("C1", a, b).Invite()
	at, head := w.ready(a, c, "candidate 17", "en", "i-b")
	card, version := at(), w.session(of(a, at())).Version
	for _, look := range []struct{ action, title string }{{"show:points", "points.title"}, {"show:benefits", "benefits.title"}, {"show:mydata", ""},
		{"show:change", "change.title"}, {"show:restart", ""}, {"show:forget", ""}} {
		title := say("ja", look.title)
		switch look.action {
		case "show:mydata", "show:restart", "show:forget":
			title = say("ja", "slack.candidate."+strings.TrimPrefix(look.action, "show:"), "Label", "candidate 17")
		}
		before := len(b.Ephemerals(c))
		w.press(b, at(), look.action)
		w.wait(b, look.action, func() bool { return len(b.Ephemerals(c)) == before+1 && shows(title)(private(b, c)()) })
		if m := private(b, c)(); m.Thread != head.TS {
			t.Errorf("%s is in thread %q", look.action, m.Thread)
		}
	}
	b.Mention(c, head.TS, "change")
	w.wait(b, "the answers, by a word", func() bool { return shows(say("ja", "change.title"))(private(b, c)()) })
	open := private(b, c)()
	w.press(b, open, "show:")
	w.wait(b, "it is closed", func() bool { return private(b, c)().TS != open.TS })
	w.quiet()
	if now := at(); now.TS != card.TS || now.Edited != card.Edited || now.Plain() != card.Plain() {
		t.Errorf("the card of all has changed:\n%s", now.Plain())
	}
	if now := w.session(of(a, card)); now.Version != version || len(w.fake.Files()) != 0 || len(a.Ephemerals(c)) != 0 {
		t.Errorf("%d turns more, %d files, %d private messages of the other", now.Version-version, len(w.fake.Files()), len(a.Ephemerals(c)))
	}
}

// TestEveryStartKeepsToOneASecond: the head and the card of a candidate are two messages.
func TestEveryStartKeepsToOneASecond(t *testing.T) {
	t.Parallel()
	w := begin(t, overHTTP, slacktest.Options{}, bottest.Options{})
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	began := time.Now()
	a.Command(c, "candidate 1")
	w.candidate(a, c, 1)
	for _, call := range w.fake.Calls() {
		if call.Error == "ratelimited" {
			t.Errorf("%s is refused after %v", call.Method, time.Since(began))
		}
	}
}

// TestStartingAgainIsInTheMenuAndNamesWho: what wipes a candidate for all is no button beside the
// answers, and the card says who did it.
func TestStartingAgainIsInTheMenuAndNamesWho(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	at, head := w.ready(a, c, "candidate 17", "en", "i-b")
	for _, button := range at().Buttons() {
		if button.Value == "show:restart" {
			t.Error("it is a button of the result")
		}
	}
	said := at()
	w.press(b, said, "show:restart") // in the menu
	w.press(b, w.until(b, private(b, c), shows(say("en", "slack.candidate.restart", "Label", "candidate 17"))), "yes:restart")
	w.until(a, thread(c, head.TS), shows(say("en", "slack.candidate.restarted", "User", "@UPERSON2"), say("en", "question.goal.ask")))
	w.quiet()
	for _, m := range c.Messages() {
		if m.TS == said.TS && (len(m.Buttons()) > 0 || !strings.Contains(m.Plain(), "80 points")) {
			t.Errorf("the result before does not stay as it was said, without buttons:\n%s", m.Plain())
		}
	}
}
