package storetest

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
)

// SharedStore is a store of several replicas.
type SharedStore interface {
	bot.Store
	bot.Shared
}

// SharedPlace makes a new, empty place and returns what opens it for one replica more, and
// what takes a replica's life as a power cut does: it gives nothing back. Leases of the
// place last for about a second.
type SharedPlace func(t *testing.T) (open func() (SharedStore, error), kill func(SharedStore))

// RunShared tests the stores of a place that several replicas share.
func RunShared(t *testing.T, place SharedPlace) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *sharing)
	}{
		{"one has the lease", testLease},
		{"lease and owing", testLeaseOwing},
		{"owing together", testOwingTogether},
		{"settled elsewhere", testSettledElsewhere},
		{"move", testLeaseMove},
		{"delete", testLeaseDelete},
		{"release", testRelease},
		{"killed", testKilled},
		{"killed before turn", testKilledTurn},
	} {
		t.Run(c.name, func(t *testing.T) {
			open, kill := place(t)
			c.test(t, &sharing{t: t, open: open, kill: kill})
		})
	}
}

// sharing is a place and what the tests do with it.
type sharing struct {
	t    *testing.T
	open func() (SharedStore, error)
	kill func(SharedStore)
}

func (f *sharing) store() SharedStore {
	f.t.Helper()
	s, err := f.open()
	if err != nil {
		f.t.Fatalf("open: %v", err)
	}
	f.t.Cleanup(func() { _ = s.Close() })
	return s
}

func news(t *testing.T, s SharedStore, want ...string) {
	t.Helper()
	keys, err := s.News(t.Context(), "terminal")
	var got []string
	for _, k := range keys {
		got = append(got, k.ID)
	}
	if slices.Sort(got); err != nil || !slices.Equal(got, want) {
		t.Errorf("news = %v, %v; want %v", got, err, want)
	}
}

// told waits until a store says that something has changed.
func told(t *testing.T, s SharedStore, what string) {
	t.Helper()
	select {
	case <-s.Changed("terminal"):
	case <-time.After(5 * time.Second):
		t.Errorf("nobody is told of %s", what)
	}
}

// quiet drains what a store has told so far.
func quiet(s SharedStore) {
	for {
		select {
		case <-s.Changed("terminal"):
		case <-time.After(50 * time.Millisecond):
			return
		}
	}
}

// testLease has two replicas take turns: the first has the lease, is told of the other's
// turns, and gives it back with the last screen.
func testLease(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	first := take(t, a, anna, day)
	if first.Elsewhere || first.Lease == "" || a.Holding(first.Lease).Err() != nil || b.Holding(first.Lease).Err() == nil {
		t.Fatalf("the first turn: %+v", first)
	}
	quiet(a)
	second := take(t, b, anna, day)
	if !second.Elsewhere || second.Lease != first.Lease {
		t.Errorf("a turn elsewhere: %+v", second)
	}
	told(t, a, "a turn elsewhere")
	news(t, b)
	news(t, a, "anna")
	news(t, a)
	settle(t, a, anna, bot.Settlement{Version: 1, Shown: 1, Lease: first.Lease})
	owing(t, a, 1) // saves it
	if got := load(t, a, anna); got.Elsewhere || got.Lease != first.Lease || !load(t, b, anna).Elsewhere {
		t.Errorf("a screen is wanted and the lease gone: %+v", got)
	}
	settle(t, a, anna, bot.Settlement{Version: 2, Shown: 2, Lease: first.Lease})
	owing(t, a, 1)
	third := take(t, b, anna, day)
	if third.Elsewhere || third.Lease == first.Lease || third.Shown != 2 {
		t.Errorf("a turn after the last screen: %+v", third)
	}
	if got := take(t, a, anna, day); !got.Elsewhere {
		t.Errorf("a turn of the first again: %+v", got)
	}
	news(t, b, "anna")
	cause := errors.New("no")
	if _, err := a.Apply(t.Context(), terminal("bert"), func(*bot.Session) error { return cause }); err != cause {
		t.Errorf("apply = %v", err)
	}
	if got := take(t, b, terminal("bert"), day); got.Elsewhere {
		t.Errorf("a refused turn takes the lease: %+v", got)
	}
}

// testLeaseOwing finds only what is not another's.
func testLeaseOwing(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	for i, s := range []SharedStore{a, b, a, b} {
		take(t, s, terminal(fmt.Sprint(i)), day.Add(time.Duration(i)*time.Minute))
	}
	for _, c := range []struct {
		s    SharedStore
		want []string
	}{{a, []string{"0", "2"}}, {b, []string{"1", "3"}}} {
		for range 2 { // one's own are found again and again
			if got := owing(t, c.s, 10); !slices.Equal(got, c.want) {
				t.Errorf("owing = %v, want %v", got, c.want)
			}
		}
	}
	if got := owing(t, b, 1); !slices.Equal(got, []string{"1"}) {
		t.Errorf("owing = %v", got)
	}
}

