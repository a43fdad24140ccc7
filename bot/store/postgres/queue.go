package postgres

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/pending"
)

const (
	// batch is the most turns in one commit: it bounds how long the first of them waits.
	batch = 256
	// idle is how long a settlement waits for a commit it can ride on.
	idle = 40 * time.Millisecond
)

// request is a call that waits for a writer: a turn, which is committed together with
// others, or a task, which has the writer to itself.
type request struct {
	key    bot.Key
	change func(*bot.Session) error
	task   func(*writer) error
	ctx    context.Context // of the caller

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

// do has a writer serve r, and waits for it.
func (s *Store) do(ctx context.Context, w *writer, r *request) error {
	r.ctx = ctx
	if err := s.send(ctx, w, r); err != nil {
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

func (s *Store) send(ctx context.Context, w *writer, r *request) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.sending.RLock()
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	select {
	case w.queue <- r:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// task has a writer run f between commits.
func (s *Store) task(ctx context.Context, w *writer, f func(*writer) error) error {
	r := newRequest()
	r.task = f
	return s.do(ctx, w, r)
}

// flush saves all settlements.
func (s *Store) flush(ctx context.Context) error {
	errs := make(chan error, len(s.writers))
	for _, w := range s.writers {
		go func() { errs <- s.task(ctx, w, (*writer).flush) }()
	}
	var failed error
	for range s.writers {
		failed = errors.Join(failed, <-errs)
	}
	return failed
}

// writer is a connection that writes. Only the goroutine of write uses it.
type writer struct {
	store   *Store
	queue   chan *request
	pending *pending.Settlements
	conn    *pgx.Conn // nil where there is none at the moment
	last    error     // of the flush at the end
}

func newWriter(s *Store) *writer {
	return &writer{store: s, queue: make(chan *request, 1024), pending: pending.New(idle)}
}

// write serves all requests until the store is closed.
func (w *writer) write() {
	defer w.drop()
	for {
		select {
		case r, ok := <-w.queue:
			if !ok {
				w.pending.Stop()
				w.last = w.flush()
				return
			}
			w.serve(r)
		case <-w.pending.Due():
			_ = w.flush() // they stay, and ride on a later commit
		}
	}
}

// serve serves first and what waits behind it.
func (w *writer) serve(first *request) {
	var turns []*request
	next := first
	for next != nil && next.task == nil && len(turns) < batch-1 {
		turns = append(turns, next)
		next = w.waiting()
	}
	if next != nil && next.task == nil {
		turns, next = append(turns, next), nil
	}
	if len(turns) > 0 {
		w.commit(turns)
	}
	if next != nil && next.claim() {
		next.finish(plain(next.task(w)))
	}
}

// waiting returns a request that is waiting now, or nil.
func (w *writer) waiting() *request {
	select {
	case r := <-w.queue: // nil once closed and empty
		return r
	default:
		return nil
	}
}

// patience is how long a writer waits for an answer beyond what the database allows itself.
const patience = 5 * time.Second

// connection returns the writer's connection, a new one where it broke.
func (w *writer) connection(ctx context.Context) (*pgx.Conn, error) {
	if w.conn != nil && !w.conn.IsClosed() {
		return w.conn, nil
	}
	conn, err := w.store.pool.connect(ctx)
	if err != nil {
		return nil, err
	}
	w.conn = conn
	return conn, nil
}

// drop closes the connection; the next transaction has another.
func (w *writer) drop() {
	if w.conn != nil {
		shut(w.conn)
		w.conn = nil
	}
}

// limited is the context of one try of a transaction.
func (w *writer) limited() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), w.store.o.Statement+patience)
}
