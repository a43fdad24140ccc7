package watch

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
)

// slowSealer takes a minute to go through its rows.
type slowSealer struct {
	bot.Sealer
	asked int
	err   error
}

func (s *slowSealer) ByKey(ctx context.Context) (map[string]int, error) {
	s.asked++
	select {
	case <-time.After(time.Minute):
		return map[string]int{"k1": 200_000}, s.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// TestKeysAreCountedBesideScrapes: a scrape never waits for the count of keys, which goes through all
// rows, and the last count stays where one fails.
func TestKeysAreCountedBesideScrapes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, s := NewMetrics(Build{}), &slowSealer{}
		m.AddKeys(s)
		const line = `hspbot_sessions_by_key{key="k1"} 200000`
		began := time.Now()
		for range 3 {
			if slices.Contains(page(t, m), line) {
				t.Error("counted before the end")
			}
		}
		if time.Since(began) > 0 {
			t.Errorf("a scrape waits %v", time.Since(began))
		}
		time.Sleep(2 * time.Minute)
		wantLines(t, page(t, m), line)
		s.err = errors.New("down")
		time.Sleep(keysMaxAge)
		page(t, m)
		time.Sleep(2 * time.Minute)
		wantLines(t, page(t, m), line, `hspbot_store_errors_total{operation="count"} 1`)
		if s.asked != 2 {
			t.Errorf("asked %d times", s.asked)
		}
	})
}
