package faulttest

import (
	"testing"
	"time"
)

// TestFaultClocks lets two replicas work whose clocks are hours apart, and sets the clock of
// one after the other while it is killed.
func TestFaultClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.database, w.front = database(t), newBalancer(t)
	w.add("HSPBOT_DATABASE_URL="+w.database, clockSet+"3h")
	w.add("HSPBOT_DATABASE_URL="+w.database, clockSet+"-2h")
	w.run()
	c := w.crowd(either(16, 60))
	c.begin()
	clocks := []string{"-5h", "26h", "0s", "-49h", "1h", "-1s", "90m", "-3h"}
	times := either(3, len(clocks))
	for n := range times {
		<-time.After(time.Second)
		r := w.replicas[n%2]
		w.kill(r)
		r.start(clockSet + clocks[n])
		r.ready()
	}
	c.end()
	t.Logf("clocks up to 75 hours apart, set %d times: %s", times, w.finish(c))
}
