package telegram

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/retry"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

const childAPI = "HSPBOT_TEST_API" // where the fake Telegram is

// TestChild is the bot that is killed.
func TestChild(t *testing.T) {
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := bottest.NoLimits
	o.Bot.Log.Logger, o.Outbox.Log.Logger = log, log
	open := func(file string) (bot.Store, error) { return sqlite.Open(file) }
	bottest.Child(t, open, Platform, func(m string) bottest.Connect {
		try := connect(mode(m), Options{Token: token, API: os.Getenv(childAPI), Log: log, PollTimeout: 5 * time.Second})
		return func(ctx context.Context, address string) (p bottest.Platform, err error) {
			err = retry.Do(ctx, retry.Backoff{Min: 20 * time.Millisecond, Max: 20 * time.Millisecond}, 20, func() error { // as whatever keeps the bot running does
				p, err = try(ctx, address)
				return err
			})
			return p, err
		}
	}, o)
}

// killed lets a crowd talk with a bot that is killed again and again, and counts.
func killed(t *testing.T, people, times int, faults telegramtest.Faults) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true, Second: 200 * time.Millisecond})
	fake.SetFaults(faults)
	k := bottest.NewKiller(t)
	k.Modes, k.Env = []string{string(polling), string(webhooks)}, []string{childAPI + "=" + fake.URL()}
	if raced {
		k.Least, k.Most = 2*k.Least, 2*k.Most
	}
	k.Start(times)
	// The last people begin before the last kill.
	c := crowd(fake, people)
	c.Thinks, c.Admit = 500*time.Millisecond, func(i int) { k.After(i * (times - 1) / people) }
	stories := c.Talk(people)
	fake.SetFaults(telegramtest.Faults{})
	drained(t, fake)
	answered(fake)
	k.Stop()
	store, err := sqlite.Open(k.File)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	y := count(t, fake, store, stories, k.Kills())
	t.Logf("%d people, killed %d times: %s", people, times, y)
	if log := k.Log.String(); t.Failed() {
		t.Logf("the bot's log ends:\n%s", log[max(0, len(log)-6000):])
	}
	unanswered(t, fake, k.Kills())
	holdsNoSecrets(t, k.Log.String(), stories)
	if log := k.Log.String(); strings.Contains(log, "panic") || strings.Contains(log, "DATA RACE") {
		t.Errorf("the bot's log:\n%s", log)
	}
}

// TestCrash: the bot is killed at random moments while people talk with it over a network
// on which everything goes wrong. Every conversation ends with the result its answers
// deserve, nobody is stuck, and no card comes twice but where a send's end was unknown.
func TestCrash(t *testing.T) {
	people, times := 200, 10
	if raced {
		people, times = 80, 5
	}
	if testing.Short() {
		people, times = 40, 4
	}
	killed(t, people, times, telegramtest.Faults{Duplicate: 0.1, Reorder: 0.1, TooMany: 0.02, BadGateway: 0.02,
		ResetBefore: 0.005, ResetAfter: 0.005, Methods: append(sending, "getUpdates", "getMe", "setWebhook", "deleteWebhook")})
}

// TestKilled is the last row of the table of faults: SIGKILL five times on a network that works.
// [TestCrash] does the same, and more, on one that does not.
func TestKilled(t *testing.T) {
	if raced {
		t.Skip("runs without the race detector")
	}
	people := 400
	if testing.Short() {
		people = 40
	}
	killed(t, people, 5, telegramtest.Faults{})
}
