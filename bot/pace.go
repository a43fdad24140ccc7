package bot

import (
	"slices"
	"time"
)

// The limits of a platform. What exceeds one waits in the line of its bucket, and when a
// token is there the first of the line gets it: nobody wakes in vain, however many wait.

// bucket counts the tokens of one limit by the time at which it will be full again.
type bucket struct {
	spot    // among the buckets that somebody waits for, by the time of the next token
	limit   Limit
	full    time.Time
	every   time.Duration
	burst   int
	waiting line[*chat]
}

// left returns how many tokens there are; fewer than none where more were taken.
func (b *bucket) left(now time.Time) float64 {
	if !b.full.After(now) {
		return float64(b.burst)
	}
	return float64(b.burst) - float64(b.full.Sub(now))/float64(b.every)
}

// size sets the limit, and how many tokens there are at a time.
func (b *bucket) size(every time.Duration, burst int, now time.Time, left float64) {
	b.every, b.burst = every, burst
	b.full = now.Add(time.Duration((float64(burst) - min(left, float64(burst))) * float64(every)))
}

// next returns from when on there is a token.
func (b *bucket) next() time.Time { return b.full.Add(-time.Duration(b.burst-1) * b.every) }

// take takes n tokens, also those that are not there yet.
func (b *bucket) take(now time.Time, n int) {
	if b.full.Before(now) {
		b.full = now
	}
	b.full = b.full.Add(time.Duration(n) * b.every)
}

// paces are the buckets. They are guarded by dispatcher.mu.
type paces struct {
	all     map[string]*bucket
	awaited line[*bucket]
	kept    int // buckets at the last sweep

	// The replicas share the limits: each has its part of every bucket. Tokens that are there
	// at a change stay where they are, and none come of nothing: who joins begins with none,
	// and who inherits waits for them. So at no time are there more than the limit allows,
	// unless there are more replicas than tokens in a bucket: each has one at least.
	share   int // among how many; 0 is unknown
	changes []division
}

// division is a change of the number of replicas.
type division struct {
	share int // from then on
	at    time.Time
}

// remembered is how many divisions are: a bucket that is used for the first time after more
// than that begins with fewer tokens than there could be.
const remembered = 16

// part returns what one of several replicas has of a limit.
func (l Limit) part(share int) (every time.Duration, burst int) {
	return l.Every * time.Duration(max(1, share)), max(1, max(1, l.Burst)/max(1, share))
}

// divide divides the buckets anew.
func (p *paces) divide(share int, now time.Time, came *uint64) {
	before := p.share
	p.share, p.changes = share, append(p.changes, division{share, now})
	p.changes = p.changes[max(0, len(p.changes)-remembered):]
	for _, b := range p.all {
		left := b.left(now)
		if before == 0 { // others have had it meanwhile
			left = min(left, 0)
		}
		every, burst := b.limit.part(share)
		b.size(every, burst, now, left)
		if b.index > 0 {
			p.awaited.remove(b)
			*came++
			p.awaited.push(b, b.next(), *came)
		}
	}
}

// of returns the bucket of a limit.
func (p *paces) of(l Limit, now time.Time) *bucket {
	b := p.all[l.Bucket]
	if b == nil {
		if p.all == nil {
			p.all = map[string]*bucket{}
		}
		if len(p.all) >= 2*p.kept+1024 {
			p.sweep(now)
		}
		b = &bucket{}
		p.all[l.Bucket] = b
		p.begin(b, l, now)
	}
	b.limit = l
	b.every, b.burst = l.part(p.share)
	return b
}

// begin makes a bucket what it would be if it had been there, unused, through the divisions.
func (p *paces) begin(b *bucket, l Limit, now time.Time) {
	left := 0.0
	for i, c := range p.changes {
		if left = 0; i > 0 && p.changes[i-1].share > 0 {
			left = b.left(c.at)
		}
		every, burst := l.part(c.share)
		b.size(every, burst, c.at, left)
	}
	if b.full.Before(now) {
		b.full = now
	}
}

// sweep forgets the buckets that are full: a new one is the same.
func (p *paces) sweep(now time.Time) {
	for name, b := range p.all {
		if b.waiting.empty() && !b.full.After(now) {
			delete(p.all, name)
		}
	}
	p.kept = len(p.all)
}

// admit takes a token of each limit of the chat, or puts the chat into the line of one that
// has none, or that others have waited for longer.
func (d *dispatcher) admit(c *chat, now time.Time) bool {
	for _, l := range c.limits {
		b := d.paces.of(l, now)
		next := b.next()
		if !next.After(now) && (b.waiting.empty() || !c.rank.After(b.waiting.first().at)) {
			continue
		}
		d.came++
		b.waiting.push(c, c.rank, d.came)
		c.line = &b.waiting
		if b.index == 0 {
			d.paces.awaited.push(b, next, d.came)
			d.alarm(next)
		}
		return false
	}
	d.charge(c.limits, now, 1)
	return true
}

func (d *dispatcher) charge(limits []Limit, now time.Time, n int) {
	for _, l := range limits {
		d.paces.of(l, now).take(now, n)
	}
}

// serve gives the tokens that are there to those who wait.
func (d *dispatcher) serve(now time.Time) {
	for awaited := &d.paces.awaited; !awaited.empty() && !awaited.first().at.After(now); {
		b := awaited.pop()
		if !b.waiting.empty() && !b.next().After(now) {
			c := b.waiting.pop()
			c.line = nil
			if d.admit(c, now) {
				c.admitted = true
				d.enqueue(c)
			}
		}
		if !b.waiting.empty() && b.index == 0 {
			d.came++
			awaited.push(b, b.next(), d.came)
		}
	}
}

// paceOf asks the platform, unless there are to be no limits.
func (b *Bot) paceOf(s Session) (limits []Limit) {
	if b.o.Unlimited {
		return nil
	}
	_ = guard(func() error { limits = slices.Clone(b.poster.Pace(s)); return nil })
	return limits
}
