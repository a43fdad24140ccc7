package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hspbot/bot"
)

// crashed leaves the files of a store behind as a process does that is killed: with a log that
// has not been brought into the file.
func crashed(t *testing.T, path string, said string) {
	t.Helper()
	running := filepath.Join(t.TempDir(), "serve.db")
	s := opened(t, running)
	apply(t, s, func(s *bot.Session) error { s.State.Referral = said; return turn(s) })
	for _, ending := range []string{"", "-wal", "-shm"} {
		b, err := os.ReadFile(running + ending)
		if err != nil || ending == "-wal" && len(b) == 0 {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		if err := os.WriteFile(path+ending, b, 0o640); err != nil {
			t.Fatal(err)
		}
	}
}

var restored = time.Date(2026, 11, 29, 3, 4, 5, 0, time.UTC)

// TestRestore puts a copy in the place of what a crash left, log included, and keeps that.
func TestRestore(t *testing.T) {
	dir := t.TempDir()
	crashed(t, filepath.Join(dir, "first.db"), "before")
	copied, path := filepath.Join(dir, "copy.db"), filepath.Join(dir, "serve.db")
	if err := Backup(t.Context(), filepath.Join(dir, "first.db"), copied); err != nil {
		t.Fatal(err)
	}
	crashed(t, path, "after")
	old, err := Restore(t.Context(), copied, path, restored)
	if err != nil || old != path+".20261129T030405Z" {
		t.Fatalf("restore = %q, %v", old, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v, %v", info.Mode(), err)
	}
	for file, want := range map[string]string{path: "before", old: "after"} {
		got, err := opened(t, file).Load(t.Context(), anna)
		if err != nil || got.State.Referral != want {
			t.Errorf("%s: %q, %v; want %q", filepath.Base(file), got.State.Referral, err, want)
		}
	}
}

// TestRestoreAnew restores where there is nothing yet.
func TestRestoreAnew(t *testing.T) {
	dir := t.TempDir()
	crashed(t, filepath.Join(dir, "serve.db"), "before")
	copied := filepath.Join(dir, "copy.db")
	if err := Backup(t.Context(), filepath.Join(dir, "serve.db"), copied); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "new.db")
	if old, err := Restore(t.Context(), copied, path, restored); err != nil || old != "" {
		t.Fatalf("restore = %q, %v", old, err)
	}
	if got, err := opened(t, path).Load(t.Context(), anna); err != nil || got.State.Referral != "before" {
		t.Errorf("%q, %v", got.State.Referral, err)
	}
}

// TestRestoreRefused leaves everything as it is where the file is in use or the copy is no good.
func TestRestoreRefused(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "serve.db"), filepath.Join(dir, "copy.db")
	s := opened(t, path)
	apply(t, s, func(s *bot.Session) error { s.State.Referral = "kept"; return turn(s) })
	if err := Backup(t.Context(), path, copied); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), copied, path, restored); !errors.Is(err, ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string][]byte{"cut": whole[:len(whole)/2], "text": []byte("not a database at all, but long enough to be read as one"), "empty": nil} {
		bad := filepath.Join(dir, name)
		if err := os.WriteFile(bad, damage, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(t.Context(), bad, path, restored); err == nil {
			t.Errorf("%s: restored", name)
		}
	}
	if _, err := Restore(t.Context(), filepath.Join(dir, "none"), path, restored); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no copy: %v", err)
	}
	if got, err := opened(t, path).Load(t.Context(), anna); err != nil || got.State.Referral != "kept" {
		t.Errorf("afterwards: %q, %v", got.State.Referral, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestBackupHere writes to a name without a directory.
func TestBackupHere(t *testing.T) {
	t.Chdir(t.TempDir())
	apply(t, opened(t, "serve.db"), turn)
	for _, to := range []string{"copy.db", "./other.db"} {
		if err := Backup(t.Context(), "serve.db", to); err != nil {
			t.Errorf("%s: %v", to, err)
		}
	}
}
