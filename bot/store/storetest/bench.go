package storetest

import (
	"fmt"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/scoring"
)

// Answered is a turn of somebody who has answered most questions.
func Answered(s *bot.Session) error {
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

// Person is the key of one of many.
func Person(i int) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(1_000_000 + i)} }

// Fill has the people of a range take a turn each.
func Fill(b *testing.B, s bot.Store, from, to int) {
	together(to-from, func(i int) {
		if _, err := s.Apply(b.Context(), Person(from+i), Answered); err != nil {
			b.Error(err)
		}
	})
}

// card is what a platform keeps of what it has drawn.
var card = []byte(`{"chat":1000001,"card":123456,"last":123456,"kind":"question"}`)

// BenchApply has people take turns at a time, each on disk before it counts, and settles
// their screens. Each of several stores of one place takes its share of the turns of all.
func BenchApply(b *testing.B, people int, stores ...bot.Store) {
	const sessions = 10_240
	for from := 0; from < sessions; from += 1024 {
		Fill(b, stores[0], from, from+1024)
	}
	next := make(chan int, people)
	var turns sync.WaitGroup
	b.ReportAllocs()
	b.ResetTimer()
	for range people {
		turns.Go(func() {
			for i := range next {
				k, s := Person(i*7919%sessions), stores[i%len(stores)]
				session, err := s.Apply(b.Context(), k, Answered)
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
}
