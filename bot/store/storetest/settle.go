package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
)

func settle(t *testing.T, s bot.Store, k bot.Key, settlement bot.Settlement) {
	t.Helper()
	if err := s.Settle(t.Context(), k, settlement); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

func terminal(id string) bot.Key { return bot.Key{Platform: "terminal", ID: id} }

// testDue puts conversations off and finds them again when they are due.
func testDue(t *testing.T, f *fixture) {
	s := f.store()
	expect := func(now, next time.Time, want ...string) {
		t.Helper()
		got, due := owingAt(t, s, now, 10)
		if !slices.Equal(got, want) || due != next {
			t.Errorf("owing = %v, next %v; want %v, next %v", got, due, want, next)
		}
	}
	expect(day, time.Time{})
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		take(t, s, terminal(id), day.Add(time.Duration(i)*time.Microsecond))
	}
	take(t, s, bot.Key{Platform: "slack", ID: "z"}, day)
	at := func(seconds int) time.Time { return day.Add(time.Duration(seconds) * time.Second) }
	settle(t, s, terminal("a"), bot.Settlement{Version: 1, Due: at(30), Tries: 1})
	settle(t, s, terminal("b"), bot.Settlement{Version: 1, Due: at(10)})
	settle(t, s, terminal("c"), bot.Settlement{Version: 1, Gone: true})
	settle(t, s, terminal("d"), bot.Settlement{Version: 1, Shown: 1, Due: at(5)})
	settle(t, s, bot.Key{Platform: "slack", ID: "z"}, bot.Settlement{Version: 1, Due: at(1)})
	expect(day, at(10), "e")
	expect(at(10).Add(-time.Microsecond), at(10), "e")
	expect(at(10), at(30), "e", "b")
	expect(at(30), time.Time{}, "e", "b", "a")
	for limit, want := range [][]string{{}, {"e"}, {"e", "b"}} {
		if got, next := owingAt(t, s, at(30), limit); !slices.Equal(got, want) || next != at(30) {
			t.Errorf("owing at most %d = %v, next %v; want %v, next now", limit, got, next, want)
		}
	}
	if got, next := owingAt(t, s, at(10), 2); !slices.Equal(got, []string{"e", "b"}) || next != at(30) {
		t.Errorf("owing as many as are due = %v, next %v", got, next)
	}
	settle(t, s, terminal("b"), bot.Settlement{Version: 1, Shown: 1})
	settle(t, s, terminal("c"), bot.Settlement{Version: 1}) // who left is not back because a post came through
	expect(at(30), time.Time{}, "e", "a")
	take(t, s, terminal("c"), day.Add(2*time.Microsecond))
	expect(at(30), time.Time{}, "c", "e", "a")
}

// testSettle settles again and again, with other stores looking on.
func testSettle(t *testing.T, f *fixture) {
	s := f.store()
	want := take(t, s, anna, day)
	for i, settlement := range []bot.Settlement{
		{Version: 1, Surface: []byte(`{"card":1}`), Due: day.Add(time.Minute), Tries: 2},
		{Version: 1, Surface: []byte(`{"card":2}`), Gone: true},
		{Version: 1, Shown: 1, Surface: []byte(`{"card":3}`)},
		{Version: 1},
	} {
		settle(t, s, anna, settlement)
		want.Settle(settlement)
		if got := load(t, s, anna); !same(got, want) {
			t.Errorf("%d: load = %+v, want %+v", i, got, want)
		}
		owing(t, s, 1) // saves it
		if got := load(t, f.store(), anna); !same(got, want) {
			t.Errorf("%d: load of another = %+v, want %+v", i, got, want)
		}
		if got, _ := s.Apply(t.Context(), anna, func(*bot.Session) error { return nil }); !same(got, want) {
			t.Errorf("%d: apply = %+v, want %+v", i, got, want)
		}
	}
}

// testSettleTurns settles screens late: no turn is lost, and no surface.
func testSettleTurns(t *testing.T, f *fixture) {
	s, other := f.store(), f.store()
	var want bot.Session
	for i := range 20 {
		from := s
		if i%3 == 2 {
			from = other
		}
		want = take(t, from, anna, day)
		if i%2 == 0 {
			owing(t, from, 1) // nothing waits in memory while the other writes
		}
		settlement := bot.Settlement{Version: want.Version, Shown: want.Version - 1,
			Surface: fmt.Appendf(nil, `{"card":%d}`, i), Tries: i}
		settle(t, from, anna, settlement)
		want.Settle(settlement)
		owing(t, from, 1)
		for _, x := range []bot.Store{s, other} {
			if got := load(t, x, anna); !same(got, want) {
				t.Fatalf("%d: load = %+v, want %+v", i, got, want)
			}
		}
	}
	take(t, s, anna, day)
	settle(t, s, anna, bot.Settlement{Version: want.Version, Shown: want.Version, Surface: []byte(`[]`)})
	if got := load(t, s, anna); got.Version != 21 || got.Shown != 20 || string(got.Surface) != "[]" || got.State.Referral != "turn 21" {
		t.Errorf("late settlement: %+v", got)
	}
}

