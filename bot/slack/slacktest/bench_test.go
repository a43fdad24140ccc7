package slacktest_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/slacktest"
)

// BenchmarkTurn is a press, the acknowledgement, an update of the message, and its echo.
func BenchmarkTurn(b *testing.B) {
	s := slacktest.New(b, slacktest.Options{Unlimited: true})
	p := s.Team("T1").Person("U1")
	calls := &http.Client{Transport: &http.Transport{}}
	defer calls.CloseIdleConnections()
	client := slack.New(p.Team.Token(), slack.OptionAPIURL(s.API()), slack.OptionHTTPClient(calls))
	a := newApp(b, s)
	blocks := slack.MsgOptionBlocks(section("Question"), row("r", "Yes", "No", "Not sure", "Back"))
	ch, ts, err := client.PostMessage("U1", slack.MsgOptionText("0", false), blocks)
	if err != nil {
		b.Fatal(err)
	}
	a.says(func(http.ResponseWriter, request) {})
	for i := 0; b.Loop(); i++ {
		if err := p.Press(p.Last(), "Yes"); err != nil {
			b.Fatal(err)
		}
		text := fmt.Sprint(i)
		if _, _, _, err := client.UpdateMessage(ch, ts, slack.MsgOptionText(text, false), blocks); err != nil {
			b.Fatal(err)
		}
		if !p.Await(func() bool { return p.Last().Text == text }) {
			b.FailNow()
		}
	}
	s.Await(func() bool { return s.Pending() == 0 })
}
