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

// shown settles that a screen has been shown.
func shown(t *testing.T, s bot.Store, k bot.Key, version int64) {
	t.Helper()
	if err := s.Settle(t.Context(), k, bot.Settlement{Version: version, Shown: version}); err != nil {
		t.Fatalf("settle: %v", err)
	}
}

// testShown notes versions out of order, with turns between them.
func testShown(t *testing.T, f *fixture) {
	s := f.store()
	for range 5 {
		take(t, s, anna, day)
	}
	for _, c := range []struct{ mark, want int64 }{{2, 2}, {1, 2}, {4, 4}, {0, 4}, {3, 4}, {5, 5}} {
		shown(t, s, anna, c.mark)
		if got := load(t, s, anna); got.Shown != c.want {
			t.Errorf("shown = %d after %d, want %d", got.Shown, c.mark, c.want)
		}
	}
	if got := take(t, s, anna, day); got.Shown != 5 || !got.Owing() {
		t.Errorf("shown = %d after a turn, want 5", got.Shown)
	}
	if got := load(t, s, anna); got.Shown != 5 || got.Version != 6 {
		t.Errorf("shown = %d, version = %d, want 5 and 6", got.Shown, got.Version)
	}
}

func testShownAhead(t *testing.T, f *fixture) {
	s := f.store()
	shown(t, s, anna, 1)
	missing(t, s, anna)
	take(t, s, anna, day)
	shown(t, s, anna, 2)
	if got := take(t, s, anna, day); got.Version != 2 || got.Shown > 1 {
		t.Errorf("version %d shown %d: a settlement came before its turn", got.Version, got.Shown)
	}
}

// owing returns the ids of conversations whose screens are wanted. All settlements are saved then.
func owing(t *testing.T, s bot.Store, limit int) []string {
	t.Helper()
	ids, _ := owingAt(t, s, day, limit)
	return ids
}

func owingAt(t *testing.T, s bot.Store, now time.Time, limit int) (ids []string, next time.Time) {
	t.Helper()
	keys, next, err := s.Owing(t.Context(), "terminal", now, limit)
	if err != nil {
		t.Fatalf("owing: %v", err)
	}
	ids = []string{}
	for _, k := range keys {
		if k.Platform != "terminal" {
			t.Errorf("owing names a conversation of %s", k.Platform)
		}
		ids = append(ids, k.ID)
	}
	return ids, next
}

func testOwing(t *testing.T, f *fixture) {
	s := f.store()
	expect := func(limit int, want ...string) {
		t.Helper()
		if got := owing(t, s, limit); !slices.Equal(got, want) {
			t.Errorf("owing = %v, want %v", got, want)
		}
	}
	expect(10)
	for i, id := range []string{"c", "a", "d", "b"} {
		take(t, s, bot.Key{Platform: "terminal", ID: id}, day.Add(time.Duration(i)*time.Minute))
	}
	take(t, s, bot.Key{Platform: "slack", ID: "z"}, day.Add(-time.Hour))
	expect(10, "c", "a", "d", "b")
	expect(2, "c", "a")
	shown(t, s, bot.Key{Platform: "terminal", ID: "a"}, 1)
	expect(10, "c", "d", "b")
	take(t, s, bot.Key{Platform: "terminal", ID: "a"}, day.Add(time.Hour))
	take(t, s, bot.Key{Platform: "terminal", ID: "c"}, day.Add(2*time.Hour))
	expect(10, "d", "b", "a", "c")
	shown(t, s, bot.Key{Platform: "terminal", ID: "c"}, 1) // an older screen
	expect(10, "d", "b", "a", "c")
	if err := s.Delete(t.Context(), bot.Key{Platform: "terminal", ID: "d"}, 0); err != nil {
		t.Fatal(err)
	}
	expect(10, "b", "a", "c")
}

func testDelete(t *testing.T, f *fixture) {
	s := f.store()
	bert := bot.Key{Platform: "terminal", ID: "bert"}
	for range 3 {
		take(t, s, anna, day)
		take(t, s, bert, day)
	}
	shown(t, s, anna, 3)
	for range 2 { // the second finds nothing
		if err := s.Delete(t.Context(), anna, 0); err != nil {
			t.Fatal(err)
		}
		missing(t, s, anna)
	}
	load(t, s, bert)
	for range 3 {
		if got := take(t, s, anna, day); got.Shown != 0 {
			t.Errorf("version %d inherits a settlement: shown %d", got.Version, got.Shown)
		}
	}
}

// testDeleteVersion deletes only the version that is meant.
func testDeleteVersion(t *testing.T, f *fixture) {
	s := f.store()
	remove := func(version int64) {
		t.Helper()
		if err := s.Delete(t.Context(), anna, version); err != nil {
			t.Fatal(err)
		}
	}
	remove(1)
	for range 2 {
		take(t, s, anna, day)
	}
	settle(t, s, anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(`1`)})
	for _, version := range []int64{1, 3} {
		remove(version)
		if got := load(t, s, anna); got.Version != 2 || got.Shown != 1 || string(got.Surface) != "1" {
			t.Errorf("after the deletion of version %d: %+v", version, got)
		}
	}
	if got := load(t, f.store(), anna); got.Version != 2 || got.Shown != 1 {
		t.Errorf("in another store: %+v", got)
	}
	remove(2)
	missing(t, s, anna)
	missing(t, f.store(), anna)
}

