package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
)

// TestJoin walks every question with every answer through Telegram, toggles pressed one by
// one: what the result says is what the scorer says of what is stored.
func TestJoin(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	jointest.RunShared(t, w.play)
}

// TestFourthLanguage walks interviews in a language that is nothing but files.
func TestFourthLanguage(t *testing.T) {
	jointest.RunForeign(t, func(t *testing.T, language string, moves []jointest.Move) []string {
		w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits) // in which it is known, too
		return w.play(t, language, moves)
	})
}

// play implements [jointest.Play].
func (w *world) play(_ *testing.T, language string, moves []jointest.Move) []string {
	p := w.fake.AddPerson(language)
	p.Say("/start")
	var shown []string
	for i, m := range moves {
		card := p.Sees(onCard(m.Screen))
		shown = append(shown, card.Text+"\n"+card.Keyboard.String())
		if i == len(moves)-1 {
			p.Say(m.Text) // what is stored
			break
		}
		if len(m.Press) == 0 {
			p.Say(m.Text)
			continue
		}
		for _, c := range m.Press {
			p.Press(c.Action)
			if m.Finish.ID != "" {
				p.Sees(selected(c.Action))
			}
		}
		if m.Finish.ID != "" {
			p.Press(m.Finish.Action)
		}
	}
	stored := p.Sees(func(m telegramtest.Message) bool {
		return m.FromBot && m.Document != nil && strings.Contains(string(m.Document.Content), `"as_of"`)
	})
	return append(shown, string(stored.Document.Content))
}

// onCard returns a condition: the message shows this screen, and has its first button. The title
// alone may stand on another card: a result's "70 points" is also what the last question says.
func onCard(s conversation.Screen) func(telegramtest.Message) bool {
	return func(m telegramtest.Message) bool {
		_, ok := m.Keyboard.Find(s.Choices[0].Action)
		return ok && shows(s.Title, s.Progress)(m)
	}
}

// selected returns a condition: the toggle that an action switches on is on.
func selected(action string) func(telegramtest.Message) bool {
	off := "off:" + strings.TrimPrefix(action, "on:")
	return func(m telegramtest.Message) bool {
		b, ok := m.Keyboard.Find(off)
		return ok && strings.HasPrefix(b.Text, "✅")
	}
}
