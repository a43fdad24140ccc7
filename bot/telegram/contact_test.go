package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
)

// TestContactsOpen: on Telegram an e-mail address, a telephone and a page open, in a message of either
// kind; the text says the same as without.
func TestContactsOpen(t *testing.T) {
	lines := []conversation.Line{
		{Label: "E-mail: visa@sakura.example", Link: "mailto:visa@sakura.example"}, {Label: "Phone: +81 3 0000 0000", Link: "tel:+81300000000"},
		{Label: "LINE: @sakura", Note: "https://line.me/R/ti/p/%40sakura?a&b", Link: "https://line.me/R/ti/p/%40sakura?a&b"}, {Label: "WeChat: sakura_visa"},
	}
	s := conversation.Screen{Language: "en", Title: "Whom to ask", Body: []conversation.Block{{Kind: conversation.List, Lines: lines}, {Kind: conversation.Table, Lines: lines}}}
	plain, whole := render(&s)
	rich := renderRich(&s)
	if problems := telegramtest.CheckRich(rich); !whole || len(problems) > 0 {
		t.Errorf("all of it: %t; Telegram refuses %v of\n%s", whole, problems, rich)
	}
	for _, drawn := range []string{plain, rich} {
		for _, want := range []string{`<a href="mailto:visa@sakura.example">E-mail: visa@sakura.example</a>`, `<a href="tel:+81300000000">Phone: +81 3 0000 0000</a>`,
			`<a href="https://line.me/R/ti/p/%40sakura?a&amp;b">`} {
			if n := strings.Count(drawn, want); n != 2 {
				t.Errorf("%d times %s in\n%s", n, want, drawn)
			}
		}
		if n := strings.Count(drawn, "<a "); n != 6 {
			t.Errorf("%d links in\n%s", n, drawn)
		}
	}
}
