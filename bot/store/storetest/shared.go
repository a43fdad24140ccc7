package storetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
)

// SharedPlace is where stores of several replicas are tested.
type SharedPlace struct {
	New  func(t *testing.T) string // makes a new, empty place
	Open func(place string) (bot.Store, error)
	// Disconnect breaks the connections of all stores of a place.
	Disconnect func(t *testing.T, place string)
}

// RunShared tests the stores of a place that several replicas share. TestMain calls [Child].
func RunShared(t *testing.T, place SharedPlace) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *replicas)
	}{
		{"notified", testNotified},
		{"notified again", testNotifiedAgain},
		{"nobody reads", testNobodyReads},
		{"hold", testHold},
		{"hold after a stop", testHoldStopped},
		{"hold after a kill", testHoldKilled},
		{"hold in turn", testHoldInTurn},
		{"hold closed", testHoldClosed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, &replicas{t, place, place.New(t)}) })
	}
}

// replicas are stores of one place.
type replicas struct {
	t     *testing.T
	of    SharedPlace
	place string
}

// store opens the place for one replica more, until the test ends.
func (r *replicas) store() bot.Store {
	r.t.Helper()
	s, err := r.of.Open(r.place)
	if err != nil {
		r.t.Fatalf("open: %v", err)
	}
	r.t.Cleanup(func() { _ = s.Close() })
	return s
}

const soon = 10 * time.Second

// hears notifies of a key until it is heard: a replica that has just been opened, or lost its
// connection, may not listen yet.
func hears(t *testing.T, from bot.Shared, to <-chan bot.Key, key bot.Key) {
	t.Helper()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	end := time.After(soon)
	for from.Notify(key); ; {
		select {
		case got := <-to:
			if got == key {
				return
			}
		case <-again.C:
			from.Notify(key)
		case <-end:
			t.Fatal("a notification is never heard")
		}
	}
}

// testNotified has two replicas notify each other: each hears the other, of its platform.
func testNotified(t *testing.T, r *replicas) {
	a, b := r.store(), r.store()
	atA, atB, slackAtB := a.Notified("terminal"), b.Notified("terminal"), b.Notified("slack")
	strange := bot.Key{Platform: "terminal", ID: "花子 % ' \x00 \xff"}
	hears(t, a, atB, strange)
	hears(t, b, atA, anna)
	hears(t, a, slackAtB, bot.Key{Platform: "slack", ID: "anna"})
	hears(t, a, atB, terminal("last"))
	for {
		select {
		case got := <-atA:
			if got != anna {
				t.Error("a replica hears itself, or of another platform")
			}
		case got := <-slackAtB:
			if got.Platform != "slack" {
				t.Errorf("a reader of slack hears of %s", got.Platform)
			}
		default:
			return
		}
	}
}

// testNotifiedAgain breaks the connections.
func testNotifiedAgain(t *testing.T, r *replicas) {
	a, b := r.store(), r.store()
	atB := b.Notified("terminal")
	for i := range 3 {
		hears(t, a, atB, terminal(fmt.Sprint(i)))
		r.of.Disconnect(t, r.place)
	}
	hears(t, a, atB, terminal("last"))
}

// testNobodyReads notifies of more than anybody keeps, which neither waits nor does harm.
func testNobodyReads(t *testing.T, r *replicas) {
	a, b := r.store(), r.store()
	atB := b.Notified("terminal")
	hears(t, a, atB, anna)
	for i := range 20_000 {
		a.Notify(terminal(fmt.Sprint(i)))
	}
	hears(t, a, atB, terminal("last"))
	take(t, a, anna, day)
}

// holder is one that waits for a lock, or has it.
type holder struct {
	entered chan context.Context // of each time it is held
	ended   chan error
	stop    context.CancelFunc
}

// hold holds a lock until it is stopped, or as long as it can, again and again.
func hold(t *testing.T, s bot.Lock, name string, inside *atomic.Int64) *holder {
	ctx, stop := context.WithCancel(t.Context())
	h := &holder{entered: make(chan context.Context, 9), ended: make(chan error, 1), stop: stop}
	go func() {
		h.ended <- s.Hold(ctx, name, func(ctx context.Context) error {
			if inside.Add(1) > 1 {
				t.Error("two hold the lock")
			}
			defer inside.Add(-1)
			h.entered <- ctx
			<-ctx.Done()
			return nil
		})
	}()
	t.Cleanup(func() {
		stop()
		<-h.ended
	})
	return h
}

