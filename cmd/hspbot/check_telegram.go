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

// answered is an answer of the Bot API.
type answered struct {
	OK          bool
	Result      json.RawMessage
	Description string
}

// webhookInfo is what the Bot API knows of the webhook.
type webhookInfo struct {
	URL           string   `json:"url"`
	Pending       int      `json:"pending_update_count"`
	LastErrorDate int64    `json:"last_error_date"`
	LastError     string   `json:"last_error_message"`
	Allowed       []string `json:"allowed_updates"`
}

// method calls a method of the Bot API. Telegram's words hold nothing secret.
func (c *checkup) method(ctx context.Context, method string, into any) (status int, err error) {
	base := cmp.Or(c.set.telegramAPI, "https://api.telegram.org")
	var a answered
	answer, err := c.call(ctx, "Telegram", base+"/bot"+url.PathEscape(c.set.telegramToken)+"/"+method, nil, "", &a)
	switch {
	case err != nil:
		return answer.status, fmt.Errorf("no answer of the Bot API: %s", said(err))
	case !a.OK:
		return answer.status, fmt.Errorf("the Bot API says %q", a.Description)
	case json.Unmarshal(a.Result, into) != nil:
		return answer.status, fmt.Errorf("the Bot API answers something else")
	}
	return answer.status, nil
}

// telegram tries the token and looks at the webhook.
func (c *checkup) telegram(ctx context.Context) {
	const name = "telegram token"
	var me struct{ Username string }
	status, err := c.method(ctx, "getMe", &me)
	switch {
	case status == http.StatusUnauthorized || status == http.StatusNotFound:
		c.wrong(name, "Telegram does not accept it", "Copy it anew from @BotFather (/mybots, API Token) to HSPBOT_TELEGRAM_TOKEN")
		return
	case err != nil:
		c.wrong(name, err.Error(), "Check that this machine reaches the Bot API on port 443, and HSPBOT_TELEGRAM_API if it is set")
		return
	}
	c.well(name, "it is @%s's", me.Username)
	var hook webhookInfo
	if _, err := c.method(ctx, "getWebhookInfo", &hook); err != nil {
		c.wrong("telegram webhook", err.Error(), "Try again in a minute")
		return
	}
	c.webhook(hook)
}

// lately is how old the last failed delivery may be to count as wrong, manyWait how many
// updates may wait.
const (
	lately   = 10 * time.Minute
	manyWait = 100
)

// webhook compares the webhook with the settings.
func (c *checkup) webhook(hook webhookInfo) {
	const name = "telegram webhook"
	if c.set.publicURL == "" {
		c.polled(hook)
		return
	}
	failed := time.Unix(hook.LastErrorDate, 0)
	switch {
	case hook.URL == "":
		c.none(name, "not set yet; hspbot serve sets it when it starts")
	case hook.URL != c.set.publicURL+"/telegram":
		c.wrong(name, "Telegram delivers to another address, at "+host(hook.URL),
			"Start hspbot serve with this HSPBOT_PUBLIC_URL, which sets it; if it changes back, another program uses the token")
	case hook.LastErrorDate > 0 && c.now().Sub(failed) < lately:
		c.wrong(name, fmt.Sprintf("a delivery failed at %s (%q), %d wait", failed.UTC().Format("15:04 MST"), hook.LastError, hook.Pending),
			"Check the public address and its certificate, and that hspbot serve is running and its store writes")
	case hook.Pending > manyWait:
		c.wrong(name, fmt.Sprintf("%d updates wait", hook.Pending), "See in the log and in /metrics whether hspbot serve keeps up")
	case !sameKinds(hook.Allowed):
		c.wrong(name, "Telegram delivers other kinds of updates: "+cmp.Or(strings.Join(hook.Allowed, ", "), "the usual ones"),
			"Start hspbot serve anew, which sets them")
	default:
		c.well(name, "set, %d updates wait", hook.Pending)
	}
}

// polled looks at the webhook of a bot that is polled: there is to be none.
func (c *checkup) polled(hook webhookInfo) {
	const name = "telegram webhook"
	switch {
	case hook.URL != "":
		c.wrong(name, "Telegram delivers to "+host(hook.URL)+", but HSPBOT_PUBLIC_URL is not set",
			"Set HSPBOT_PUBLIC_URL, or start hspbot serve without it: it removes the webhook and polls")
	case hook.Pending > manyWait:
		c.wrong(name, fmt.Sprintf("none, Telegram is polled, and %d updates wait", hook.Pending), "Start hspbot serve, or see in its log why it does not keep up")
	default:
		c.well(name, "none, Telegram is polled, %d updates wait", hook.Pending)
	}
}

// host is all of an address that is told: a path may be a secret.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "an unknown place"
	}
	return u.Host
}

func sameKinds(allowed []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(allowed)), slices.Sorted(slices.Values(telegram.Updates())))
}
