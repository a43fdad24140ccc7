package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

// configure reads the URL. What is wrong with it is not repeated: it holds a password.
func configure(url string, o Options) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("the URL of the database is not understood")
	}
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
		"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off",
	} {
		if config.RuntimeParams[name] == "" {
			config.RuntimeParams[name] = value
		}
	}
	return config, nil
}

// pool lends connections for everything but turns.
type pool struct {
	config *pgx.ConnConfig
	room   chan struct{} // a token for each connection lent

	mu     sync.Mutex
	idle   []rested
	closed bool
}

// rested is a connection nobody uses since a time.
type rested struct {
	conn  *pgx.Conn
	since time.Time
}

func newPool(config *pgx.ConnConfig, most int) *pool {
	return &pool{config: config, room: make(chan struct{}, most)}
}

// connect makes a connection outside the pool.
func (p *pool) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, p.config)
}

// with lends a connection to f. One that broke while it was idle is replaced before f sees it.
func (p *pool) with(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	select {
	case p.room <- struct{}{}:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	defer func() { <-p.room }()
	conn, err := p.take(ctx)
	if err != nil {
		return cause(ctx, err)
	}
	defer p.give(conn)
	return cause(ctx, f(ctx, conn))
}

// cause returns why ctx ended, where an error comes from that.
func cause(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil && code(err) == "" {
		return context.Cause(ctx)
	}
	return err
}

// fresh is how long an idle connection is taken to be alive.
const fresh = time.Second

func (p *pool) take(ctx context.Context) (*pgx.Conn, error) {
	for {
		r, err := p.pop()
		if err != nil {
			return nil, err
		}
		if r.conn == nil {
			return p.connect(ctx)
		}
		if time.Since(r.since) < fresh || r.conn.Ping(ctx) == nil {
			return r.conn, nil
		}
		shut(r.conn)
	}
}

func (p *pool) pop() (r rested, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return r, bot.ErrClosed
	}
	if n := len(p.idle); n > 0 {
		r, p.idle = p.idle[n-1], p.idle[:n-1]
	}
	return r, nil
}

// give takes a connection back, unless it is broken or in the midst of something.
func (p *pool) give(conn *pgx.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || conn.IsClosed() || conn.PgConn().IsBusy() || conn.PgConn().TxStatus() != 'I' {
		shut(conn)
		return
	}
	p.idle = append(p.idle, rested{conn, time.Now()})
}

// close closes what is idle; what is lent is closed when it comes back.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, r := range p.idle {
		shut(r.conn)
	}
	p.idle = nil
}

// shut closes a connection; a broken one does not take long.
func shut(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx) // what was to be said has been said
}
