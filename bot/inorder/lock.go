// Package inorder is a mutex for each key that is granted in the order of asking.
//
// Asking and waiting are two steps: whoever receives deliveries asks as they come, and lets
// another goroutine wait for each of them. So the order of arrival is kept without holding up
// the next delivery.
package inorder

import (
	"context"
	"slices"
	"sync"
)

// Lock is a mutex for each key. It uses memory only for keys that are held or waited
// for. The zero Lock is ready; it may be used by many goroutines and must not be copied.
type Lock[K comparable] struct {
	mu     sync.Mutex
	queues map[K][]*Place[K] // the first of a queue holds the key; no queue is empty
}

// Place is a place in the queue for a key.
type Place[K comparable] struct {
	lock *Lock[K]
	key  K
	held chan struct{} // closed when the key is held
}

// Enter takes the last place in the queue for a key, and returns at once. The place must be
// left with Leave, once, whether or not Wait was successful.
func (l *Lock[K]) Enter(key K) *Place[K] {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &Place[K]{lock: l, key: key, held: make(chan struct{})}
	if l.queues == nil {
		l.queues = map[K][]*Place[K]{}
	}
	l.queues[key] = append(l.queues[key], p)
	if len(l.queues[key]) == 1 {
		close(p.held)
	}
	return p
}

// Wait waits until all who entered before have left: from then until Leave the key is held.
// If ctx ends before that, the error is its cause.
func (p *Place[K]) Wait(ctx context.Context) error {
	select {
	case <-p.held:
		return nil
	default:
	}
	select {
	case <-p.held:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Leave gives the key to the next in the queue, or the place up where the key is not held.
func (p *Place[K]) Leave() {
	l := p.lock
	l.mu.Lock()
	defer l.mu.Unlock()
	queue := l.queues[p.key]
	i := slices.Index(queue, p)
	if i < 0 {
		return
	}
	queue = slices.Delete(queue, i, i+1)
	if len(queue) == 0 {
		delete(l.queues, p.key)
		return
	}
	l.queues[p.key] = queue
	if i == 0 {
		close(queue[0].held)
	}
}
