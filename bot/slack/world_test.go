package slack

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/card"
	"hspbot/bot/invite"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
	"hspbot/locales"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// world is a bot that runs against a fake Slack.
type world struct {
	t     *testing.T
	fake  *slacktest.Server
	team  *slacktest.Team
	store *shaky
	slack *Slack
	*bottest.Running
	base string // of the bot's own addresses
	log  *bottest.Log
	stop func()
	// patience is how long the bot waits for a delivery to be taken; 0 is 8 seconds, where the fake waits 9.
	patience time.Duration
	ttl      time.Duration  // after which candidates expire
	private  []string       // what the log must not hold
	gone     sync.Map       // ids of people who have left their channels
	installs *install.Store // of a bot for many workspaces
	// invitations are those by which candidates are asked; nil where they cannot be.
	invitations *invite.Book
}

// mode is how deliveries come in.
type mode string

const (
	overHTTP   mode = "http"
	overSocket mode = "socket"
)

// begin starts a fake Slack with one workspace, and the bot in it, until the test ends.
func begin(t *testing.T, m mode, o slacktest.Options, b bottest.Options) *world {
	t.Helper()
	w := &world{t: t}
	w.begin(m, o, b)
	return w
}

func (w *world) begin(m mode, o slacktest.Options, b bottest.Options) {
	t := w.t
	t.Helper()
	if w.patience == 0 && o.AckTimeout == 0 { // a machine that is busy is no reason to deliver again
		w.patience, o.AckTimeout = 8*time.Second, 9*time.Second
	}
	w.fake, w.log = slacktest.New(t, o), &bottest.Log{}
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
func (w *world) run(m mode, o bottest.Options, now func() time.Time) {
	w.t.Helper()
	settings := Options{API: w.fake.API(), Secrets: []string{w.fake.SigningSecret()}, Log: w.log.Logger(), Now: now, TTL: w.ttl, Records: w.store, AckTimeout: w.patience, Client: newClient()}
	if w.invitations != nil {
		if w.invitations.Records == nil {
			w.invitations.Records = w.store
		}
		settings.Asking = &Asking{Invitations: w.invitations, Link: func(code string) string { return "https://t.me/points_bot?start=ask--" + code }}
	}
	settings.Client.Transport = &departures{RoundTripper: settings.Client.Transport, gone: &w.gone}
	if m == overSocket {
		settings.AppToken = w.fake.AppToken()
	}
	in, err := Connect(w.t.Context(), w.team.Token(), settings)
	if err != nil {
		w.t.Fatal(err)
	}
	settings.Installs = install.Single(in)
	w.serve(m, settings, o)
}

// serve starts the bot with its settings.
func (w *world) serve(m mode, settings Options, o bottest.Options) {
	w.t.Helper()
	var err error
	if w.slack, err = New(settings); err != nil {
		w.t.Fatal(err)
	}
	o.Bot.Log.Logger, o.Bot.RememberFor, o.Bot.Now = settings.Log, time.Hour, settings.Now
	o.Bot.NoRateLimit = true
	o.Outbox.Log.Logger, o.Outbox.Now = settings.Log, settings.Now
	w.Running = bottest.Run(w.t, w.store, Platform, func(context.Context, string) (bottest.Platform, error) {
		return w.slack, nil
	}, o)
	w.base = w.Address
	if m == overHTTP {
		w.fake.SetAppURL(w.base)
	}
	w.stop = func() {
		w.Stop()
		settings.Client.Transport.(*departures).CloseIdleConnections()
	}
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

// languageOf is the language in which the bot speaks to a person.
func (w *world) languageOf(p *slacktest.Person) string {
	match, _ := locales.Match(p.Locale)
	return match
}

// surfaceOf is what stands in Slack of a conversation.
func surfaceOf(s bot.Session) surface { return card.Read[surface](s.Surface) }

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
			plain := unescape(m.Plain())
			if !slices.ContainsFunc(append(asCandidates(text), text), func(text string) bool { return strings.Contains(plain, text) }) {
				return false
			}
		}
		return true
	}
}

// ofCandidates is a text of the interview as it is said of a candidate, where that is another.
func ofCandidates(text string) string {
	if list := asCandidates(text); len(list) > 0 {
		return list[0]
	}
	return text
}

// asCandidates are the ways to say a text of a candidate, in the languages that have it.
func asCandidates(text string) []string { return saidOfCandidates()[text] }

// saidOfCandidates are the texts of the interview that are others of a candidate, by their own.
var saidOfCandidates = sync.OnceValue(func() map[string][]string {
	texts := map[string][]string{}
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		for _, id := range v.IDs() {
			if own, ok := strings.CutPrefix(id, "candidate."); ok && v.Has(own) {
				texts[v.Say(own)] = append(texts[v.Say(own)], v.Say(id))
			}
		}
	}
	return texts
})
