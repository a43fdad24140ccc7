package faulttest

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestFaultKill kills replicas at random moments while people talk. On PostgreSQL the other
// one goes on; the one that was killed is started again at once, as whatever keeps it running
// does. On SQLite there is one process, and people wait for it.
func TestFaultKill(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		w := onSQLite(t)
		killAll(t, w, either(3, 30), either(16, 60))
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		w := onPostgres(t, 2)
		killAll(t, w, either(3, 30), either(16, 60))
	})
}

// killAll kills one replica after the other, so many times.
func killAll(t *testing.T, w *world, times, people int) {
	c := w.crowd(people)
	random := rand.New(rand.NewPCG(3, 5))
	c.begin()
	for n := range times {
		<-time.After(500*time.Millisecond + rand.N(1500*time.Millisecond)) // the moment is what is random
		r := w.replicas[(n+random.IntN(2))%len(w.replicas)]
		w.kill(r)
		r.start()
		r.ready()
	}
	c.end()
	t.Logf("%d replicas, killed %d times: %s", len(w.replicas), times, w.finish(c))
}

// TestFaultKillInTurn kills one of two replicas every three seconds, the one that posts and the
// other in turn, and starts it again. The one that posts is taken over from within five
// seconds, so with the time that the platform takes to deliver again nobody waits longer than
// eight.
func TestFaultKillInTurn(t *testing.T) {
	t.Parallel()
	const longest = 8 * time.Second
	w := onPostgres(t, 2)
	c := w.crowd(either(16, 60))
	c.begin()
	times := either(6, 40)
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for n := range times {
		<-tick.C
		r := w.replicas[n%len(w.replicas)]
		w.kill(r)
		r.start()
		r.ready()
	}
	c.end()
	y := w.finish(c)
	t.Logf("killed %d times, every 3 s in turn: %s", times, y)
	if y.Longest > longest {
		t.Errorf("somebody waited %v", y.Longest)
	}
}
