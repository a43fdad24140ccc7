package slack

import (
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// TestShareByCode: an adviser types a code to the command in a channel and sees the result alone, in
// their own language; in a message that mentions the app it is refused, as others read it; deleted,
// it shows nothing.
func TestShareByCode(t *testing.T) {
	t.Parallel()
	for _, m := range []mode{overHTTP, overSocket} {
		t.Run(string(m), func(t *testing.T) {
			w, _ := start(t, m)
			p, adviser := w.person("UPERSON1"), w.person("UPERSON2")
			c := w.team.Channel("C1", p, adviser)
			list := moves(t, "en", "i-b")
			p.Command(c, "")
			w.until(p, private(p, c), onCard(list[0].Screen.Title, ""))
			w.follow(p, private(p, c), list, func(text string) { w.typed(p, private(p, c)(), text) })
			w.until(p, private(p, c), result)
			w.press(p, private(p, c)(), conversation.ShowAction("next"))
			w.until(p, private(p, c), says("en", "next.title"))
			w.press(p, private(p, c)(), conversation.ShowAction("share"))
			w.until(p, private(p, c), says("en", "sharing.title"))
			w.press(p, private(p, c)(), "share:make:")
			w.until(p, private(p, c), says("en", "sharing.made"))
			share := w.session(own(p)).State.Share
			if share == nil || !strings.Contains(private(p, c)().Plain(), share.Typed()) {
				t.Fatalf("the code %+v is not said:\n%s", share, private(p, c)().Plain())
			}
			adviser.Command(c, share.Typed())
			title := conversation.SharedResult(share, "en").Title
			w.until(adviser, private(adviser, c), func(m *slacktest.Message) bool { return strings.Contains(unescape(m.Plain()), title) })
			if s := w.session(own(adviser)).State; s.Share != nil || s.Goal != "" {
				t.Errorf("of the adviser is kept %+v", s)
			}
			w.press(p, private(p, c)(), "share:drop")
			w.until(p, private(p, c), says("en", "sharing.dropped"))
			adviser.Command(c, share.Typed())
			w.until(adviser, private(adviser, c), says("en", "code.gone"))
			c.Invite()
			w.quiet()
			before := len(c.Messages())
			adviser.Mention(c, "", share.Typed())
			w.until(adviser, private(adviser, c), says("en", "code.private"))
			w.quiet()
			if list, err := w.Bot.List(t.Context(), channelPrefix(p.Team.ID, c.ID), "", 10); err != nil || len(list) > 0 {
				t.Errorf("%d candidates were begun, %v", len(list), err)
			}
			if n := len(c.Messages()) - before; n > 1 { // the adviser's own
				t.Errorf("everybody reads %d messages", n)
			}
		})
	}
}

// says has a message say a text.
func says(tag, id string) func(*slacktest.Message) bool {
	return func(m *slacktest.Message) bool { return strings.Contains(unescape(m.Plain()), say(tag, id)) }
}
