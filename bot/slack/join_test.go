package slack

import (
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
)

// TestJoin walks every question with every answer through Slack, toggles pressed one by
// one: what the result says is what the scorer says of what is stored.
func TestJoin(t *testing.T) {
	w := begin(t, overHTTP, slacktest.Options{Unlimited: true}, bottest.NoLimits)
	jointest.RunShared(t, w.player())
}

// TestFourthLanguage walks interviews in a language that is nothing but files.
func TestFourthLanguage(t *testing.T) {
	w := begin(t, overHTTP, slacktest.Options{Unlimited: true}, bottest.NoLimits)
	jointest.RunForeign(t, w.player())
}

// player plays each walk as another person.
func (w *world) player() jointest.Play {
	var people atomic.Int64
	return func(t *testing.T, language string, moves []jointest.Move) []string {
		p := w.team.Person("U" + strconv.FormatInt(people.Add(1), 10))
		p.Locale = locale(language)
		p.Say("/start")
		var shown []string
		for i, m := range moves {
			card := w.sees(p, onCard(m.Screen.Title, m.Screen.Progress))
			shown = append(shown, unescape(card.Plain())+"\n"+labels(card))
			if i == len(moves)-1 {
				p.Say(m.Text) // what is stored
				break
			}
			if len(m.Press) == 0 {
				p.Say(m.Text)
				continue
			}
			for _, c := range m.Press {
				if err := p.Press(newest(p), c.Action); err != nil {
					t.Fatalf("%v: %s on\n%s", err, c.Action, newest(p).Plain())
				}
				if m.Finish.ID != "" {
					w.sees(p, selected(c.Label))
				}
			}
			if m.Finish.ID != "" {
				if err := p.Press(newest(p), m.Finish.Action); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.wait(p, "what is stored comes as a file", func() bool { return dataOf(p) != "" })
		if strings.Contains(newest(p).Plain(), "as_of") {
			t.Errorf("below the list stands its form for machines:\n%s", newest(p).Plain())
		}
		return append(shown, dataOf(p))
	}
}

// dataOf is what is stored of somebody, as it was sent to them last; empty where it was not.
func dataOf(p *slacktest.Person) string {
	for _, m := range slices.Backward(p.DM()) {
		for _, f := range m.Files {
			if strings.HasSuffix(f.Name, ".json") {
				return string(f.Content)
			}
		}
	}
	return ""
}

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace

// labels are what the buttons of a card say, and the entries of its menu.
func labels(m *slacktest.Message) string {
	var list []string
	for _, b := range m.Buttons() {
		list = append(list, b.Label)
	}
	for _, c := range m.Choices() {
		for _, o := range c.Options {
			list = append(list, o.Label)
		}
	}
	return strings.Join(list, "\n")
}

// onCard returns a condition: the newest card asks this question.
func onCard(title, progress string) func(*slacktest.Message) bool {
	titles := append(asCandidates(title), title)
	return func(m *slacktest.Message) bool {
		lines := strings.Split(unescape(m.Plain()), "\n")
		asks := slices.ContainsFunc(titles, func(line string) bool { return slices.Contains(lines, line) || slices.Contains(lines, "*"+line+"*") })
		return len(m.Buttons()) > 0 && asks && strings.Contains(m.Plain(), progress)
	}
}

// selected returns a condition: the toggle is on.
func selected(label string) func(*slacktest.Message) bool {
	return func(m *slacktest.Message) bool {
		for _, b := range m.Buttons() {
			on, ticked := strings.CutPrefix(b.Label, "✅ ")
			if ticked && (strings.HasSuffix(on, label) || strings.HasSuffix(on, ofCandidates(label))) {
				return true
			}
		}
		return false
	}
}
