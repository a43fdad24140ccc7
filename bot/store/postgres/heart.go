package postgres

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// A replica is alive as long as its row in the table says so, by the clock of the database;
// its heart beats to keep it so. The leases of all its conversations hang on that one row.
// Locally they end a little earlier, counted from when the last beat that succeeded was
// sent: clocks need not agree, only run equally fast. A replica that has missed its time is
// another one from then on, under another name, and what it held is anybody's.

// heart is one replica's.
type heart struct {
	pool *pool
	ttl  time.Duration
	news *news
	now  func() time.Time // the clock of this machine, as it is set

	mu    sync.Mutex
	name  string
	count count
	until time.Time // local end of the leases
	alive context.Context
	end   context.CancelFunc
	timer *time.Timer // calls end
}

func newHeart(p *pool, ttl time.Duration, n *news, now func() time.Time) *heart {
	h := &heart{pool: p, ttl: ttl, news: n, now: now, end: func() {}}
	h.timer = time.AfterFunc(time.Hour, h.miss)
	h.timer.Stop()
	return h
}

// lease returns the name under which leases are taken, or "" where this replica is not sure
// to be alive.
func (h *heart) lease() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.sure() {
		return ""
	}
	return h.name
}

func (h *heart) sure() bool {
	return h.alive != nil && h.alive.Err() == nil && time.Now().Before(h.until)
}

var ended = func() context.Context { ctx, end := context.WithCancel(context.Background()); end(); return ctx }()

// holding returns a context that ends with a lease.
func (h *heart) holding(lease string) context.Context {
	h.mu.Lock()
	defer h.mu.Unlock()
	if lease == "" || lease != h.name || !h.sure() {
		return ended
	}
	return h.alive
}

// miss ends the leases: no beat has succeeded in time.
func (h *heart) miss() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if left := time.Until(h.until); left > 0 && h.alive != nil {
		h.timer.Reset(left)
		return
	}
	h.end()
}

// margin is what the leases end earlier here than in the database.
func (h *heart) margin() time.Duration { return h.ttl / 8 }

// beat keeps the replica alive, under a new name where it has missed its time.
func (h *heart) beat(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, h.ttl/2)
	defer cancel()
	sent, name := time.Now(), h.lease()
	if name == "" {
		return h.join(ctx)
	}
	before := h.counted()
	now, alive, err := h.ask(ctx, name, before.at)
	if err != nil {
		return err
	}
	h.mu.Lock()
	if !alive || !h.sure() {
		h.end()
		h.mu.Unlock()
		return h.join(ctx)
	}
	h.until = sent.Add(h.ttl - h.margin())
	h.timer.Reset(time.Until(h.until))
	now.skew = skewed(before.skew, now.skew)
	h.count = now
	h.mu.Unlock()
	if now.replicas != before.replicas || now.ready != before.ready || len(now.pauses)+len(before.pauses) > 0 {
		h.news.wake()
	}
	if now.replicas > before.replicas {
		return h.beat(ctx) // who has joined waits to be counted
	}
	return nil
}

// join makes this a new replica. What the one before held is free at once.
func (h *heart) join(ctx context.Context) error {
	sent, name := time.Now(), rand.Text()
	h.mu.Lock()
	before := h.name
	h.end()
	h.mu.Unlock()
	err := h.pool.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		b := &pgx.Batch{}
		b.Queue(`DELETE FROM replica WHERE id = $1 OR until < statement_timestamp() - interval '1 minute'`, before)
		b.Queue(`INSERT INTO replica (id, began, until) VALUES ($1, statement_timestamp(),
			statement_timestamp() + make_interval(secs => $2))`, name, h.ttl.Seconds())
		if err := conn.SendBatch(ctx, b).Close(); err != nil {
			return err
		}
		b = &pgx.Batch{} // whoever counts from now on counts this one
		b.Queue(`UPDATE replica SET began = statement_timestamp() WHERE id = $1`, name)
		b.Queue(`SELECT pg_notify('hspbot', 'replica')`)
		return conn.SendBatch(ctx, b).Close()
	})
	if err != nil {
		return fmt.Errorf("join the replicas: %w", err)
	}
	h.mu.Lock()
	h.name, h.until, h.count = name, sent.Add(h.ttl-h.margin()), count{skew: h.count.skew}
	h.alive, h.end = context.WithCancel(context.Background())
	h.timer.Reset(time.Until(h.until))
	h.mu.Unlock()
	return h.beat(ctx)
}

// beats beats until ctx ends.
func (h *heart) beats(ctx context.Context) {
	tick := time.NewTicker(h.ttl / 5)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			_ = h.beat(ctx)
		case <-h.news.again:
			_ = h.beat(ctx) // leases end by themselves; the next beat may succeed
		}
	}
}

// leave ends the replica: others take over at once.
func (h *heart) leave(ctx context.Context) error {
	h.mu.Lock()
	name := h.name
	h.end()
	h.timer.Stop()
	h.until = time.Time{}
	h.mu.Unlock()
	return h.pool.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		b := &pgx.Batch{}
		b.Queue(`DELETE FROM replica WHERE id = $1`, name)
		b.Queue(`SELECT pg_notify('hspbot', 'free'), pg_notify('hspbot', 'replica')`)
		return conn.SendBatch(ctx, b).Close()
	})
}
