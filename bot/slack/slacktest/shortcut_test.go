package slacktest

import (
	"testing"

	"github.com/slack-go/slack"
)

// TestPermalink is the address of a message in a channel and in a thread, asked for with GET.
func TestPermalink(t *testing.T) {
	s := New(t, Options{})
	tm := s.Team("T1")
	p := tm.Person("U1")
	c := tm.Channel("C1", p).Invite()
	root := p.Mention(c, "", "hello")
	reply := p.Mention(c, root, "again")
	api := slack.New(tm.Token(), slack.OptionAPIURL(s.API()))
	for ts, thread := range map[string]string{root: "", reply: "?thread_ts=" + root + "&cid=C1"} {
		link, err := api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C1", Ts: ts})
		if want := "https://workspace-T1.slack.com/archives/C1/p" + ts[:10] + ts[11:] + thread; err != nil || link != want {
			t.Errorf("%q, %v; want %q", link, err, want)
		}
	}
	if _, err := api.GetPermalinkContext(t.Context(), &slack.PermalinkParameters{Channel: "C1", Ts: "1.1"}); err == nil {
		t.Error("a message that is not there has an address")
	}
}
