package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

var _ bot.Lock = (*Store)(nil)

const (
	// knock is how often a replica asks for a lock that another holds, or for whether it
	// still holds its own.
	knock = time.Second
	// silence is how long the database keeps the lock of a connection it hears nothing of.
	silence = 5 * time.Second
)

// grace is how long who takes a lock over waits before it does anything: the one before has
// been told that its connection broke, and has to hear it.
const grace = knock / 4

// Hold implements [bot.Lock]. The lock is a connection's of its own: the database takes it
// back when that breaks, which both sides hear at once, or when it has heard nothing for
// longer than the replica needs to find out.
func (s *Store) Hold(ctx context.Context, name string, f func(context.Context) error) error {
	wait := time.Duration(0)
	for ctx.Err() == nil {
		if s.isClosed() {
			return bot.ErrClosed
		}
		held, err := s.holdOnce(ctx, name, wait, f)
		if held && !errors.Is(err, errLockLost) {
			return err
		}
		wait = grace
		timer := time.NewTimer(knock)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
	return context.Cause(ctx)
}

var errLockLost = errors.New("the lock is lost")

// holdOnce runs f if the lock is free, after a while, and reports whether it was.
func (s *Store) holdOnce(ctx context.Context, name string, wait time.Duration, f func(context.Context) error) (held bool, err error) {
	conn, err := s.pool.connect(ctx)
	if err != nil {
		return false, err
	}
	defer shut(conn)
	// PostgreSQL before version 14 does not know this; there, only a broken connection tells.
	_, _ = conn.Exec(ctx, `SELECT set_config('idle_session_timeout', $1, false)`, silence.String())
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, number("lock", name)).Scan(&held); err != nil || !held {
		return false, err
	}
	time.Sleep(wait)
	inside, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		err = f(inside)
	}()
	if watch(conn, ended) {
		return true, err
	}
	lose(errLockLost)
	<-ended
	return true, errLockLost
}

// watch reports whether the connection held until ended is closed; it returns as soon as it
// does not.
func watch(conn *pgx.Conn, ended <-chan struct{}) bool {
	for {
		wait, cancel := context.WithTimeout(context.Background(), knock)
		go func() {
			select {
			case <-ended:
				cancel()
			case <-wait.Done():
			}
		}()
		_, err := conn.WaitForNotification(wait) // none will come: it tells when the connection breaks
		over := wait.Err() != nil
		cancel()
		select {
		case <-ended:
			return true
		default:
		}
		if err != nil && !over {
			return false
		}
		ping, cancel := context.WithTimeout(context.Background(), 2*knock)
		err = conn.Ping(ping)
		cancel()
		if err != nil {
			return false
		}
	}
}
