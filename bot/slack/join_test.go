package slack

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/locales"
)

// TestJoin walks every question with every answer through Slack, toggles pressed one by
// one: what the result says is what the scorer says of what is stored.
func TestJoin(t *testing.T) {
	w := begin(t, overHTTP, slacktest.Options{Unlimited: true}, bottest.NoLimits)
	people := 0
	jointest.Run(t, func(t *testing.T, language string, moves []jointest.Move) []string {
		people++
		p := w.team.Person("U" + strconv.Itoa(people))
		p.Locale = locale(language)
		p.Say("/start")
		var shown []string
		for i, m := range moves {
			card := w.sees(p, onCard(m.Screen.Title, m.Screen.Progress))
			shown = append(shown, unescape(card.Plain()))
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
		stored := w.sees(p, shows(`"as_of"`))
		return append(shown, unescape(stored.Plain()))
	})
}

var unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace

// onCard returns a condition: the newest card asks this question, of the person or about a candidate.
func onCard(title, progress string) func(*slacktest.Message) bool {
	var titles []string
	for _, said := range wordings(title) {
		titles = append(titles, said, "*"+said+"*")
	}
	return func(m *slacktest.Message) bool {
		lines := strings.Split(unescape(m.Plain()), "\n")
		asks := slices.ContainsFunc(lines, func(line string) bool { return slices.Contains(titles, line) })
		return len(m.Buttons()) > 0 && asks && strings.Contains(m.Plain(), progress)
	}
}

// wordings are a text, and what stands for it where it is about a candidate.
func wordings(text string) []string {
	list := []string{text}
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for _, id := range v.IDs() {
			if own, ok := strings.CutPrefix(id, "candidate."); ok && v.Say(own) == text {
				list = append(list, v.Say(id))
			}
		}
	}
	return list
}

// selected returns a condition: the toggle is on.
func selected(label string) func(*slacktest.Message) bool {
	labels := wordings(label)
	return func(m *slacktest.Message) bool {
		for _, b := range m.Buttons() {
			if slices.ContainsFunc(labels, func(label string) bool { return b.Label == "✅ "+label }) {
				return true
			}
		}
		return false
	}
}
