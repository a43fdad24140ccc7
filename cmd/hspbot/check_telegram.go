package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hspbot/bot/telegram"
)

// telegramAnswer is an answer of the Bot API.
type telegramAnswer struct {
	OK          bool
	Result      json.RawMessage
	Description string
}

// webhookInfo is what the Bot API reports about the webhook.
type webhookInfo struct {
	URL           string   `json:"url"`
	Pending       int      `json:"pending_update_count"`
	LastErrorDate int64    `json:"last_error_date"`
	LastError     string   `json:"last_error_message"`
	Allowed       []string `json:"allowed_updates"`
}

// telegramMethod calls a method of the Bot API. Telegram's descriptions contain nothing secret.
func (c *checkup) telegramMethod(ctx context.Context, method string, into any) (status int, err error) {
	base := cmp.Or(string(c.set.Telegram.API), "https://api.telegram.org")
	var a telegramAnswer
	answer, err := c.call(ctx, "Telegram", base+"/bot"+url.PathEscape(c.set.Telegram.Token)+"/"+method, nil, "", &a)
	switch {
	case err != nil:
		return answer.status, fmt.Errorf("no answer from the Bot API: %s", withoutAddress(err))
	case !a.OK:
		return answer.status, fmt.Errorf("the Bot API says %q", a.Description)
	case json.Unmarshal(a.Result, into) != nil:
		return answer.status, fmt.Errorf("unexpected answer from the Bot API")
	}
	return answer.status, nil
}

// checkTelegram tries the token and looks at the webhook.
func checkTelegram(ctx context.Context, c *checkup) {
	const name = "telegram token"
	var me struct{ Username string }
	status, err := c.telegramMethod(ctx, "getMe", &me)
	switch {
	case status == http.StatusUnauthorized || status == http.StatusNotFound:
		c.fail(name, "Telegram does not accept it", "Copy it again from @BotFather (/mybots, API Token) to HSPBOT_TELEGRAM_TOKEN")
		return
	case err != nil:
		c.fail(name, err.Error(), "Check that this machine can reach the Bot API on port 443, and HSPBOT_TELEGRAM_API if it is set")
		return
	}
	c.ok(name, "accepted, the bot is @%s", me.Username)
	var hook webhookInfo
	if _, err := c.telegramMethod(ctx, "getWebhookInfo", &hook); err != nil {
		c.fail("telegram webhook", err.Error(), "Try again in a minute")
		return
	}
	c.webhook(hook)
}

const (
	recentFailure = 10 * time.Minute // a failed delivery that is older no longer matters
	maxPending    = 100              // updates that may be waiting
)

// webhook compares the webhook with the settings.
func (c *checkup) webhook(hook webhookInfo) {
	const name = "telegram webhook"
	if c.set.PublicURL == "" {
		c.polled(hook)
		return
	}
	failed := time.Unix(hook.LastErrorDate, 0)
	switch {
	case hook.URL == "":
		c.skip(name, "not set yet; hspbot serve sets it when it starts")
	case hook.URL != string(c.set.PublicURL)+"/telegram":
		c.fail(name, "Telegram delivers to another address, at "+host(hook.URL),
			"Start hspbot serve with this HSPBOT_PUBLIC_URL, which sets it; if it changes back, another program is using the token")
	case hook.LastErrorDate > 0 && c.now().Sub(failed) < recentFailure:
		c.fail(name, fmt.Sprintf("a delivery failed at %s (%q), %d updates are waiting", failed.UTC().Format("15:04 MST"), hook.LastError, hook.Pending),
			"Check the public address and its certificate, that hspbot serve is running, and that it can write its database")
	case hook.Pending > maxPending:
		c.fail(name, fmt.Sprintf("%d updates are waiting", hook.Pending), "Look in the log and in /metrics why hspbot serve does not keep up")
	case !sameKinds(hook.Allowed):
		c.fail(name, "Telegram delivers other kinds of updates: "+cmp.Or(strings.Join(hook.Allowed, ", "), "its defaults"),
			"Restart hspbot serve, which sets them")
	default:
		c.ok(name, "set, %d updates are waiting", hook.Pending)
	}
}

// polled looks at the webhook of a bot that polls: there must be none.
func (c *checkup) polled(hook webhookInfo) {
	const name = "telegram webhook"
	switch {
	case hook.URL != "":
		c.fail(name, "Telegram delivers to "+host(hook.URL)+", but HSPBOT_PUBLIC_URL is not set",
			"Set HSPBOT_PUBLIC_URL, or restart hspbot serve without it, which removes the webhook and polls")
	case hook.Pending > maxPending:
		c.fail(name, fmt.Sprintf("none, Telegram is polled, and %d updates are waiting", hook.Pending), "Start hspbot serve, or look in its log why it does not keep up")
	default:
		c.ok(name, "none, Telegram is polled, %d updates are waiting", hook.Pending)
	}
}

// host is the part of an address that may be shown: a path may be a secret.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "an unknown host"
	}
	return u.Host
}

func sameKinds(allowed []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(allowed)), slices.Sorted(slices.Values(telegram.Updates())))
}
