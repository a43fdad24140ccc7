package wire

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var errStore = errors.New("the store is away")

// desk is a Taker that remembers what it took.
type desk struct {
	do func(ctx context.Context, p Payload) (Reply, error) // nil: takes all

	mu    sync.Mutex
	taken []Payload
	told  int
}

func (d *desk) Take(ctx context.Context, p Payload) (Reply, error) {
	d.mu.Lock()
	d.taken = append(d.taken, p)
	d.mu.Unlock()
	if d.do == nil {
		return Reply{}, nil
	}
	return d.do(ctx, p)
}

func (d *desk) Trouble(p Payload) Reply {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.told++
	return Reply{Body: map[string]string{"text": "trouble with a " + p.Kind.String()}}
}

func (d *desk) count() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.taken)
}

func (d *desk) kinds() []Kind {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Kind
	for _, p := range d.taken {
		out = append(out, p.Kind)
	}
	return out
}

// hangs never ends by itself.
func hangs(ctx context.Context, _ Payload) (Reply, error) {
	<-ctx.Done()
	return Reply{}, ctx.Err()
}

func fails(context.Context, Payload) (Reply, error) { return Reply{}, errStore }

func panics(context.Context, Payload) (Reply, error) { panic("with private words") }

// diary is a log that tests can read.
type diary struct {
	mu sync.Mutex
	b  strings.Builder
}

func (d *diary) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.Write(p)
}

func (d *diary) String() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.b.String()
}

func (d *diary) log() *slog.Logger { return slog.New(slog.NewTextHandler(d, nil)) }

// silent fails if the log holds anything of the documents.
func (d *diary) silent(t *testing.T) {
	t.Helper()
	for _, word := range []string{"U0PERSON1", "T0HOME001", "D0DIRECT1", "Jerry", "hooks.example.com", "1000.2000", "v0=",
		"private words", "xapp-", "ticket"} {
		if strings.Contains(d.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, d)
		}
	}
}

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
