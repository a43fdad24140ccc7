package wire

import (
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// replayable is how long a signature is good for: five minutes either way.
	replayable = 10 * time.Minute
	// mostSeen bounds the signatures that are remembered, half of them in either generation.
	mostSeen = 64 << 10
)

// signature is the MAC of a delivery.
type signature [sha256.Size]byte

// seen remembers the signatures of deliveries in two generations: what is asked for lies in
// one of them for at least as long as its signature is good, unless half of mostSeen others
// came in that time.
type seen struct {
	mu         sync.Mutex
	since      time.Time // when the younger generation began
	young, old map[signature]struct{}
}

// add remembers a signature; it is false if that was remembered already.
func (s *seen) add(sig signature, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.young == nil || len(s.young) >= mostSeen/2 || now.Sub(s.since) > replayable {
		s.old, s.young, s.since = s.young, map[signature]struct{}{}, now
	}
	if _, ok := s.young[sig]; ok {
		return false
	}
	if _, ok := s.old[sig]; ok {
		return false
	}
	s.young[sig] = struct{}{}
	return true
}

// drop forgets a signature whose delivery was not taken, so that it may come again.
func (s *seen) drop(sig signature) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.young, sig)
	delete(s.old, sig)
}