// testDeleteSettling deletes while the settlements of many are being saved: nothing that was
// settled before comes to a conversation that begins after the deletion.
func testDeleteSettling(t *testing.T, f *fixture) {
	s := f.store()
	stop := make(chan struct{})
	var others sync.WaitGroup
	for i := range 4 {
		others.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					take(t, s, terminal(fmt.Sprint(i)), day)
				}
			}
		})
	}
	for range 40 {
		old := take(t, s, anna, day)
		settle(t, s, anna, bot.Settlement{Version: old.Version, Shown: old.Version, Surface: []byte(`"old"`)})
		if err := s.Delete(t.Context(), anna, old.Version); err != nil {
			t.Fatal(err)
		}
		if got := take(t, s, anna, day); got.Version != 1 || got.Shown != 0 || got.Surface != nil {
			t.Fatalf("a new conversation: %+v", got)
		}
		if got := load(t, s, anna); got.Shown != 0 || got.Surface != nil {
			t.Fatalf("a new conversation, loaded: %+v", got)
		}
		if err := s.Delete(t.Context(), anna, 0); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	others.Wait()
}

func testExpire(t *testing.T, f *fixture) {
	s := f.store()
	key := func(i int) bot.Key { return bot.Key{Platform: "terminal", ID: fmt.Sprint(i)} }
	expire := func(before time.Time, want int) {
		t.Helper()
		if got, err := s.Expire(t.Context(), before, before); err != nil || got != want {
			t.Errorf("expire = %d, %v; want %d", got, err, want)
		}
	}
	expire(day, 0)
	const n = 1200
	together(n, func(i int) { take(t, s, key(i), day.Add(time.Duration(i)*time.Second)) })
	expire(day, 0)
	if n, all, err := s.Expirable(t.Context(), day, day.Add(1100*time.Second)); err != nil || n != 1100 || all != 1200 {
		t.Errorf("%d of %d would expire, %v", n, all, err)
	}
	expire(day.Add(1100*time.Second), 1100)
	missing(t, s, key(0))
	missing(t, s, key(1099))
	load(t, s, key(1100))
	load(t, s, key(n-1))
	expire(day.Add(n*time.Second), n-1100)
	expire(day.Add(n*time.Second), 0)
}

func testReopen(t *testing.T, f *fixture) {
	s, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Apply(t.Context(), anna, func(s *bot.Session) error {
		err := filled(s)
		s.Gone = false
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	settlement := bot.Settlement{Version: 7, Shown: 3, Surface: []byte(`{"card":5}`), Due: day, Tries: 1}
	if err := s.Settle(t.Context(), anna, settlement); err != nil {
		t.Fatal(err)
	}
	want.Settle(settlement)
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	again := f.store()
	if got := load(t, again, anna); !same(got, want) {
		t.Errorf("load = %+v, want %+v", got, want)
	}
	if got := owing(t, again, 1); !slices.Equal(got, []string{anna.ID}) {
		t.Errorf("owing = %v", got)
	}
}

// testClosed closes a store under load: each call succeeds or says that it is closed, and
// what succeeded is there.
func testClosed(t *testing.T, f *fixture) {
	s, err := f.open()
	if err != nil {
		t.Fatal(err)
	}
	accepted := make([]int64, people)
	started := make(chan struct{}, people)
	closed := make(chan error)
	go func() {
		<-started
		closed <- s.Close()
	}()
	together(people, func(i int) {
		for {
			got, err := s.Apply(t.Context(), bot.Key{Platform: "terminal", ID: fmt.Sprint(i)}, turn("", day))
			if errors.Is(err, bot.ErrClosed) {
				return
			}
			if err != nil {
				t.Errorf("apply: %v", err)
				return
			}
			accepted[i] = got.Version
			select {
			case started <- struct{}{}:
			default:
			}
		}
	})
	if err := <-closed; err != nil {
		t.Errorf("close: %v", err)
	}
	_, err = s.Load(t.Context(), anna)
	_, _, owing := s.Owing(t.Context(), "terminal", day, 1)
	_, expire := s.Expire(t.Context(), day, day)
	bert := bot.Key{Platform: "terminal", ID: "bert"}
	for i, err := range []error{err, owing, expire, s.Settle(t.Context(), anna, bot.Settlement{}),
		s.Delete(t.Context(), anna, 0), s.Move(t.Context(), anna, bert)} {
		if !errors.Is(err, bot.ErrClosed) {
			t.Errorf("call %d of a closed store = %v", i, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("close again: %v", err)
	}
	again := f.store()
	for i, version := range accepted {
		got, err := again.Load(t.Context(), bot.Key{Platform: "terminal", ID: fmt.Sprint(i)})
		if err != nil && !errors.Is(err, bot.ErrNoSession) || got.Version != version {
			t.Errorf("version = %d, %v; acknowledged %d", got.Version, err, version)
		}
	}
}
