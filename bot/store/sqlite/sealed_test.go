package sqlite

import (
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/storetest"
)

func TestSealed(t *testing.T) {
	storetest.RunSealed(t, func(t *testing.T) (func(*seal.Ring) (bot.Store, error), func() []byte) {
		path := filepath.Join(t.TempDir(), "sealed.db")
		open := func(keys *seal.Ring) (bot.Store, error) { return OpenSealed(path, codec.Options{Keys: keys}) }
		return open, func() []byte {
			var all []byte
			files, err := filepath.Glob(path + "*")
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				b, err := os.ReadFile(f)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, b...)
			}
			return all
		}
	})
}

// TestPlainIsForged: once all is sealed, whoever can write to the file cannot put in what somebody
// is to have answered, in plain or from an earlier copy of another version; also after a restart.
func TestPlainIsForged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sealed.db")
	keys := storetest.Ring(t, storetest.OldKey)
	s, err := OpenSealed(path, codec.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	key := bot.Key{Platform: "terminal", ID: "anna"}
	says := func(s *Store, what string) {
		t.Helper()
		_, err := s.Apply(t.Context(), key, func(s *bot.Session) error {
			s.Version++
			s.State.Referral = what
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	state := func(s *Store) (state string) {
		t.Helper()
		if err := s.readers.QueryRow(`SELECT state FROM session`).Scan(&state); err != nil {
			t.Fatal(err)
		}
		return state
	}
	says(s, "first")
	first := state(s)
	says(s, "second")
	second := state(s)
	if err := s.RefusePlain(t.Context()); err != nil {
		t.Fatal(err)
	}
	other, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	forge := func(s *Store, state string) error {
		t.Helper()
		if _, err := other.ExecContext(t.Context(), `UPDATE session SET state = ?`, state); err != nil {
			t.Fatal(err)
		}
		_, err := s.Load(t.Context(), key)
		_, applyErr := s.Apply(t.Context(), key, func(*bot.Session) error { return nil })
		if (err == nil) != (applyErr == nil) {
			t.Errorf("load: %v, apply: %v", err, applyErr)
		}
		return err
	}
	const plain = `{"referral":"forged","facts":{}}`
	for range 2 {
		for _, forged := range []string{plain, first} {
			if err := forge(s, forged); !errors.Is(err, bot.ErrCorrupt) {
				t.Errorf("with %.10s… the session is read: %v", forged, err)
			}
		}
		if err := forge(s, second); err != nil {
			t.Errorf("as it was: %v", err)
		}
		if n, err := s.Reseal(t.Context()); err != nil || n != 0 {
			t.Errorf("%d resealed, %v", n, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err = OpenSealed(path, codec.Options{Keys: keys}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
