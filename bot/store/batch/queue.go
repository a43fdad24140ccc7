package batch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

const (
	// maxTurns is how many turns are in one commit at most: it bounds how long the first waits.
	maxTurns = 256
	// maxWaiting is how many calls the queue holds; more wait before it.
	maxWaiting = 1024
)

// Options are what a [Queue] needs to know of its store.
type Options struct {
	Form codec.Form // of the sessions
	// Commit commits a batch in one transaction: it reads the rows of its keys, calls
	// [Batch.Apply], and saves what has changed. It is called by one goroutine.
	Commit func(*Batch) error
	// Idle is how long a settlement waits for a commit of turns that it can be part of.
	Idle time.Duration
}

// Queue has one goroutine serve the calls of many.
type Queue struct {
	o           Options
	requests    chan *request
	settlements settlements
	done        chan struct{} // closed when all has been served
	last        error         // of the last commit, once done is closed

	mu     sync.RWMutex // held for reading while something is added
	closed bool
}

// New returns a queue that is served until it is closed.
func New(o Options) *Queue {
	q := &Queue{o: o, requests: make(chan *request, maxWaiting), done: make(chan struct{})}
	q.settlements.init(o.Idle)
	go q.run()
	return q
}

// Apply has a turn change a session, as [bot.Store] says.
func (q *Queue) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	if err := key.Check(); err != nil {
		return bot.Session{}, err
	}
	r := newRequest(ctx)
	r.key, r.change = key, change
	err := q.do(r)
	if r.panicked != nil {
		panic(r.panicked)
	}
	if r.session == nil {
		return bot.Session{}, err
	}
	return *r.session, err
}

// Settle keeps a settlement until a commit saves it, as [bot.Store] says.
func (q *Queue) Settle(key bot.Key, t bot.Settlement) error {
	if err := key.Check(); err != nil {
		return err
	}
	q.mu.RLock() // so that the settlements of a queue being closed are still saved
	defer q.mu.RUnlock()
	if q.closed {
		return bot.ErrClosed
	}
	t.Due = codec.Time(codec.Micros(t.Due))
	q.settlements.add(key, t)
	return nil
}

// Between runs f between two commits, when all settlements have been saved.
func (q *Queue) Between(ctx context.Context, f func() error) error {
	r := newRequest(ctx)
	r.task = f
	return q.do(r)
}

// Flush saves all settlements.
func (q *Queue) Flush(ctx context.Context) error {
	return q.Between(ctx, func() error { return nil })
}

// FlushOf saves the settlements of a conversation, so that its row has them when it returns.
func (q *Queue) FlushOf(ctx context.Context, key bot.Key) error {
	if q.settlements.has(key) {
		return q.Flush(ctx)
	}
	if q.Closed() {
		return bot.ErrClosed
	}
	return nil
}

// Forget drops the settlements of a conversation that has been deleted. Only a function that
// [Queue.Between] runs may call it.
func (q *Queue) Forget(key bot.Key) { q.settlements.drop(key) }

// Closed reports whether the queue has been closed.
func (q *Queue) Closed() bool {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.closed
}

// Close serves what waits, saves all settlements and ends the queue.
func (q *Queue) Close() error {
	q.mu.Lock()
	if !q.closed {
		q.closed = true
		close(q.requests)
	}
	q.mu.Unlock()
	<-q.done
	return q.last
}

func (q *Queue) do(r *request) error {
	if err := q.send(r); err != nil {
		return err
	}
	return r.wait()
}

func (q *Queue) send(r *request) error {
	if r.ctx.Err() != nil {
		return context.Cause(r.ctx)
	}
	q.mu.RLock()
	defer q.mu.RUnlock()
	if q.closed {
		return bot.ErrClosed
	}
	select {
	case q.requests <- r:
		return nil
	case <-r.ctx.Done():
		return context.Cause(r.ctx)
	}
}

// run serves all requests until the queue is closed.
func (q *Queue) run() {
	defer close(q.done)
	defer q.settlements.timer.Stop()
	for {
		select {
		case r, ok := <-q.requests:
			if !ok {
				q.last = q.flush()
				return
			}
			q.serve(r)
		case <-q.settlements.timer.C:
			_ = q.flush() // they stay, and are part of a later commit
		}
	}
}

// serve serves first and what waits behind it, up to the first task.
func (q *Queue) serve(first *request) {
	var turns []*request
	next := first
	for next != nil && next.task == nil {
		if turns = append(turns, next); len(turns) == maxTurns {
			next = nil
			break
		}
		next = q.poll()
	}
	if len(turns) > 0 {
		q.commit(turns)
	}
	if next != nil && next.serve() {
		err := q.flush()
		if err == nil {
			err = next.task()
		}
		next.finish(err)
	}
}

// poll returns a request that is waiting now, or nil.
func (q *Queue) poll() *request {
	select {
	case r := <-q.requests: // nil once closed and empty
		return r
	default:
		return nil
	}
}

// commit takes turns in one transaction, with the settlements. Where it fails it fails for
// all: also a turn that only found its delivery seen may have seen what is now undone.
func (q *Queue) commit(turns []*request) {
	err := q.o.Commit(&Batch{form: q.o.Form, turns: turns, settlements: q.settlements.begin()})
	q.settlements.end(err)
	for _, r := range turns {
		if r.serve() {
			r.finish(err)
		}
	}
}

// flush saves the settlements, if there are any.
func (q *Queue) flush() error {
	waiting := q.settlements.begin()
	if len(waiting) == 0 {
		return nil
	}
	err := q.o.Commit(&Batch{form: q.o.Form, settlements: waiting})
	q.settlements.end(err)
	if err != nil {
		return fmt.Errorf("save settlements: %w", err)
	}
	return nil
}
