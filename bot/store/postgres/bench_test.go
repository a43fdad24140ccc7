package postgres

import (
	"fmt"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/conversation"
	"hspbot/scoring"
)

// answered is a turn of somebody who has answered most questions.
func answered(s *bot.Session) error {
	s.Version++
	s.Touched = day
	s.Remember(fmt.Sprint(100_000_000 + s.Version))
	p := scoring.Profile{}
	for f := range scoring.Fact(scoring.FactCount) {
		switch f.Kind() {
		case scoring.YesNo:
			p = p.With(f, scoring.IsYes)
		case scoring.Choice:
			p = p.With(f, scoring.Option(1))
		case scoring.Set:
			p = p.With(f, scoring.Members(3))
		case scoring.Whole, scoring.Decimal:
			p = p.With(f, scoring.Number(s.Version))
		case scoring.Ages:
			p = p.With(f, scoring.AgesOf(3, 7))
		}
	}
	s.State = conversation.State{Language: "ja", Goal: "i-b", Facts: conversation.Facts{Profile: p}, Started: day, Touched: day}
	return nil
}

// card is what a platform keeps of what it has drawn.
var card = []byte(`{"chat":1000001,"card":123456,"last":123456,"kind":"question"}`)

func person(i int) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(1_000_000 + i)} }

// fill has the people of a range take a turn each.
func fill(b *testing.B, s *Store, from, to int) {
	var turns sync.WaitGroup
	for i := range to - from {
		turns.Go(func() {
			if _, err := s.Apply(b.Context(), person(from+i), answered); err != nil {
				b.Error(err)
			}
		})
	}
	turns.Wait()
}

// BenchmarkApply takes turns, each on disk before it counts, and notes their screens. With
// several replicas each takes its share of the turns of all people.
func BenchmarkApply(b *testing.B) {
	const sessions = 10_240
	for _, c := range []struct{ replicas, people int }{{1, 1}, {1, 64}, {2, 64}} {
		b.Run(fmt.Sprint(c.replicas, " replicas, ", c.people, " at a time"), func(b *testing.B) {
			url := pgtest.Start(b).Database(b)
			stores := make([]*Store, c.replicas)
			for i := range stores {
				stores[i] = opened(b, url, Options{})
			}
			for from := 0; from < sessions; from += 1024 {
				fill(b, stores[0], from, from+1024)
			}
			next := make(chan int, c.people)
			var turns sync.WaitGroup
			b.ReportAllocs()
			b.ResetTimer()
			for range c.people {
				turns.Go(func() {
					for i := range next {
						k, s := person(i*7919%sessions), stores[i%len(stores)]
						session, err := s.Apply(b.Context(), k, answered)
						if err == nil {
							err = s.Settle(b.Context(), k, bot.Settlement{Version: session.Version, Shown: session.Version, Surface: card})
						}
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
			turns.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
		})
	}
}
