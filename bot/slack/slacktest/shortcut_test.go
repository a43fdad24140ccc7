package slacktest_test

import (
	"testing"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// TestPermalink is the address of a message in a channel and in a thread, asked for with GET.
func TestPermalink(t *testing.T) {
	w := newWorld(t, slacktest.Options{})
	c := w.team.Channel("C9", w.person).Invite()
	root := w.person.Mention(c, "", "hello")
	reply := w.person.Mention(c, root, "again")
	for ts, thread := range map[string]string{root: "", reply: "?thread_ts=" + root + "&cid=C9"} {
		link, err := w.api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C9", Ts: ts})
		must(t, err)
		if want := "https://workspace-T1.slack.com/archives/C9/p" + ts[:10] + ts[11:] + thread; link != want {
			t.Errorf("%q, want %q", link, want)
		}
	}
	_, err := w.api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C9", Ts: "1.1"})
	refused(t, err, "message_not_found")
}
