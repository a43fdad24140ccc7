package telegramtest

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"time"
)

// Faults are what goes wrong at random, from [Options.Seed]. Rates are between 0 and 1. The
// zero value is no faults.
type Faults struct {
	// Of calls:
	TooMany     float64 // 429 with RetryAfter
	BadGateway  float64
	ResetBefore float64
	ResetAfter  float64
	Slow        float64
	RetryAfter  int           // seconds of Telegram's; 1
	Delay       time.Duration // of slow answers; 10 ms
	Methods     []string      // only these; all

	// Of what people do:
	Duplicate float64       // comes once more after it was acknowledged
	Reorder   float64       // a message waits for the next press of the same person, or the other way round
	Hold      time.Duration // but no longer than this; 20 ms
}

// Fault is what goes wrong with the next calls that match.
type Fault struct {
	Kind       Outcome // TooMany, BadGateway, ResetBefore, ResetAfter, Slow
	Method     string  // any if empty
	Chat       int64   // any if 0
	Times      int     // 1
	RetryAfter int     // of TooMany; 1
	Delay      time.Duration
}

// SetFaults replaces the random faults.
func (s *Server) SetFaults(f Faults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.RetryAfter = cmp.Or(f.RetryAfter, 1)
	f.Delay = cmp.Or(f.Delay, 10*time.Millisecond)
	f.Hold = cmp.Or(f.Hold, 20*time.Millisecond)
	s.faults.Faults = f
}

// Fail adds a fault. These faults come before random ones, the oldest first.
func (s *Server) Fail(r Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.Times = cmp.Or(r.Times, 1)
	r.RetryAfter = cmp.Or(r.RetryAfter, 1)
	s.faults.rules = append(s.faults.rules, r)
}

// SetDown takes the whole API down, or up again: every connection is broken, and long polls
// end the same way. Deliveries to a webhook stop too.
func (s *Server) SetDown(down bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults.down = down
	s.broadcast()
	if !down {
		s.startDeliveries()
	}
}

func (s *Server) isDown() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.faults.down
}

// faultSource chooses the fault of a call.
type faultSource struct {
	Faults
	rules []Fault
	down  bool
}

// pick returns what happens to a call; a fault without a kind is none.
func (f *faultSource) pick(random *rand.Rand, method string, chat int64) Fault {
	for i := range f.rules {
		r := &f.rules[i]
		if r.Method != "" && r.Method != method || r.Chat != 0 && r.Chat != chat {
			continue
		}
		out := *r
		if r.Times--; r.Times == 0 {
			f.rules = slices.Delete(f.rules, i, i+1)
		}
		return out
	}
	if len(f.Methods) > 0 && !slices.Contains(f.Methods, method) {
		return Fault{}
	}
	at := random.Float64()
	for _, c := range []struct {
		kind Outcome
		rate float64
	}{
		{TooMany, f.TooMany}, {BadGateway, f.BadGateway}, {ResetBefore, f.ResetBefore},
		{ResetAfter, f.ResetAfter}, {Slow, f.Slow},
	} {
		if at -= c.rate; at < 0 {
			return Fault{Kind: c.kind, RetryAfter: f.RetryAfter, Delay: f.Delay}
		}
	}
	return Fault{}
}
