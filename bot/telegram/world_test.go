package telegram

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

const token = "123456:fake-token"

// world is a bot that runs against a fake Telegram.
type world struct {
	t     *testing.T
	fake  *telegramtest.Server
	store bot.Store
	log   *bottest.Log
	alone bot.Lock
	now   func() time.Time // of the bot, time.Now where nil
	stop  func()
	bot   *bot.Bot // that runs
}

// mode is how updates come in.
type mode string

const (
	polling  mode = "polling"
	webhooks mode = "webhook"
)

// begin starts a fake Telegram and the bot, until the test ends.
func begin(t *testing.T, m mode, o telegramtest.Options, b bottest.Options) *world {
	t.Helper()
	o.AnyWebhook = true
	if o.Second == 0 {
		o.Second = 20 * time.Millisecond
	}
	w := &world{t: t, fake: telegramtest.New(t, o), log: &bottest.Log{}}
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "telegram.db"))
	if err != nil {
		t.Fatal(err)
	}
	w.store = store
	w.run(m, b)
	t.Cleanup(func() {
		w.stop()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		if s := w.log.String(); strings.Contains(s, "fake-token") {
			t.Errorf("the log holds the token:\n%s", s)
		}
	})
	return w
}

// run starts the bot on the store; stop ends it.
func (w *world) run(m mode, o bottest.Options) {
	w.t.Helper()
	o.Bot.Log.Logger, o.Outbox.Log.Logger = w.log.Logger(), w.log.Logger()
	o.Bot.NoRateLimit, o.Bot.Now, o.Outbox.Now = true, w.now, w.now
	settings := Options{Token: token, API: w.fake.URL(), Log: w.log.Logger(), PollTimeout: time.Second, Alone: w.alone, Now: w.now, Client: newClient()}
	running := bottest.Run(w.t, w.store, Platform, connect(m, settings), o)
	w.bot = running.Bot
	w.stop = func() {
		running.Stop()
		settings.Client.CloseIdleConnections()
	}
}

// connect connects to Telegram, as a test may to a fake one.
func connect(m mode, o Options) bottest.Connect {
	return func(ctx context.Context, address string) (bottest.Platform, error) {
		if m == webhooks {
			o.PublicURL = address
		}
		return New(ctx, o)
	}
}

// shows returns a condition: the message says all of the texts.
func shows(texts ...string) func(telegramtest.Message) bool {
	return func(m telegramtest.Message) bool {
		if !m.FromBot {
			return false
		}
		for _, text := range texts {
			if !strings.Contains(m.Text, text) {
				return false
			}
		}
		return true
	}
}

// cards counts the bot's messages in a chat, but for files, and those with buttons.
func cards(c telegramtest.Chat) (all, live int) {
	for _, m := range c.Messages {
		if m.FromBot && m.Document == nil {
			all++
			if len(m.Keyboard) > 0 {
				live++
			}
		}
	}
	return all, live
}
