package loadtest

import (
	"fmt"
	"os"
	"sync"
	"testing"
)

var platforms = []struct {
	name string
	sink func(*cards) sink
}{
	{"telegram", func(c *cards) sink { return telegramSink{c} }},
	{"slack", func(c *cards) sink { return slackSink{c, &sync.Map{}} }},
}

var databases = []struct {
	name string
	make func(testing.TB) database // empty
}{{"sqlite", newFile}, {"postgres", newRemote}}

// measure runs a load on each platform and database, with so many conversations stored.
func measure(b *testing.B, l load, stored ...int64) {
	for _, p := range platforms {
		b.Run(p.name, func(b *testing.B) {
			for _, d := range databases {
				b.Run(d.name, func(b *testing.B) {
					for _, stored := range stored {
						filled := d.make(b)
						once := false
						b.Run(fmt.Sprintf("stored=%d", stored), func(b *testing.B) {
							if !once { // the same for all runs of -count
								fill(b, p.sink, filled, stored)
								once = true
							}
							r := l.run(b, p.sink, filled.copy(b), stored, b.Loop)
							if r.surplus > 0 {
								b.Errorf("%d cards too many", r.surplus)
							}
							r.report(b)
						})
					}
				})
			}
		})
	}
}

// BenchmarkLoad is how much the bot takes.
func BenchmarkLoad(b *testing.B) {
	measure(b, load{people: 64, warm: 64 * len(way)}, 1000, 100_000, 1_000_000)
}

// BenchmarkPace is how long people wait where the bot has time.
func BenchmarkPace(b *testing.B) {
	measure(b, load{people: 50, rate: 500, warm: 50 * len(way)}, 1000)
}

// TestLoad keeps the benchmarks alive, and what they count honest: every turn is in the
// database, once, and its screen is known to be shown.
func TestLoad(t *testing.T) {
	if _, err := os.Stat("/proc/self/io"); err != nil {
		t.Skip("needs /proc")
	}
	const stored, turns = 1000, 200
	for _, p := range platforms {
		for _, d := range databases {
			t.Run(p.name+"/"+d.name, func(t *testing.T) {
				filled := d.make(t)
				fill(t, p.sink, filled, stored)
				if got, want := filled.held(t), (held{stored, stored * half, stored * half}); got != want {
					t.Fatalf("stored %+v, want %+v", got, want)
				}
				db, left := filled.copy(t), turns
				r := load{people: 8, warm: 8}.run(t, p.sink, db, stored, func() bool { left--; return left >= 0 })
				if len(r.waits) != turns || r.turns != turns+8 || r.surplus != 0 {
					t.Errorf("%d turns, %d of them count, %d cards too many", r.turns, len(r.waits), r.surplus)
				}
				got := db.held(t)
				if all := int64(stored*half + turns + 8); got.turns != all || got.shown != all {
					t.Errorf("%+v, want %d turns, all shown", got, all)
				}
				if got.sessions <= stored || got.sessions >= stored+r.people {
					t.Errorf("%d conversations after %d people: all were new, or none", got.sessions, r.people)
				}
				if r.written.commits <= 0 || r.written.commits > 10*turns {
					t.Errorf("%v commits", r.written.commits)
				}
				if d.name == "postgres" && r.written.rows < turns {
					t.Errorf("%v rows for %d turns", r.written.rows, turns)
				}
			})
		}
	}
}
