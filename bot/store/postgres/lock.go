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

// Hold implements [bot.Lock]. The lock is a connection's of its own: the database takes it
// back when that breaks, or when the replica is frozen.
func (s *Store) Hold(ctx context.Context, name string, f func(context.Context) error) error {
	for ctx.Err() == nil {
		if s.isClosed() {
			return bot.ErrClosed
		}
		held, err := s.holdOnce(ctx, name, f)
		if held && !errors.Is(err, errLockLost) {
			return err
		}
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

// holdOnce runs f if the lock is free, and reports whether it was.
func (s *Store) holdOnce(ctx context.Context, name string, f func(context.Context) error) (held bool, err error) {
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
	inside, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	done := make(chan error, 1)
	go func() { done <- f(inside) }()
	err = watch(conn, done)
	if !errors.Is(err, errLockLost) {
		return true, err
	}
	lose(errLockLost)
	<-done
	return true, err
}

// watch returns what comes out of done, or errLockLost where the connection breaks before.
func watch(conn *pgx.Conn, done <-chan error) error {
	tick := time.NewTicker(knock)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), 2*knock)
		err := conn.Ping(ctx)
		cancel()
		if err != nil {
			return errLockLost
		}
	}
}
