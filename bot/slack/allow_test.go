package slack

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
)

// ours counts the messages of the app that everybody in a channel sees.
func ours(c *slacktest.Channel) (n int) {
	for _, m := range c.Messages() {
		if m.Bot {
			n++
		}
	}
	return n
}

// refused does things, and holds that each is answered with a private notice and has no effect.
func (w *world) refused(p *slacktest.Person, c *slacktest.Channel, where place, notice string, acts map[string]func()) {
	w.t.Helper()
	w.quiet()
	before, all, messages, files := w.session(where), len(w.stored("")), ours(c), len(w.fake.Files())
	for name, act := range acts {
		told := len(p.Ephemerals(c))
		act()
		w.wait(p, name+" is refused", func() bool { return len(p.Ephemerals(c)) > told })
		if m := private(p, c)(); !shows(say("en", notice))(m) {
			w.t.Errorf("%s is answered %q", name, m.Plain())
		}
	}
	w.quiet()
	if ours(c) != messages || len(w.fake.Files()) != files || p.Modal() != nil {
		w.t.Errorf("%d messages and %d files more; modal %+v", ours(c)-messages, len(w.fake.Files())-files, p.Modal())
	}
	if now := w.session(where); now.Version != before.Version || len(w.stored("")) != all {
		w.t.Errorf("%d turns, %d conversations more", now.Version-before.Version, len(w.stored(""))-all)
	}
}

// TestStranger is somebody of another organisation in a shared channel, known as that by what
// they do, or only by what Slack tells of them.
func TestStranger(t *testing.T) {
	t.Parallel()
	for _, known := range []string{"by the payload", "by users.info"} {
		t.Run(known, func(t *testing.T) {
			w, _ := start(t, overHTTP)
			a, x := w.person("UPERSON1"), w.person("USTRANGER1")
			x.Stranger = "T2"
			c := w.team.Channel("C1", a, x).Invite()
			c.Shared = true
			at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
			if known == "by users.info" {
				in, err := w.slack.installs.Find(t.Context(), "", "T1")
				if err != nil || w.slack.who(t.Context(), in.ID, x.ID).belongs != stranger {
					t.Fatal("users.info does not tell", err)
				}
				x.Stranger = ""
			}
			w.refused(x, c, of(a, at()), "slack.refuse.guest", map[string]func(){
				"a press":        func() { w.press(x, at(), "show:change") },
				"the salary":     func() { w.press(x, at(), hrSalary) },
				"the comparison": func() { w.press(x, at(), hrCompare) },
				"sharing":        func() { w.press(x, at(), hrShare) },
				"an answer":      func() { x.Mention(c, at().Thread, "help") },
				"a mention":      func() { x.Mention(c, "", "candidate 18") },
				"the command":    func() { x.Command(c, "candidate 18") },
				"the list":       func() { x.Command(c, "list") },
				"the export":     func() { x.Mention(c, "", "export") },
			})
		})
	}
}

// TestOutside is somebody who looks into a public channel without being a member.
func TestOutside(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a, x := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a).Invite()
	at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
	w.refused(x, c, of(a, at()), "slack.refuse.outside", map[string]func(){
		"a press":        func() { w.press(x, at(), "show:change") },
		"the salary":     func() { w.press(x, at(), hrSalary) },
		"the comparison": func() { w.press(x, at(), hrCompare) },
		"sharing":        func() { w.press(x, at(), hrShare) },
		"the list":       func() { x.Command(c, "list") },
		"the export":     func() { x.Command(c, "export") },
	})
	w.team.Channel("C1", x) // who joins may do it at once
	w.press(x, at(), "show:change")
	w.until(x, private(x, c), shows(say("en", "change.title")))

	// Modals opened before somebody left the channel: the app hears of it within minutes.
	w.modal(x, at(), hrCompare)
	where := of(a, at())
	w.quiet()
	before := w.session(where)
	w.fake.Fail("conversations.members", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error"})
	clock.pass(memberLife + time.Second)
	w.submit(x, map[string]string{fieldFirst: "6M yen", fieldSecond: "7M yen"})
	if v := x.Modal(); v == nil || v.Errors[fieldFirst] != say("en", "slack.refuse.unknown") {
		t.Errorf("while Slack does not tell who is a member, the modal says %+v", v)
	}
	w.gone.Store(x.ID, true)
	w.submit(x, map[string]string{fieldFirst: "6M yen", fieldSecond: "7M yen"})
	if v := x.Modal(); v == nil || v.Errors[fieldFirst] != say("en", "slack.refuse.outside") {
		t.Errorf("after leaving the channel, the modal says %+v", v)
	}
	if now := w.session(where); now.Version != before.Version {
		t.Error("it had an effect")
	}
}

