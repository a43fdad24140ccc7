package faulttest

import (
	"testing"
	"time"
)

// TestFaultRollingRestart stops replicas one after the other while people talk, as a new
// release does. What a replica has begun it ends: nothing comes twice.
func TestFaultRollingRestart(t *testing.T) {
	t.Parallel()
	w := onPostgres(t, 2)
	c := w.crowd(either(16, 60))
	c.begin()
	var slowest time.Duration
	for range either(1, 6) {
		for _, r := range w.replicas {
			slowest = max(slowest, r.stop())
			r.start()
			r.ready()
		}
	}
	c.end()
	y := w.finish(c)
	t.Logf("each of %d replicas, stopped within %v at most: %s", len(w.replicas), slowest.Round(10*time.Millisecond), y)
	if y.Longest > 5*time.Second {
		t.Errorf("somebody has waited %v", y.Longest)
	}
}

// TestFaultPoller kills and stops the one replica that polls, while people talk: another one
// takes over, and there are never two.
func TestFaultPoller(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.database = database(t)
	for range 3 {
		w.add("HSPBOT_DATABASE_URL=" + w.database)
	}
	w.run()
	c := w.crowd(either(12, 40))
	c.begin()
	for n := range either(3, 12) {
		<-time.After(time.Second)
		r := w.replicas[n%len(w.replicas)]
		if n%2 == 0 {
			w.kill(r)
		} else {
			r.stop()
		}
		r.start()
		r.ready()
	}
	c.end()
	conflicts := 0
	for _, call := range w.fake.Calls(nil) {
		if call.Method == "getUpdates" && call.Status == 409 {
			conflicts++
		}
	}
	t.Logf("3 replicas that may poll: %s; %d polls at the same time as another", w.finish(c), conflicts)
}
