package telegram

import (
	"html"
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestLongDetailIsRich: the points of all categories are a rich message with tables that unfold;
// the result is a plain one again.
func TestLongDetailIsRich(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	result := p.Sees(resultWith("80 points"))
	p.Press("show:points")
	points := p.Sees(shows(v.Say("points.title")))
	if points.ID != result.ID || !points.Rich || !strings.Contains(points.HTML, "<details><summary>") || !strings.Contains(points.HTML, "<td align=\"right\"><b>20 / 20</b></td>") {
		t.Errorf("the points are\n%s", points.HTML)
	}
	p.Press("show:")
	if again := p.Sees(resultWith("80 points")); again.Rich || again.Text != result.Text {
		t.Errorf("the result is\n%s", again)
	}
	last := p.Last().ID
	p.Say("/documents")
	p.Sees(func(m telegramtest.Message) bool { return m.ID > last && m.Rich && len(m.Keyboard) > 0 })
}

// TestServerWithoutRichMessages: it is tried once; the same is said by quotations that unfold.
func TestServerWithoutRichMessages(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{Older: true}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	p.Sees(resultWith("80 points"))
	for range 2 {
		p.Press("show:points")
		points := p.Sees(shows(v.Say("points.title")))
		if points.Rich || !strings.Contains(points.HTML, "<blockquote expandable>") {
			t.Errorf("the points are\n%s", points.HTML)
		}
		p.Press("show:")
		p.Sees(resultWith("80 points"))
	}
	last := p.Last().ID
	p.Say("/documents")
	p.Sees(func(m telegramtest.Message) bool { return m.FromBot && m.ID > last && len(m.Keyboard) > 0 })
	refused := w.fake.Calls(func(c telegramtest.Call) bool { return c.Outcome == telegramtest.Refused })
	if len(refused) != 1 {
		t.Errorf("refused are %v, want one call", refused)
	}
}

// TestRichHoldsAll: nothing of a long detail is lost in a rich message, in any language, and all of
// it is what Telegram accepts.
func TestRichHoldsAll(t *testing.T) {
	pure(t)
	for _, language := range locales.Tags() {
		n := 0
		for _, s := range screensIn(language) {
			if !isLong(&s) {
				continue
			}
			n++
			markup := renderRich(&s)
			for _, wrong := range telegramtest.CheckRich(markup) {
				t.Errorf("%s %s: %s", language, s.ID, wrong)
			}
			bare := html.UnescapeString(tags.ReplaceAllString(markup, ""))
			for _, b := range s.Body {
				texts := []string{b.Text}
				for _, l := range b.Lines {
					texts = append(texts, l.Label, l.Value, l.Note)
				}
				for _, text := range texts {
					if !strings.Contains(bare, text) && b.Kind != conversation.Code {
						t.Errorf("%s %s: %q is missing", language, s.ID, text)
					}
				}
			}
		}
		if n == 0 {
			t.Errorf("%s: no detail is long", language)
		}
	}
}
