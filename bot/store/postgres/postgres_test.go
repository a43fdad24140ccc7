package postgres

import (
	"context"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func TestMain(m *testing.M) {
	storetest.Child(openPlace)
	goleak.VerifyTestMain(pgtest.Tests{Of: m})
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) func() (bot.Store, error) {
		url := newPlace(t)
		return func() (bot.Store, error) { return openPlace(url) }
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
func opened(t testing.TB, url string, o Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), url, o)
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
