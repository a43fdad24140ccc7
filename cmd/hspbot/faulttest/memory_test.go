package faulttest

import (
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot/bottest"
)

// TestFaultStorm lets very many people come at once, each for a few presses. Afterwards the
// bot is as it was: its memory is free, and nothing runs that did not run before.
func TestFaultStorm(t *testing.T) {
	people, atOnce := int64(either(2_000, 20_000)), 400
	s, front, log := newSink(t), newBalancer(t), &bottest.Log{}
	r := newReplica(t, log, append(s.env(front), "HSPBOT_DATA="+filepath.Join(t.TempDir(), "storm.db"))...)
	front.add(r)
	r.start()
	r.ready()
	front.look()
	select {
	case <-s.hooked:
	case <-time.After(20 * time.Second):
		t.Fatal("no webhook is set")
	}
	come := func(from, to int64) {
		next := atomic.Int64{}
		next.Store(from)
		var group sync.WaitGroup
		for range atOnce {
			group.Go(func() {
				for user := next.Add(1); user <= to; user = next.Add(1) {
					for n, action := range []string{"/start", "set:goal:i-b", "set:degrees:none~3f"} {
						if err := s.act(user, action); err != nil {
							t.Errorf("person %d: %v", user, err)
							return
						}
						if !s.waitFor(user, n+1, time.Minute) {
							t.Errorf("person %d does not see a screen", user)
							return
						}
					}
				}
			})
		}
		group.Wait()
	}
	const warm = 500
	come(0, warm) // what is made at the first use stays
	s.client.CloseIdleConnections()
	front.client.CloseIdleConnections()
	heap, threads := r.heap(), r.metric("go_goroutines")
	began := time.Now()
	come(warm, warm+people)
	took := time.Since(began)
	most := r.resident()
	s.client.CloseIdleConnections()
	front.client.CloseIdleConnections()
	var after float64
	if !until(30*time.Second, func() bool { after = r.heap(); return after < heap+16<<20 }) {
		t.Errorf("the heap was %s and is %s", mib(heap), mib(after))
	}
	var running float64
	if !until(30*time.Second, func() bool { running = r.metric("go_goroutines"); return running < threads+50 }) {
		t.Errorf("%v goroutines ran, %v run", threads, running)
	}
	t.Logf("%d people within %v: heap %s before and %s afterwards, resident %s; %v goroutines before and %v afterwards",
		people, took.Round(100*time.Millisecond), mib(heap), mib(after), mib(most), threads, running)
	r.stop()
}
