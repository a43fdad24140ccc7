package main

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"hspbot/bot/slack"
)

// slackAnswer is what the methods answer that are tried.
type slackAnswer struct {
	OK    bool
	Error string
	BotID string `json:"bot_id"`
}

// web calls a method of Slack's Web API with a token, or with a form where that is empty. Its
// codes hold nothing secret.
func (c *checkup) web(ctx context.Context, method, token string, form url.Values) (a slackAnswer, header http.Header, err error) {
	address := cmp.Or(c.set.slack.api, slack.SlackAPI) + method
	asked := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	if token != "" {
		asked.Set("Authorization", "Bearer "+token)
	}
	answer, err := c.call(ctx, "Slack", address, asked, form.Encode(), &a)
	if err != nil {
		return a, nil, fmt.Errorf("no answer of Slack: %s", said(err))
	}
	if !a.OK && a.Error == "" {
		return a, nil, fmt.Errorf("something else answers for Slack (status %d)", answer.status)
	}
	return a, answer.header, nil
}

const reachSlack = "Check that this machine reaches Slack on port 443, and HSPBOT_SLACK_API if it is set"

// slack tries the tokens and looks for the secrets.
func (c *checkup) slack(ctx context.Context) {
	k := c.set.slack
	if k.many() {
		c.slackClient(ctx)
	} else {
		c.slackBot(ctx)
	}
	if k.appToken == "" {
		c.none("slack socket", "HSPBOT_SLACK_APP_TOKEN is not set: Slack delivers over HTTP")
	} else {
		c.slackSocket(ctx)
	}
	switch {
	case len(k.secrets) > 0:
		c.well("slack signing secret", "present, %d in use; whether it is the right one shows with the first delivery", len(k.secrets))
	case k.appToken != "":
		c.none("slack signing secret", "not set, and not needed for Socket Mode")
	}
}

// slackBot tries the token of the one workspace, and what it may do.
func (c *checkup) slackBot(ctx context.Context) {
	const name = "slack bot token"
	a, header, err := c.web(ctx, "auth.test", c.set.slack.botToken, nil)
	switch {
	case err != nil:
		c.wrong(name, err.Error(), reachSlack)
		return
	case !a.OK:
		c.wrong(name, "Slack says "+a.Error, "Install the app in the workspace again and copy the token that begins with xoxb- to HSPBOT_SLACK_BOT_TOKEN")
		return
	case a.BotID == "":
		c.wrong(name, "it is not the one of a bot", "Copy the Bot User OAuth Token, which begins with xoxb-, to HSPBOT_SLACK_BOT_TOKEN")
		return
	}
	c.well(name, "Slack accepts it")
	granted := strings.FieldsFunc(header.Get("X-OAuth-Scopes"), isSeparator)
	if len(granted) == 0 {
		c.none("slack scopes", "Slack does not tell them")
		return
	}
	var missing []string
	for _, scope := range slack.Scopes {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		c.wrong("slack scopes", "the token lacks "+strings.Join(missing, ", "), "Bring the app in line with the manifest in deploy/ and install it in the workspace again")
		return
	}
	c.well("slack scopes", "all %d granted", len(slack.Scopes))
}

// slackClient tries the client with a code that is none: Slack looks at the client first.
func (c *checkup) slackClient(ctx context.Context) {
	const name = "slack client"
	form := url.Values{"client_id": {c.set.slack.clientID}, "client_secret": {c.set.slack.clientSecret}, "code": {"none"}}
	a, _, err := c.web(ctx, "oauth.v2.access", "", form)
	switch {
	case err != nil:
		c.wrong(name, err.Error(), reachSlack)
	case a.Error == "invalid_client_id" || a.Error == "bad_client_secret":
		c.wrong(name, "Slack says "+a.Error, "Copy Client ID and Client Secret anew from Basic Information of the app to HSPBOT_SLACK_CLIENT_ID and HSPBOT_SLACK_CLIENT_SECRET")
	case a.Error == "invalid_code":
		c.well(name, "Slack accepts it; the tokens of the workspaces show when they are used")
	default:
		c.none(name, "Slack says %s, which tells nothing", cmp.Or(a.Error, "yes"))
	}
}

// slackSocket tries the app-level token. The connection it could open is not opened.
func (c *checkup) slackSocket(ctx context.Context) {
	const name = "slack socket"
	a, _, err := c.web(ctx, "apps.connections.open", c.set.slack.appToken, nil)
	switch {
	case err != nil:
		c.wrong(name, err.Error(), reachSlack)
	case !a.OK:
		c.wrong(name, "Slack says "+a.Error,
			"Turn Socket Mode on and copy an app-level token with the scope connections:write, which begins with xapp-, to HSPBOT_SLACK_APP_TOKEN")
	default:
		c.well(name, "Slack lets the app connect")
	}
}
