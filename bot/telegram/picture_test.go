package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestPicture: the chart comes as a picture that the chat shows, with the calendar's words below it.
func TestPicture(t *testing.T) {
	v := locales.In("zh")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("zh-CN")
	finish(p)
	p.Sees(resultWith())
	p.Press("show:calendar")
	p.Sees(shows(v.Say("calendar.note")))
	p.Press("show:chart")
	m := p.Sees(func(m telegramtest.Message) bool { return m.Document != nil })
	if d := m.Document; !d.Photo || d.Type == "" || !strings.HasPrefix(string(d.Content), "\x89PNG") {
		t.Errorf("a file of type %q", d.Type)
	}
	if !strings.Contains(m.Text, v.Say("calendar.title")) || !strings.Contains(m.Text, v.Say("calendar.run.always", "Mark", 70)) {
		t.Errorf("below it stands %q", m.Text)
	}
	p.Press("show:chart.dark")
	p.Sees(func(other telegramtest.Message) bool {
		return other.Document != nil && other.ID != m.ID && string(other.Document.Content) != string(m.Document.Content)
	})
}
