package bot

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestDivide lets replicas come and go and send whenever they may: together they never send
// more than the limit allows, in any stretch of time.
func TestDivide(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := Limit{Bucket: "all", Every: 100 * time.Millisecond, Burst: rapid.IntRange(4, 9).Draw(r, "burst")}
		now := time.Date(2026, 7, 25, 9, 30, 0, 0, time.UTC)
		var came uint64
		var sent []time.Time
		alive, away := []*paces{{}}, []*paces(nil)
		alive[0].divide(1, now, &came)
		for range rapid.IntRange(1, 60).Draw(r, "steps") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 10, 99, 100, 350, 2000}).Draw(r, "ms")) * time.Millisecond)
			which := rapid.IntRange(0, len(alive)-1).Draw(r, "replica")
			switch rapid.SampledFrom([]string{"send", "send", "send", "join", "leave"}).Draw(r, "kind") {
			case "send":
				for range rapid.IntRange(1, 10).Draw(r, "times") {
					if b := alive[which].of(l, now); !b.next().After(now) {
						b.take(now, 1)
						sent = append(sent, now)
					}
				}
			case "join": // the others know first
				if len(alive) == l.Burst {
					continue
				}
				if len(away) > 0 { // was gone, and comes back with all it remembers
					alive, away = append(alive, away[0]), away[1:]
				} else {
					alive = append(alive, &paces{})
				}
				for _, p := range alive {
					p.divide(len(alive), now, &came)
				}
			case "leave":
				if len(alive) == 1 {
					continue
				}
				alive[which].divide(0, now, &came)
				away = append(away, alive[which])
				alive = append(alive[:which:which], alive[which+1:]...)
				for _, p := range alive {
					p.divide(len(alive), now, &came)
				}
			}
		}
		for i := range sent {
			for j := i + l.Burst; j < len(sent); j++ {
				if allowed := l.Burst + int(sent[j].Sub(sent[i])/l.Every); j-i+1 > allowed {
					r.Fatalf("%d sent in %v, allowed are %d", j-i+1, sent[j].Sub(sent[i]), allowed)
				}
			}
		}
	})
}

// TestDivideIdle gives the whole limit to who is left alone, after a while.
func TestDivideIdle(t *testing.T) {
	l := Limit{Bucket: "all", Every: 100 * time.Millisecond, Burst: 4}
	now := time.Date(2026, 7, 25, 9, 30, 0, 0, time.UTC)
	var came uint64
	p := &paces{}
	most := func() (n int) {
		for b := p.of(l, now); !b.next().After(now); n++ {
			b.take(now, 1)
		}
		return n
	}
	for _, c := range []struct {
		share int
		wait  time.Duration
		want  int
	}{{1, 0, 0}, {1, 150 * time.Millisecond, 1}, {1, time.Second, 4}, {2, time.Second, 2}, {2, 200 * time.Millisecond, 1}, {4, time.Second, 1}, {1, 100 * time.Millisecond, 1}, {1, time.Second, 4}} {
		if c.share != p.share {
			p.divide(c.share, now, &came)
		}
		if now = now.Add(c.wait); most() != c.want {
			t.Errorf("%+v is not so", c)
		}
	}
}
