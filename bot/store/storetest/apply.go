package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
)

func testNew(t *testing.T, f *fixture) {
	s := f.store()
	missing(t, s, anna)
	var got bot.Session
	if _, err := s.Apply(t.Context(), anna, func(s *bot.Session) error { got = *s; return nil }); err != nil {
		t.Fatal(err)
	}
	if want := (bot.Session{Key: anna}); !same(got, want) {
		t.Errorf("new session = %+v", got)
	}
}

func testRoundTrip(t *testing.T, f *fixture) {
	s := f.store()
	saved, err := s.Apply(t.Context(), anna, filled)
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Session{Key: anna}
	_ = filled(&want)
	if !same(saved, want) {
		t.Errorf("apply = %+v, want %+v", saved, want)
	}
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("load = %+v, want %+v", got, want)
	}
	other := f.store() // has nothing at hand
	if got := load(t, other, anna); !same(got, want) {
		t.Errorf("load of another = %+v, want %+v", got, want)
	}
}

func testKeys(t *testing.T, f *fixture) {
	s := f.store()
	keys := []bot.Key{anna, {Platform: "slack", ID: "anna"}, {Platform: "terminal", ID: "anna:2"}, {Platform: "terminal", ID: "花子 % ' \x01"}}
	for i, k := range keys {
		for range i + 1 {
			take(t, s, k, day)
		}
	}
	for i, k := range keys {
		if got := load(t, s, k); got.Key != k || got.Version != int64(i+1) {
			t.Errorf("key %d: version %d, want %d", i, got.Version, i+1)
		}
	}
	for _, k := range []bot.Key{{}, {Platform: "a:b", ID: "c"}, {Platform: "a"}} {
		if _, err := s.Apply(t.Context(), k, turn("", day)); err == nil {
			t.Errorf("apply takes the key %q", k)
		}
	}
}

func testError(t *testing.T, f *fixture) {
	s := f.store()
	want := take(t, s, anna, day)
	cause := errors.New("cause")
	_, err := s.Apply(t.Context(), anna, func(s *bot.Session) error {
		s.Version, s.State.Goal = 99, "i-c"
		s.Remember("1")
		return cause
	})
	if err != cause {
		t.Errorf("apply = %v, want the error itself", err)
	}
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("session = %+v, want %+v", got, want)
	}
	bert := bot.Key{Platform: "terminal", ID: "bert"}
	if _, err := s.Apply(t.Context(), bert, func(*bot.Session) error { return cause }); err != cause {
		t.Errorf("apply = %v", err)
	}
	missing(t, s, bert)
}

func testPanic(t *testing.T, f *fixture) {
	s := f.store()
	want := take(t, s, anna, day)
	func() {
		defer func() {
			if v := recover(); v != "poison" {
				t.Errorf("recovered %v", v)
			}
		}()
		_, _ = s.Apply(t.Context(), anna, func(s *bot.Session) error { s.Version = 99; panic("poison") })
	}()
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("session = %+v, want %+v", got, want)
	}
	take(t, s, anna, day)
}

func testKeyStays(t *testing.T, f *fixture) {
	s := f.store()
	bert := bot.Key{Platform: "terminal", ID: "bert"}
	got, err := s.Apply(t.Context(), anna, func(s *bot.Session) error { s.Key = bert; s.Version = 1; return nil })
	if err != nil || got.Key != anna {
		t.Errorf("apply = %v, %v", got.Key, err)
	}
	missing(t, s, bert)
	load(t, s, anna)
}

// testCancelled lets a call wait behind another and ends its context.
func testCancelled(t *testing.T, f *fixture) {
	s := f.store()
	inside, release := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	var once sync.Once
	go func() {
		_, err := s.Apply(context.Background(), anna, func(s *bot.Session) error {
			once.Do(func() { close(inside) })
			<-release
			return turn("", day)(s)
		})
		first <- err
	}()
	<-inside
	cause := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	if _, err := s.Apply(ctx, anna, turn("", day)); !errors.Is(err, cause) {
		t.Errorf("apply with an ended context = %v", err)
	}
	ctx, cancel = context.WithCancelCause(t.Context())
	second := make(chan error, 1)
	go func() {
		_, err := s.Apply(ctx, anna, turn("", day))
		second <- err
	}()
	cancel(cause)
	if err := <-second; !errors.Is(err, cause) {
		t.Errorf("apply that waits = %v", err)
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("apply = %v", err)
	}
	if got := load(t, s, anna); got.Version != 1 {
		t.Errorf("version = %d, want 1", got.Version)
	}
}

// together runs f in n goroutines.
func together(n int, f func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { f(i) })
	}
	wg.Wait()
}

const people, turns = 100, 5

func testConcurrent(t *testing.T, f *fixture) { count(t, f.store()) }

func testTwoStores(t *testing.T, f *fixture) { count(t, f.store(), f.store()) }

// count has many take turns in one conversation: each finds the version before its own.
func count(t *testing.T, stores ...bot.Store) {
	var mu sync.Mutex
	seen := map[int64]bool{}
	together(people, func(i int) {
		for range turns {
			got, err := stores[i%len(stores)].Apply(t.Context(), anna, turn("", day))
			mu.Lock()
			if err != nil || seen[got.Version] || got.State.Referral != fmt.Sprintf("turn %d", got.Version) {
				t.Errorf("version %d, %v", got.Version, err)
			}
			seen[got.Version] = true
			mu.Unlock()
		}
	})
	for _, s := range stores {
		if got := load(t, s, anna); got.Version != people*turns {
			t.Errorf("version = %d, want %d", got.Version, people*turns)
		}
	}
}

// testManyKeys mixes turns that succeed with turns that fail.
func testManyKeys(t *testing.T, f *fixture) {
	s := f.store()
	cause := errors.New("cause")
	together(people, func(i int) {
		k := bot.Key{Platform: "terminal", ID: fmt.Sprint(i)}
		for n := range turns {
			if _, err := s.Apply(t.Context(), k, turn("", day)); err != nil {
				t.Errorf("apply: %v", err)
			}
			_, err := s.Apply(t.Context(), k, func(s *bot.Session) error { s.Version = 99; return cause })
			if err != cause {
				t.Errorf("apply = %v", err)
			}
			if err := s.Settle(t.Context(), k, bot.Settlement{Version: int64(n), Shown: int64(n)}); err != nil {
				t.Errorf("settle: %v", err)
			}
		}
	})
	for i := range people {
		got := load(t, s, bot.Key{Platform: "terminal", ID: fmt.Sprint(i)})
		if got.Version != turns || got.Shown != turns-1 {
			t.Errorf("version %d shown %d, want %d and %d", got.Version, got.Shown, turns, turns-1)
		}
	}
}

// testSeenOnce delivers each of some deliveries many times at once.
func testSeenOnce(t *testing.T, f *fixture) {
	s := f.store()
	const deliveries = 10 // fewer than a session remembers
	var mu sync.Mutex
	effects := map[string]int{}
	together(people, func(i int) {
		id := fmt.Sprint("d", i%deliveries)
		_, err := s.Apply(t.Context(), anna, turn(id, day.Add(time.Duration(i))))
		if err != nil && err != errSeen {
			t.Errorf("apply: %v", err)
		}
		if err == nil {
			mu.Lock()
			effects[id]++
			mu.Unlock()
		}
	})
	got := load(t, s, anna)
	if got.Version != deliveries || len(got.Seen) != deliveries || len(effects) != deliveries {
		t.Errorf("version %d, seen %d, effects %v", got.Version, len(got.Seen), effects)
	}
}
