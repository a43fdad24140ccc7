package telegramtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// startDelivery starts to deliver the updates of a key to the webhook, unless that has been started.
func (s *Server) startDelivery(key string) {
	if s.webhook.url == "" || s.queue.delivering[key] || s.faults.down {
		return
	}
	s.queue.delivering[key] = true
	s.goRun(func() { s.deliver(key) })
}

func (s *Server) startDeliveries() {
	for _, u := range s.queue.updates {
		s.startDelivery(u.orderKey)
	}
}

// deliver posts the updates of a key one after the other. One that is not taken is tried
// again after 1, 2, 4 … 60 seconds or what Retry-After says.
func (s *Server) deliver(key string) {
	failures := 0
	for {
		u, h := s.nextUpdate(key)
		if u == nil {
			return
		}
		select {
		case h.slots <- struct{}{}:
		case <-s.ctx.Done():
			return
		}
		answer := s.postUpdate(h, u)
		<-h.slots
		if s.finishAttempt(u, answer) {
			failures = 0
			continue
		}
		failures++
		wait := min(1<<min(failures-1, 10), 60)
		if answer.retryAfter >= 0 {
			wait = answer.retryAfter
		}
		timer := time.NewTimer(s.seconds(wait))
		select {
		case <-timer.C:
		case <-h.changed:
			failures = 0 // the bot has set its webhook again
		case <-s.ctx.Done():
		}
		timer.Stop()
	}
}

// nextUpdate returns the next update of a key and where to deliver it; nil ends the delivery.
func (s *Server) nextUpdate(key string) (*update, webhook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire()
	u := s.queue.head(key)
	if u == nil || s.webhook.url == "" || s.faults.down || s.ctx.Err() != nil {
		delete(s.queue.delivering, key)
		return nil, webhook{}
	}
	return u, s.webhook
}

// response is what the webhook answered.
type response struct {
	status     int
	retryAfter int // -1 for none
	kind       string
	body       []byte
	err        error
}

func (t response) ok() bool { return t.err == nil && t.status/100 == 2 }

// postUpdate posts one update.
func (s *Server) postUpdate(h webhook, u *update) response {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return response{err: err, retryAfter: -1}
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return response{err: err, retryAfter: -1}
	}
	defer answer.Body.Close()
	out := response{status: answer.StatusCode, retryAfter: -1, kind: answer.Header.Get("Content-Type")}
	if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n >= 0 && n <= 3600 {
		out.retryAfter = n
	}
	out.body, out.err = io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return out
}

// finishAttempt notes an attempt, and takes an update that the bot has acknowledged from the queue,
// or lets it come once more. False where it was not acknowledged.
func (s *Server) finishAttempt(u *update, answer response) bool {
	s.mu.Lock()
	s.recordDelivery(u, "webhook", answer.status)
	if !answer.ok() {
		s.webhook.failedAt = time.Now()
		s.webhook.failure = fmt.Sprintf("Wrong response from the webhook: %d", answer.status)
		if answer.err != nil {
			s.webhook.failure = "Connection failed"
		}
		s.broadcast()
		s.mu.Unlock()
		return false
	}
	if !u.duplicated && s.random.Float64() < s.faults.Duplicate {
		u.duplicated = true
	} else {
		s.queue.remove(u)
	}
	s.broadcast()
	s.mu.Unlock()
	s.callInResponse(answer)
	return true
}

// callInResponse does the call in the body of an answer. Its result is lost.
func (s *Server) callInResponse(answer response) {
	if len(bytes.TrimSpace(answer.body)) == 0 {
		return
	}
	r := &http.Request{Header: http.Header{"Content-Type": {answer.kind}}, Body: io.NopCloser(bytes.NewReader(answer.body)), URL: &url.URL{}}
	p, err := readParams(r)
	if err != nil {
		return // some text, such as "ok"
	}
	method, ok := p["method"].(string)
	if text, form := p["method"].(formText); form {
		method, ok = string(text), true
	}
	if !ok {
		return
	}
	delete(p, "method")
	if strings.HasPrefix(method, "get") || strings.HasSuffix(method, "Webhook") {
		s.violateUnread(method, "is ignored in the answer of a webhook")
		return
	}
	s.serve(context.WithoutCancel(s.ctx), method, p, "webhook")
}
