package telegram

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

const token = "123456:fake-token"

// world is a bot that runs against a fake Telegram.
type world struct {
	t     *testing.T
	fake  *telegramtest.Server
	store bot.Store
	log   *logs
	alone bot.Lock
	stop  func()
}

// logs keeps what is logged, to look for what must not be there.
type logs struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// mode is how updates come in.
type mode string

const (
	polling  mode = "polling"
	webhooks mode = "webhook"
)

// begin starts a fake Telegram and the bot, until the test ends.
func begin(t *testing.T, m mode, o telegramtest.Options, b bot.Options) *world {
	t.Helper()
	o.AnyWebhook = true
	if o.Second == 0 {
		o.Second = 20 * time.Millisecond
	}
	w := &world{t: t, fake: telegramtest.New(t, o), log: &logs{}}
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
func (w *world) run(m mode, o bot.Options) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	var handler *Telegram
	var server *httptest.Server
	settings := Options{Token: token, API: w.fake.URL(), Log: log, PollTimeout: time.Second, Alone: w.alone}
	if m == webhooks {
		server = httptest.NewServer(lateHandler(&handler))
		settings.PublicURL = server.URL
	}
	tele, err := New(ctx, settings)
	if err != nil {
		w.t.Fatal(err)
	}
	handler = tele
	o.Log = log
	o.AnyHaste = true
	b := bot.NewPosting(w.store, Platform, tele, o)
	tele.Use(b)
	var group sync.WaitGroup
	posting, stopPosting := context.WithCancel(context.Background())
	group.Go(func() {
		if err := b.Run(posting); err != nil {
			w.t.Error(err)
		}
	})
	var intake sync.WaitGroup
	intake.Go(func() {
		if err := tele.Run(ctx); err != nil {
			w.t.Error(err)
		}
	})
	w.stop = sync.OnceFunc(func() {
		cancel()
		intake.Wait()
		if server != nil {
			server.Close()
		}
		stopPosting()
		group.Wait()
		settings.Client = nil
		tele.o.Client.CloseIdleConnections()
	})
}

// lateHandler serves the handler of a platform that is made after its server.
func lateHandler(t **Telegram) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*t).Handler().ServeHTTP(w, r) })
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

// cards counts the bot's messages in a chat, and those with buttons.
func cards(c telegramtest.Chat) (all, live int) {
	for _, m := range c.Messages {
		if m.FromBot {
			all++
			if len(m.Keyboard) > 0 {
				live++
			}
		}
	}
	return all, live
}
