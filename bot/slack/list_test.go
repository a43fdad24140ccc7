package slack

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot/slack/slacktest"
)

// TestCandidatesAreFoundAgain: the list is newest first, in pages, a line each with a link to the
// thread and a menu to archive and to delete.
func TestCandidatesAreFoundAgain(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	var heads []*slacktest.Message
	for i := range perPage + 2 {
		a.Command(c, fmt.Sprintf("candidate %d", i+1))
		heads = append(heads, w.candidate(a, c, i+1))
		w.quiet()
		clock.pass(time.Second)
	}
	names := func(m *slacktest.Message) (list []string) {
		for _, line := range strings.Split(m.Plain(), "\n") {
			if name, _, ok := strings.Cut(line, " · "); ok {
				list = append(list, strings.TrimSpace(strings.Trim(name, "·✅❌❔ ")))
			}
		}
		return list
	}
	b.Command(c, "list")
	listed := w.until(b, private(b, c), shows("candidate 12"))
	if got := names(listed); len(got) != perPage || got[0] != "candidate 12" || got[9] != "candidate 3" {
		t.Errorf("the first page has %q", got)
	}
	if !strings.Contains(string(listed.Blocks), heads[11].Permalink()) {
		t.Errorf("no link to %s", heads[11].Permalink())
	}
	w.press(b, listed, "older")
	second := w.until(b, private(b, c), shows("candidate 2"))
	if got := names(second); !slices.Equal(got, []string{"candidate 2", "candidate 1"}) || second.TS != listed.TS {
		t.Errorf("the second page has %q", got)
	}

	w.press(b, second, hrArchive) // the first of the page
	now := w.until(b, private(b, c), func(m *slacktest.Message) bool {
		return shows("candidate 1")(m) && !slices.Contains(names(m), "candidate 2") && len(names(m)) == perPage
	})
	w.press(b, now, "archived")
	archived := w.until(b, private(b, c), func(m *slacktest.Message) bool { return slices.Equal(names(m), []string{"candidate 2"}) })
	w.press(b, archived, hrRestore)
	w.until(b, private(b, c), func(m *slacktest.Message) bool { return len(names(m)) == perPage })

	w.press(b, private(b, c)(), hrDelete) // the newest
	w.wait(b, "it is asked once", func() bool { v := b.Modal(); return v != nil && v.SubmitText == say("en", "slack.row.delete") })
	if n := len(w.stored("")); n != perPage+2 {
		t.Errorf("%d candidates before the answer", n)
	}
	if err := b.Submit(); err != nil {
		t.Fatal(err)
	}
	w.until(b, root(c, heads[11].TS), shows(say("en", "slack.undo.delete", "User", "@UPERSON2", "N", 10)))
	w.until(b, private(b, c), func(m *slacktest.Message) bool { return names(m)[0] == "candidate 11" })
	w.quiet()
	w.pass(clock, undoTime)
	if n := len(w.stored("")); n != perPage+1 {
		t.Errorf("%d candidates are left", n)
	}
}

// TestHomeIsTheDashboard: on the Home tab are the candidates of all channels that one is in, with
// search by label.
func TestHomeIsTheDashboard(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c, d, secret := w.team.Channel("C1", a, b).Invite(), w.team.Channel("C2", a).Invite(), w.team.Channel("C3", b).Invite()
	a.Command(c, "candidate Anna")
	first := w.candidate(a, c, 1)
	a.Command(d, "candidate Bert")
	w.candidate(a, d, 1)
	b.Command(secret, "candidate Clara")
	w.candidate(b, secret, 1)
	w.quiet()
	a.OpenHome()
	v := w.atHomeTab(a, say("en", "slack.home.candidates"), "candidate Anna", "candidate Bert")
	if strings.Contains(v.Plain(), "Clara") {
		t.Error("a candidate of a channel that one is not in is shown")
	}
	if !strings.Contains(string(v.Blocks), first.Permalink()) {
		t.Errorf("no link to %s", first.Permalink())
	}
	if err := a.TypeHome("find", "BERT"); err != nil {
		t.Fatal(err)
	}
	w.wait(a, "the search", func() bool {
		return !strings.Contains(a.Home().Plain(), "Anna") && strings.Contains(a.Home().Plain(), "candidate Bert")
	})
	if err := a.TypeHome("find", "nobody"); err != nil {
		t.Fatal(err)
	}
	w.atHomeTab(a, say("en", "slack.list.no_match"))
	b.OpenHome()
	w.atHomeTab(b, "candidate Anna", "candidate Clara")
	w.pressHome(b, hrArchive) // the newest: Clara
	w.wait(b, "it is archived", func() bool { return !strings.Contains(b.Home().Plain(), "Clara") })
}
