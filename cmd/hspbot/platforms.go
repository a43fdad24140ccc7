package main

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"hspbot/bot"
	"hspbot/bot/api"
	"hspbot/bot/invite"
	"hspbot/bot/lead"
	"hspbot/bot/outbox"
	"hspbot/bot/slack"
	"hspbot/bot/slack/install"
	"hspbot/bot/telegram"
	"hspbot/bot/watch"
	"hspbot/bot/web"
)

// platform is a messaging service that the program serves, with everything the commands know
// of it. To add one, add its settings and a row to the table.
type platform struct {
	name   string // in logs, metrics and session keys
	title  string // as people write it
	enable string // the settings without which it is not served
	// configured reports whether the settings ask for it to be served.
	configured func(*settings) bool
	// validate finds settings that are missing or do not go together.
	validate func(*settings) error
	// paths are the HTTP paths that the platform or its users call; none where nothing has to
	// reach this program.
	paths func(*settings) []string
	// connect reaches the platform and prepares a bot for it. Its handlers are those of paths.
	// An error that is no usageError may pass by itself.
	connect func(ctx context.Context, r *running, p *part) (connection, error)
	// check tries the settings without changing anything.
	check func(ctx context.Context, c *checkup)
	// erase deletes what is kept of a person besides their conversations; nil where that is nothing.
	erase func(ctx context.Context, store watch.Store, person bot.Key) error
	// naming returns the conversations of others that name a person; nil where none do.
	naming func(ctx context.Context, store watch.Store, person bot.Key) ([]bot.Key, error)
}

// platforms are all there are, in the order in which they are listed.
var platforms = []platform{
	{
		name: telegram.Platform, title: "Telegram", enable: "HSPBOT_TELEGRAM_TOKEN",
		configured: func(s *settings) bool { return s.Telegram.Token != "" },
		validate:   validateTelegram,
		paths:      telegramPaths, connect: connectTelegram, check: checkTelegram,
	},
	{
		name: slack.Platform, title: "Slack", enable: "HSPBOT_SLACK_BOT_TOKEN (or, for many workspaces, HSPBOT_SLACK_CLIENT_ID)",
		configured: func(s *settings) bool { return s.Slack.used() },
		validate:   validateSlack,
		paths:      slackPaths, connect: connectSlack, check: checkSlack, erase: eraseSlack, naming: namingInSlack,
	},
	{
		name: web.Platform, title: website, enable: "HSPBOT_WEB=on",
		configured: func(s *settings) bool { return bool(s.Web) },
		validate:   func(*settings) error { return nil },
		paths:      func(*settings) []string { return append(slices.Clone(web.Paths), api.Path) }, connect: connectWeb, check: checkWeb,
	},
}

// website is the title of the one that needs no account.
const website = "the website"

// connection is a platform that has been reached.
type connection struct {
	title    string // of the bot there
	intake   string // how deliveries come
	outbox   *outbox.Outbox
	run      func(ctx context.Context) error // takes deliveries
	handlers map[string]http.Handler         // by path
}

func connectTelegram(ctx context.Context, r *running, p *part) (connection, error) {
	t, err := telegram.New(ctx, telegram.Options{Token: r.set.Telegram.Token, API: string(r.set.Telegram.API), PublicURL: string(r.set.PublicURL),
		Secret: string(r.set.Telegram.Secret), Log: r.log, Alone: r.store, Intake: p.deliveries, Invitations: r.invitations()})
	if errors.Is(err, telegram.ErrToken) {
		return connection{}, usageError{fmt.Errorf("HSPBOT_TELEGRAM_TOKEN: %w", err)}
	}
	if err != nil {
		return connection{}, err
	}
	r.telegram.Store(t)
	b, posting := r.newBot(p.name, t, 0)
	r.leads.Serve(p.name, lead.Platform{Tell: b.Tell, Post: postToTelegram(t)})
	c := connection{title: t.Name(), intake: "polling", outbox: posting, run: func(ctx context.Context) error { return t.Run(ctx, b) }}
	if t.Webhook() {
		c.intake, c.handlers = "webhook", map[string]http.Handler{t.Path(): t.Handler(b)}
	}
	return c, nil
}

