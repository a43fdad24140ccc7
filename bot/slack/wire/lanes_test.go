package wire

import (
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		var mu sync.Mutex
		var order []int
		hold := make(chan struct{})
		l.put("a", func() { <-hold })
		for i := range 5 {
			l.put("a", func() { mu.Lock(); order = append(order, i); mu.Unlock() })
		}
		var other bool
		l.put("b", func() { mu.Lock(); other = true; mu.Unlock() })
		synctest.Wait()
		mu.Lock()
		if len(order) != 0 || !other {
			t.Errorf("behind a slow one of the same key: %v; of another key: %v", order, other)
		}
		mu.Unlock()
		done := l.done()
		close(hold)
		<-done
		if len(order) != 5 || order[0] != 0 || order[4] != 4 || order[2] != 2 {
			t.Errorf("order %v", order)
		}
		<-l.done() // at once, with nothing to do
		if len(l.waiting) != 0 {
			t.Errorf("%d keys are left", len(l.waiting))
		}
	})
}

// TestLanesFull: no more jobs than laneJobs wait, and no more than laneSlots run.
func TestLanesFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLanes()
		hold := make(chan struct{})
		var mu sync.Mutex
		var running, most int
		for i := range laneJobs {
			ok := l.put(string(rune('a'+i%200)), func() {
				mu.Lock()
				running++
				most = max(most, running)
				mu.Unlock()
				<-hold
				mu.Lock()
				running--
				mu.Unlock()
			})
			if !ok {
				t.Fatalf("job %d was refused", i)
			}
		}
		if l.put("x", func() {}) {
			t.Error("one too many was let in")
		}
		synctest.Wait()
		close(hold)
		<-l.done()
		if most != laneSlots {
			t.Errorf("%d ran at once, want %d", most, laneSlots)
		}
		if !l.put("x", func() {}) {
			t.Error("there is no room after all were done")
		}
		<-l.done()
	})
}

func TestSeen(t *testing.T) {
	var s seen
	now := time.Unix(1767225600, 0)
	sig := func(i int) signature { return signature{byte(i), byte(i >> 8), byte(i >> 16)} }
	if !s.add(sig(1), now) || s.add(sig(1), now.Add(10*time.Minute)) {
		t.Error("a signature is not known for ten minutes")
	}
	s.drop(sig(1))
	if !s.add(sig(1), now.Add(10*time.Minute)) {
		t.Error("a dropped one is known")
	}
	// Known across a change of generation.
	if !s.add(sig(2), now.Add(11*time.Minute)) || s.add(sig(1), now.Add(12*time.Minute)) {
		t.Error("the older generation is forgotten")
	}
	for i := range 300_000 {
		s.add(sig(i), now.Add(13*time.Minute))
	}
	if n := len(s.young) + len(s.old); n > mostSeen {
		t.Errorf("%d are remembered", n)
	}
}

func TestSparse(t *testing.T) {
	var d diary
	now := time.Unix(1767225600, 0)
	s := newSparse(Options{Log: d.log(), Now: func() time.Time { return now }})
	for range 5 {
		s.say(t.Context(), slog.LevelWarn, "refused", "a")
	}
	s.say(t.Context(), slog.LevelWarn, "refused", "b")
	now = now.Add(time.Minute)
	s.say(t.Context(), slog.LevelWarn, "refused", "a")
	if got := strings.Count(d.String(), "\n"); got != 3 || !strings.Contains(d.String(), "reason=a count=5") {
		t.Errorf("%d lines:\n%s", got, &d)
	}
}
