package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
)

// SealedPlace makes a new, empty place, and returns what opens it with keys or, with nil,
// without, and what reads all that is stored there once nobody has it open.
type SealedPlace func(t *testing.T) (open func(*seal.Ring) (bot.Store, error), stored func() []byte)

// Keys for tests: two secrets of 32 bytes.
const (
	OldKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
	NewKey = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="
)

// Ring returns the keys of a text.
func Ring(t testing.TB, keys string) *seal.Ring {
	t.Helper()
	r, err := seal.ParseRing(keys)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// RunSealed tests stores that seal what they keep.
func RunSealed(t *testing.T, place SealedPlace) {
	t.Run("conformance", func(t *testing.T) {
		Run(t, func(t *testing.T) func() (bot.Store, error) {
			open, _ := place(t)
			keys := Ring(t, OldKey)
			return func() (bot.Store, error) { return open(keys) }
		})
	})
	t.Run("nothing in plain", func(t *testing.T) { testNothingPlain(t, place) })
	t.Run("from plain to sealed", func(t *testing.T) { testBecomesSealed(t, place) })
	t.Run("rotation", func(t *testing.T) { testRotation(t, place) })
	t.Run("seals all", func(t *testing.T) { testSealsAll(t, place) })
	t.Run("same length", func(t *testing.T) { testSameLength(t, place) })
	t.Run("moved", func(t *testing.T) { testSealedMove(t, place) })
}

// secret stands for what people answered.
const secret = "engineer-of-thirty-three"

var ben = bot.Key{Platform: "terminal", ID: "ben"}

// answer is a turn with something in every part that is sealed.
func answer(s *bot.Session) error {
	s.Version++
	s.Created, s.Touched = day, day
	s.Remember("delivery")
	s.State.Referral = secret + "-state"
	s.Surface = []byte(`{"label":"` + secret + `-surface"}`)
	s.Changes = append(s.Changes, bot.SurfaceChange{Version: s.Version, Data: []byte(`{"label":"` + secret + `-change"}`)})
	return nil
}

// within opens a place for a while.
func within(t *testing.T, open func(*seal.Ring) (bot.Store, error), keys *seal.Ring, f func(bot.Store)) {
	t.Helper()
	s, err := open(keys)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	f(s)
	if err := s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func apply(t *testing.T, s bot.Store, k bot.Key) {
	t.Helper()
	if _, err := s.Apply(context.Background(), k, answer); err != nil {
		t.Fatalf("apply: %v", err)
	}
}

// whole checks that a session is as answer left it.
func whole(t *testing.T, s bot.Store, k bot.Key) {
	t.Helper()
	got := load(t, s, k)
	if got.State.Referral != secret+"-state" || !bytes.Contains(got.Surface, []byte(secret)) || len(got.Changes) == 0 || !bytes.Contains(got.Changes[0].Data, []byte(secret)) {
		t.Errorf("loaded %+v", got)
	}
}

func testNothingPlain(t *testing.T, place SealedPlace) {
	open, stored := place(t)
	within(t, open, nil, func(s bot.Store) { apply(t, s, anna) })
	if !bytes.Contains(stored(), []byte(secret)) {
		t.Fatal("what is stored cannot be read here at all")
	}
	open, stored = place(t)
	within(t, open, Ring(t, OldKey), func(s bot.Store) {
		apply(t, s, anna)
		if err := s.Settle(context.Background(), anna, bot.Settlement{Version: 1, Shown: 1, Surface: []byte(secret)}); err != nil {
			t.Fatal(err)
		}
		apply(t, s, ben)
	})
	if bytes.Contains(stored(), []byte(secret)) {
		t.Error("something is stored in plain")
	}
}

func testBecomesSealed(t *testing.T, place SealedPlace) {
	open, _ := place(t)
	within(t, open, nil, func(s bot.Store) { apply(t, s, anna) })
	within(t, open, Ring(t, OldKey), func(s bot.Store) {
		whole(t, s, anna)
		if err := s.Delete(context.Background(), ben, 0); err != nil {
			t.Fatal(err)
		}
		apply(t, s, anna)
		whole(t, s, anna)
	})
	if s, err := open(nil); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("opened without the keys: %v", err)
		if err == nil {
			s.Close()
		}
	}
	if s, err := open(Ring(t, NewKey)); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("opened with another key: %v", err)
		if err == nil {
			s.Close()
		}
	}
}

