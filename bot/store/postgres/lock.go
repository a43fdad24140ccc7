package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/retry"
)

// A lock is an advisory lock of the database, which belongs to the session of one
// connection. Two replicas never hold it at the same time, as long as nothing is frozen:
//
//   - Who releases it has ended before, and who was killed has ended, too.
//   - Where the connection breaks, or the database ends the session, the holder reads that
//     from its connection at once: sooner than handoverDelay, for which the successor waits.
//   - Where the network swallows everything, the holder finds out by a ping, within
//     pingInterval + pingTimeout. The database keeps the lock for longer: for sessionTimeout.
//   - Where the machine of the database is gone, and the database is back before the holder
//     has found out, the successor waits until that time has passed since the database was
//     started.
//
// A process that is frozen for longer than sessionTimeout has lost the lock when it goes
// on, and goes on for as long as it takes to read that from the connection. No lock that
// ends by itself can prevent this; what is posted then is posted twice.
//
// A lock that is released is taken over after handoverDelay, since the release is notified;
// that of a process that was killed, after pollInterval + handoverDelay at most.
const (
	pollInterval   = 500 * time.Millisecond
	pingInterval   = time.Second
	pingTimeout    = 2 * time.Second
	sessionTimeout = 5 * time.Second
	handoverDelay  = 250 * time.Millisecond
)

// lockChannel is where the release of locks is notified.
const lockChannel = "hspbot_lock"

var errLockLost = errors.New("lock lost")

// Hold implements [bot.Lock].
func (s *Store) Hold(ctx context.Context, name string, f func(context.Context) error) error {
	backoff := retry.Backoff{Min: 100 * time.Millisecond, Max: 2 * pollInterval}
	for {
		held, err := s.hold(ctx, number("lock", name), f)
		if held && err != errLockLost {
			return err
		}
		if held {
			backoff.Reset()
		}
		if s.isClosed() {
			return bot.ErrClosed
		}
		if backoff.Wait(ctx, 0) != nil {
			return context.Cause(ctx)
		}
	}
}

// hold runs f with the lock, and reports whether it did; if not, the connection broke before.
func (s *Store) hold(ctx context.Context, lock int64, f func(context.Context) error) (held bool, err error) {
	conn, err := s.connect(ctx)
	if err != nil {
		return false, err
	}
	defer closeConn(conn)
	if err := s.acquire(ctx, conn, lock); err != nil {
		return false, err
	}
	inside, lose := context.WithCancelCause(ctx)
	defer lose(nil)
	done := make(chan error, 1)
	go func() { done <- f(inside) }()
	ended, end := context.WithCancel(context.Background())
	lost := make(chan error, 1)
	go func() { lost <- watch(ended, conn) }()
	select {
	case err = <-done:
		end()
		if <-lost == nil {
			release(conn, lock)
		}
		return true, err
	case <-lost:
		end()
		lose(errLockLost)
		<-done
		return true, errLockLost
	}
}

// acquire waits until the connection has the lock and no other process acts as if it had.
func (s *Store) acquire(ctx context.Context, conn *pgx.Conn, lock int64) error {
	// PostgreSQL before version 14 does not know this; there, only a broken connection tells.
	_, _ = conn.Exec(ctx, `SELECT set_config('idle_session_timeout', $1, false)`, sessionTimeout.String())
	if _, err := conn.Exec(ctx, `LISTEN `+lockChannel); err != nil {
		return err
	}
	for !s.isClosed() {
		var held bool
		var uptime time.Duration
		err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1), clock_timestamp() - pg_postmaster_start_time()`, lock).Scan(&held, &uptime)
		if err != nil {
			return err
		}
		if held {
			if err := retry.Sleep(ctx, max(handoverDelay, pingInterval+pingTimeout-uptime)); err != nil {
				return err
			}
			return ping(conn)
		}
		if _, err := await(ctx, conn, pollInterval); err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
	}
	return bot.ErrClosed
}

// watch waits until ctx ends, or returns an error as soon as the connection may be broken.
func watch(ctx context.Context, conn *pgx.Conn) error {
	for ctx.Err() == nil {
		if _, err := await(ctx, conn, pingInterval); err != nil {
			return err
		}
		if err := ping(conn); err != nil {
			return err
		}
	}
	return nil
}

// release gives the lock up and tells those who wait for one. Where it fails the lock goes
// with the connection.
func release(conn *pgx.Conn, lock int64) {
	ctx, cancel := context.WithTimeout(context.Background(), pingTimeout)
	defer cancel()
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, lock); err == nil {
		_, _ = conn.Exec(ctx, `NOTIFY `+lockChannel)
	}
}
