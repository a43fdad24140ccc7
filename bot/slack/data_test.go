package slack

import (
	"slices"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/scoring"
)

// TestWhatIsStoredIsAListAndTheFileIsForWhoAsks: what is stored of a candidate is a list that people
// can read, for who asks alone; its form for machines goes to their direct message when they press
// for it, and never into the channel. The same holds for an interview that only one person sees.
func TestWhatIsStoredIsAListAndTheFileIsForWhoAsks(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c := w.team.Channel("C1", a, b).Invite()
	a.Command(c, "candidate 17")
	head := w.candidate(a, c, 1)
	at := thread(c, head.TS)
	w.follow(a, at, moves(t, "en", "i-b")[:4], func(text string) { w.typed(a, at(), text) })
	w.quiet()
	before := len(c.Messages())
	w.press(b, at(), "show:mydata")
	listed := w.until(b, private(b, c), shows(say("en", "slack.candidate.mydata", "Label", "candidate 17"), say("en", "question.goal.short")))
	if strings.Contains(listed.Plain(), "as_of") {
		t.Errorf("below the list stands its form for machines:\n%s", listed.Plain())
	}
	if n := len(w.fake.Files()); n > 0 {
		t.Errorf("%d files nobody asked for", n)
	}
	w.press(b, listed, hrData)
	w.wait(b, "the file", func() bool { return dataOf(b) != "" })
	kept, err := scoring.ParseProfile([]byte(dataOf(b)))
	if err != nil {
		t.Fatal(err)
	}
	facts := w.session(of(a, at())).State.Facts
	for f := range scoring.Fact(scoring.FactCount) {
		if got, want := kept.Value(f), facts.Value(f); want.Known() && f != scoring.Age && got != want {
			t.Errorf("%s is %+v in the file, and %+v is stored", f.Key(), got, want)
		}
	}
	w.until(b, private(b, c), shows(say("en", "slack.export.sent")))
	w.quiet()
	if n := len(c.Messages()); n != before || len(a.DM()) > 0 {
		t.Errorf("%d messages more in the channel", n-before)
	}

	own := w.team.Channel("C2", a)
	a.Command(own, "")
	w.until(a, private(a, own), onCard(say("en", "question.goal.ask"), ""))
	a.Command(own, "mydata")
	listed = w.until(a, private(a, own), shows(say("en", "mydata.title")))
	if !slices.ContainsFunc(listed.Buttons(), func(b slacktest.Button) bool { return b.Value == hrData }) {
		t.Fatalf("no way to the file on\n%s", listed.Plain())
	}
	w.press(a, listed, hrData)
	w.wait(a, "the file", func() bool { return dataOf(a) != "" })
}
