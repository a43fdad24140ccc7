package bot

import (
	"context"
	"sync"
)

// lanes hold the conversations that have something under way.
type lanes struct {
	mu  sync.Mutex
	all map[Key]*lane
}

// lane is the order within one conversation: one commit at a time, and the screens in the
// order of the commits. The commits do not wait for the screens.
type lane struct {
	users int           // guarded by lanes.mu
	gate  chan struct{} // holds one token while a commit is under way
	last  chan struct{} // closed when the screens queued so far are through; guarded by gate
}

var through = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// enter returns the lane of a conversation; each needs a leave.
func (ls *lanes) enter(k Key) *lane {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	l := ls.all[k]
	if l == nil {
		if ls.all == nil {
			ls.all = map[Key]*lane{}
		}
		l = &lane{gate: make(chan struct{}, 1), last: through}
		ls.all[k] = l
	}
	l.users++
	return l
}

func (ls *lanes) leave(k Key, l *lane) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if l.users--; l.users == 0 {
		delete(ls.all, k)
	}
}

// close waits until no commit is under way and keeps others out until open.
func (l *lane) close(ctx context.Context) error {
	select {
	case l.gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (l *lane) open() { <-l.gate }

// queue takes the next place for a screen, with the lane closed: before is closed when the
// screens before it are through, done says that this one is.
func (l *lane) queue() (before <-chan struct{}, done func()) {
	mine := make(chan struct{})
	before, l.last = l.last, mine
	return before, func() { close(mine) }
}
