package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"testing"
	"time"

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

// card is what a platform keeps of what it has drawn.
var card = []byte(`{"chat":1000001,"card":123456,"last":123456,"kind":"question"}`)

// stored is a store with sessions in it.
func stored(b *testing.B, sessions int) *Store {
	s := opened(b, filepath.Join(b.TempDir(), "sessions.db"))
	fill(b, s, 0, sessions)
	return s
}

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

func person(i int) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(1_000_000 + i)} }

// BenchmarkMemory prints what the process holds resident while people come back to some of
// many stored sessions, and how long a start takes.
func BenchmarkMemory(b *testing.B) {
	for _, sessions := range []int{0, 10_000, 100_000} {
		b.Run(fmt.Sprint(sessions, " stored"), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "sessions.db")
			s := opened(b, path)
			for from := 0; from < sessions; from += 1000 {
				fill(b, s, from, min(from+1000, sessions))
			}
			began := time.Now()
			opened(b, path)
			start := time.Since(began)
			for b.Loop() {
				fill(b, s, 0, 1000)
			}
			b.ReportMetric(float64(start.Microseconds())/1000, "ms/start")
			b.ReportMetric(resident(b), "MiB")
		})
	}
}

// resident returns how much memory the process holds, in MiB.
func resident(b *testing.B) float64 {
	debug.FreeOSMemory()
	text, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Skip(err)
	}
	var size, pages int
	if _, err := fmt.Sscan(string(text), &size, &pages); err != nil {
		b.Fatal(err)
	}
	return float64(pages*os.Getpagesize()) / (1 << 20)
}

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
