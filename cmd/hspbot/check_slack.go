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

// slackAnswer is what the methods called here answer.
type slackAnswer struct {
	OK    bool
	Error string
	BotID string `json:"bot_id"`
}

// slackMethod calls a method of Slack's Web API with a token, or without one with a form. Its
// error codes contain nothing secret.
func (c *checkup) slackMethod(ctx context.Context, method, token string, form url.Values) (a slackAnswer, header http.Header, err error) {
	address := cmp.Or(c.set.Slack.base(), slack.SlackAPI) + method
	header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	answer, err := c.call(ctx, "Slack", address, header, form.Encode(), &a)
	if err != nil {
		return a, nil, fmt.Errorf("no answer from Slack: %s", withoutAddress(err))
	}
	if !a.OK && a.Error == "" {
		return a, nil, fmt.Errorf("another program answers instead of Slack (status %d)", answer.status)
	}
	return a, answer.header, nil
}

const reachSlack = "Check that this machine can reach Slack on port 443, and HSPBOT_SLACK_API if it is set"

// checkSlack tries the tokens and looks for the secrets.
func checkSlack(ctx context.Context, c *checkup) {
	s := c.set.Slack
	if s.many() {
		c.slackClient(ctx)
	} else {
		c.slackBot(ctx)
	}
	if s.AppToken == "" {
		c.skip("slack socket", "HSPBOT_SLACK_APP_TOKEN is not set: Slack delivers over HTTP")
	} else {
		c.slackSocket(ctx)
	}
	switch {
	case len(s.SigningSecrets) > 0:
		c.ok("slack signing secret", "%d set; the first delivery will show whether it is right", len(s.SigningSecrets))
	case s.AppToken != "":
		c.skip("slack signing secret", "not set, and not needed for Socket Mode")
	}
}

// slackBot tries the token of the one workspace, and what it may do.
func (c *checkup) slackBot(ctx context.Context) {
	const name = "slack bot token"
	a, header, err := c.slackMethod(ctx, "auth.test", c.set.Slack.BotToken, nil)
	switch {
	case err != nil:
		c.fail(name, err.Error(), reachSlack)
		return
	case !a.OK:
		c.fail(name, "Slack says "+a.Error, "Install the app in the workspace again and copy the token that begins with xoxb- to HSPBOT_SLACK_BOT_TOKEN")
		return
	case a.BotID == "":
		c.fail(name, "this is not a bot token", "Copy the Bot User OAuth Token, which begins with xoxb-, to HSPBOT_SLACK_BOT_TOKEN")
		return
	}
	c.ok(name, "Slack accepts it")
	granted := strings.FieldsFunc(header.Get("X-OAuth-Scopes"), isSeparator)
	if len(granted) == 0 {
		c.skip("slack scopes", "Slack does not list them")
		return
	}
	var missing []string
	for _, scope := range slack.Scopes {
		if !slices.Contains(granted, scope) {
			missing = append(missing, scope)
		}
	}
	if len(missing) > 0 {
		c.fail("slack scopes", "the token lacks "+strings.Join(missing, ", "), "Update the app with the manifest in deploy/ and install it in the workspace again")
		return
	}
	c.ok("slack scopes", "all %d granted", len(slack.Scopes))
}

// slackClient tries the client with an invalid code: Slack checks the client first.
func (c *checkup) slackClient(ctx context.Context) {
	const name = "slack client"
	form := url.Values{"client_id": {c.set.Slack.ClientID}, "client_secret": {c.set.Slack.ClientSecret}, "code": {"none"}}
	a, _, err := c.slackMethod(ctx, "oauth.v2.access", "", form)
	switch {
	case err != nil:
		c.fail(name, err.Error(), reachSlack)
	case a.Error == "invalid_client_id" || a.Error == "bad_client_secret":
		c.fail(name, "Slack says "+a.Error, "Copy Client ID and Client Secret again from Basic Information of the app to HSPBOT_SLACK_CLIENT_ID and HSPBOT_SLACK_CLIENT_SECRET")
	case a.Error == "invalid_code":
		c.ok(name, "Slack accepts it; the tokens of the workspaces are tried when they are used")
	default:
		c.skip(name, "not known: Slack says %s", cmp.Or(a.Error, "ok"))
	}
}

// slackSocket asks for the address of a connection with the app-level token, and opens none.
func (c *checkup) slackSocket(ctx context.Context) {
	const name = "slack socket"
	a, _, err := c.slackMethod(ctx, "apps.connections.open", string(c.set.Slack.AppToken), nil)
	switch {
	case err != nil:
		c.fail(name, err.Error(), reachSlack)
	case !a.OK:
		c.fail(name, "Slack says "+a.Error,
			"Turn Socket Mode on and copy an app-level token with the scope connections:write, which begins with xapp-, to HSPBOT_SLACK_APP_TOKEN")
	default:
		c.ok(name, "Slack lets the app connect")
	}
}
