package sqlite

import (
	"database/sql/driver"
	"errors"
	"path/filepath"
	"testing"

	"hspbot/bot"
)

// TestMigrate opens a file of the first schema.
func TestMigrate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	raw(t, path, migrations[0])
	raw(t, path, `PRAGMA user_version = 1`)
	raw(t, path, `INSERT INTO session (platform, id, version, shown, created, touched, seen, state)
		VALUES ('terminal', 'anna', 3, 2, 5, 7, '["1"]', '{"goal":"i-b","facts":{}}')`)
	s := opened(t, path)
	got, err := s.Load(t.Context(), anna)
	if err != nil || got.Version != 3 || got.State.Goal != "i-b" || !got.Saw("1") || got.Surface != nil || !got.Due.IsZero() || got.Gone {
		t.Errorf("load = %+v, %v", got, err)
	}
	keys, err := s.Owing(t.Context(), "terminal", day, 10)
	if err != nil || len(keys) != 1 {
		t.Errorf("owing = %v, %v", keys, err)
	}
	if got, err := s.Apply(t.Context(), anna, turn); err != nil || got.Version != 4 {
		t.Errorf("apply = %+v, %v", got, err)
	}
}

// TestAtHand lets others write what is at hand, and checks that there is an end to it.
func TestAtHand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	s := opened(t, path)
	for range 2 {
		if _, err := s.Apply(t.Context(), anna, turn); err != nil {
			t.Fatal(err)
		}
	}
	raw(t, path, `UPDATE session SET version = 40`)
	if got, err := s.Apply(t.Context(), anna, turn); err != nil || got.Version != 41 {
		t.Errorf("apply = %+v, %v", got, err)
	}
	raw(t, path, `DELETE FROM session`)
	if got, err := s.Apply(t.Context(), anna, turn); err != nil || got.Version != 1 {
		t.Errorf("apply = %+v, %v", got, err)
	}
	_, err := s.Apply(t.Context(), anna, func(s *bot.Session) error { s.Version = 9; return bot.ErrClosed })
	if got, _ := s.Apply(t.Context(), anna, turn); !errors.Is(err, bot.ErrClosed) || got.Version != 2 {
		t.Errorf("apply after an error = %+v, %v", got, err)
	}
	var c cache
	for i := range 3 * atHand {
		c.put(person(i), entry{&bot.Session{Key: person(i)}, 1})
		c.get(person(0))
	}
	_, first := c.get(person(0))
	_, second := c.get(person(1))
	_, last := c.get(person(3*atHand - 1))
	if len(c.all) != atHand || c.recent.Len() != atHand || !first || second || !last {
		t.Errorf("%d at hand; %t %t %t", len(c.all), first, second, last)
	}
}

// TestSynchronous checks that turns wait for the disk, also after settlements that did not.
func TestSynchronous(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "sessions.db"))
	for range 2 {
		err := s.task(t.Context(), func(w *writer) error {
			q, err := w.link.prepare(`PRAGMA synchronous`)
			if err != nil {
				return err
			}
			defer q.Close()
			var v [1]driver.Value
			if err := q.row(v[:]); err != nil || v[0] != int64(2) {
				t.Errorf("synchronous = %v, %v; want 2, FULL", v[0], err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), anna, bot.Settlement{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Owing(t.Context(), "terminal", day, 1); err != nil {
			t.Fatal(err)
		}
	}
}
