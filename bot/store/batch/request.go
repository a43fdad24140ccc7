package batch

import (
	"context"
	"sync/atomic"

	"hspbot/bot"
)

// request is a call that waits in the queue: a turn, which is committed together with
// others, or a task, which is run between commits.
type request struct {
	ctx    context.Context // of the caller
	key    bot.Key
	change func(*bot.Session) error // of a turn
	task   func() error

	state atomic.Int32  // of the constants below
	done  chan struct{} // closed when what follows is final

	session  *bot.Session // after a turn; nil where it changed nothing
	err      error
	panicked any
}

// A request is waiting until the queue serves it or the caller leaves.
const (
	waiting int32 = iota
	served
	left
)

func newRequest(ctx context.Context) *request {
	return &request{ctx: ctx, done: make(chan struct{})}
}

// serve reports whether the queue is to serve the request: the caller has not left.
func (r *request) serve() bool {
	return r.state.CompareAndSwap(waiting, served) || r.state.Load() == served
}

// leave reports whether the caller may leave: the queue does not serve the request yet.
func (r *request) leave() bool { return r.state.CompareAndSwap(waiting, left) }

// begin prepares a turn for a try of its transaction, and reports whether it is to be taken.
func (r *request) begin() bool {
	if !r.serve() {
		return false
	}
	r.session, r.panicked = nil, nil
	// Where the database was silent for long the caller may have stopped waiting, and the
	// delivery may have come again so long ago that the session has forgotten it.
	r.err = context.Cause(r.ctx)
	return r.err == nil
}

// finish returns the request to its caller. An error is that of the commit.
func (r *request) finish(err error) {
	if err != nil {
		r.session, r.err = nil, err
	}
	close(r.done)
}

// wait waits until the request is served, or leaves when its context ends before.
func (r *request) wait() error {
	select {
	case <-r.done:
		return r.err
	case <-r.ctx.Done():
	}
	if r.leave() {
		return context.Cause(r.ctx)
	}
	<-r.done
	return r.err
}
