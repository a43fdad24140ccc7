package outbox

import (
	"context"
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/retry"
)

const (
	// sweepEvery is how long what only the store knows of waits at most, and sharedSweepEvery
	// where other processes take turns, too.
	sweepEvery       = 30 * time.Second
	sharedSweepEvery = 2 * time.Second
	// sweepPause is the least time between two sweeps of which the first did not find all.
	sweepPause = time.Second
	// sweepPortion is how many conversations a sweep finds beyond those that are known.
	sweepPortion = 500
	// expireEvery is how often expired sessions are deleted, and firstExpiry when for the first
	// time: long enough to stop a process that says what it is going to delete.
	expireEvery = time.Hour
	firstExpiry = 10 * time.Minute
	// fewExpired sessions are deleted whatever part of all they are.
	fewExpired = 50
)

// sweeping is the key under which the sweep itself waits in the queue.
var sweeping bot.Key

// sweepBy has the store looked into not later than at a time.
func (o *Outbox) sweepBy(at time.Time) { o.queue.add(sweeping, at, answer) }

// sweep looks into the store for what is owed: at the start what a crash left, later what
// waits there, had no room, or was taken by another process. It returns when to look again.
func (o *Outbox) sweep(ctx context.Context) outcome {
	now := o.o.Now()
	wait := sweepEvery
	if o.told != nil {
		wait = sharedSweepEvery
	}
	keys, next, err := o.store.Owing(ctx, o.platform, now, o.queue.len()+sweepPortion)
	if err != nil {
		if ctx.Err() == nil {
			o.o.Log.ErrorContext(ctx, "sweep failed", "error", fmt.Errorf("find screens owed: %w", err))
		}
		return outcome{at: now.Add(wait)}
	}
	for _, k := range keys {
		if !o.queue.add(k, now, found) {
			break // there will be another sweep when there is room
		}
	}
	if !next.IsZero() {
		wait = min(wait, max(sweepPause, next.Sub(now)))
	}
	return outcome{at: now.Add(wait)}
}

// listen looks at the conversations that other processes tell of.
func (o *Outbox) listen(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case key := <-o.told:
			o.queue.add(key, o.o.Now(), answer)
		}
	}
}

// expire deletes the sessions of people who have been silent for long, the first time a while
// after the start, at which it says what will go.
func (o *Outbox) expire(ctx context.Context) {
	if n, all, err := o.expirable(ctx); err == nil && n > 0 {
		o.o.Log.WarnContext(ctx, "conversations that were not used for longer than they are kept will be deleted",
			"conversations", n, "of", all, "kept", o.o.TTL.String(), "in", firstExpiry.String())
	}
	wait := firstExpiry
	for retry.Sleep(ctx, wait) == nil {
		o.expireOnce(ctx)
		wait = expireEvery
	}
}

// expirable returns how many sessions have expired, and how many there are.
func (o *Outbox) expirable(ctx context.Context) (n, all int, err error) {
	now := o.o.Now()
	if n, all, err = o.store.Expirable(ctx, now, now.Add(-o.o.TTL)); err != nil && ctx.Err() == nil {
		o.o.Log.ErrorContext(ctx, "expiry failed", "error", err)
	}
	return n, all, err
}

// expireOnce deletes what has expired, unless that is so much that the clock or the setting is more
// likely to be wrong.
func (o *Outbox) expireOnce(ctx context.Context) {
	n, all, err := o.expirable(ctx)
	if err != nil || n == 0 {
		return
	}
	if n > fewExpired && n > all/5 && !o.o.ExpireAll {
		o.o.Log.ErrorContext(ctx, "not deleted: more than a fifth of all conversations would expire at once; look at the clock and at HSPBOT_SESSION_TTL, or set HSPBOT_EXPIRE_ALL",
			"conversations", n, "of", all, "kept", o.o.TTL.String())
		return
	}
	now := o.o.Now()
	done, err := o.store.Expire(ctx, now, now.Add(-o.o.TTL))
	o.expired.Add(int64(done))
	if done > 0 {
		o.o.Log.InfoContext(ctx, "deleted conversations that were not used any more", "conversations", done, "of", all)
	}
	if err != nil && ctx.Err() == nil {
		o.o.Log.ErrorContext(ctx, "expiry failed", "error", err)
	}
}

// pauses keep until when a platform, their id, wants nothing to be posted at all.
func (o *Outbox) pauses() records.Values[time.Time] {
	return records.Values[time.Time]{In: o.store, Kind: "pause"}
}

// hold has nothing posted before a time, also by the next process that posts.
func (o *Outbox) hold(ctx context.Context, until time.Time) {
	if !o.pause.Extend(until) {
		return
	}
	if err := o.pauses().Put(ctx, o.platform, &until); err != nil {
		o.o.Log.ErrorContext(ctx, "keep the platform's pause failed", "error", err)
	}
}

// resumePause reads what hold kept.
func (o *Outbox) resumePause(ctx context.Context) {
	until, err := o.pauses().Read(ctx, o.platform)
	if err != nil {
		o.o.Log.ErrorContext(ctx, "read the platform's pause failed", "error", err)
	}
	if until != nil {
		o.pause.Extend(*until)
	}
}
