package inorder

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

// TestOrder: whoever entered first holds the key first, in whatever order they begin to wait.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lock Lock[string]
		var places []*Place[string]
		for range 10 {
			places = append(places, lock.Enter("a"))
		}
		var got []int // guarded by the key
		var group sync.WaitGroup
		for i := 9; i >= 0; i-- {
			group.Go(func() {
				defer places[i].Leave()
				if err := places[i].Wait(t.Context()); err != nil {
					t.Error(err)
				}
				got = append(got, i)
			})
			synctest.Wait() // it waits, unless it is the first
		}
		group.Wait()
		if want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}; !slices.Equal(got, want) {
			t.Errorf("order %v", got)
		}
		if len(lock.queues) != 0 {
			t.Errorf("%d queues are left", len(lock.queues))
		}
	})
}

// TestKeys do not wait for each other.
func TestKeys(t *testing.T) {
	var lock Lock[string]
	a := lock.Enter("a")
	defer a.Leave()
	b := lock.Enter("b")
	defer b.Leave()
	if err := errors.Join(a.Wait(t.Context()), b.Wait(t.Context())); err != nil {
		t.Error(err)
	}
}

// TestGivingUp: who gives up a place lets nobody past those who are still before them.
func TestGivingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lock Lock[int]
		first, second, third := lock.Enter(1), lock.Enter(1), lock.Enter(1)
		over, cancel := context.WithCancel(t.Context())
		cancel()
		if err := second.Wait(over); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if err := first.Wait(over); err != nil { // holds the key already
			t.Errorf("error %v", err)
		}
		second.Leave()
		var held bool
		go func() {
			held = third.Wait(t.Context()) == nil
			third.Leave()
		}()
		synctest.Wait()
		if held {
			t.Error("the third did not wait for the first")
		}
		first.Leave()
		synctest.Wait()
		if !held || len(lock.queues) != 0 {
			t.Errorf("the third holds the key: %v; %d queues are left", held, len(lock.queues))
		}
		second.Leave() // a second time: no effect
	})
}

// TestExclusion counts under the race detector.
func TestExclusion(t *testing.T) {
	var lock Lock[int]
	counts := [3]int{}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 999 {
				p := lock.Enter(i % 3)
				if err := p.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				counts[i%3]++
				p.Leave()
			}
		})
	}
	group.Wait()
	if counts != [3]int{8 * 333, 8 * 333, 8 * 333} {
		t.Errorf("counts %v", counts)
	}
}
