package outbox_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// sink delivers everything at once.
type sink struct{}

func (sink) Post(_ context.Context, p bot.Post) bot.Sent {
	return bot.Sent{Surface: []byte(`{"card":123456}`)}
}

func (sink) Change(s, _ []byte) []byte { return s }

// BenchmarkTake has 64 people go through the interview's first questions again and again,
// each turn on disk before it counts, and each screen posted to nowhere.
func BenchmarkTake(b *testing.B) {
	const people = 64
	store, err := sqlite.Open(filepath.Join(b.TempDir(), "sessions.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	out := outbox.New(store, "telegram", sink{}, outbox.Options{NoLimits: true})
	taking := bot.New(store, "telegram", sink{}, out, bot.Options{NoRateLimit: true})
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error)
	go func() { ended <- out.Run(ctx) }()
	actions := []string{"set:goal:i-b", "set:degree:master", "back:age", "show:items", "show:"}
	next := make(chan int, people)
	var all sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range people {
		all.Go(func() {
			for i := range next {
				_, err := taking.Take(ctx, bot.Delivery{Key: chat(i % 4096), ID: fmt.Sprint(i), Event: conversation.Event{
					Kind: conversation.Pressed, Action: actions[i/4096%len(actions)], Language: "en", At: time.Now()}})
				if err != nil {
					b.Error(err)
				}
			}
		})
	}
	for i := range b.N {
		next <- i
	}
	close(next)
	all.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
	cancel()
	if err := <-ended; err != nil {
		b.Fatal(err)
	}
}
func (sink) Limits(bot.Post) []bot.Limit { return nil }
