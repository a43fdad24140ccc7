package outbox

import (
	"math"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"hspbot/bot"
)

// limits are those of the platform.
type limits struct {
	mu      sync.Mutex
	start   time.Time // when nothing was left of any limit
	buckets map[string]*bucket
	kept    int // buckets after the last removal of unused ones
}

// bucket is what is left of one limit.
type bucket struct {
	tokens *rate.Limiter
	every  time.Duration
	burst  int
	shared bool
	// last is, for each urgency, when the last of those that were sent away may come back, and
	// back when the last of those does that come back with the same urgency: who waits for longer
	// than keepFor is found in the store.
	last, back [urgencies]time.Time
}

// rounding is how far the count of tokens, a float, may be off.
const rounding = 1e-6

// promised is how long something is kept back for who was told to come back for it.
const promised = 10 * time.Millisecond

// needed is how many tokens there must be for one to be taken: one more for each urgency of
// which somebody is about to come back, and, of what conversations share, one that is kept for an
// answer: who is in the middle of an interview does not wait for those who begin.
func (b *bucket) needed(now time.Time, urgency int) float64 {
	need := 1.0
	if urgency > answer && b.shared && b.burst > 1 {
		need++
	}
	for _, back := range b.back[:urgency] {
		if back.After(now.Add(-promised)) {
			need++
		}
	}
	return need
}

// maxDebt is how many messages of one screen are counted beyond a limit; it takes one, or a
// handful.
const maxDebt = 16

// begin begins anew with nothing left of any limit, as what was sent before is not known.
func (l *limits) begin(now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start, l.buckets, l.kept = now, nil, 0
}

// reserve takes what a post needs of the limits that it names, or takes nothing and returns
// when to ask again. Those that are sent away for the first time get times of their own, one
// after the other, so that they do not all come back together. Who comes back and finds that
// others went first may ask again as soon as there is something left. What has been promised
// to the more urgent is not taken.
func (l *limits) reserve(named []bot.Limit, now time.Time, urgency int, cameBack bool) (wait time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, n := range named {
		b := l.bucket(n, now)
		need, tokens := b.needed(now, urgency), b.tokens.TokensAt(now)
		if tokens >= need-rounding {
			continue
		}
		at, last := now.Add(time.Duration(math.Ceil((need-tokens)*float64(b.every)))), &b.last[urgency]
		if next := last.Add(b.every); !cameBack && next.After(at) {
			at = next
		}
		if at.After(*last) {
			*last = at
		}
		if back := &b.back[urgency]; at.After(*back) && at.Sub(now) <= keepFor {
			*back = at
		}
		if at.After(wait) {
			wait = at
		}
	}
	if !wait.IsZero() {
		return wait
	}
	for _, n := range named {
		l.buckets[n.Name].tokens.ReserveN(now, 1)
	}
	return time.Time{}
}

// charge takes for messages that have been sent already.
func (l *limits) charge(named []bot.Limit, now time.Time, messages int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	seen := map[string]bool{}
	for _, n := range named {
		if seen[n.Name] {
			continue
		}
		seen[n.Name] = true
		for range min(messages, maxDebt) {
			l.bucket(n, now).tokens.ReserveN(now, 1)
		}
	}
}

// bucket returns the bucket of a limit.
func (l *limits) bucket(n bot.Limit, now time.Time) *bucket {
	if b := l.buckets[n.Name]; b != nil {
		return b
	}
	if l.buckets == nil {
		l.buckets = map[string]*bucket{}
	}
	if len(l.buckets) >= 2*l.kept+1024 {
		l.removeUnused(now)
	}
	b := &bucket{tokens: rate.NewLimiter(rate.Every(n.Every), max(1, n.Burst)), every: n.Every, burst: max(1, n.Burst), shared: n.Shared}
	b.tokens.ReserveN(l.start, b.burst)
	l.buckets[n.Name] = b
	return b
}

// removeUnused removes the buckets that a new one would be the same as.
func (l *limits) removeUnused(now time.Time) {
	whole := func(b *bucket) bool { return b.tokens.TokensAt(now) >= float64(b.burst) }
	for name, b := range l.buckets {
		waited := slices.ContainsFunc(b.last[:], func(last time.Time) bool { return last.After(now) })
		if whole(b) && !waited {
			delete(l.buckets, name)
		}
	}
	l.kept = len(l.buckets)
}
