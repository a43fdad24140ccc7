package storetest

import (
	"fmt"
	"testing"

	"hspbot/bot"
)

// changed takes a turn that changes the surface.
func changed(t *testing.T, s bot.Store, k bot.Key) bot.Session {
	t.Helper()
	session, err := s.Apply(t.Context(), k, func(s *bot.Session) error {
		if err := turn("", day)(s); err != nil {
			return err
		}
		s.Changes = append(s.Changes[:len(s.Changes):len(s.Changes)], bot.SurfaceChange{Version: s.Version, Data: fmt.Append(nil, s.Version)})
		return nil
	})
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return session
}

// changesOf writes the changes of a session one after the other.
func changesOf(s bot.Session) string {
	text := ""
	for _, m := range s.Changes {
		text += fmt.Sprintf("%d:%s ", m.Version, m.Data)
	}
	return text
}

// testChanges drops the changes up to what is settled, at once and in other stores.
func testChanges(t *testing.T, f *fixture) {
	s := f.store()
	for range 3 {
		changed(t, s, anna)
	}
	expect := func(when, want string) {
		t.Helper()
		if got := changesOf(load(t, s, anna)); got != want {
			t.Errorf("%s: changes = %q, want %q", when, got, want)
		}
		owing(t, s, 1) // saves what is settled
		for i, x := range []bot.Store{s, f.store()} {
			if got := changesOf(load(t, x, anna)); got != want {
				t.Errorf("%s: changes in store %d = %q, want %q", when, i, got, want)
			}
		}
	}
	expect("at first", "1:1 2:2 3:3 ")
	settle(t, s, anna, bot.Settlement{Version: 2, Surface: []byte(`2`)})
	expect("after 2 is settled", "3:3 ")
	if got := changesOf(changed(t, s, anna)); got != "3:3 4:4 " {
		t.Errorf("changes after a turn = %q", got)
	}
	settle(t, s, anna, bot.Settlement{Version: 1, Surface: []byte(`1`)})
	expect("after 1 is settled", "3:3 4:4 ")
	settle(t, s, anna, bot.Settlement{Version: 4, Shown: 4, Surface: []byte(`4`)})
	expect("after 4 is settled", "")
	take(t, s, anna, day)
	expect("after a turn without a change", "")
	if got := load(t, s, anna); string(got.Surface) != "4" {
		t.Errorf("surface = %s", got.Surface)
	}
}

// testChangesLate settles in one store a screen whose surface turns of another have changed
// since.
func testChangesLate(t *testing.T, f *fixture) {
	s, other := f.store(), f.store()
	changed(t, s, anna)
	owing(t, s, 1)
	changed(t, other, anna)
	settle(t, s, anna, bot.Settlement{Version: 1, Surface: []byte(`1`)})
	owing(t, s, 1)
	changed(t, other, anna)
	for i, x := range []bot.Store{s, other, f.store()} {
		if got := load(t, x, anna); changesOf(got) != "2:2 3:3 " || string(got.Surface) != "1" {
			t.Errorf("store %d: surface %s, changes %q", i, got.Surface, changesOf(got))
		}
	}
}

// testGone settles somebody's absence: not where they have come back since.
func testGone(t *testing.T, f *fixture) {
	s := f.store()
	for range 2 {
		take(t, s, anna, day)
	}
	settle(t, s, anna, bot.Settlement{Version: 1, Gone: true})
	if load(t, s, anna).Gone {
		t.Error("gone, after a later turn")
	}
	owing(t, s, 1)
	if load(t, s, anna).Gone || load(t, f.store(), anna).Gone {
		t.Error("gone, after a later turn was saved")
	}
	settle(t, s, anna, bot.Settlement{Version: 2, Gone: true})
	owing(t, s, 1)
	if !load(t, s, anna).Gone || !load(t, f.store(), anna).Gone {
		t.Error("not gone")
	}
}
