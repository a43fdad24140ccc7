package slack

import (
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest/blockkit"
	"hspbot/conversation"
)

// TestContactsOpen: in Slack an e-mail address and a page open, and what Slack has no links for is text.
func TestContactsOpen(t *testing.T) {
	for _, c := range []struct {
		line conversation.Line
		want string
	}{
		{conversation.Line{Label: "E-mail: a&b@sakura.example", Link: "mailto:a&b@sakura.example"}, "• <mailto:a&amp;b@sakura.example|E-mail: a&amp;b@sakura.example>"},
		{conversation.Line{Label: "Website: https://sakura.example/?a&b", Link: "https://sakura.example/?a&b"}, "• <https://sakura.example/?a&amp;b|Website: https://sakura.example/?a&amp;b>"},
		{conversation.Line{Label: "Sakura Office can check this", Note: "E-mail: visa@sakura.example", Link: "mailto:visa@sakura.example"},
			"• Sakura Office can check this\n      <mailto:visa@sakura.example|E-mail: visa@sakura.example>"},
		{conversation.Line{Label: "Phone: +81 3 0000 0000", Link: "tel:+81300000000"}, "• Phone: +81 3 0000 0000"},
		{conversation.Line{Label: "WeChat: sakura_visa"}, "• WeChat: sakura_visa"},
	} {
		got := line(c.line, conversation.List)
		if got != c.want {
			t.Errorf("%+v is\n%s\nwant\n%s", c.line, got, c.want)
		}
		if problems := blockkit.Text(got); len(problems) > 0 {
			t.Errorf("Slack refuses %s: %v", got, strings.Join(problems, ", "))
		}
	}
}
