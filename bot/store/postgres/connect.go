package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
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
		// A machine that is gone is noticed soon.
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

// pool lends connections for everything but turns.
type pool struct{ lent *pgxpool.Pool }

func newPool(ctx context.Context, config *pgxpool.Config) (*pool, error) {
	lent, err := pgxpool.NewWithConfig(ctx, config)
	return &pool{lent}, err
}

// connect makes a connection outside the pool.
func (p *pool) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, p.lent.Config().ConnConfig)
}

// with lends a connection to f.
func (p *pool) with(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	conn, err := p.lent.Acquire(ctx)
	if err != nil {
		return cause(ctx, err)
	}
	defer conn.Release()
	return cause(ctx, f(ctx, conn.Conn()))
}

// cause returns why ctx ended, where an error comes from that.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && code(err) == "" {
		return context.Cause(ctx)
	}
	return err
}

// close waits for what is lent.
func (p *pool) close() { p.lent.Close() }

// shut closes a connection; a broken one does not take long.
func shut(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // what was to be said has been said
}