// testOwingTogether lets replicas look at the same time for what nobody has: each
// conversation is found by one of them.
func testOwingTogether(t *testing.T, f *sharing) {
	a := f.store()
	const n = 200
	together(n, func(i int) { take(t, a, terminal(fmt.Sprint(i)), day) })
	if err := a.Release(t.Context(), "terminal"); err != nil {
		t.Fatal(err)
	}
	stores := []SharedStore{a, f.store(), f.store(), f.store()}
	var mu sync.Mutex
	found := map[string]int{}
	for end := time.Now().Add(10 * time.Second); len(found) < n && time.Now().Before(end); {
		together(len(stores), func(i int) {
			for _, id := range owing(t, stores[i], 30+len(found)) {
				mu.Lock()
				if by, ok := found[id]; ok && by != i {
					t.Errorf("%s is found by %d and %d", id, by, i)
				}
				found[id] = i
				mu.Unlock()
			}
		})
	}
	if len(found) != n {
		t.Errorf("%d of %d found", len(found), n)
	}
}

// testSettledElsewhere settles under a lease that another has by now.
func testSettledElsewhere(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	lost := take(t, a, anna, day).Lease
	if err := a.Release(t.Context(), "terminal"); err != nil {
		t.Fatal(err)
	}
	if got := owing(t, b, 1); !slices.Equal(got, []string{"anna"}) {
		t.Fatalf("owing = %v", got)
	}
	mine := load(t, b, anna)
	if mine.Elsewhere || mine.Lease == lost {
		t.Fatalf("found, but not held: %+v", mine)
	}
	settle(t, a, anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`"a"`), Lease: lost})
	check := func(s SharedStore) {
		t.Helper()
		if got := load(t, s, anna); got.Surface != nil || got.Shown != 0 || got.Lease != mine.Lease {
			t.Errorf("settled without the lease: %+v", got)
		}
	}
	check(a)
	owing(t, a, 1)
	check(a)
	check(b)
	settle(t, a, anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`"a"`), Lease: lost})
	if got := take(t, a, anna, day); !got.Elsewhere || got.Surface != nil || got.Shown != 0 {
		t.Errorf("a turn after it: %+v", got)
	}
	settle(t, b, anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`"b"`), Lease: mine.Lease})
	owing(t, b, 1)
	if got := load(t, a, anna); string(got.Surface) != `"b"` || got.Shown != 1 || got.Lease != mine.Lease {
		t.Errorf("session = %+v", got)
	}
}

func testLeaseMove(t *testing.T, f *sharing) {
	a, b, bert := f.store(), f.store(), terminal("bert")
	lease := take(t, a, anna, day).Lease
	quiet(a)
	move(t, b, anna, bert)
	told(t, a, "a move")
	news(t, a, "bert")
	if got := load(t, a, bert); got.Elsewhere || got.Lease != lease {
		t.Errorf("moved = %+v", got)
	}
	settle(t, a, anna, bot.Settlement{Version: 1, Shown: 1, Lease: lease})
	owing(t, a, 1)
	missing(t, a, anna)
	if got := owing(t, a, 1); !slices.Equal(got, []string{"bert"}) {
		t.Errorf("owing = %v", got)
	}
}

func testLeaseDelete(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	lease := take(t, a, anna, day).Lease
	if err := b.Delete(t.Context(), anna); err != nil {
		t.Fatal(err)
	}
	settle(t, a, anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`"a"`), Lease: lease})
	owing(t, a, 1)
	missing(t, a, anna)
	if got := take(t, b, anna, day); got.Elsewhere || got.Version != 1 || got.Surface != nil {
		t.Errorf("a new conversation: %+v", got)
	}
}

// testRelease gives up what a replica has, by word and by closing it.
func testRelease(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	last, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	take(t, a, anna, day)
	take(t, a, bot.Key{Platform: "slack", ID: "z"}, day)
	take(t, last, terminal("bert"), day.Add(time.Minute))
	if got := owing(t, b, 9); len(got) > 0 {
		t.Errorf("owing = %v", got)
	}
	quiet(b)
	if err := a.Release(t.Context(), "terminal"); err != nil {
		t.Fatal(err)
	}
	told(t, b, "a release")
	if got := owing(t, b, 9); !slices.Equal(got, []string{"anna"}) {
		t.Errorf("owing = %v", got)
	}
	if keys, err := b.Owing(t.Context(), "slack", day, 9); err != nil || len(keys) > 0 {
		t.Errorf("another platform's leases are gone: %v, %v", keys, err)
	}
	quiet(b)
	if err := last.Close(); err != nil {
		t.Fatal(err)
	}
	told(t, b, "the end of a replica")
	if got := owing(t, b, 9); !slices.Equal(got, []string{"anna", "bert"}) {
		t.Errorf("owing = %v", got)
	}
}

// testKilled kills a replica. What it had is free only when it cannot post any more.
func testKilled(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	lost := take(t, a, anna, day).Lease
	holding := a.Holding(lost)
	f.kill(a)
	if got := owing(t, b, 1); len(got) > 0 && holding.Err() == nil {
		t.Error("taken from the living")
	}
	for end := time.Now().Add(10 * time.Second); len(owing(t, b, 1)) == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never found")
		}
	}
	if holding.Err() == nil || a.Holding(lost).Err() == nil {
		t.Error("two have the lease")
	}
	if got := load(t, b, anna); got.Elsewhere || got.Lease == lost {
		t.Errorf("session = %+v", got)
	}
}

// testKilledTurn has the other replica take a turn instead of looking.
func testKilledTurn(t *testing.T, f *sharing) {
	a, b := f.store(), f.store()
	holding := a.Holding(take(t, a, anna, day).Lease)
	f.kill(a)
	for end := time.Now().Add(10 * time.Second); take(t, b, anna, day).Elsewhere; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("never taken over")
		}
	}
	if holding.Err() == nil {
		t.Error("two have the lease")
	}
}
