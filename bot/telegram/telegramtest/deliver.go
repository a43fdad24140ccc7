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

// wake starts to deliver a lane to the webhook, if that is not under way.
func (s *Server) wake(lane string) {
	if s.hook.url == "" || s.queue.lanes[lane] || s.faults.down {
		return
	}
	s.queue.lanes[lane] = true
	s.spawn(func() { s.deliver(lane) })
}

func (s *Server) wakeAll() {
	for _, u := range s.queue.updates {
		s.wake(u.lane)
	}
}

// deliver posts the updates of a lane one after the other. One that is not taken is tried
// again after 1, 2, 4 … 60 seconds or what Retry-After says.
func (s *Server) deliver(lane string) {
	failures := 0
	for {
		u, h := s.next(lane)
		if u == nil {
			return
		}
		select {
		case h.slots <- struct{}{}:
		case <-s.ctx.Done():
			return
		}
		answer := s.hand(h, u)
		<-h.slots
		if s.settle(u, answer) {
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
		case <-h.gone:
			failures = 0 // the bot has set its webhook again
		case <-s.ctx.Done():
		}
		timer.Stop()
	}
}

// next returns what to deliver in a lane and where to; nil ends the delivery.
func (s *Server) next(lane string) (*update, hook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue.expire()
	u := s.queue.head(lane)
	if u == nil || s.hook.url == "" || s.faults.down || s.ctx.Err() != nil {
		delete(s.queue.lanes, lane)
		return nil, hook{}
	}
	return u, s.hook
}

// taken is what the webhook answered.
type taken struct {
	status     int
	retryAfter int // -1 for none
	kind       string
	body       []byte
	err        error
}

func (t taken) ok() bool { return t.err == nil && t.status/100 == 2 }

// hand posts one update.
func (s *Server) hand(h hook, u *update) taken {
	r, err := http.NewRequestWithContext(s.ctx, http.MethodPost, h.url, bytes.NewReader(u.body))
	if err != nil {
		return taken{err: err, retryAfter: -1}
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return taken{err: err, retryAfter: -1}
	}
	defer answer.Body.Close()
	out := taken{status: answer.StatusCode, retryAfter: -1, kind: answer.Header.Get("Content-Type")}
	if n, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil && n >= 0 && n <= 3600 {
		out.retryAfter = n
	}
	out.body, out.err = io.ReadAll(io.LimitReader(answer.Body, maxBody))
	return out
}

// settle notes an attempt, and takes an update that the bot has acknowledged from the queue,
// or lets it come once more. False where it was not acknowledged.
func (s *Server) settle(u *update, answer taken) bool {
	s.mu.Lock()
	s.note(u, "webhook", answer.status)
	if !answer.ok() {
		s.hook.failedAt = time.Now()
		s.hook.failure = fmt.Sprintf("Wrong response from the webhook: %d", answer.status)
		if answer.err != nil {
			s.hook.failure = "Connection failed"
		}
		s.change()
		s.mu.Unlock()
		return false
	}
	if !u.copied && s.random.Float64() < s.faults.Duplicate {
		u.copied = true
	} else {
		s.queue.remove(u)
	}
	s.change()
	s.mu.Unlock()
	s.carryOut(answer)
	return true
}

// carryOut does the call in the body of an answer. Its result is lost.
func (s *Server) carryOut(answer taken) {
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
		s.lost(method, "is ignored in the answer of a webhook")
		return
	}
	s.serve(context.WithoutCancel(s.ctx), method, p, "webhook")
}
