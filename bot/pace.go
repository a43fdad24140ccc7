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
	full    time.Time
	every   time.Duration
	burst   int
	waiting line[*chat]
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
	}
	b.every, b.burst = l.Every, max(1, l.Burst)
	return b
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
