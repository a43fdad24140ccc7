package slack

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest/blockkit"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// TestLimits holds every screen of every language, drawn for every place, to the limits of
// Block Kit; and the texts beside the blocks.
func TestLimits(t *testing.T) {
	t.Parallel()
	if raced {
		t.Skip("nothing races here; it runs whole without the race detector")
	}
	for _, language := range locales.Tags() {
		t.Run(language, func(t *testing.T) {
			screens := screens(language)
			if len(screens) < 300 {
				t.Fatalf("only %d screens", len(screens))
			}
			for i := range screens {
				s := &screens[i]
				for _, k := range []renderOptions{{tag: ownTag, hiring: true, command: Command + " "}, {tag: ownTag, hiring: true, typing: true, share: true, command: Command + " "},
					{tag: candidateID("x"), last: "U123", about: strings.Repeat("花", maxLabel), command: "@hspbot /", hiring: true, typing: true, share: true}} {
					d := render(s, k)
					checkMessage(t, language+" "+s.ID, d)
					if d.cut && s.File == nil && len(s.Plain()) < 8000 {
						t.Errorf("%s %s: something is left out of a screen of %d bytes", language, s.ID, len(s.Plain()))
					}
				}
				for _, c := range s.Choices {
					if n := len([]rune(c.Label)); n > maxButton-len([]rune("✅ ")) && c.Role == conversation.Option {
						t.Errorf("%s: the label of %s has %d characters", language, c.Action, n)
					}
				}
			}
		})
	}
}

func checkMessage(t *testing.T, name string, d rendered) {
	t.Helper()
	b, err := json.Marshal(d.blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range blockkit.Message(b) {
		t.Errorf("%s: %s\n%s", name, problem, b)
	}
	if strings.TrimSpace(d.text) == "" || len([]rune(d.text)) > 4000 {
		t.Errorf("%s: %d characters of text beside the blocks", name, len([]rune(d.text)))
	}
	for _, problem := range blockkit.Text(d.text) {
		t.Errorf("%s: text: %s", name, problem)
	}
	count := 0
	for _, block := range d.blocks {
		b, _ := json.Marshal(block)
		count += len([]rune(string(b)))
	}
	if count > 40_000 {
		t.Errorf("%s: blocks of %d characters", name, count)
	}
}

// TestLimitsOfViews holds the Home tab and every modal to the limits, in every language, for
// every person of the join test at the end of their way.
func TestLimitsOfViews(t *testing.T) {
	t.Parallel()
	if raced {
		t.Skip("nothing races here; it runs whole without the race detector")
	}
	s, err := New(Options{Now: func() time.Time { return jointest.Noon }})
	if err != nil {
		t.Fatal(err)
	}
	s.hosts.Set("T1", "https://workspace.slack.com", time.Hour)
	from := origin{Key: bot.Key{Platform: Platform, ID: "T12345678901/C12345678901/" + candidateID("x")}.ID, Language: "en", Change: change{Kind: pressed, Channel: "C12345678901", TS: "1700000000.123456",
		Thread: "1700000000.123456", By: "U12345678901", Reply: &reply{URL: "https://hooks.slack.com/actions/T12345678901/1234567890123/abcdefghijklmnopqrstuvwx",
			Until: jointest.Noon, Left: replyUses, Card: "1700000000.123456"}}}
	for _, language := range locales.Tags() {
		states := []conversation.State{{Language: language}}
		for _, w := range walks(language) {
			states = append(states, w.Last)
			for _, m := range w.Moves[:1] {
				mid := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: language, At: jointest.Noon})
				for _, c := range m.Press {
					mid = conversation.Step(mid, conversation.Event{Kind: conversation.Pressed, Action: c.Action, At: jointest.Noon})
				}
				states = append(states, mid)
			}
		}
		for i, state := range states {
			if i%9 != 0 && i > 50 { // they hardly differ
				continue
			}
			var all []entry
			for range 3 * perPage {
				all = append(all, entry{place{install: "T1", channel: "C1", candidate: candidateID("x" + strconv.Itoa(len(all)))},
					&candidate{Label: strings.Repeat("W<&>*", 16), Head: "1.2", Root: "1.1", Archived: len(all) == 0}, bot.Session{State: state}})
			}
			rows := s.rows(t.Context(), install.Installation{ID: "T1"}, locales.In(language), all, query{Page: 1, Search: "w<&>*"})
			if len(rows) != perPage+1 {
				t.Fatalf("a page has %d blocks", len(rows))
			}
			checkMessage(t, language+" list", rendered{text: "list", blocks: rows})
			checkView(t, language+" home", s.home(state, rows))
			checkView(t, language+" delete", deleteModal(from))
			checkView(t, language+" type", s.typeModal(state, from))
			checkView(t, language+" form", s.formModal(state, from))
			checkView(t, language+" salary", s.salaryModal(state, from))
			checkView(t, language+" compare", compareModal(state, from))
			terms := map[string][]string{fieldInput: {"sme", "innovation_support", "director", "growth_field_project"}}
			reply := s.compare(state, from, map[string]map[string][]string{fieldFirst: {fieldInput: {"5000000"}}, fieldSecond: {fieldInput: {"¥12,000,000"}}, fieldSecond + termsEnding: terms})
			next, ok := reply.Body.(nextView)
			if !ok {
				t.Fatalf("%s: compare answers %+v", language, reply.Body)
			}
			checkView(t, language+" comparison", next.View)
			summary := hiring.Summary(state, jointest.Noon)
			who := &candidate{Label: strings.Repeat("W<&>*", 16), By: "U1"}
			checkMessage(t, language+" shared", renderShared(&summary, who, "<@U1>"))
			m := messenger{s: s, post: &bot.Post{Session: bot.Session{State: state}, Screen: conversation.Show(state, jointest.Noon)}}
			checkMessage(t, language+" head", m.renderHead(who))
		}
		v := locales.In(language)
		for _, id := range []string{"slack.modal.wait", "slack.trouble", "slack.type.answered", "slack.refuse.no_candidate"} {
			checkView(t, language+" "+id, messageModal(v, id))
		}
	}
}

func checkView(t *testing.T, name string, view any) {
	t.Helper()
	b, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range blockkit.View(b) {
		t.Errorf("%s: %s\n%s", name, problem, b)
	}
}

// TestParts cuts long texts where they can be cut, and loses nothing.
func TestParts(t *testing.T) {
	long := strings.Repeat("花", maxSection+100)
	text := "one\n" + long + "\ntwo\n" + strings.Repeat("line of words\n", 400)
	var all strings.Builder
	for _, part := range parts(text) {
		if n := len([]rune(part)); n > maxSection {
			t.Errorf("a part of %d characters", n)
		}
		all.WriteString(part)
	}
	if got, want := strings.ReplaceAll(all.String(), "\n", ""), strings.ReplaceAll(text, "\n", ""); got != want {
		t.Errorf("%d of %d characters are left", len(got), len(want))
	}
}
