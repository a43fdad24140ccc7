package slack

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
)

// What the bot that is killed is told, beside what [bottest.Child] is.
const (
	childAPI    = "HSPBOT_TEST_API"
	childToken  = "HSPBOT_TEST_TOKEN"
	childApp    = "HSPBOT_TEST_APP_TOKEN"
	childSecret = "HSPBOT_TEST_SECRET"
)

// TestChild is the bot that is killed.
func TestChild(t *testing.T) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := bottest.Options{Bot: bot.Options{Log: bot.Log{Logger: log}, RememberFor: time.Hour}, Outbox: outbox.Options{Log: bot.Log{Logger: log}, NoLimits: true}}
	settings := Options{API: os.Getenv(childAPI), Secrets: []string{os.Getenv(childSecret)}, Log: log, Client: newClient()}
	open := func(file string) (bot.Store, error) {
		store, err := sqlite.Open(file)
		settings.Records = store
		return store, err
	}
	defer settings.Client.CloseIdleConnections()
	bottest.Child(t, open, Platform, func(m string) bottest.Connect {
		if mode(m) == overSocket {
			settings.AppToken = os.Getenv(childApp)
		}
		return func(ctx context.Context, _ string) (bottest.Platform, error) {
			in, err := Connect(ctx, os.Getenv(childToken), settings)
			if err != nil {
				return nil, err
			}
			settings.Installs = install.Single(in)
			return New(settings)
		}
	}, o)
}

// TestCrash: the bot is killed at random moments while people talk with it over a network
// on which everything goes wrong: in direct messages, in private interviews in a channel,
// and two colleagues at a time about candidates. Every conversation ends with the result its
// answers deserve, nobody is stuck, and nothing comes twice but where a send's end was
// unknown.
func TestCrash(t *testing.T) {
	people, times := kinds{150, 24, 26}, 10
	if testing.Short() || raced {
		people, times = kinds{16, 4, 4}, 3
	}
	fake := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: patience})
	team := fake.Team("T1")
	k := bottest.NewKiller(t)
	k.Modes = []string{string(overSocket), string(overHTTP)}
	k.Env = []string{childAPI + "=" + fake.API(), childToken + "=" + team.Token(), childApp + "=" + fake.AppToken(), childSecret + "=" + fake.SigningSecret()}
	k.Ready = func(m, address string) { // direct deliveries to it
		if mode(m) == overHTTP {
			fake.SetAppURL(address)
		} else {
			fake.SetAppURL("")
			fake.Await(func() bool { return fake.Connections() > 0 })
		}
		fake.Redeliver()
	}
	k.Tick = func() { fake.Redeliver() } // what was not acknowledged comes again
	c := crowd{fake: fake, stories: people.invite(team), atOnce: people.people(), patience: patience, thinks: 500 * time.Millisecond, sighs: 1500 * time.Millisecond}
	// The last people begin before the last kill.
	c.admit = func(i int) { k.After(i * (times - 1) / people.people()) }
	everything.set(fake)
	if raced {
		k.Least, k.Most = 2*k.Least, 2*k.Most
	}
	k.Start(times)
	c.talk()
	everything.end(fake)
	c.drained(t)
	k.Stop()
	store, err := sqlite.Open(k.File)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	y := c.count(t, store, team.ID, k.Kills())
	t.Logf("killed %d times: %s", times, y)
	for _, v := range fake.Violations() {
		if !strings.HasPrefix(v, "upload: ") { // a file of which the kill left a part
			t.Errorf("violation of Slack: %s", v)
		}
	}
	log := k.Log.String()
	c.unlogged(t, log)
	for _, word := range []string{"xoxb-", "xapp-", fake.URL(), fake.SigningSecret(), "panic", "DATA RACE", "post refused"} {
		if strings.Contains(log, word) {
			t.Errorf("the log of the bot holds %q", word)
		}
	}
	if t.Failed() {
		t.Logf("the bot's log:\n%s", log)
	}
}