// testRotation puts a new key first; what has been touched since needs the old one no more.
func testRotation(t *testing.T, place SealedPlace) {
	open, _ := place(t)
	within(t, open, Ring(t, OldKey), func(s bot.Store) { apply(t, s, anna); apply(t, s, ben) })
	within(t, open, Ring(t, NewKey+","+OldKey), func(s bot.Store) {
		whole(t, s, anna)
		whole(t, s, ben)
		apply(t, s, anna)
	})
	if s, err := open(Ring(t, NewKey)); !errors.Is(err, seal.ErrNoKey) || !strings.Contains(err.Error(), Ring(t, OldKey).Names()[0]) {
		t.Errorf("opened without a key that is needed: %v", err)
		if err == nil {
			s.Close()
		}
	}
	within(t, open, Ring(t, NewKey+","+OldKey), func(s bot.Store) {
		whole(t, s, ben)
		sealer := s.(bot.Sealer)
		names := Ring(t, NewKey+","+OldKey).Names()
		byKey(t, sealer, map[string]int{names[0]: 1, names[1]: 1})
		if n, err := sealer.Reseal(context.Background()); err != nil || n != 1 {
			t.Errorf("%d resealed, %v", n, err)
		}
		byKey(t, sealer, map[string]int{names[0]: 2})
		if n, err := sealer.Reseal(context.Background()); err != nil || n != 0 {
			t.Errorf("%d resealed again, %v", n, err)
		}
		whole(t, s, ben)
	})
	within(t, open, Ring(t, NewKey), func(s bot.Store) { whole(t, s, anna); whole(t, s, ben) })
}

// byKey checks on which keys how many sessions hang.
func byKey(t *testing.T, s bot.Sealer, want map[string]int) {
	t.Helper()
	if got, err := s.ByKey(context.Background()); err != nil || !maps.Equal(got, want) {
		t.Errorf("by key %v, %v; want %v", got, err, want)
	}
}

// testSealsAll turns keys on: what was stored in plain is sealed without anybody's turn, nothing of
// it remains, and from then on what is in plain is not read.
func testSealsAll(t *testing.T, place SealedPlace) {
	ctx := context.Background()
	open, stored := place(t)
	within(t, open, nil, func(s bot.Store) {
		for i := range 1200 {
			apply(t, s, bot.Key{Platform: "terminal", ID: fmt.Sprint(i)})
		}
		byKey(t, s.(bot.Sealer), map[string]int{"none": 1200})
	})
	keys := Ring(t, OldKey)
	within(t, open, keys, func(s bot.Store) {
		sealer := s.(bot.Sealer)
		if since, err := sealer.SealedSince(ctx); err != nil || time.Since(since) > time.Minute {
			t.Errorf("sealed since %v, %v", since, err)
		}
		if n, err := sealer.Reseal(ctx); err != nil || n != 1200 {
			t.Errorf("%d sealed, %v", n, err)
		}
		byKey(t, sealer, map[string]int{keys.Names()[0]: 1200})
		whole(t, s, bot.Key{Platform: "terminal", ID: "77"})
		if got := load(t, s, bot.Key{Platform: "terminal", ID: "77"}); got.Version != 1 || !got.Owing() {
			t.Errorf("sealing took a turn: %+v", got)
		}
		if err := sealer.RefusePlain(ctx); err != nil {
			t.Fatal(err)
		}
	})
	if sqlite := stored(); bytes.Contains(sqlite, []byte(secret)) {
		t.Error("something is left in plain")
	}
}

// testSameLength: what is stored of short answers and of long ones is of the same length.
func testSameLength(t *testing.T, place SealedPlace) {
	lengths := map[int]bool{}
	for _, word := range []string{"", "none", "doctorate", "a master and a bachelor, one after the other"} {
		open, stored := place(t)
		within(t, open, Ring(t, OldKey), func(s bot.Store) {
			_, err := s.Apply(context.Background(), anna, func(s *bot.Session) error {
				err := answer(s)
				s.State.Referral = word
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		for _, m := range sealedText.FindAll(stored(), -1) {
			lengths[len(m)] = true
		}
	}
	if len(lengths) != 1 {
		t.Errorf("lengths of what is sealed: %v", lengths)
	}
}

// sealedText is a sealed part as it is stored: a tilde and the first bytes of what is sealed.
var sealedText = regexp.MustCompile(`~9Q[E-H][A-Za-z0-9+/]+`)

// testSealedMove gives a session to another key, for which it then is sealed.
func testSealedMove(t *testing.T, place SealedPlace) {
	open, _ := place(t)
	within(t, open, Ring(t, OldKey), func(s bot.Store) {
		apply(t, s, anna)
		if err := s.Move(context.Background(), anna, ben); err != nil {
			t.Fatal(err)
		}
		whole(t, s, ben)
		missing(t, s, anna)
	})
	within(t, open, Ring(t, OldKey), func(s bot.Store) { whole(t, s, ben) })
}
