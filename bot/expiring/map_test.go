package expiring

import (
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time          { return c.t }
func (c *clock) advance(d time.Duration) { c.t = c.t.Add(d) }
func newClock() *clock                   { return &clock{t: time.Unix(1_900_000_000, 0)} }

func want[K comparable, V comparable](t *testing.T, m *Map[K, V], key K, value V) {
	t.Helper()
	if got, ok := m.Get(key); !ok || got != value {
		t.Errorf("Get(%v) = %v, %v; want %v", key, got, ok, value)
	}
}

func gone[K comparable, V any](t *testing.T, m *Map[K, V], key K) {
	t.Helper()
	if got, ok := m.Get(key); ok {
		t.Errorf("Get(%v) = %v; want none", key, got)
	}
}

func TestExpiry(t *testing.T) {
	c := newClock()
	m := New[string, int](10, c.now)
	m.Set("a", 1, time.Minute)
	c.advance(time.Minute - 1)
	want(t, m, "a", 1)
	c.advance(1)
	gone(t, m, "a")
	m.Set("a", 2, time.Minute)
	want(t, m, "a", 2)
	m.Set("b", 3, 0)
	gone(t, m, "b")
}

// TestRenew: who is counted keeps the count as long as they come back, and has a new one after that.
func TestRenew(t *testing.T) {
	c := newClock()
	m := New[string, *int](10, c.now)
	fresh := func() *int { return new(int) }
	first := m.Renew("a", time.Minute, fresh)
	for range 3 {
		c.advance(time.Minute - 1)
		if again := m.Renew("a", time.Minute, fresh); again != first {
			t.Error("another value, though it was alive")
		}
	}
	c.advance(time.Minute)
	if again := m.Renew("a", time.Minute, fresh); again == first {
		t.Error("the same value, though it had expired")
	}
}

// TestReadingDoesNotProlong and setting again does.
func TestReadingDoesNotProlong(t *testing.T) {
	c := newClock()
	m := New[string, int](10, c.now)
	m.Set("read", 1, time.Minute)
	m.Set("set", 1, time.Minute)
	c.advance(30 * time.Second)
	want(t, m, "read", 1)
	m.Set("set", 2, time.Minute)
	c.advance(30 * time.Second)
	gone(t, m, "read")
	want(t, m, "set", 2)
}

// TestEviction: the expired ones go first, then the oldest.
func TestEviction(t *testing.T) {
	c := newClock()
	m := New[string, int](3, c.now)
	m.Set("old", 1, time.Hour)
	m.Set("short", 2, time.Minute)
	c.advance(time.Minute)
	m.Set("new", 3, time.Hour)
	m.Set("newer", 4, time.Hour) // "short" has expired and makes room
	want(t, m, "old", 1)
	gone(t, m, "short")
	c.advance(time.Second)
	m.Set("newest", 5, time.Hour)
	gone(t, m, "old")
	want(t, m, "new", 3)
	want(t, m, "newer", 4)
	want(t, m, "newest", 5)
	m.Set("newer", 6, time.Hour) // replacing needs no room
	want(t, m, "new", 3)
	if n := m.Len(); n != 3 {
		t.Errorf("Len() = %d, want 3", n)
	}
}

// TestExpiredAreRemoved also where there is room.
func TestExpiredAreRemoved(t *testing.T) {
	c := newClock()
	m := New[int, int](1000, c.now)
	for i := range 500 {
		m.Set(i, i, time.Minute)
	}
	c.advance(time.Minute)
	m.Set(1, 1, time.Minute)
	if n := m.Len(); n != 1 {
		t.Errorf("Len() = %d, want 1", n)
	}
}

func TestAddAndDelete(t *testing.T) {
	c := newClock()
	m := New[string, int](10, c.now)
	if !m.Add("a", 1, time.Minute) || m.Add("a", 2, time.Minute) {
		t.Fatal("the first Add of a key and no other is to succeed")
	}
	want(t, m, "a", 1)
	m.Delete("a")
	m.Delete("nothing")
	if gone(t, m, "a"); !m.Add("a", 3, time.Minute) {
		t.Fatal("a deleted key was not added")
	}
	c.advance(time.Minute)
	if !m.Add("a", 4, time.Minute) {
		t.Fatal("an expired key was not added")
	}
	want(t, m, "a", 4)
}

func TestConcurrent(t *testing.T) {
	m := New[string, int](50, time.Now)
	var added atomic.Int64
	var group sync.WaitGroup
	for g := range 8 {
		group.Go(func() {
			if m.Add("once", g, time.Hour) {
				added.Add(1)
			}
			for i := range 1000 {
				key := strconv.Itoa((g*31 + i) % 40)
				m.Set(key, i, time.Hour)
				m.Get(key)
				if i%7 == 0 {
					m.Delete(key)
				}
			}
		})
	}
	group.Wait()
	if added.Load() != 1 {
		t.Errorf("%d goroutines added the same key", added.Load())
	}
	if n := m.Len(); n > 50 {
		t.Errorf("%d entries in a map of 50", n)
	}
}

// TestModel compares the map with a list of what was set, of which the plain rule says what
// is still there.
func TestModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 5).Draw(t, "limit")
		c := newClock()
		m := New[int, int](limit, c.now)
		type pair struct {
			key, value int
			expiry     time.Time
		}
		var model []pair // the oldest first; one time to live for all
		drop := func(keep func(pair) bool) {
			var kept []pair
			for _, p := range model {
				if keep(p) {
					kept = append(kept, p)
				}
			}
			model = kept
		}
		for i := range rapid.IntRange(0, 60).Draw(t, "steps") {
			c.advance(time.Duration(rapid.IntRange(1, 4).Draw(t, "seconds")) * time.Second)
			key := rapid.IntRange(0, 6).Draw(t, "key")
			drop(func(p pair) bool { return c.now().Before(p.expiry) })
			switch rapid.IntRange(0, 3).Draw(t, "operation") {
			case 0:
				m.Delete(key)
				drop(func(p pair) bool { return p.key != key })
			default:
				m.Set(key, i, 10*time.Second)
				drop(func(p pair) bool { return p.key != key })
				if len(model) == limit {
					model = model[1:]
				}
				model = append(model, pair{key, i, c.now().Add(10 * time.Second)})
			}
			there := 0
			for key := range 7 {
				if _, ok := m.Get(key); ok {
					there++
				}
			}
			for _, p := range model {
				if got, ok := m.Get(p.key); !ok || got != p.value {
					t.Fatalf("Get(%d) = %d, %v; want %d", p.key, got, ok, p.value)
				}
			}
			if there != len(model) {
				t.Fatalf("%d entries, want %d", there, len(model))
			}
		}
	})
}
