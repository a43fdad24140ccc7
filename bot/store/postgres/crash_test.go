package postgres

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/storetest"
)

func openPlace(url string) (bot.Store, error) { return Open(context.Background(), url, Options{}) }

func newPlace(t *testing.T) string { return pgtest.Start(t).Database(t) }

func TestCrash(t *testing.T) { storetest.RunCrash(t, newPlace, openPlace) }

// TestRestart stops and kills the database under load: turns fail while it is down, none
// that was acknowledged is lost, none counts twice, and afterwards all is as before.
func TestRestart(t *testing.T) {
	c := pgtest.New(t)
	s := opened(t, c.Database(t), Options{Connect: time.Second, Statement: 3 * time.Second})
	var mu sync.Mutex
	versions := map[int]int64{}
	var taken, failed atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	for i := range storetest.Writers {
		load.Go(func() {
			for n := 0; ctx.Err() == nil; {
				id := fmt.Sprint("d", n)
				got, err := s.Apply(context.Background(), storetest.WriterKey(i), func(s *bot.Session) error {
					if s.HasSeen(id) {
						return errSeen
					}
					if err := storetest.WriterTurn(s); err != nil {
						return err
					}
					s.Remember(id)
					return nil
				})
				switch err {
				case nil:
					mu.Lock()
					versions[i] = max(versions[i], got.Version)
					mu.Unlock()
					taken.Add(1)
					_ = s.Settle(context.Background(), storetest.WriterKey(i), bot.Settlement{Version: got.Version, Shown: got.Version})
					fallthrough
				case errSeen: // an earlier try had its effect after all
					n++
					if got.Version != 0 && got.Version != int64(n) {
						t.Errorf("turn %d has version %d", n, got.Version)
						return
					}
				default:
					failed.Add(1)
					select {
					case <-ctx.Done():
					case <-time.After(5 * time.Millisecond):
					}
				}
			}
		})
	}
	for _, down := range []func(){c.Stop, c.Kill, c.Kill} {
		until(t, &taken, 500)
		down()
		until(t, &failed, 20)
		c.Restart(t)
	}
	until(t, &taken, 500)
	stop()
	load.Wait()
	storetest.CheckWritten(t, s, versions)
}

var errSeen = fmt.Errorf("seen")

// until waits until a count has grown by n.
func until(t *testing.T, count *atomic.Int64, n int64) {
	t.Helper()
	end := time.Now().Add(30 * time.Second)
	for from := count.Load(); count.Load() < from+n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("only %d of %d in half a minute", count.Load()-from, n)
		}
	}
}
