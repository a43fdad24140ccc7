package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"hspbot/bot"
)

// TestCache lets others write what is cached.
func TestCache(t *testing.T) {
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
}

// TestSynchronous checks that turns wait for the disk, also after settlements that did not.
func TestSynchronous(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "sessions.db"))
	for range 2 {
		err := s.between(t.Context(), func() error {
			var level int
			err := s.writer.conn.QueryRowContext(t.Context(), `PRAGMA synchronous`).Scan(&level)
			if level != 2 {
				t.Errorf("synchronous = %d; want 2, FULL", level)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), anna, bot.Settlement{}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Owing(t.Context(), "terminal", day, 1); err != nil {
			t.Fatal(err)
		}
	}
}
