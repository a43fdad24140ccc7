package slack

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/webapi"
)

// callTimeout is how long a call of Slack's may take, a file of some kilobytes included.
const callTimeout = 20 * time.Second

func newClient() *http.Client { return webapi.NewClient(callTimeout) }

// call makes a call for an installation. Where Slack does not take the token, it is renewed
// once where that is possible.
func (s *Slack) call(ctx context.Context, install string, f func(api *slack.Client) error) error {
	for again := true; ; again = false {
		token, err := s.installs.Token(ctx, install)
		if err != nil {
			return err
		}
		err = f(slack.New(token, slack.OptionAPIURL(s.o.API), slack.OptionHTTPClient(s.o.Client)))
		if !slices.Contains(deadToken, code(err)) {
			return err
		}
		if refused := s.installs.Rejected(ctx, install, token); refused != nil {
			return errors.Join(err, refused)
		}
		next, renewed := s.installs.Token(ctx, install)
		if !again || renewed != nil || next == token {
			return err
		}
	}
}

// respond sends a message to an address for answers. One that takes none any more is errNoReply.
func (s *Slack) respond(ctx context.Context, address string, m slack.WebhookMessage) error {
	if !s.trusted(address) {
		return errNoReply
	}
	err := slack.PostWebhookCustomHTTPContext(ctx, address, s.o.Client, &m)
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code < 500 && status.Code != http.StatusTooManyRequests {
		return errNoReply
	}
	return err
}

// privately is a message, for an address for answers, that only one person sees.
func (d rendered) privately() slack.WebhookMessage {
	m := slack.WebhookMessage{Text: d.text, ResponseType: slack.ResponseTypeEphemeral}
	if d.blocks != nil {
		m.Blocks = &slack.Blocks{BlockSet: d.blocks}
	}
	return m
}

// trusted reports whether an address is Slack's: texts of people go nowhere else. The
// deliveries that name them are signed; this holds even if a key got lost.
func (s *Slack) trusted(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if u.Host == s.apiHost {
		return true
	}
	return u.Scheme == "https" && (u.Host == "hooks.slack.com" || strings.HasSuffix(u.Host, ".slack.com") || u.Host == "hooks.slack-gov.com")
}
