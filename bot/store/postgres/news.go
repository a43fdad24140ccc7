package postgres

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// news tells what other replicas have done. The database's notifications name nobody: they
// say that there is something to look for. Who misses one finds it a little later.
type news struct {
	pool *pool
	mine func() string // name of this replica

	mu   sync.Mutex
	told map[string]chan struct{} // by platform

	again chan struct{} // the heart is to beat now
}

func newNews(p *pool) *news {
	return &news{pool: p, told: map[string]chan struct{}{}, again: make(chan struct{}, 1)}
}

// of returns the channel of a platform.
func (n *news) of(platform string) <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	c := n.told[platform]
	if c == nil {
		c = make(chan struct{}, 1)
		n.told[platform] = c
	}
	return c
}

func (n *news) wake() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.told {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// listen hears the notifications until ctx ends, over a connection of its own.
func (n *news) listen(ctx context.Context) {
	for wait := time.Duration(0); ctx.Err() == nil; wait = min(2*wait+100*time.Millisecond, 2*time.Second) {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if n.hear(ctx) {
			wait = 0
		}
	}
}

// hear hears until the connection breaks, and reports whether there was one.
func (n *news) hear(ctx context.Context) bool {
	conn, err := n.pool.connect(ctx)
	if err != nil {
		return false
	}
	defer shut(conn)
	if _, err := conn.Exec(ctx, `LISTEN hspbot`); err != nil {
		return false
	}
	n.wake() // for what was missed
	for {
		said, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true
		}
		n.heard(said.Payload)
	}
}

// heard reads a notification: "news" and whose they are, "free" leases, or "replica", where
// what all have agreed upon has changed.
func (n *news) heard(payload string) {
	what, whose, _ := strings.Cut(payload, " ")
	if what == "free" || what == "news" && whose == n.mine() {
		n.wake()
	}
	if what == "replica" {
		select {
		case n.again <- struct{}{}:
		default:
		}
	}
}

// notify tells the other replicas with the transaction of a batch.
func notify(b *pgx.Batch, payload string) { b.Queue(`SELECT pg_notify('hspbot', $1)`, payload) }