// TestCarried presses a button that was carried into another channel, and one whose channel
// is not the candidate's.
func TestCarried(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a := w.person("UPERSON1")
	c, d := w.team.Channel("C1", a).Invite(), w.team.Channel("C2", a).Invite()
	at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
	a.Command(d, "candidate 18")
	head := w.candidate(a, d, 1)
	there := thread(d, head.TS)
	w.until(a, there, onCard(say("en", "question.goal.ask"), ""))
	card := at()
	forged := func(action string) {
		body := pressOf(a, d, there().TS, card.Buttons()[0].BlockID, action, "trigger "+action)
		if got := w.post("interactions", form, body, w.fake.Sign(body, time.Now())); got != 200 {
			t.Errorf("the press is answered %d", got)
		}
	}
	w.refused(a, d, of(a, at()), "slack.refuse.no_candidate", map[string]func(){
		"a press":    func() { forged("show:change") },
		"the salary": func() { forged(hrSalary) },
		"sharing":    func() { forged(hrShare) },
	})
}

// TestMembersUnknown is Slack not telling who is in a channel: answers are taken, for the
// thread is before their eyes, but nothing is shown that is not in it.
func TestMembersUnknown(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a := w.person("UPERSON1")
	c := w.team.Channel("C1", a).Invite()
	at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
	clock.pass(memberLife + time.Second)
	w.fake.Fail("conversations.members", slacktest.Fault{Kind: slacktest.ServerError, Times: slacktest.Always})
	w.refused(a, c, of(a, at()), "slack.refuse.unknown", map[string]func(){
		"the salary":     func() { w.press(a, at(), hrSalary) },
		"the comparison": func() { w.press(a, at(), hrCompare) },
		"the list":       func() { a.Command(c, "list") },
		"the export":     func() { a.Command(c, "export") },
	})
	w.press(a, at(), "show:change")
	w.press(a, w.until(a, private(a, c), shows(say("en", "change.title"))), "edit:age")
	w.until(a, thread(c, at().Thread), onCard(say("en", "question.age.ask"), ""))
}

// TestDoubtIsANo: while Slack does not tell whose somebody is, the slash command, which does not
// say it either, shows nothing and begins nothing; a press says it and works.
func TestDoubtIsANo(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a, x := w.person("UPERSON1"), w.person("USTRANGER1")
	x.Stranger = "T2"
	c := w.team.Channel("C1", a, x).Invite()
	c.Shared = true
	at := thread(c, w.begun(a, c, "candidate 17", 1).TS)
	w.until(a, at, onCard(say("en", "question.goal.ask"), ""))
	w.fake.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "user_not_found", Times: slacktest.Always})
	clock.pass(personLife + time.Hour)
	for _, p := range []*slacktest.Person{x, a} {
		w.refused(p, c, of(a, at()), "slack.refuse.unsaid", map[string]func(){
			"the command": func() { p.Command(c, "candidate 18") },
			"the list":    func() { p.Command(c, "list") },
			"the export":  func() { p.Command(c, "export") },
		})
	}
	x.OpenHome()
	w.quiet()
	if home := x.Home(); home != nil && strings.Contains(string(home.Blocks), "candidate 17") {
		t.Error("the Home tab shows a guest the candidates")
	}
	w.press(a, at(), "set:goal:i-b")
	w.until(a, at, onCard(say("en", "question.degrees.ask"), ""))
	w.fake.ClearFaults()
	clock.pass(brokenLife + time.Second)
	a.Command(c, "list")
	w.until(a, private(a, c), shows("candidate 17"))
	w.refused(x, c, of(a, at()), "slack.refuse.guest", map[string]func(){"the list": func() { x.Command(c, "list") }})
}

// TestLeftChannel: who has left a channel is not shown its candidates any more, at once.
func TestLeftChannel(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, x := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, x).Invite()
	at, _ := w.ready(a, c, "candidate 17", "en", "i-b")
	x.Command(c, "list")
	w.until(x, private(x, c), shows("candidate 17"))
	w.gone.Store(x.ID, true)
	w.refused(x, c, of(a, at()), "slack.refuse.outside", map[string]func(){
		"the list":   func() { x.Command(c, "list") },
		"the export": func() { x.Command(c, "export") },
		"the salary": func() { w.press(x, at(), hrSalary) },
	})
}

// TestBelongs: what is not said is not taken for a yes, in an organisation's installation neither.
func TestBelongs(t *testing.T) {
	single := install.Installation{ID: "T1", Team: "T1"}
	grid := install.Installation{ID: "T1", Team: "T1", Enterprise: "E1"}
	wide := install.Installation{ID: "E1", Enterprise: "E1", OrgWide: true}
	for _, c := range []struct {
		in               install.Installation
		team, enterprise string
		want             belonging
	}{
		{single, "T1", "", insider}, {single, "T2", "", stranger}, {single, "", "", unsaid}, {single, "T2", "E1", stranger},
		{grid, "T1", "", insider}, {grid, "T9", "E1", insider}, {grid, "T9", "E2", stranger}, {grid, "", "", unsaid},
		{wide, "T9", "E1", insider}, {wide, "T9", "E2", stranger}, {wide, "T9", "", unsaid}, {wide, "", "", unsaid},
	} {
		if got := belongs(c.in, c.team, c.enterprise); got != c.want {
			t.Errorf("%q of %q in %+v: %v, want %v", c.team, c.enterprise, c.in.ID, got, c.want)
		}
	}
}
