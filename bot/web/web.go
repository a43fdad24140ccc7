package web

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"hspbot/bot"
	"hspbot/bot/expiring"
	"hspbot/bot/partner"
	"hspbot/bot/records"
	"hspbot/conversation"
	"hspbot/locales"
)

// Platform names the website in keys.
const Platform = "web"

// Options say how the website is served. All but Log and Now are for the pages.
type Options struct {
	// PublicURL is the https address under which the website is reached, without a slash at its
	// end; empty where it is reached over http, as on one's own machine.
	PublicURL string
	// TTL is how long a browser keeps its cookie; 30 days.
	TTL time.Duration
	// Telegram returns the link that opens the bot on Telegram, with a referral and a language;
	// empty where there is none. Nil is never.
	Telegram func(referral, language string) string
	// Slack is the address at which the app is added to a workspace; empty for none.
	Slack string
	// Records keep the links with which interviews go on in another browser. Nil is: there are none.
	Records records.Store
	// Partners are who sends people; nil for nobody.
	Partners *partner.Registry
	Log      *slog.Logger     // slog.Default
	Now      func() time.Time // time.Now
	// NoRateLimit takes any number of requests in any time, for tests.
	NoRateLimit bool
}

// Web is the platform.
type Web struct {
	o       Options
	cross   *http.CrossOriginProtection
	clients *expiring.Map[string, *client]
	starts  *rate.Limiter // of all clients together
	// examples are what the landing page shows, by language and day.
	examples *expiring.Map[string, conversation.State]
}

// New returns the platform.
func New(o Options) *Web {
	o.TTL = cmp.Or(o.TTL, 30*24*time.Hour)
	o.Log = cmp.Or(o.Log, slog.Default())
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Telegram == nil {
		o.Telegram = func(string, string) string { return "" }
	}
	w := &Web{o: o, cross: http.NewCrossOriginProtection(), clients: expiring.New[string, *client](maxClients, o.Now),
		examples: expiring.New[string, conversation.State](len(locales.Tags()), o.Now)}
	w.starts = w.limiter(allStarts)
	if o.PublicURL != "" {
		if err := w.cross.AddTrustedOrigin(origin(o.PublicURL)); err != nil {
			panic("web: " + o.PublicURL + " is no origin") // a setting that was read is one
		}
	}
	return w
}

// origin is an address without its path.
func origin(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}

// secure reports whether the website is reached over TLS.
func (w *Web) secure() bool { return strings.HasPrefix(w.o.PublicURL, "https://") }

// Run waits until ctx ends: what browsers send comes to the Handler.
func (w *Web) Run(ctx context.Context, _ *bot.Bot) error {
	<-ctx.Done()
	return nil
}

// unansweredFor is how long a conversation is kept in which nothing has been answered.
const unansweredFor = 24 * time.Hour

// Post implements [bot.Poster]: browsers ask for the screen themselves.
func (w *Web) Post(_ context.Context, p bot.Post) bot.Sent {
	sent := bot.Sent{}
	if p.Session.Version == 1 && p.Screen.Kind != conversation.Forgotten {
		sent.Expires = p.Session.Touched.Add(min(unansweredFor, w.o.TTL))
	}
	return sent
}

// Change implements [bot.Poster]: nothing is kept of what has been drawn.
func (w *Web) Change([]byte, []byte) []byte { return nil }

// Limits implements [bot.Poster]: there are none.
func (w *Web) Limits(bot.Post) []bot.Limit { return nil }
