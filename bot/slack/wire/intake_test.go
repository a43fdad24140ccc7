package wire

import (
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestIntakeOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIntake()
		var order []int // guarded by the key
		hold := make(chan struct{})
		i.start("a", func() { <-hold })
		for n := range 5 {
			i.start("a", func() { order = append(order, n) })
		}
		var other atomic.Bool
		i.start("b", func() { other.Store(true) })
		synctest.Wait()
		if !other.Load() {
			t.Error("a job of another key did not run")
		}
		close(hold)
		<-i.idle()
		if !slices.Equal(order, []int{0, 1, 2, 3, 4}) {
			t.Errorf("order %v", order)
		}
		<-i.idle() // at once, with nothing to do
	})
}

// TestIntakeFull: no more jobs than maxInFlight run or wait.
func TestIntakeFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := newIntake()
		hold := make(chan struct{})
		var mu sync.Mutex
		ran := 0
		for n := range maxInFlight {
			started := i.start(string(rune('a'+n%200)), func() {
				<-hold
				mu.Lock()
				ran++
				mu.Unlock()
			})
			if !started {
				t.Fatalf("job %d was refused", n)
			}
		}
		if i.start("x", func() {}) {
			t.Error("one too many was let in")
		}
		close(hold)
		<-i.idle()
		if ran != maxInFlight {
			t.Errorf("%d ran, want %d", ran, maxInFlight)
		}
		if !i.start("x", func() {}) {
			t.Error("there is no room after all have ended")
		}
		<-i.idle()
	})
}

func TestThrottledLog(t *testing.T) {
	var d testLog
	now := time.Unix(1767225600, 0)
	l := newThrottledLog(Options{Log: d.logger(), Now: func() time.Time { return now }})
	for range 5 {
		l.write(t.Context(), slog.LevelWarn, "refused", "a")
	}
	l.write(t.Context(), slog.LevelWarn, "refused", "b")
	now = now.Add(time.Minute)
	l.write(t.Context(), slog.LevelWarn, "refused", "a")
	if got := strings.Count(d.String(), "\n"); got != 3 || !strings.Contains(d.String(), "reason=a count=5") {
		t.Errorf("%d lines:\n%s", got, &d)
	}
}
