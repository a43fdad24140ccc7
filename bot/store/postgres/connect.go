package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// configure reads the URL. What is wrong with it is not repeated: it holds a password.
func configure(url string, o Options) (*pgxpool.Config, error) {
	all, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL of the database is not understood")
	}
	all.MaxConns = int32(o.Readers)
	config := all.ConnConfig
	config.ConnectTimeout = o.Connect
	millis := fmt.Sprint(o.Statement.Milliseconds())
	for name, value := range map[string]string{
		"application_name":  "hspbot",
		"statement_timeout": millis,
		// A replica that is frozen keeps its rows no longer than this.
		"idle_in_transaction_session_timeout": millis,
		// A machine that is gone is noticed within 11 seconds.
		"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "2", "tcp_keepalives_count": "3",
		// All that is done here goes by an index; a plan made while a table was small stays right.
		// Where there is none, the estimate is beyond all measure, and nothing to be compiled for.
		"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "jit": "off",
	} {
		if config.RuntimeParams[name] == "" {
			config.RuntimeParams[name] = value
		}
	}
	return all, nil
}

// connect makes a connection outside the pool.
func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
}

// with lends a connection of the pool to f.
func (s *Store) with(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return cause(ctx, err)
	}
	defer conn.Release()
	return cause(ctx, f(ctx, conn.Conn()))
}

// cause returns why ctx ended, where an error comes from that.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && sqlState(err) == "" {
		return context.Cause(ctx)
	}
	return err
}

// closeConn closes a connection; a broken one does not take long.
func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // what was to be said has been said
}

// await waits for a notification, d at most. It returns nil where none came, and an error
// where the connection broke.
func await(ctx context.Context, conn *pgx.Conn, d time.Duration) (*pgconn.Notification, error) {
	wait, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	n, err := conn.WaitForNotification(wait)
	if err != nil && wait.Err() != nil && !conn.IsClosed() {
		return nil, nil
	}
	return n, err
}

// ping finds out whether the database still answers.
func ping(conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(context.Background(), pingTimeout)
	defer cancel()
	return conn.Ping(ctx)
}
