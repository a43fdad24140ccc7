package slacktest

import (
	"context"
	"slices"
	"time"
)

// bell wakes all who wait. It is used with the lock of the server held.
type bell struct{ ch chan struct{} }

func (b *bell) ring() {
	if b.ch != nil {
		close(b.ch)
		b.ch = nil
	}
}

func (b *bell) next() <-chan struct{} {
	if b.ch == nil {
		b.ch = make(chan struct{})
	}
	return b.ch
}

// Settle returns when cond is true. It asks again after every call and delivery, without
// holding anything, so that cond may use all of the server. After the patience of the options
// the test fails, and Settle returns false.
func (s *Server) Settle(cond func() bool) bool {
	s.t.Helper()
	if s.wait(&s.bell, cond) {
		return true
	}
	s.t.Errorf("nothing settled: %d deliveries pending, last calls %v", s.Pending(), s.last(8))
	return false
}

// Settle is [Server.Settle] for what the person sees: their DM, channels, views and troubles.
// With many people at once it asks far less often.
func (p *Person) Settle(cond func() bool) bool {
	p.s.t.Helper()
	if p.s.wait(&p.bell, cond) {
		return true
	}
	p.s.t.Errorf("person %s has waited in vain: %d deliveries pending, troubles %q, last calls %v",
		p.ID, p.s.Pending(), p.Troubles(), p.s.last(8))
	return false
}

func (s *Server) wait(b *bell, cond func() bool) bool {
	ctx, cancel := context.WithTimeout(s.ctx, s.o.Patience)
	defer cancel()
	for {
		s.mu.Lock()
		rung := b.next()
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

// Calls counts the calls of a method so far, however they ended.
func (s *Server) Calls(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.count[method]
}

// Log returns all calls so far, in the order in which they came.
func (s *Server) Log() []Call { return s.last(-1) }

// last returns the last n calls, all for a negative n.
func (s *Server) last(n int) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n < 0 || n > len(s.calls) {
		n = len(s.calls)
	}
	return slices.Clone(s.calls[len(s.calls)-n:])
}

// pause waits, without the lock; false when ctx ended first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