// testSettleTogether settles screens of one conversation while turns of two stores change it:
// each turn keeps what it did, and of the settlements the last holds.
func testSettleTogether(t *testing.T, f *fixture) {
	s, other := f.store(), f.store()
	take(t, s, anna, day)
	const each = 4 * turns
	var settling sync.WaitGroup
	settling.Go(func() {
		for i := range each {
			got := load(t, s, anna)
			settle(t, s, anna, bot.Settlement{Version: got.Version, Shown: got.Version, Surface: fmt.Append(nil, i)})
		}
	})
	together(4, func(i int) {
		for range each {
			changed(t, []bot.Store{s, other}[i%2], anna)
		}
	})
	settling.Wait()
	last := load(t, s, anna)
	if last.Version != 1+4*each || string(last.Surface) != fmt.Sprint(each-1) {
		t.Errorf("version %d, surface %s", last.Version, last.Surface)
	}
	for i, c := range last.Changes {
		if want := last.Version - int64(len(last.Changes)-1-i); c.Version != want || string(c.Data) != fmt.Sprint(want) {
			t.Errorf("change %d of %d is of version %d, want %d", i, len(last.Changes), c.Version, want)
		}
	}
	if unshown := last.Version - last.Shown; unshown != int64(len(last.Changes)) {
		t.Errorf("shown %d of %d, but %d changes are kept", last.Shown, last.Version, len(last.Changes))
	}
	owing(t, s, 1)
	if got := load(t, other, anna); !same(got, last) {
		t.Errorf("load of another = %+v, want %+v", got, last)
	}
}

// testSettleMissing settles what is not there or has not come to the version.
func testSettleMissing(t *testing.T, f *fixture) {
	s := f.store()
	settle(t, s, anna, bot.Settlement{Version: 1, Surface: []byte(`{}`)})
	missing(t, s, anna)
	owing(t, s, 1)
	want := take(t, s, anna, day)
	settle(t, s, anna, bot.Settlement{Version: 5, Shown: 5, Surface: []byte(`{}`), Gone: true})
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("load = %+v, want %+v", got, want)
	}
	owing(t, s, 1)
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("load = %+v, want %+v", got, want)
	}
}

func move(t *testing.T, s bot.Store, from, to bot.Key) {
	t.Helper()
	if err := s.Move(t.Context(), from, to); err != nil {
		t.Fatalf("move: %v", err)
	}
}

func testMove(t *testing.T, f *fixture) {
	s, bert := f.store(), terminal("bert")
	move(t, s, anna, bert)
	missing(t, s, bert)
	take(t, s, anna, day)
	settlement := bot.Settlement{Version: 1, Surface: []byte(`{"card":1}`), Tries: 1}
	settle(t, s, anna, settlement)
	want := load(t, s, anna)
	move(t, s, anna, bert)
	want.Key = bert
	missing(t, s, anna)
	for _, x := range []bot.Store{s, f.store()} {
		if got := load(t, x, bert); !same(got, want) {
			t.Errorf("moved = %+v, want %+v", got, want)
		}
	}
	move(t, s, anna, bert) // again: nothing is there any more
	if got := take(t, s, bert, day); got.Version != 2 || string(got.Surface) != `{"card":1}` {
		t.Errorf("a turn after the move: %+v", got)
	}
	move(t, s, bert, terminal("carl"))
	if got := take(t, s, terminal("carl"), day); got.Version != 3 || got.Key.ID != "carl" {
		t.Errorf("a turn after another move: %+v", got)
	}
	move(t, s, terminal("carl"), bert)
	if got := take(t, s, bert, day); got.Version != 4 {
		t.Errorf("a turn after a move back: %+v", got)
	}
	if got := take(t, s, anna, day); got.Version != 1 || got.Surface != nil {
		t.Errorf("a turn at the old key: %+v", got)
	}
	if got := owing(t, s, 10); !slices.Equal(got, []string{"anna", "bert"}) && !slices.Equal(got, []string{"bert", "anna"}) {
		t.Errorf("owing = %v", got)
	}
}

func testMoveOnto(t *testing.T, f *fixture) {
	s := f.store()
	for _, c := range []struct{ from, to, want int }{{1, 3, 3}, {3, 1, 3}, {2, 2, 2}} {
		a, b := terminal(fmt.Sprint("a", c)), terminal(fmt.Sprint("b", c))
		for range c.from {
			take(t, s, a, day)
		}
		for range c.to {
			take(t, s, b, day.Add(time.Hour)) // b is at hand, if the store keeps any
		}
		move(t, s, a, b)
		missing(t, s, a)
		got := load(t, s, b)
		if again := take(t, s, b, got.Touched); again.Version != got.Version+1 {
			t.Errorf("%v: a turn after the move has version %d", c, again.Version)
		}
		if got.Version != int64(c.want) || got.Key != b || (got.Touched == day) != (c.from >= c.to) {
			t.Errorf("%v: %+v", c, got)
		}
	}
}

// testSettleLater settles a conversation that has been deleted and begun anew, and has come
// further than the one before: nothing happens.
func testSettleLater(t *testing.T, f *fixture) {
	s := f.store()
	first := take(t, s, anna, day)
	if err := s.Delete(t.Context(), anna, 0); err != nil {
		t.Fatal(err)
	}
	take(t, s, anna, day.Add(time.Second))
	want := take(t, s, anna, day.Add(2*time.Second))
	settle(t, s, anna, bot.Settlement{Created: first.Created, Version: 1, Shown: 1, Surface: []byte(`{"card":1}`)})
	if got := load(t, s, anna); !same(got, want) {
		t.Errorf("load = %+v, want %+v", got, want)
	}
	late := bot.Settlement{Created: want.Created, Version: 2, Shown: 2, Surface: []byte(`{"card":2}`)}
	settle(t, s, anna, late)
	want.Settle(late)
	if got := load(t, s, anna); !same(got, want) || got.Shown != 2 {
		t.Errorf("load = %+v, want %+v", got, want)
	}
}
