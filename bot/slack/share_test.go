package slack

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation/hiring"
	"hspbot/scoring"
)

// shared are the messages of a channel that share a summary.
func shared(c *slacktest.Channel, tag string) (list []*slacktest.Message) {
	for _, m := range threads(c) {
		if strings.Contains(m.Plain(), say(tag, "hiring.summary.title")) {
			list = append(list, m)
		}
	}
	return list
}

// TestShare posts the summary when it is asked for, and once, also for a double tap.
func TestShare(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, clock := start(t, m)
			a, b := w.person("UPERSON1"), w.person("UPERSON2")
			c := w.team.Channel("C1", a, b).Invite()
			at, head := w.ready(a, c, "candidate 17", "en", "i-b")
			if n := len(shared(c, "en")); n != 0 {
				t.Fatal("the summary was shared without being asked for")
			}
			messages := len(c.Messages())
			for range 2 {
				if err := b.PressAsSeen(at(), hrShare); err != nil {
					t.Fatal(err)
				}
			}
			w.wait(b, "the summary", func() bool { return len(shared(c, "en")) > 0 })
			w.quiet()
			w.press(b, at(), hrShare) // the second tap came late
			w.quiet()
			all := shared(c, "en")
			if len(all) != 1 || len(c.Messages()) != messages+1 {
				t.Fatalf("%d summaries, %d messages more", len(all), len(c.Messages())-messages)
			}
			state := w.session(of(a, at())).State
			summary := hiring.Summary(state, clock.now())
			for _, block := range summary.Body {
				for _, l := range block.Lines {
					if !shows(l.Label, l.Value)(all[0]) {
						t.Errorf("the summary does not tell %q: %q", l.Label, l.Value)
					}
				}
			}
			if !shows("candidate 17", say("en", "slack.share.by", "User", "@UPERSON2"))(all[0]) || len(all[0].Buttons()) > 0 {
				t.Errorf("the summary is\n%s", all[0].Plain())
			}
			if strings.Contains(all[0].Plain(), "7.5M") {
				t.Error("the summary tells the salary")
			}
			clock.pass(sameTap) // asked for again, later, it is posted again
			w.press(a, at(), hrShare)
			w.wait(a, "another summary", func() bool { return len(shared(c, "en")) == 2 })
			if !result(at()) || root(c, head.TS)() == nil {
				t.Error("sharing has changed the card")
			}
		})
	}
}

// TestShareOwn shares a person's own result to the channel where they asked for it, and says
// so where that cannot be.
func TestShareOwn(t *testing.T) {
	t.Parallel()
	w, _ := start(t, overHTTP)
	p := w.person("UPERSON1")
	c := w.team.Channel("C1", p)
	p.Command(c, "")
	at := private(p, c)
	w.follow(p, at, moves(t, "en", "i-b"), func(text string) { w.typed(p, at(), text) })
	card := w.until(p, at, result)
	w.press(p, card, hrShare)
	w.until(p, at, shows(say("en", "slack.share.not_here")))
	if n := len(c.Messages()) + len(p.DM()); n != 0 {
		t.Errorf("%d messages", n)
	}
	c.Invite()
	if err := p.PressAsSeen(card, hrShare); err != nil {
		t.Fatal(err)
	}
	p.Say("result") // and goes on elsewhere at once
	w.wait(p, "the summary", func() bool { return len(shared(c, "en")) == 1 })
	w.quiet()
	if len(shared(c, "en")) != 1 || slices.ContainsFunc(p.DM(), func(m *slacktest.Message) bool { return strings.Contains(m.Plain(), say("en", "hiring.summary.title")) }) {
		t.Error("the summary is not where it was asked for")
	}
}

// TestList shows the candidates of a channel and no other, privately, and as a file that only who
// asked gets.
func TestList(t *testing.T) {
	t.Parallel()
	w, clock := start(t, overHTTP)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	c, other := w.team.Channel("C1", a).Invite(), w.team.Channel("C2", b).Invite()
	at, head := w.ready(a, c, "=Anna & Co <x>", "en", "i-b")
	w.begun(a, c, "Bert", 2)
	w.begun(b, other, "Clara", 1)
	w.quiet()

	a.Command(c, "list")
	listed := w.until(a, private(a, c), shows(say("en", "slack.list.title"), "=Anna & Co <x>", "Bert"))
	if strings.Contains(listed.Plain(), "Clara") {
		t.Error("the list tells a candidate of another channel")
	}
	b.Command(other, "list")
	if m := w.until(b, private(b, other), shows("Clara")); strings.Contains(m.Plain(), "Bert") {
		t.Error("the other channel sees a candidate of the first")
	}
	before := len(a.Ephemerals(c))
	a.Mention(c, "", "一覧") // by a mention, and in any language
	w.wait(a, "a second list", func() bool { return len(a.Ephemerals(c)) == before+1 })

	a.Command(c, "export")
	w.wait(a, "a file", func() bool { return len(w.fake.Files()) == 1 })
	w.until(a, private(a, c), shows(say("en", "slack.export.sent")))
	w.quiet()
	f := w.fake.Files()[0]
	if len(a.DM()) != 1 || f.Channel != a.DM()[0].Channel || !strings.HasSuffix(f.Name, ".csv") {
		t.Errorf("the file %q is in %q", f.Name, f.Channel)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(f.Content, []byte("\ufeff")))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	if rows[2][0] != "'=Anna & Co <x>" || rows[1][0] != "Bert" || rows[2][len(rows[2])-1] != head.Permalink() {
		t.Errorf("the candidates are %q and %q", rows[1], rows[2])
	}
	state := w.session(of(a, at())).State
	profile := state.Profile(clock.now())
	outcome, err := scoring.Assess(&profile, state.Sheets())
	if err != nil {
		t.Fatal(err)
	}
	points := outcome.Categories[outcome.Best]
	column := func(id string, pairs ...any) string {
		if i := slices.Index(rows[0], say("en", id, pairs...)); i >= 0 {
			return rows[2][i]
		}
		return "no column " + id
	}
	name := say("en", "category."+outcome.Best.String()+".short")
	least, _ := search(t, state, outcome.Best, 80, clock)
	for got, want := range map[string]string{
		column("hiring.csv.least", "Category", name): strconv.Itoa(points.Min), column("hiring.csv.most", "Category", name): strconv.Itoa(points.Max),
		column("hiring.csv.best"): name, column("hiring.csv.salary"): "7500000", column("hiring.csv.sure", "N", 80): strconv.FormatFloat(least, 'f', 0, 64),
	} {
		if got != want {
			t.Errorf("the file tells %q, the scorer %q", got, want)
		}
	}
}
