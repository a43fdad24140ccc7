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
	"hspbot/bot/slack"
	"hspbot/bot/slack/install"
	"hspbot/bot/telegram"
)

// keeper is a store that also keeps records, and of several replicas lets one do something.
type keeper interface {
	bot.Store
	bot.Records
	bot.Lock
}

// connect reaches the platforms that are set.
func connect(ctx context.Context, set settings, log *slog.Logger, store keeper, watch bot.Watcher) ([]platform, error) {
	var list []platform
	if set.telegramToken != "" {
		p, err := connectTelegram(ctx, set, log, store, watch)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	if set.slack.used() {
		p, err := connectSlack(ctx, set, log, store, watch)
		if err != nil {
			return nil, err
		}
		list = append(list, p)
	}
	return list, nil
}

func connectTelegram(ctx context.Context, set settings, log *slog.Logger, store keeper, watch bot.Watcher) (platform, error) {
	t, err := telegram.New(ctx, telegram.Options{Token: set.telegramToken, API: set.telegramAPI, PublicURL: set.publicURL, Secret: set.telegramSecret,
		Log: log, Alone: store})
	if errors.Is(err, telegram.ErrToken) {
		return platform{}, usageError{fmt.Errorf("HSPBOT_TELEGRAM_TOKEN: %w", err)}
	}
	if err != nil {
		return platform{}, err
	}
	b := bot.NewPosting(store, telegram.Platform, t, bot.Options{Log: log, TTL: set.ttl, Watch: watch})
	t.Use(b)
	p := platform{name: telegram.Platform, title: t.Name(), bot: b, run: t.Run}
	if t.Webhook() {
		p.handlers = map[string]http.Handler{t.Path(): t.Handler()}
	}
	return p, nil
}

func connectSlack(ctx context.Context, set settings, log *slog.Logger, store keeper, watch bot.Watcher) (platform, error) {
	o := slack.Options{AppToken: set.slack.appToken, Secrets: set.slack.secrets, API: set.slack.api, Log: log, Alone: store}
	p := platform{name: slack.Platform, title: "many workspaces", handlers: map[string]http.Handler{}}
	if set.slack.many() {
		installs := install.New(store, set.keys, install.Options{API: cmp.Or(set.slack.api, slack.SlackAPI), ClientID: set.slack.clientID,
			ClientSecret: set.slack.clientSecret, Log: log})
		key, err := hkdf.Key(sha256.New, []byte(set.slack.clientSecret), nil, "hspbot install state", sha256.Size)
		if err != nil {
			return platform{}, err
		}
		pages := installs.Handler(install.PageOptions{Public: set.publicURL, Scopes: slack.Scopes, StateKey: key})
		p.handlers[slack.Path+"install"], p.handlers[slack.Path+"oauth"] = pages, pages
		if _, err := installs.Reseal(ctx); err != nil {
			return platform{}, usageError{fmt.Errorf("HSPBOT_KEYS: %w", err)}
		}
		o.Installs = installs
	} else {
		in, err := slack.Connect(ctx, set.slack.botToken, o)
		if errors.Is(err, slack.ErrToken) {
			return platform{}, usageError{fmt.Errorf("HSPBOT_SLACK_BOT_TOKEN: %w", err)}
		}
		if err != nil {
			return platform{}, err
		}
		o.Installs, p.title = install.Single(in), "one workspace"
	}
	s, err := slack.New(o)
	if err != nil {
		return platform{}, usageError{fmt.Errorf("HSPBOT_SLACK_API: %w", err)}
	}
	p.bot = bot.NewPosting(store, slack.Platform, s, bot.Options{Log: log, TTL: set.ttl, Remember: time.Hour + 10*time.Minute, Watch: watch})
	s.Use(p.bot)
	p.run = s.Run
	if len(set.slack.secrets) > 0 {
		for _, path := range []string{"events", "commands", "interactions"} {
			p.handlers[slack.Path+path] = s.Handler()
		}
	}
	return p, nil
}
