package install

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot/webapi"
)

const (
	callTimeout    = 10 * time.Second
	maxAnswerBytes = 256 << 10 // Slack's answers to these calls have some 1,000
)

// slackAPI calls Slack as the app.
type slackAPI struct {
	base, id, secret string
	client           boundedClient
}

func newSlackAPI(o Options) slackAPI {
	var c http.Client
	if o.Client != nil {
		c = *o.Client
	}
	c.CheckRedirect = webapi.RefuseRedirects
	c.Timeout = callTimeout
	return slackAPI{base: o.API, id: o.ClientID, secret: o.ClientSecret, client: boundedClient{&c}}
}

// boundedClient reads at most maxAnswerBytes of an answer.
type boundedClient struct{ client *http.Client }

// Do makes the call.
func (b boundedClient) Do(r *http.Request) (*http.Response, error) {
	answer, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswerBytes), answer.Body}
	return answer, nil
}

// install exchanges a code for an installation.
func (a slackAPI) install(ctx context.Context, redirectURI, code string, now func() time.Time) (i Installation, err error) {
	at := now()
	answer, err := slack.GetOAuthV2ResponseContext(ctx, a.client, a.id, a.secret, code, redirectURI, slack.OAuthOptionAPIURL(a.base))
	if err != nil {
		return i, fmt.Errorf("exchange a code: %w", withoutContents(err))
	}
	i = Installation{Enterprise: answer.Enterprise.ID, Team: answer.Team.ID, OrgWide: answer.IsEnterpriseInstall, Bot: answer.BotUserID, App: answer.AppID,
		Token: answer.AccessToken, Refresh: answer.RefreshToken, Expires: expiry(at, answer.ExpiresIn), Installed: at}
	if i.OrgWide {
		i.Team = ""
	}
	i.ID = keyOf(i)
	if i.ID == "" || i.Token == "" {
		return Installation{}, errors.New("exchange a code: Slack's answer lacks an id or a token")
	}
	return i, nil
}

// refresh returns an installation with new tokens, or [ErrTokenRejected] where Slack does not
// accept the refresh token.
func (a slackAPI) refresh(ctx context.Context, r record, now func() time.Time) (record, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	at := now()
	answer, err := slack.RefreshOAuthV2TokenContext(ctx, a.client, a.id, a.secret, r.Refresh, slack.OAuthOptionAPIURL(a.base))
	if err != nil {
		return record{}, fmt.Errorf("refresh a token: %w", withoutContents(err))
	}
	if answer.AccessToken == "" {
		return record{}, errors.New("refresh a token: Slack's answer lacks it")
	}
	r.Token, r.Refresh, r.Expires = answer.AccessToken, answer.RefreshToken, expiry(at, answer.ExpiresIn)
	r.Lease, r.ReplacesRejected, r.RejectedEarly = time.Time{}, r.RejectedEarly, false
	return r, nil
}

// expiry is when a token that lives so many seconds expires; zero for one that does not.
func expiry(at time.Time, seconds int) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return at.Add(time.Duration(seconds) * time.Second)
}

// finalErrors are the answers after which there is no point in sending the same refresh token.
var finalErrors = []string{"invalid_refresh_token", "invalid_grant", "token_revoked", "token_expired", "invalid_auth", "account_inactive"}

// errorCode is what Slack's error codes look like. Anything else could be contents.
var errorCode = regexp.MustCompile(`^[a-z_]{1,60}$`)

// withoutContents describes the error of a call without what was sent and without addresses.
func withoutContents(err error) error {
	if refused, ok := errors.AsType[slack.SlackErrorResponse](err); ok && slices.Contains(finalErrors, refused.Err) {
		return fmt.Errorf("%w: the answer is %s", ErrTokenRejected, refused.Err)
	} else if ok && errorCode.MatchString(refused.Err) {
		return fmt.Errorf("the answer is %s", refused.Err)
	}
	if _, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return errors.New("too many requests")
	}
	if status, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return fmt.Errorf("the answer is %d", status.Code)
	}
	return errors.New(cmp.Or(webapi.NetworkError(err), "unexpected answer of Slack"))
}
