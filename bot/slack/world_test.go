package slack

import (
	"context"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a bot that runs against a fake Slack.
type world struct {
	t     *testing.T
	fake  *slacktest.Server
	team  *slacktest.Team
	store *shaky
	slack *Slack
	bot   *bot.Bot
	base  string // of the bot's own addresses
	log   *logs
	stop  func()
	// patience is how long the bot waits for a delivery to be taken; 0 is the default.
	patience time.Duration
	private  []string       // what the log must not hold
	gone     sync.Map       // ids of people who have left their channels
	installs *install.Store // of a bot for many workspaces
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

// mode is how deliveries come in.
type mode string

const (
	overHTTP   mode = "http"
	overSocket mode = "socket"
)

var unlimited = bot.Options{Unlimited: true}

// begin starts a fake Slack with one workspace, and the bot in it, until the test ends.
func begin(t *testing.T, m mode, o slacktest.Options, b bot.Options) *world {
	t.Helper()
	w := &world{t: t}
	w.begin(m, o, b)
	return w
}

func (w *world) begin(m mode, o slacktest.Options, b bot.Options) {
	t := w.t
	t.Helper()
	w.fake, w.log = slacktest.New(t, o), &logs{}
	w.team = w.fake.Team("T1")
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "slack.db"))
	if err != nil {
		t.Fatal(err)
	}
	w.store = &shaky{Store: store}
	w.run(m, b, o.Now)
	t.Cleanup(func() {
		w.stop()
		if err := store.Close(); err != nil {
			t.Error(err)
		}
		secrets := []string{"xoxb-", "xapp-", "xoxe", "hooks.slack", w.fake.URL(), w.fake.SigningSecret()}
		for _, secret := range append(secrets, w.private...) {
			if s := w.log.String(); strings.Contains(s, secret) {
				t.Errorf("the log holds %q:\n%s", secret, s)
			}
		}
		if t.Failed() {
			t.Logf("log:\n%s", w.log)
		}
	})
}

// run starts the bot on the store; stop ends it.
func (w *world) run(m mode, o bot.Options, now func() time.Time) {
	w.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	log := slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	settings := Options{API: w.fake.API(), Secrets: []string{w.fake.SigningSecret()}, Log: log, Now: now, Patience: w.patience, Client: newClient()}
	settings.Client.Transport = &departures{RoundTripper: settings.Client.Transport, gone: &w.gone}
	if m == overSocket {
		settings.AppToken = w.fake.AppToken()
	}
	in, err := Connect(ctx, w.team.Token(), settings)
	if err != nil {
		cancel()
		w.t.Fatal(err)
	}
	settings.Installs = install.Single(in)
	w.serve(ctx, cancel, m, settings, o)
}

// serve starts the bot with its settings.
func (w *world) serve(ctx context.Context, cancel context.CancelFunc, m mode, settings Options, o bot.Options) {
	w.t.Helper()
	var err error
	if w.slack, err = New(settings); err != nil {
		cancel()
		w.t.Fatal(err)
	}
	o.Log, o.Remember, o.Now = settings.Log, time.Hour, settings.Now
	o.AnyHaste = true
	b := bot.NewPosting(w.store, Platform, w.slack, o)
	w.bot = b
	w.slack.Use(b)
	server := httptest.NewServer(w.slack.Handler())
	w.base = server.URL
	if m == overHTTP {
		w.fake.SetAppURL(server.URL)
	}
	var posts, intake sync.WaitGroup
	posting, stopPosting := context.WithCancel(context.Background())
	posts.Go(func() {
		if err := b.Run(posting); err != nil {
			w.t.Error(err)
		}
	})
	intake.Go(func() {
		if err := w.slack.Run(ctx); err != nil {
			w.t.Error(err)
		}
	})
	w.stop = sync.OnceFunc(func() {
		cancel()
		intake.Wait()
		server.Close()
		stopPosting()
		posts.Wait()
		w.slack.o.Client.Transport.(*departures).CloseIdleConnections()
	})
	if m == overSocket && !w.fake.Await(func() bool { return w.fake.Connections() > 0 }) {
		w.t.Fatal("no connection")
	}
}

// sees waits until the newest message of the bot to a person meets a condition, and returns it.
func (w *world) sees(p *slacktest.Person, what func(*slacktest.Message) bool) *slacktest.Message {
	w.t.Helper()
	var m *slacktest.Message
	if !p.Await(func() bool { m = newest(p); return m != nil && what(m) }) {
		if m == nil {
			w.t.Fatalf("the person sees nothing; troubles %q, log\n%s", p.ErrorsShown(), w.log)
		}
		w.t.Fatalf("the person sees\n%s\ntroubles %q, log\n%s", m.Plain(), p.ErrorsShown(), w.log)
	}
	return m
}

// newest is the newest message of the bot in the direct message that is no file.
func newest(p *slacktest.Person) *slacktest.Message {
	for _, m := range slices.Backward(p.DM()) {
		if m.Bot && len(m.Files) == 0 {
			return m
		}
	}
	return nil
}

// shows returns a condition: the message says all of the texts.
func shows(texts ...string) func(*slacktest.Message) bool {
	return func(m *slacktest.Message) bool {
		for _, text := range texts {
			if !strings.Contains(unescape(m.Plain()), text) {
				return false
			}
		}
		return true
	}
}
