package slacktest

import (
	"context"
	"slices"
	"time"
)

// signal wakes all who wait. It is used with the lock of the server held.
type signal struct{ ch chan struct{} }

func (b *signal) broadcast() {
	if b.ch != nil {
		close(b.ch)
		b.ch = nil
	}
}

func (b *signal) channel() <-chan struct{} {
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

// Await returns when cond is true. It asks again after every call and delivery, without
// holding anything, so that cond may use all of the server. After [Options.Timeout] the
// test fails, and Await returns false.
func (s *Server) Await(cond func() bool) bool {
	s.t.Helper()
	if s.wait(&s.changed, cond) {
		return true
	}
	s.t.Errorf("waited too long: %d deliveries pending, last calls %v", s.Pending(), s.last(8))
	return false
}

// Await is [Server.Await] for what the person sees: their DM, channels, views and errors.
// With many people at once it asks far less often.
func (p *Person) Await(cond func() bool) bool {
	p.s.t.Helper()
	if p.s.wait(&p.changed, cond) {
		return true
	}
	p.s.t.Errorf("person %s waited too long: %d deliveries pending, errors shown %q, last calls %v",
		p.ID, p.s.Pending(), p.ErrorsShown(), p.s.last(8))
	return false
}

func (s *Server) wait(b *signal, cond func() bool) bool {
	ctx, cancel := context.WithTimeout(s.ctx, s.o.Timeout)
	defer cancel()
	return s.waitUntil(ctx, b, cond)
}

// waitUntil waits until a condition holds, or until ctx ends.
func (s *Server) waitUntil(ctx context.Context, b *signal, cond func() bool) bool {
	for {
		s.mu.Lock()
		rung := b.channel()
		s.mu.Unlock()
		if cond() {
			return true
		}
		select {
		case <-rung:
		case <-ctx.Done():
			return cond()
		}
	}
}

// Call is a call the app made.
type Call struct {
	At      time.Time // by [Options.Now]
	Method  string    // "response_url" and "upload" for those
	Team    string    // where the token is from; the enterprise for one of a whole organisation
	Channel string    // argument of the call
	User    string    // argument of the call
	Error   string    // of Slack; empty where it was done
	Fault   Outcome   // what was made to happen; empty for nothing
}

// CountCalls counts the calls of a method so far, however they ended.
func (s *Server) CountCalls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count[method]
}

// Calls returns all calls so far, in the order in which they came.
func (s *Server) Calls() []Call { return s.last(-1) }

// last returns the last n calls, all for a negative n.
func (s *Server) last(n int) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 0 || n > len(s.calls) {
		n = len(s.calls)
	}
	return slices.Clone(s.calls[len(s.calls)-n:])
}
