package main

import (
	"cmp"
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"hspbot/bot"
	"hspbot/bot/invite"
	"hspbot/bot/outbox"
	"hspbot/bot/slack"
	"hspbot/bot/slack/install"
	"hspbot/bot/telegram"
	"hspbot/bot/watch"
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
	// connect reaches the platform and prepares a bot for it. Its handlers are those of paths. ask
	// is the link by which a platform connected before lets a candidate answer, nil where none does.
	connect func(ctx context.Context, set *settings, log *slog.Logger, store watch.Store, observer bot.Observer, ask func(code string) string) (connection, error)
	// check tries the settings without changing anything.
	check func(ctx context.Context, c *checkup)
}

// platforms are all there are, in the order in which they are listed.
var platforms = []platform{
	{
		name: telegram.Platform, title: "Telegram", enable: "HSPBOT_TELEGRAM_TOKEN",
		configured: func(s *settings) bool { return s.Telegram.Token != "" },
		validate:   func(*settings) error { return nil },
		paths:      telegramPaths, connect: connectTelegram, check: checkTelegram,
	},
	{
		name: slack.Platform, title: "Slack", enable: "HSPBOT_SLACK_BOT_TOKEN (or, for many workspaces, HSPBOT_SLACK_CLIENT_ID)",
		configured: func(s *settings) bool { return s.Slack.used() },
		validate:   validateSlack,
		paths:      slackPaths, connect: connectSlack, check: checkSlack,
	},
}

// connection is a platform that has been reached.
type connection struct {
	name, title string // of the platform, of the bot there
	outbox      *outbox.Outbox
	run         func(ctx context.Context) error // takes deliveries
	handlers    map[string]http.Handler         // by path
	// disconnected reports whether the connection is missing over which deliveries have to
	// come; nil where they come otherwise.
	disconnected func() bool
	// ask is the link by which somebody answers an invitation there, by its code; nil where nobody can.
	ask func(code string) string
}

// intake is how deliveries come.
func (c *connection) intake() string {
	if len(c.handlers) > 0 && c.disconnected == nil {
		return "HTTP"
	}
	return "connection" // Telegram is polled, or Slack in Socket Mode
}

// connect reaches the platforms that are configured.
func connect(ctx context.Context, set *settings, log *slog.Logger, store watch.Store, observer bot.Observer) ([]connection, error) {
	var list []connection
	var ask func(code string) string
	for _, p := range platforms {
		if !p.configured(set) {
			continue
		}
		c, err := p.connect(ctx, set, log, store, observer, ask)
		if err != nil {
			return nil, err
		}
		if c.ask != nil {
			ask = c.ask
		}
		list = append(list, c)
	}
	return list, nil
}

func connectTelegram(ctx context.Context, set *settings, log *slog.Logger, store watch.Store, observer bot.Observer, _ func(code string) string) (connection, error) {
	t, err := telegram.New(ctx, telegram.Options{Token: set.Telegram.Token, API: string(set.Telegram.API), PublicURL: string(set.PublicURL),
		Secret: string(set.Telegram.Secret), Log: log, Alone: store, Invitations: invitations(set, store)})
	if errors.Is(err, telegram.ErrToken) {
		return connection{}, usageError{fmt.Errorf("HSPBOT_TELEGRAM_TOKEN: %w", err)}
	}
	if err != nil {
		return connection{}, err
	}
	b, posting := newBot(store, telegram.Platform, t, set, bot.Options{Log: bot.Log{Logger: log}, Observer: observer})
	p := connection{name: telegram.Platform, title: t.Name(), outbox: posting, run: func(ctx context.Context) error { return t.Run(ctx, b) }, ask: t.AskLink}
	if t.Webhook() {
		p.handlers = map[string]http.Handler{t.Path(): t.Handler(b)}
	} else {
		p.disconnected = t.Disconnected
	}
	return p, nil
}

func connectSlack(ctx context.Context, set *settings, log *slog.Logger, store watch.Store, observer bot.Observer, ask func(code string) string) (connection, error) {
	o := slack.Options{AppToken: string(set.Slack.AppToken), Secrets: set.Slack.SigningSecrets, API: set.Slack.base(), TTL: time.Duration(set.TTL), Records: store, Log: log, Alone: store}
	if ask != nil {
		o.Asking = &slack.Asking{Invitations: invitations(set, store), Link: ask}
	}
	p := connection{name: slack.Platform, title: "many workspaces", handlers: map[string]http.Handler{}}
	if set.Slack.many() {
		installs := install.New(store, set.Keys.Ring, install.Options{API: cmp.Or(set.Slack.base(), slack.SlackAPI), ClientID: set.Slack.ClientID,
			ClientSecret: set.Slack.ClientSecret, Log: log})
		key, err := hkdf.Key(sha256.New, []byte(set.Slack.ClientSecret), nil, "hspbot install state", sha256.Size)
		if err != nil {
			return connection{}, err
		}
		pages := installs.Handler(install.PageOptions{Public: string(set.PublicURL), Scopes: slack.Scopes, StateKey: key})
		for _, path := range installPaths {
			p.handlers[path] = pages
		}
		if _, err := installs.Reseal(ctx); err != nil {
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
		o.Installs, p.title = install.Single(in), "one workspace"
	}
	s, err := slack.New(o)
	if err != nil {
		return connection{}, usageError{fmt.Errorf("HSPBOT_SLACK_API: %w", err)}
	}
	b, posting := newBot(store, slack.Platform, s, set, bot.Options{Log: bot.Log{Logger: log}, RememberFor: slackRetries, Observer: observer})
	p.outbox, p.run = posting, func(ctx context.Context) error { return s.Run(ctx, b) }
	if s.Socket() {
		p.disconnected = s.Disconnected
	}
	for _, path := range deliveryPaths(set) {
		p.handlers[path] = s.Handler(b)
	}
	return p, nil
}

// invitations are those by which a platform asks for what somebody answers on another.
func invitations(set *settings, store watch.Store) *invite.Book {
	return &invite.Book{Records: store, Ring: set.Keys.Ring, Now: bot.Clock(store)}
}

// slackRetries is how long Slack may deliver an event again: the last of its three retries
// comes after an hour and some minutes where deliveries have been delayed.
const slackRetries = time.Hour + 10*time.Minute

// newBot returns a bot of a platform and the outbox that posts its screens.
func newBot(store bot.Store, name string, poster bot.Poster, set *settings, o bot.Options) (*bot.Bot, *outbox.Outbox) {
	posting := outbox.New(store, name, poster, outbox.Options{Log: o.Log, TTL: time.Duration(set.TTL), Observer: o.Observer})
	return bot.New(store, name, poster, posting, o), posting
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
