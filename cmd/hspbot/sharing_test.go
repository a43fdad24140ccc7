package main

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
)

// listed is a store that counts how often what is shared is looked through.
type listed struct {
	bot.Store
	times int
}

func (l *listed) RecordsOf(context.Context, string) ([]string, error) {
	l.times++
	return nil, nil
}

// dated is a store that knows the time.
type dated struct{ bot.Store }

func (dated) Now() time.Time { return time.Now() }

// TestExpireShares: what is shared is looked through at the start and each hour, whatever platforms
// there are.
func TestExpireShares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &listed{Store: dated{}}
		ctx, stop := context.WithCancel(t.Context())
		go expireShares(ctx, store, slog.New(slog.DiscardHandler))
		time.Sleep(3*time.Hour + time.Minute)
		stop()
		synctest.Wait()
		if store.times != 4 {
			t.Errorf("it was looked %d times in three hours", store.times)
		}
	})
}
