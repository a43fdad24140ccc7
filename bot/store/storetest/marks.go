package storetest

import (
	"fmt"
	"testing"

	"hspbot/bot"
)

// marked takes a turn that leaves a mark.
func marked(t *testing.T, s bot.Store, k bot.Key) bot.Session {
	t.Helper()
	session, err := s.Apply(t.Context(), k, func(s *bot.Session) error {
		if err := turn("", day)(s); err != nil {
			return err
		}
		s.Marks = append(s.Marks[:len(s.Marks):len(s.Marks)], bot.Marked{Version: s.Version, Data: fmt.Append(nil, s.Version)})
		return nil
	})
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return session
}

// marksOf writes the marks of a session one after the other.
func marksOf(s bot.Session) string {
	text := ""
	for _, m := range s.Marks {
		text += fmt.Sprintf("%d:%s ", m.Version, m.Data)
	}
	return text
}

// testMarks drops the marks up to what is settled, at once and in other stores.
func testMarks(t *testing.T, f *fixture) {
	s := f.store()
	for range 3 {
		marked(t, s, anna)
	}
	expect := func(when, want string) {
		t.Helper()
		if got := marksOf(load(t, s, anna)); got != want {
			t.Errorf("%s: marks = %q, want %q", when, got, want)
		}
		owing(t, s, 1) // saves what is settled
		for i, x := range []bot.Store{s, f.store()} {
			if got := marksOf(load(t, x, anna)); got != want {
				t.Errorf("%s: marks in store %d = %q, want %q", when, i, got, want)
			}
		}
	}
	expect("at first", "1:1 2:2 3:3 ")
	settle(t, s, anna, bot.Settlement{Version: 2, Surface: []byte(`2`)})
	expect("after 2 is settled", "3:3 ")
	if got := marksOf(marked(t, s, anna)); got != "3:3 4:4 " {
		t.Errorf("marks after a turn = %q", got)
	}
	settle(t, s, anna, bot.Settlement{Version: 1, Surface: []byte(`1`)})
	expect("after 1 is settled", "3:3 4:4 ")
	settle(t, s, anna, bot.Settlement{Version: 4, Shown: 4, Surface: []byte(`4`)})
	expect("after 4 is settled", "")
	take(t, s, anna, day)
	expect("after a turn without a mark", "")
	if got := load(t, s, anna); string(got.Surface) != "4" {
		t.Errorf("surface = %s", got.Surface)
	}
}

// testMarksLate settles in one store a screen on whose surface turns of another have left
// marks since.
func testMarksLate(t *testing.T, f *fixture) {
	s, other := f.store(), f.store()
	marked(t, s, anna)
	owing(t, s, 1)
	marked(t, other, anna)
	settle(t, s, anna, bot.Settlement{Version: 1, Surface: []byte(`1`)})
	owing(t, s, 1)
	marked(t, other, anna)
	for i, x := range []bot.Store{s, other, f.store()} {
		if got := load(t, x, anna); marksOf(got) != "2:2 3:3 " || string(got.Surface) != "1" {
			t.Errorf("store %d: surface %s, marks %q", i, got.Surface, marksOf(got))
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
