package postgres

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/store/postgres/pgtest"
)

// TestHold has two replicas do what one may do at a time.
func TestHold(t *testing.T) {
	c := pgtest.Start(t)
	url := c.Database(t)
	a, b := opened(t, url, Options{}), opened(t, url, Options{})
	var inside atomic.Int64
	hold := func(ctx context.Context, s *Store, name string, entered chan<- struct{}, f func(context.Context) error) <-chan error {
		result := make(chan error, 1)
		go func() {
			result <- s.Hold(ctx, name, func(ctx context.Context) error {
				if inside.Add(1) > 1 {
					t.Error("two hold the lock")
				}
				defer inside.Add(-1)
				entered <- struct{}{}
				return f(ctx)
			})
		}()
		return result
	}
	wait := func(c <-chan struct{}, what string) {
		t.Helper()
		select {
		case <-c:
		case <-time.After(10 * time.Second):
			t.Fatal(what)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	first, second := make(chan struct{}, 9), make(chan struct{}, 9)
	untilEnd := func(ctx context.Context) error { <-ctx.Done(); return nil }
	one := hold(ctx, a, "poll", first, untilEnd)
	wait(first, "the lock is never held")
	two := hold(ctx, b, "poll", second, untilEnd)

	other := make(chan struct{}, 1)
	mine := errors.New("mine")
	before := inside.Swap(0) // another lock
	if err := <-hold(ctx, b, "other", other, func(context.Context) error { return mine }); err != mine {
		t.Errorf("hold = %v", err)
	}
	inside.Store(before)
	if len(second) > 0 {
		t.Error("the second does not wait")
	}

	lost := time.Now()
	c.Exec(t, url, `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
	select {
	case <-second:
	case <-first: // the one that lost it may be first again
	case <-time.After(10 * time.Second):
		t.Fatal("nobody takes over")
	}
	if took := time.Since(lost); took > 5*time.Second {
		t.Errorf("taken over after %v", took)
	}
	stop()
	for _, result := range []<-chan error{one, two} {
		if err := <-result; err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("hold = %v", err)
		}
	}
}
