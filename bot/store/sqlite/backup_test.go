package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"hspbot/bot"
)

// TestBackup copies a store that is in use. The copy is a store of its own, for one user
// only: it goes on where the moment of copying was, whatever becomes of the other.
func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "serve.db"))
	said := func(version string) func(*bot.Session) error {
		return func(s *bot.Session) error {
			s.State.Referral = version
			return turn(s)
		}
	}
	apply(t, s, said("before"))
	copied := filepath.Join(dir, "copy.db")
	if err := Backup(t.Context(), filepath.Join(dir, "serve.db"), copied); err != nil {
		t.Fatal(err)
	}
	apply(t, s, said("after"))
	info, err := os.Stat(copied)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the copy: %v, %v", info.Mode(), err)
	}
	restored := opened(t, copied)
	got, err := restored.Load(t.Context(), anna)
	if err != nil || got.Version != 1 || got.State.Referral != "before" {
		t.Errorf("restored: version %d, %q, %v", got.Version, got.State.Referral, err)
	}
	apply(t, restored, said("goes on"))
	if got, err := s.Load(t.Context(), anna); err != nil || got.Version != 2 || got.State.Referral != "after" {
		t.Errorf("the store itself: version %d, %q, %v", got.Version, got.State.Referral, err)
	}
}

func apply(t *testing.T, s *Store, change func(*bot.Session) error) {
	t.Helper()
	if _, err := s.Apply(t.Context(), anna, change); err != nil {
		t.Fatal(err)
	}
}

// TestBackupOfOneMoment copies while a pair of sessions is written, the second only after
// the first is acknowledged: in no copy is the second ahead, and none lacks what was
// acknowledged before it was begun.
func TestBackupOfOneMoment(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "serve.db")
	s := opened(t, path)
	first, second := bot.Key{Platform: "terminal", ID: "1"}, bot.Key{Platform: "terminal", ID: "2"}
	ctx, stop := context.WithCancel(t.Context())
	began := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			for _, k := range []bot.Key{first, second} {
				if _, err := s.Apply(context.WithoutCancel(ctx), k, turn); err != nil {
					t.Error(err)
				}
			}
			if i == 0 {
				close(began)
			}
		}
	})
	defer writing.Wait()
	defer stop()
	<-began
	for i := range 5 {
		acknowledged, err := s.Load(t.Context(), second)
		if err != nil {
			t.Fatal(err)
		}
		to := filepath.Join(dir, fmt.Sprint("copy", i, ".db"))
		if err := Backup(t.Context(), path, to); err != nil {
			t.Fatal(err)
		}
		copied := opened(t, to)
		a, errA := copied.Load(t.Context(), first)
		b, errB := copied.Load(t.Context(), second)
		if err := errors.Join(errA, errB); err != nil {
			t.Fatal(err)
		}
		if a.Version < b.Version || a.Version > b.Version+1 || b.Version < acknowledged.Version {
			t.Errorf("copy %d has versions %d and %d; %d was acknowledged before", i, a.Version, b.Version, acknowledged.Version)
		}
	}
}

// TestBackupForgets looks for somebody who was deleted in a copy made afterwards.
func TestBackupForgets(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "serve.db"))
	apply(t, s, func(s *bot.Session) error {
		s.State.Referral = "unforgettable"
		return turn(s)
	})
	if err := s.Delete(t.Context(), anna, 0); err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(dir, "copy.db")
	if err := Backup(t.Context(), filepath.Join(dir, "serve.db"), to); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(to)
	if err != nil || strings.Contains(string(b), "unforgettable") {
		t.Errorf("%d bytes hold what was deleted; %v", len(b), err)
	}
}

func TestBackupRefuses(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "serve.db")
	opened(t, path)
	taken, text := filepath.Join(dir, "taken"), filepath.Join(dir, "text")
	for _, name := range []string{taken, text} {
		if err := os.WriteFile(name, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		name     string
		ctx      context.Context
		from, to string
		want     error // nil for any
	}{
		{"a file that is there", t.Context(), path, taken, fs.ErrExist},
		{"the store onto itself", t.Context(), path, path, fs.ErrExist},
		{"a store that is not there", t.Context(), filepath.Join(dir, "none.db"), filepath.Join(dir, "new"), fs.ErrNotExist},
		{"into a directory that is not there", t.Context(), path, filepath.Join(dir, "none", "new"), fs.ErrNotExist},
		{"what is no database", t.Context(), text, filepath.Join(dir, "new"), nil},
		{"when it is to stop", ended, path, filepath.Join(dir, "new"), context.Canceled},
	} {
		err := Backup(c.ctx, c.from, c.to)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if b, err := os.ReadFile(taken); err != nil || !strings.HasPrefix(string(b), "not a database") {
		t.Errorf("overwritten: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".backup-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	if _, err := os.Stat(filepath.Join(dir, "new")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a copy by half: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty store was made: %v", err)
	}
}
