package bot

import (
	"context"
	"fmt"
	"sync"
)

// keyLocks lets one goroutine at a time into a conversation, in the order in which they
// come: a turn is taken after those that came before it.
type keyLocks struct {
	mu    sync.Mutex
	locks map[Key]*keyLock
}

// keyLock is a mutex that can be waited for with a context.
type keyLock struct {
	users int           // who hold it or wait for it; guarded by keyLocks.mu
	held  chan struct{} // has room for one
}

// lock waits for the conversation. When ctx ends before, the error is its cause.
func (l *keyLocks) lock(ctx context.Context, key Key) (unlock func(), err error) {
	l.mu.Lock()
	k := l.locks[key]
	if k == nil {
		if l.locks == nil {
			l.locks = map[Key]*keyLock{}
		}
		k = &keyLock{held: make(chan struct{}, 1)}
		l.locks[key] = k
	}
	k.users++
	l.mu.Unlock()
	select {
	case k.held <- struct{}{}:
		return func() { <-k.held; l.release(key, k) }, nil
	case <-ctx.Done():
		l.release(key, k)
		return nil, fmt.Errorf("wait for the turn before: %w", context.Cause(ctx))
	}
}

func (l *keyLocks) release(key Key, k *keyLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k.users--; k.users == 0 {
		delete(l.locks, key)
	}
}
