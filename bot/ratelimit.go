package bot

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A person does not answer twenty questions in ten seconds, in one conversation or in many. Who
// does is told once to wait, and then not heard for a while, so that all others are
// served. What is dropped has no effect and is acknowledged.

const (
	// turnEvery and turnBurst are the limit of turns of a person, see [Key.Person]: 20 in 10 seconds.
	turnEvery = 500 * time.Millisecond
	turnBurst = 20
	// quietFor is how long deliveries are dropped after a warning.
	quietFor = 10 * time.Second
	// recentFor is how long a person is counted after their last turn: then there is room
	// for all turns again. At most maxRecent are.
	recentFor = max(turnEvery*turnBurst, quietFor)
	maxRecent = 1 << 16
)

type rateVerdict uint8

const (
	allow rateVerdict = iota
	warn              // the delivery has no effect but a notice
	drop
)

// haste is the rate of one person.
type haste struct {
	mu    sync.Mutex
	turns *rate.Limiter
	quiet time.Time // deliveries are dropped until then
}

// checkRate says what becomes of a delivery to a conversation that comes now.
func (b *Bot) checkRate(key Key, now time.Time) rateVerdict {
	if b.o.NoRateLimit {
		return allow
	}
	key.ID = key.Person() // wherever they are
	h := b.recent.Renew(key, recentFor, func() *haste { return &haste{turns: rate.NewLimiter(rate.Every(turnEvery), turnBurst)} })
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case now.Before(h.quiet):
		return drop
	case h.turns.AllowN(now, 1):
		return allow
	}
	h.quiet = now.Add(quietFor)
	return warn
}
