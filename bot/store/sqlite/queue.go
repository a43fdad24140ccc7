package sqlite

import (
	"context"
	"sync/atomic"

	"hspbot/bot"
)

// batch is the most turns in one commit: it bounds how long the first of them waits.
const batch = 256

// request is a call that waits for the writer: a turn, which is committed together with
// others, or a task, which has the writer to itself.
type request struct {
	key    bot.Key
	change func(*bot.Session) error
	task   func(*writer) error

	claimed  atomic.Bool   // by the writer, to serve it, or by the caller, to leave
	done     chan struct{} // closed when what follows is final
	session  *bot.Session
	err      error
	panicked any
}

func newRequest() *request { return &request{done: make(chan struct{})} }

// claim reports whether the caller of claim is the one to decide about the request.
func (r *request) claim() bool { return r.claimed.CompareAndSwap(false, true) }

func (r *request) finish(err error) {
	if err != nil {
		r.session, r.err = nil, err
	}
	close(r.done)
}

// do has the writer serve r, and waits for it.
func (s *Store) do(ctx context.Context, r *request) error {
	if err := s.send(ctx, r); err != nil {
		return err
	}
	select {
	case <-r.done:
		return r.err
	case <-ctx.Done():
	}
	if r.claim() {
		return context.Cause(ctx)
	}
	<-r.done
	return r.err
}

func (s *Store) send(ctx context.Context, r *request) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.sending.RLock()
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	select {
	case s.queue <- r:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// task has the writer run f between commits.
func (s *Store) task(ctx context.Context, f func(*writer) error) error {
	r := newRequest()
	r.task = f
	return s.do(ctx, r)
}

func (s *Store) isClosed() bool {
	s.sending.RLock()
	defer s.sending.RUnlock()
	return s.closed
}

// write serves all requests until the store is closed.
func (s *Store) write() {
	defer close(s.stopped)
	for {
		select {
		case r, ok := <-s.queue:
			if !ok {
				s.pending.Stop()
				s.writer.last = s.writer.flush()
				return
			}
			s.serve(r)
		case <-s.pending.Due():
			_ = s.writer.flush() // they stay, and ride on a later commit
		}
	}
}

// serve serves first and what waits behind it.
func (s *Store) serve(first *request) {
	var turns []*request
	next := first
	for next != nil && next.task == nil && len(turns) < batch-1 {
		turns = append(turns, next)
		next = s.waiting()
	}
	if next != nil && next.task == nil {
		turns, next = append(turns, next), nil
	}
	if len(turns) > 0 {
		s.writer.commit(turns)
	}
	if next != nil && next.claim() {
		next.finish(plain(next.task(s.writer)))
	}
}

// waiting returns a request that is waiting now, or nil.
func (s *Store) waiting() *request {
	select {
	case r := <-s.queue: // nil once closed and empty
		return r
	default:
		return nil
	}
}
