package install

import (
	"testing"
	"time"

	"hspbot/bot/expiring"
)

func BenchmarkToken(b *testing.B) {
	s := &Store{o: Options{Now: time.Now}, cache: expiring.New[string, entry](1, time.Now)}
	s.cache.Set("T1", entry{record: record{Installation: Installation{ID: "T1", Token: "xoxb-1"}}}, time.Hour)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			if _, err := s.Token(b.Context(), "T1"); err != nil {
				b.Error(err)
				return
			}
		}
	})
}
