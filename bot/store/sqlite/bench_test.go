package sqlite

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"hspbot/bot"
	"hspbot/conversation"
	"hspbot/scoring"
)

// answered is a turn of somebody who has answered most questions.
func answered(s *bot.Session) error {
	s.Version++
	s.Touched = day
	s.Note(fmt.Sprint(100_000_000 + s.Version))
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

// stored is a store with sessions in it.
func stored(b *testing.B, sessions int) *Store {
	s := opened(b, filepath.Join(b.TempDir(), "sessions.db"))
	var turns sync.WaitGroup
	for i := range sessions {
		turns.Go(func() {
			if _, err := s.Apply(b.Context(), person(i), answered); err != nil {
				b.Error(err)
			}
		})
	}
	turns.Wait()
	return s
}

func person(i int) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(1_000_000 + i)} }

// BenchmarkApply takes turns, each on disk before it counts, and notes their screens.
func BenchmarkApply(b *testing.B) {
	const sessions = 10_240
	for _, people := range []int{1, 64} {
		b.Run(fmt.Sprint(people, " at a time"), func(b *testing.B) {
			s := stored(b, sessions)
			next := make(chan int, people)
			var turns sync.WaitGroup
			b.ReportAllocs()
			b.ResetTimer()
			for range people {
				turns.Go(func() {
					for i := range next {
						k := person(i * 7919 % sessions)
						session, err := s.Apply(b.Context(), k, answered)
						if err == nil {
							err = s.MarkShown(b.Context(), k, session.Version)
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
