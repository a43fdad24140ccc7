package bot

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// sweepEvery is how long a screen that only the store knows of waits at most.
	sweepEvery = 30 * time.Second
	// pause is the least time between two looks into the store.
	pause = time.Second
	// portion is how many conversations a sweep finds beyond those it knows.
	portion = 500
	// expireEvery is how often expired sessions are deleted.
	expireEvery = time.Hour
)

// Run posts what is owed, and deletes sessions that have expired, until ctx ends. Then it
// takes no more deliveries, lets the posts under way come to their end for as long as
// Options.Drain, and returns; closing the store keeps what became of them. What is still
// owed then is posted after the next start. A bot runs once.
func (b *Bot) Run(ctx context.Context) error {
	posts, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	var all sync.WaitGroup
	for range b.o.Workers {
		all.Go(func() { b.work(posts) })
	}
	all.Go(func() { b.sweep(ctx) })
	all.Go(func() { b.expire(ctx) })
	b.agree()
	b.waiting.start()
	<-ctx.Done()
	b.waiting.stop()
	drained := time.AfterFunc(b.o.Drain, cut)
	defer drained.Stop()
	all.Wait()
	if b.shared == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), b.o.Drain)
	defer cancel()
	if err := b.shared.Release(ctx, b.name); err != nil {
		b.o.Log.WarnContext(ctx, "others take over late", "error", err)
	}
	return nil
}

// sweep finds what is owed: at the start, what a crash left; later, what had no room or was
// put off for long, and what other replicas have to tell or have left.
func (b *Bot) sweep(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	most, changed := sweepEvery, (<-chan struct{})(nil)
	if b.shared != nil {
		most, changed = lookEvery, b.shared.Changed(b.name)
	}
	var last time.Time
	for {
		told := false
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-b.waiting.tell:
		case <-changed:
			told = true
		}
		b.agree()
		err := b.hear(ctx)
		wait := pause - time.Since(last)
		if !told || wait <= 0 {
			var e error
			last = time.Now()
			wait, e = b.find(ctx)
			err = errors.Join(err, e)
		}
		if err != nil && ctx.Err() == nil {
			b.o.Log.ErrorContext(ctx, "sweep failed", "error", err)
		}
		timer.Reset(min(wait, most))
	}
}

// find tells the dispatcher what is owed, and returns when to look again.
func (b *Bot) find(ctx context.Context) (wait time.Duration, err error) {
	room, known := b.waiting.room()
	if room == 0 {
		return sweepEvery, nil
	}
	now := b.o.Now()
	keys, err := b.store.Owing(ctx, b.name, now, known+min(room, portion))
	if err != nil {
		return sweepEvery, fmt.Errorf("find screens owed: %w", err)
	}
	b.waiting.find(keys)
	if len(keys) >= known+min(room, portion) {
		return pause, nil // there are more
	}
	due, err := b.store.NextDue(ctx, b.name, now)
	if err != nil {
		return sweepEvery, fmt.Errorf("find what is due next: %w", err)
	}
	if due.IsZero() {
		return sweepEvery, nil
	}
	return max(pause, min(sweepEvery, due.Sub(now))), nil
}

// room returns how many chats the sweep may add, and how many there are.
func (d *dispatcher) room() (room, known int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.missed = false
	if !d.roomy() {
		d.missed = true
		return 0, len(d.chats)
	}
	return max(1, d.backlog-len(d.chats)), len(d.chats)
}

// expire deletes the sessions of people who have been silent for long.
func (b *Bot) expire(ctx context.Context) {
	tick := time.NewTicker(expireEvery)
	defer tick.Stop()
	for {
		n, err := b.store.Expire(ctx, b.o.Now().Add(-b.o.TTL))
		b.counts.expired.Add(int64(n))
		if err != nil && ctx.Err() == nil {
			b.o.Log.ErrorContext(ctx, "expiry failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// counts are the numbers of [Stats].
type counts struct {
	posts, delivered, later, broken, dead, gone, moved, bugs, poison, unheard, expired atomic.Int64
}

// Stats are numbers for those who run the bot, since its start.
type Stats struct {
	Waiting int // conversations with a screen to be posted, as far as they are in memory
	Posts   int64
	// What became of the posts, by [Outcome]. Dead are screens given up after a day.
	Delivered, Later, Broken, Dead, Gone, Moved, Bugs int64
	Poison                                            int64 // deliveries set aside
	Unheard                                           int64 // deliveries too many in a short time
	Expired                                           int64 // sessions deleted after silence
}

// Stats returns the present numbers.
func (b *Bot) Stats() Stats {
	b.waiting.mu.Lock()
	waiting := len(b.waiting.chats)
	b.waiting.mu.Unlock()
	c := &b.counts
	return Stats{
		Waiting: waiting, Posts: c.posts.Load(), Delivered: c.delivered.Load(), Later: c.later.Load(),
		Broken: c.broken.Load(), Dead: c.dead.Load(), Gone: c.gone.Load(), Moved: c.moved.Load(),
		Bugs: c.bugs.Load(), Poison: c.poison.Load(), Unheard: c.unheard.Load(), Expired: c.expired.Load(),
	}
}
