package slacktest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Deliveries by HTTP.

// ErrVerification says that the app did not answer a url_verification with its challenge.
var ErrVerification = errors.New("challenge not answered")

// response is what the app answered.
type response struct {
	status  int
	kind    string // content type
	body    []byte
	noRetry bool // no retries
	err     error
}

func (t response) ok() bool { return t.err == nil && t.status >= 200 && t.status < 300 }

// sendHTTP posts a delivery. It is called with the lock held and gives it away meanwhile.
func (s *Server) sendHTTP(d *delivery) {
	base := s.outgoing.base
	path, kind, body := s.o.EventsPath, "application/json", string(d.body)
	switch d.kind {
	case kindCommand:
		path, kind, body = s.o.CommandsPath, "application/x-www-form-urlencoded", d.form
	case kindInteraction:
		path, kind, body = s.o.InteractionsPath, "application/x-www-form-urlencoded", "payload="+url.QueryEscape(string(d.body))
	}
	header := http.Header{"Content-Type": {kind}, "User-Agent": {"Slackbot 1.0 (+https://api.slack.com/robots)"}}
	if d.attempt > 0 {
		header.Set("X-Slack-Retry-Num", strconv.Itoa(d.attempt))
		header.Set("X-Slack-Retry-Reason", d.reason)
	}
	s.mu.Unlock()
	answer := s.postTo(base+path, header, body)
	s.mu.Lock()
	switch {
	case answer.ok():
		s.acknowledged(d, answer.body, answer.kind)
	case answer.noRetry:
		s.notAcknowledged(d, "", "dispatch_failed")
	case errors.Is(answer.err, context.DeadlineExceeded):
		s.notAcknowledged(d, "http_timeout", "operation_timeout")
	case answer.err != nil:
		s.notAcknowledged(d, "connection_failed", "dispatch_failed")
	default:
		s.notAcknowledged(d, "http_error", "dispatch_failed")
	}
}

// postTo signs and posts. It is called without the lock.
func (s *Server) postTo(address string, header http.Header, body string) response {
	ctx, cancel := context.WithTimeout(s.ctx, s.o.AckTimeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return response{err: err}
	}
	r.Header = header
	for name, value := range s.Sign(body, time.Now()) {
		r.Header[name] = value
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return response{err: err}
	}
	defer answer.Body.Close()
	out := response{status: answer.StatusCode, kind: answer.Header.Get("Content-Type"), noRetry: answer.Header.Get("X-Slack-No-Retry") == "1"}
	out.body, out.err = io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return out
}

// Sign returns the headers of a body that Slack has signed at a time, for tests that post
// something of their own.
func (s *Server) Sign(body string, at time.Time) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.o.SigningSecret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	out := http.Header{}
	out.Set("X-Slack-Request-Timestamp", stamp)
	out.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return out
}

// VerifyAppURL sends a url_verification, as when the address is entered.
func (s *Server) VerifyAppURL() error {
	s.mu.Lock()
	base, challenge := s.outgoing.base, s.secret()
	s.mu.Unlock()
	body := string(encode(object{"token": "verification-token", "challenge": challenge, "type": "url_verification"}))
	answer := s.postTo(base+s.o.EventsPath, http.Header{"Content-Type": {"application/json"}}, body)
	if answer.err != nil {
		return fmt.Errorf("%w: %w", ErrVerification, answer.err)
	}
	var said struct{ Challenge string }
	if json.Unmarshal(answer.body, &said) != nil {
		form, _ := url.ParseQuery(string(answer.body))
		said.Challenge = form.Get("challenge")
	}
	if answer.status != http.StatusOK || said.Challenge != challenge && string(bytes.TrimSpace(answer.body)) != challenge {
		return fmt.Errorf("%w: status %d", ErrVerification, answer.status)
	}
	return nil
}

// RateLimited tells the app that events of the workspace are dropped, as Slack does beyond
// 30,000 an hour.
func (tm *Team) RateLimited() {
	s := tm.s
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue(&delivery{kind: kindEvent, what: "event", body: encode(object{"token": "verification-token", "type": "app_rate_limited",
		"team_id": tm.ID, "minute_rate_limited": s.o.Now().Truncate(time.Minute).Unix(), "api_app_id": s.o.AppID})})
}
