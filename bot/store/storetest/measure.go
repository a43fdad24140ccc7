package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"hspbot/bot"
)

func testCount(t *testing.T, f *fixture) {
	ctx := context.Background()
	s := f.store()
	m, ok := s.(bot.Measured)
	if !ok {
		t.Fatal("the store cannot be measured")
	}
	counts := func(when string, sessions, owed int, oldest time.Time) {
		t.Helper()
		n, err := m.Count(ctx, "slack")
		if err != nil || n != sessions {
			t.Errorf("%s: %d sessions, %v; want %d", when, n, err, sessions)
		}
		n, at, err := m.Owed(ctx, "slack")
		if err != nil || n != owed || !at.Equal(oldest) {
			t.Errorf("%s: %d owed, the oldest of %v, %v; want %d of %v", when, n, at, err, owed, oldest)
		}
	}
	settle := func(k bot.Key, with bot.Settlement) {
		t.Helper()
		if err := s.Settle(ctx, k, with); err != nil {
			t.Fatal(err)
		}
	}
	counts("empty", 0, 0, time.Time{})
	a, b, c := bot.Key{Platform: "slack", ID: "a"}, bot.Key{Platform: "slack", ID: "b"}, bot.Key{Platform: "slack", ID: "c"}
	take(t, s, a, day.Add(2*time.Minute))
	take(t, s, b, day)
	take(t, s, c, day.Add(time.Minute))
	take(t, s, bot.Key{Platform: "terminal", ID: "a"}, day.Add(-time.Hour))
	counts("all owed", 3, 3, day)
	settle(b, bot.Settlement{Version: 1, Shown: 1})
	counts("one shown", 3, 2, day.Add(time.Minute))
	settle(c, bot.Settlement{Version: 1, Due: day.Add(24 * time.Hour), Tries: 1})
	counts("one put off", 3, 2, day.Add(time.Minute))
	settle(c, bot.Settlement{Version: 1, Gone: true})
	counts("one gone", 3, 1, day.Add(2*time.Minute))
	if err := s.Delete(ctx, a, 0); err != nil {
		t.Fatal(err)
	}
	counts("one deleted", 2, 0, time.Time{})
}

func testProbe(t *testing.T, f *fixture) {
	s, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	other := f.store()
	m := s.(bot.Measured)
	for range 3 {
		if err := m.Probe(context.Background()); err != nil {
			t.Fatalf("probe: %v", err)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := m.Probe(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("probe that nobody waits for: %v", err)
	}
	take(t, s, anna, day)
	if n, err := other.(bot.Measured).Count(context.Background(), anna.Platform); err != nil || n != 1 {
		t.Errorf("the other store counts %d, %v", n, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := m.Probe(context.Background()); !errors.Is(err, bot.ErrClosed) {
		t.Errorf("probe of a closed store: %v", err)
	}
	if _, err := m.Count(context.Background(), "slack"); !errors.Is(err, bot.ErrClosed) {
		t.Errorf("count of a closed store: %v", err)
	}
}