// askLink is the link by which somebody answers an invitation on Telegram, by its code; empty until
// that has been reached.
func (r *running) askLink(code string) string {
	if t := r.telegram.Load(); t != nil {
		return t.AskLink(code)
	}
	return ""
}

// telegramLink is the link that opens the bot on Telegram, with who sent the person and the language
// to begin in, either of which may be empty. It is empty until Telegram has been reached.
func (r *running) telegramLink(referral, language string) string {
	t := r.telegram.Load()
	if t == nil {
		return ""
	}
	link, err := telegram.Link(t.Name(), referral, language)
	if err != nil {
		return ""
	}
	return link
}

func connectSlack(ctx context.Context, r *running, p *part) (connection, error) {
	set := r.set
	o := slack.Options{AppToken: string(set.Slack.AppToken), Secrets: set.Slack.SigningSecrets, API: set.Slack.base(), TTL: time.Duration(set.TTL),
		Log: r.log, Alone: r.store, Intake: p.deliveries, Records: r.store}
	if set.Telegram.Token != "" {
		o.Asking = &slack.Asking{Invitations: r.invitations(), Link: r.askLink}
	}
	c := connection{intake: "HTTP", title: "many workspaces", handlers: map[string]http.Handler{}}
	if set.Slack.many() {
		installs := install.New(r.store, set.Keys.Ring, install.Options{API: cmp.Or(set.Slack.base(), slack.SlackAPI), ClientID: set.Slack.ClientID,
			ClientSecret: set.Slack.ClientSecret, Log: r.log})
		key, err := hkdf.Key(sha256.New, []byte(set.Slack.ClientSecret), nil, "hspbot install state", sha256.Size)
		if err != nil {
			return connection{}, err
		}
		pages := installs.Handler(install.PageOptions{Public: string(set.PublicURL), Scopes: slack.Scopes, StateKey: key})
		for _, path := range installPaths {
			c.handlers[path] = pages
		}
		if _, err := installs.Sealed().Reseal(ctx); err != nil {
			return connection{}, usageError{fmt.Errorf("HSPBOT_KEYS: %w", err)}
		}
		o.Installs = installs
	} else {
		in, err := slack.Connect(ctx, set.Slack.BotToken, o)
		if errors.Is(err, slack.ErrToken) {
			return connection{}, usageError{fmt.Errorf("HSPBOT_SLACK_BOT_TOKEN: %w", err)}
		}
		if err != nil {
			return connection{}, err
		}
		o.Installs, o.Token, c.title = install.Single(in), set.Slack.BotToken, "one workspace"
	}
	s, err := slack.New(o)
	if err != nil {
		return connection{}, usageError{fmt.Errorf("HSPBOT_SLACK_API: %w", err)}
	}
	set.again.on("HSPBOT_SLACK_SIGNING_SECRET", func(next *settings) { s.SetSecrets(next.Slack.SigningSecrets) })
	b, posting := r.newBot(p.name, s, slackRetries)
	r.leads.Serve(p.name, lead.Platform{Tell: b.Tell, Post: postToSlack(s)})
	c.outbox, c.run = posting, func(ctx context.Context) error { return s.Run(ctx, b) }
	if s.Socket() {
		c.intake = "Socket Mode"
	}
	for _, path := range deliveryPaths(set) {
		c.handlers[path] = s.Handler(b)
	}
	return c, nil
}

// connectWeb prepares the website, which is reached at once.
func connectWeb(_ context.Context, r *running, p *part) (connection, error) {
	set := r.set
	options := web.Options{PublicURL: string(set.PublicURL), TTL: time.Duration(set.TTL), Telegram: r.telegramLink, Log: r.log, Now: r.store.Now, Partners: r.partners, Records: r.store}
	if set.Slack.many() {
		options.Slack = string(set.PublicURL) + slack.Path + "install"
	}
	w := web.New(options)
	b, posting := r.newBot(p.name, w, 0)
	r.leads.Serve(p.name, lead.Platform{Tell: b.Tell})
	c := connection{title: "website", intake: "HTTP", outbox: posting, run: func(ctx context.Context) error { return w.Run(ctx, b) }, handlers: map[string]http.Handler{}}
	pages := w.Handler(b)
	for _, path := range web.Paths {
		c.handlers[path] = pages
	}
	c.handlers[api.Path] = api.New(api.Options{PublicURL: string(set.PublicURL), Partners: r.partners, Observe: r.asked, Log: r.log})
	return c, nil
}

