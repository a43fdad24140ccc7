package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"hspbot/bot"
)

// TestVerify reads a store through that is in use, and one of which a page was overwritten.
func TestVerify(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bot.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 200 {
		_, err := s.Apply(t.Context(), bot.Key{Platform: "terminal", ID: fmt.Sprint(i)}, func(s *bot.Session) error {
			s.Version, s.Surface = 1, make([]byte, 2000)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	checks := map[string]func(context.Context, string) error{"whole": Verify, "quick": VerifyQuickly}
	for name, check := range checks {
		if err := check(t.Context(), path); err != nil {
			t.Errorf("%s: a store in use: %v", name, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int64{5 << 12, 9 << 12, 20 << 12} {
		if _, err := f.WriteAt(make([]byte, 4096), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for name, check := range checks {
		if err := check(t.Context(), path); !errors.Is(err, bot.ErrDamaged) {
			t.Errorf("%s: with overwritten pages: %v", name, err)
		}
		if err := check(t.Context(), path+".none"); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: no file: %v", name, err)
		}
	}
}
