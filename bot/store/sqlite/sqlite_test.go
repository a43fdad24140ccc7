package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
	"hspbot/bot/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Child(openPlace)
	goleak.VerifyTestMain(m)
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func() (bot.Store, error) {
		path := filepath.Join(t.TempDir(), "sessions.db")
		return func() (bot.Store, error) { return Open(path) }
	})
}

var (
	anna = bot.Key{Platform: "terminal", ID: "anna"}
	day  = time.Date(2026, 7, 25, 9, 30, 0, 0, time.UTC)
)

func turn(s *bot.Session) error {
	s.Version++
	s.Touched = day
	return nil
}

// opened opens a store until the test ends.
func opened(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// raw runs a statement on the file beside the store.
func raw(t *testing.T, path, text string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(text); err != nil {
		t.Fatal(err)
	}
}

func TestPermissions(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a ?&%41#", "b") // characters that mean something in a URI
	path := filepath.Join(dir, "sessions.db")
	s := opened(t, path)
	if _, err := s.Apply(t.Context(), anna, turn); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{
		dir: 0o700, filepath.Dir(dir): 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s: %o, want %o", filepath.Base(name), got, want)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := write("newer.db", "")
	raw(t, newer, `PRAGMA user_version = 99`)
	for _, c := range []struct{ name, path, want string }{
		{"text", write("text", strings.Repeat("no database\n", 1000)), "not a session store"},
		{"newer schema", newer, "written by another release: schema 99"},
		{"folder", dir, "cannot be opened"},
		{"below a file", filepath.Join(write("file", ""), "x.db"), "not a directory"},
		{"no such device", "/proc/none/x.db", "no such file"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Open(c.path)
			if err == nil {
				s.Close()
				t.Fatal("opened")
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error = %v, want %q in one line", err, c.want)
			}
		})
	}
}

// TestOpenTogether opens a file that is not there yet from many sides.
func TestOpenTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	const n = 8
	errs := make(chan error, n)
	for range n {
		go func() {
			s, err := Open(path)
			if err == nil {
				_, err = s.Apply(t.Context(), anna, turn)
				err = errors.Join(err, s.Close())
			}
			errs <- err
		}()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if got, err := opened(t, path).Load(t.Context(), anna); err != nil || got.Version != n {
		t.Errorf("version = %d, %v; want %d", got.Version, err, n)
	}
}

// TestHold lets one process at a time post from a file; the next may once it is closed.
func TestHold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	first, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	second := opened(t, path)
	ran := 0
	run := func(context.Context) error { ran++; return nil }
	for _, name := range []string{"post telegram", "updates"} {
		if err := first.Hold(t.Context(), name, run); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := second.Hold(t.Context(), "post telegram", run); !errors.Is(err, ErrInUse) || ran != 2 {
		t.Errorf("a second process: %v, ran %d times", err, ran)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Hold(t.Context(), "post telegram", run); err != nil || ran != 3 {
		t.Errorf("afterwards: %v, ran %d times", err, ran)
	}
}

func TestCorruptRow(t *testing.T) {
	for _, column := range []string{"state", "seen"} {
		path := filepath.Join(t.TempDir(), "sessions.db")
		s := opened(t, path)
		bert := bot.Key{Platform: "terminal", ID: "bert"}
		for _, k := range []bot.Key{anna, bert} {
			if _, err := s.Apply(t.Context(), k, turn); err != nil {
				t.Fatal(err)
			}
		}
		raw(t, path, `UPDATE session SET `+column+` = '{"goal": "secret' WHERE id = 'anna'`)
		_, load := s.Load(t.Context(), anna)
		_, apply := s.Apply(t.Context(), anna, turn)
		for _, err := range []error{load, apply} {
			if !errors.Is(err, bot.ErrCorrupt) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "anna") {
				t.Errorf("%s: %v", column, err)
			}
		}
		if _, err := s.Apply(t.Context(), bert, turn); err != nil {
			t.Errorf("another conversation: %v", err)
		}
		if err := s.Delete(t.Context(), anna, 0); err != nil {
			t.Errorf("delete: %v", err)
		}
	}
}
