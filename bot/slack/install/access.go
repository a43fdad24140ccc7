package install

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"time"

	"github.com/slack-go/slack"
)

const (
	callTime   = 10 * time.Second
	mostAnswer = 256 << 10 // bytes of an answer that are read
)

// slackAPI calls Slack as the app.
type slackAPI struct {
	base, id, secret string
	client           bounded
}

func newSlackAPI(o Options) slackAPI {
	var c http.Client
	if o.Client != nil {
		c = *o.Client
	}
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Timeout = callTime
	return slackAPI{base: o.API, id: o.ClientID, secret: o.ClientSecret, client: bounded{&c}}
}

// bounded reads no more of an answer than it should have.
type bounded struct{ client *http.Client }

// Do makes the call.
func (b bounded) Do(r *http.Request) (*http.Response, error) {
	answer, err := b.client.Do(r)
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, mostAnswer), answer.Body}
	return answer, nil
}

// install exchanges a code for an installation and the id of the app.
func (a slackAPI) install(ctx context.Context, redirectURI, code string, now func() time.Time) (i Installation, app string, err error) {
	at := now()
	answer, err := slack.GetOAuthV2ResponseContext(ctx, a.client, a.id, a.secret, code, redirectURI, slack.OAuthOptionAPIURL(a.base))
	if err != nil {
		return i, "", fmt.Errorf("exchange a code: %w", plainly(err))
	}
	i = Installation{Enterprise: answer.Enterprise.ID, Team: answer.Team.ID, OrgWide: answer.IsEnterpriseInstall, Bot: answer.BotUserID,
		Token: answer.AccessToken, Refresh: answer.RefreshToken, Expires: expiry(at, answer.ExpiresIn), Scopes: answer.Scope, Installed: at}
	if i.OrgWide {
		i.Team = ""
	}
	i.ID = keyOf(i)
	if i.ID == "" || i.Token == "" {
		return Installation{}, "", errors.New("exchange a code: Slack's answer lacks an id or a token")
	}
	i.BotID = a.botID(ctx, i.Token)
	return i, answer.AppID, nil
}

// botID asks who a token is; the exchange does not tell. It does not matter enough to fail.
func (a slackAPI) botID(ctx context.Context, token string) string {
	ctx, cancel := context.WithTimeout(ctx, callTime/2)
	defer cancel()
	answer, err := slack.New(token, slack.OptionAPIURL(a.base), slack.OptionHTTPClient(a.client)).AuthTestContext(ctx)
	if err != nil {
		return ""
	}
	return answer.BotID
}

// refresh returns an installation with new tokens. [ErrDead] where Slack does not take the
// refresh token.
func (a slackAPI) refresh(ctx context.Context, r record, now func() time.Time) (record, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	at := now()
	answer, err := slack.RefreshOAuthV2TokenContext(ctx, a.client, a.id, a.secret, r.Refresh, slack.OAuthOptionAPIURL(a.base))
	if err != nil {
		return record{}, fmt.Errorf("refresh a token: %w", plainly(err))
	}
	if answer.AccessToken == "" {
		return record{}, errors.New("refresh a token: Slack's answer holds none")
	}
	r.Token, r.Refresh, r.Expires = answer.AccessToken, answer.RefreshToken, expiry(at, answer.ExpiresIn)
	if answer.Scope != "" {
		r.Scopes = answer.Scope
	}
	r.Lease, r.Forced, r.Doubted = time.Time{}, r.Doubted, false
	return r, nil
}

// expiry is when a token of so many seconds ends; none ends never.
func expiry(at time.Time, seconds int) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return at.Add(time.Duration(seconds) * time.Second)
}

// final are the answers upon which the same refresh token need not be sent again.
var final = []string{"invalid_refresh_token", "invalid_grant", "token_revoked", "token_expired", "invalid_auth", "account_inactive"}

var codeForm = regexp.MustCompile(`^[a-z_]{1,60}$`)

// plainly is an error of a call in words that hold nothing of what was sent or of addresses.
func plainly(err error) error {
	var refused slack.SlackErrorResponse
	var many *slack.RateLimitedError
	var status slack.StatusCodeError
	switch {
	case errors.As(err, &refused) && slices.Contains(final, refused.Err):
		return fmt.Errorf("%w: the answer is %s", ErrDead, refused.Err)
	case errors.As(err, &refused) && codeForm.MatchString(refused.Err):
		return fmt.Errorf("the answer is %s", refused.Err)
	case errors.As(err, &many):
		return errors.New("too many requests")
	case errors.As(err, &status):
		return fmt.Errorf("the answer is %d", status.Code)
	case errors.Is(err, context.Canceled):
		return errors.New("stopped")
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("no answer in time")
	}
	return errors.New("not reached or not understood")
}