// checkWeb says where the website is.
func checkWeb(_ context.Context, c *checkup) {
	if c.set.PublicURL == "" {
		c.ok("web", "at HSPBOT_LISTEN over http, for this machine only; behind a proxy that ends TLS, set HSPBOT_PUBLIC_URL")
		return
	}
	c.ok("web", "at %s/", c.set.PublicURL)
}

// eraseSlack takes somebody out of the candidates that name them, and deletes what they have set. The
// bot, which may be running, draws those candidates anew.
func eraseSlack(ctx context.Context, store watch.Store, person bot.Key) error {
	s, err := slack.New(slack.Options{Records: store})
	if err != nil {
		return err
	}
	if err := s.Unset(ctx, person); err != nil {
		return fmt.Errorf("delete what the person has set: %w", err)
	}
	return outbox.TakeNames(ctx, store, s, person, func(bot.Key) {})
}

// namingInSlack returns the threads about candidates that name somebody.
func namingInSlack(ctx context.Context, store watch.Store, person bot.Key) ([]bot.Key, error) {
	s, err := slack.New(slack.Options{Records: store})
	if err != nil {
		return nil, err
	}
	return outbox.Mentions(ctx, store, s, person)
}

// invitations are those by which a platform asks for what somebody answers on another.
func (r *running) invitations() *invite.Book {
	return &invite.Book{Records: r.store, Ring: r.set.Keys.Ring, Now: r.store.Now}
}

// slackRetries is how long Slack may deliver an event again: the last of its three retries
// comes after an hour and some minutes where deliveries have been delayed.
const slackRetries = time.Hour + 10*time.Minute

// newBot returns a bot of a platform and the outbox that posts its screens. Deliveries are known
// again for the time that the platform may repeat them; 0 for the last of a conversation.
func (r *running) newBot(platform string, poster bot.Poster, repeats time.Duration) (*bot.Bot, *outbox.Outbox) {
	log := bot.Log{Logger: r.log, Key: r.logKey}.WithDefaults() // both name a conversation by the same hash
	posting := outbox.New(r.store, platform, poster, outbox.Options{Log: log, TTL: time.Duration(r.set.TTL), ExpireAll: bool(r.set.ExpireAll), Observer: r.counter, Show: r.partners.Show, Before: r.leads.Take})
	return bot.New(r.store, platform, poster, posting, bot.Options{Log: log, RememberFor: repeats, Observer: r.counter, Step: r.partners.Step, Show: r.partners.Show, SharedAt: sharedAt(r.set)}), posting
}

// sharedAt is the address of the page of the website that shows what people share, without the code;
// empty where there is no website, or it is behind a socket whose proxy is not known.
func sharedAt(set *settings) string {
	_, socket := set.Listen.socket()
	switch {
	case !bool(set.Web), set.PublicURL == "" && socket:
		return ""
	case set.PublicURL != "":
		return web.ShareAddress(string(set.PublicURL))
	}
	_, here := set.Listen.reach(0)
	return web.ShareAddress(here)
}

// telegramPaths are called by Telegram, unless it is polled.
func telegramPaths(set *settings) []string {
	if set.PublicURL == "" {
		return nil
	}
	return []string{"/telegram"}
}

// installPaths are opened by people who install the Slack app in their workspace.
var installPaths = []string{slack.Path + "install", slack.Path + "oauth"}

func slackPaths(set *settings) []string {
	paths := deliveryPaths(set)
	if set.Slack.many() {
		paths = append(paths, installPaths...)
	}
	return paths
}

// deliveryPaths are called by Slack, unless it is reached in Socket Mode.
func deliveryPaths(set *settings) []string {
	if len(set.Slack.SigningSecrets) == 0 {
		return nil
	}
	return []string{slack.Path + "events", slack.Path + "commands", slack.Path + "interactions"}
}
