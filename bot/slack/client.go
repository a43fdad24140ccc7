package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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

// answer is what is sent to an address for answers.
type answer struct {
	Text    string        `json:"text"`
	Blocks  []slack.Block `json:"blocks,omitempty"`
	Type    string        `json:"response_type,omitempty"`
	Replace bool          `json:"replace_original"`
	Delete  bool          `json:"delete_original,omitempty"`
}

// respond sends an answer. An address that takes none any more is errNoReply.
func (s *Slack) respond(ctx context.Context, address string, a answer) error {
	if !s.trusted(address) {
		return errNoReply
	}
	body, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("encode answer: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errNoReply
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	response, err := s.o.Client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) // so that the connection is used again
	switch {
	case response.StatusCode == http.StatusOK:
		return nil
	case response.StatusCode == http.StatusTooManyRequests:
		return &slack.RateLimitedError{RetryAfter: retryAfter(response)}
	case response.StatusCode >= 500:
		return slack.StatusCodeError{Code: response.StatusCode, Status: response.Status}
	}
	return errNoReply
}

func retryAfter(r *http.Response) time.Duration {
	d, err := time.ParseDuration(r.Header.Get("Retry-After") + "s")
	if err != nil || d < time.Second {
		return time.Second
	}
	return min(d, time.Hour)
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
