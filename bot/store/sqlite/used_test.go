package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/storetest"
)

// counting counts how often sessions are counted.
type counting struct {
	*Store
	times *int
}

func (c counting) ByKey(ctx context.Context) (map[string]int, error) {
	*c.times++
	return c.Store.ByKey(ctx)
}

// TestCountedWhenNeeded: sessions are counted by their keys at the first opening, and again only
// where a key that was used is not there any more. A key that is needed is not left out
// unnoticed, whoever opened the store between.
func TestCountedWhenNeeded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "used.db")
	counts := 0
	open := func(keys string) error {
		s, err := OpenSealed(path, codec.Options{Keys: storetest.Ring(t, keys), MayMissKeys: true})
		if err != nil {
			return err
		}
		counts = 0
		form := s.form
		form.MayMissKeys = false
		err = form.Check(t.Context(), counting{s, &counts}, time.Now())
		if err == nil {
			_, err = s.Apply(t.Context(), bot.Key{Platform: "terminal", ID: keys}, func(s *bot.Session) error {
				s.Version, s.Created, s.Touched = s.Version+1, time.Now(), time.Now()
				return nil
			})
		}
		return errors.Join(err, s.Close())
	}
	both := storetest.NewKey + "," + storetest.OldKey
	for _, step := range []struct {
		keys   string
		counts int
	}{{storetest.OldKey, 1}, {storetest.OldKey, 0}, {storetest.OldKey + "," + storetest.NewKey, 0}, {both, 0}, {both, 0}} {
		if err := open(step.keys); err != nil || counts != step.counts {
			t.Errorf("with %q: counted %d times, %v; want %d", step.keys, counts, err, step.counts)
		}
	}
	var missing *codec.MissingKeyError
	if err := open(storetest.NewKey); !errors.As(err, &missing) || !errors.Is(err, seal.ErrNoKey) || counts != 1 {
		t.Errorf("without a key that is needed: counted %d times, %v", counts, err)
	}
	s, err := OpenSealed(path, codec.Options{Keys: storetest.Ring(t, both)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Reseal(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{1, 0} {
		if err := open(storetest.NewKey); err != nil || counts != want {
			t.Errorf("after all has been resealed: counted %d times, %v; want %d", counts, err, want)
		}
	}
}