// wait waits until the lock is held.
func (h *holder) wait(t *testing.T) context.Context {
	t.Helper()
	select {
	case ctx := <-h.entered:
		return ctx
	case <-time.After(soon):
		t.Fatal("the lock is never held")
		return nil
	}
}

// testHold takes the lock from who has it, by breaking its connection.
func testHold(t *testing.T, r *replicas) {
	a, b := r.store(), r.store()
	var inside, others atomic.Int64
	first := hold(t, a, "post", &inside)
	held := first.wait(t)
	second := hold(t, b, "post", &inside)
	hold(t, b, "other", &others).wait(t) // another lock is free
	if held.Err() != nil || len(second.entered) > 0 {
		t.Error("the second does not wait")
	}
	broken := time.Now()
	r.of.Disconnect(t, r.place)
	select {
	case <-held.Done():
	case <-time.After(soon):
		t.Fatal("who lost the lock goes on")
	}
	select {
	case <-second.entered:
	case <-first.entered: // the one that lost it may be first again
	case <-time.After(soon):
		t.Fatal("nobody takes over")
	}
	if took := time.Since(broken); took > 5*time.Second {
		t.Errorf("taken over after %v", took)
	}
	mine := errors.New("mine")
	if err := b.Hold(t.Context(), "third", func(context.Context) error { return mine }); err != mine {
		t.Errorf("hold = %v, want the error of the function", err)
	}
}

// testHoldStopped has the second take over at once, when the first ends.
func testHoldStopped(t *testing.T, r *replicas) {
	a, b := r.store(), r.store()
	var inside atomic.Int64
	first := hold(t, a, "post", &inside)
	first.wait(t)
	second := hold(t, b, "post", &inside)
	for range 3 {
		stopped := time.Now()
		first.stop()
		second.wait(t)
		if took := time.Since(stopped); took > 2*time.Second {
			t.Errorf("taken over after %v", took)
		}
		first, second = second, hold(t, a, "post", &inside)
	}
}

// testHoldKilled kills the process that has the lock.
func testHoldKilled(t *testing.T, r *replicas) {
	s := r.store()
	var inside atomic.Int64
	var second *holder
	var killed time.Time
	runChild(t, holdEnv+"="+r.place, func(int, string) (kill bool) {
		second = hold(t, s, "post", &inside)
		killed = time.Now()
		return true
	})
	if second == nil {
		t.Fatal("the child never held the lock")
	}
	second.wait(t)
	if took := time.Since(killed); took > 5*time.Second {
		t.Errorf("taken over after %v", took)
	}
}

// holdChild holds a lock until the process is killed.
func holdChild(s bot.Store) {
	exitOn(s.Hold(context.Background(), "post", func(context.Context) error {
		fmt.Println("held")
		select {}
	}))
	os.Exit(1)
}

// testHoldInTurn has many hold a lock for a moment each, while connections break: it is never
// held by two, and by everybody at last.
func testHoldInTurn(t *testing.T, r *replicas) {
	var inside, held atomic.Int64
	var all sync.WaitGroup
	for range 3 {
		s := r.store()
		all.Go(func() {
			for range 3 {
				err := s.Hold(t.Context(), "post", func(context.Context) error {
					if inside.Add(1) > 1 {
						t.Error("two hold the lock")
					}
					defer inside.Add(-1)
					if held.Add(1)%4 == 0 {
						r.of.Disconnect(t, r.place)
					}
					return nil
				})
				if err != nil {
					t.Errorf("hold = %v", err)
				}
			}
		})
	}
	all.Wait()
	if held.Load() < 9 {
		t.Errorf("held %d times", held.Load())
	}
}

func testHoldClosed(t *testing.T, r *replicas) {
	s := r.store()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	err := s.Hold(t.Context(), "post", func(context.Context) error {
		t.Error("held")
		return nil
	})
	if !errors.Is(err, bot.ErrClosed) {
		t.Errorf("hold of a closed store = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.store().Hold(ctx, "post", func(context.Context) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("hold with an ended context = %v", err)
	}
}
