// Package retry tries again what failed for a reason that may pass: a network that is down, a
// database that restarts, a server that asks for a pause.
//
// It knows nothing of what it calls. Whether a failure may pass is for the caller to say.
package retry

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

// Sleep waits for d, or until ctx ends: then it returns the error of ctx.
func Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Backoff is how long to wait after each of several failures in a row: Min after the first,
// then twice as long each time, up to Max. A wait is made up to a quarter shorter at random,
// so that many who failed together do not come back together. It is for one goroutine.
type Backoff struct {
	Min, Max time.Duration

	last time.Duration // before it was made shorter; 0 for no failure so far
}

// Next returns how long to wait after one more failure.
func (b *Backoff) Next() time.Duration {
	b.last = min(max(2*b.last, b.Min), b.Max)
	return b.last - rand.N(b.last/4+1)
}

// Wait sleeps after one more failure, atLeast as long as a server asked for. The error is
// that of ctx.
func (b *Backoff) Wait(ctx context.Context, atLeast time.Duration) error {
	return Sleep(ctx, max(b.Next(), atLeast))
}

// Reset is for a success: the next wait is the shortest again.
func (b *Backoff) Reset() { b.last = 0 }

// Do calls f until it succeeds, until it has failed attempts times (0 for any number), until
// its error is [Permanent], or until ctx ends while waiting. It returns the last error of f,
// as f made it, also where ctx has ended.
func Do(ctx context.Context, b Backoff, attempts int, f func() error) error {
	for failed := 1; ; failed++ {
		err := f()
		if err == nil {
			return nil
		}
		if final, ok := errors.AsType[permanent](err); ok {
			return final.error
		}
		asked, _ := errors.AsType[after](err)
		if asked.error != nil {
			err = asked.error
		}
		if failed == attempts || b.Wait(ctx, asked.wait) != nil {
			return err
		}
	}
}

type permanent struct{ error }

// Permanent is an error after which [Do] does not try again.
func Permanent(err error) error { return permanent{err} }

type after struct {
	error
	wait time.Duration
}

// After is an error after which [Do] does not try again before a wait, which a server asked for.
func After(err error, wait time.Duration) error { return after{err, wait} }

// Pause is a time before which a server wants no call, whoever makes it. The zero Pause is over. It may be used by
// many goroutines.
type Pause struct {
	mu    sync.Mutex
	until time.Time
}

// Until returns when the pause is over.
func (p *Pause) Until() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until
}

// Extend lets the pause last until a time, and reports whether that is later than before.
func (p *Pause) Extend(until time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !until.After(p.until) {
		return false
	}
	p.until = until
	return true
}
