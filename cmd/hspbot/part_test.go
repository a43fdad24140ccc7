package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
)

// TestOutOfReachAtStart: a platform that cannot be reached at the start is waited for, and the
// other one is served meanwhile, over HTTP too. The log says once why, /readyz and the metrics
// say which. A token that is refused ends the program all the same.
func TestOutOfReachAtStart(t *testing.T) {
	tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true, Token: "123456:fake-token"})
	tele.SetDown(true)
	fake := slacktest.New(t, slacktest.Options{})
	team := fake.Team("T1")
	set := fileSettings(t)
	set.Telegram.Token, set.Telegram.API = tele.Token(), apiURL(tele.URL())
	set.Slack.BotToken, set.Slack.API = team.Token(), apiURL(strings.TrimSuffix(fake.API(), "/"))
	set.Slack.SigningSecrets = secretList{fake.SigningSecret()}
	set.Ops, set.TTL, set.PublicURL = listenAddress(bottest.FreeAddress(t)), duration(time.Hour), publicURL("http://"+set.Listen)
	fake.SetAppURL("http://" + string(set.Listen))
	log := &quiet{}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, set, slog.New(slog.NewTextHandler(log, nil))) }()
	ops := "http://" + string(set.Ops)
	eventually(t, ops+"/metrics", func(_ int, body string) bool {
		return strings.Contains(body, "\nhspbot_intake_up{platform=\"telegram\"} 0\n") && strings.Contains(body, "\nhspbot_intake_up{platform=\"slack\"} 1\n")
	})
	eventually(t, ops+"/readyz", func(status int, body string) bool {
		return status == http.StatusServiceUnavailable && strings.HasPrefix(body, "telegram: reach the Bot API: ") && !strings.Contains(body, "slack")
	})
	if status, body := get(t, ops+"/readyz/http"); status != http.StatusOK {
		t.Errorf("proxies are told %d %s", status, body)
	}
	if status, _ := get(t, "http://"+string(set.Listen)+"/telegram"); status != http.StatusServiceUnavailable {
		t.Errorf("a delivery of Telegram's is answered %d before it is reached", status)
	}
	anna := team.Person("U1")
	anna.Say("hello")
	if !fake.Await(func() bool { return len(anna.DM()) > 1 }) {
		t.Errorf("Slack is not served meanwhile:\n%s", log)
	}
	tele.SetDown(false)
	eventually(t, ops+"/readyz", func(status int, _ string) bool { return status == http.StatusOK })
	eventually(t, "http://"+string(set.Listen)+"/telegram", func(status int, _ string) bool { return status == http.StatusMethodNotAllowed })
	if n := strings.Count(log.String(), `msg="nothing is received" platform=telegram reason=network error="reach the Bot API: `); n != 1 {
		t.Errorf("the cause is logged %d times:\n%s", n, log)
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("serve = %v", err)
	}
	fake.Fail("auth.test", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_auth", Times: slacktest.Always})
	tele.SetDown(true)
	var usage usageError
	if err := serve(t.Context(), set, slog.New(slog.DiscardHandler)); !errors.As(err, &usage) || err.Error() != "HSPBOT_SLACK_BOT_TOKEN: wrong token: Slack does not accept it (invalid_auth)" {
		t.Errorf("with a token that Slack refuses: %v", err)
	}
}
