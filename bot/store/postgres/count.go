package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// What the replicas agree upon: how many they are, and until when nobody posts. A replica
// says when it last counted; who has joined posts only when all others have counted since.

// count is what a replica knows of the others.
type count struct {
	at       time.Time     // by the database
	skew     time.Duration // how far the database's clock is ahead of this machine's
	replicas int
	ready    bool                 // all others have counted this one
	pauses   map[string]time.Time // by platform; by the clock of this machine
}

// ask makes the heart beat, with when this replica last counted, and counts.
func (h *heart) ask(ctx context.Context, name string, counted time.Time) (c count, alive bool, err error) {
	c.pauses = map[string]time.Time{}
	sent := h.now()
	err = h.pool.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		b := &pgx.Batch{}
		b.Queue(`UPDATE replica SET until = statement_timestamp() + make_interval(secs => $2), counted = greatest(counted, $3)
			WHERE id = $1 AND until > statement_timestamp()`, name, h.ttl.Seconds(), counted)
		b.Queue(`SELECT statement_timestamp(), count(*), coalesce(bool_and(r.id = $1 OR r.counted > m.began), false)
			FROM replica r, replica m WHERE m.id = $1 AND r.until > statement_timestamp()`, name)
		b.Queue(`SELECT platform, extract(epoch FROM until - statement_timestamp())::float8 FROM pause WHERE until > statement_timestamp()`)
		results := conn.SendBatch(ctx, b)
		defer results.Close()
		done, err := results.Exec()
		if err != nil {
			return fmt.Errorf("beat: %w", err)
		}
		alive = done.RowsAffected() == 1
		if err := results.QueryRow().Scan(&c.at, &c.replicas, &c.ready); err != nil {
			return fmt.Errorf("count replicas: %w", err)
		}
		c.skew = c.at.Sub(sent.Add(h.now().Sub(sent) / 2))
		rows, _ := results.Query() // its error comes out of the rows
		var platform string
		var seconds float64
		_, err = pgx.ForEachRow(rows, []any{&platform, &seconds}, func() error {
			c.pauses[platform] = time.Now().Add(time.Duration(seconds * float64(time.Second)))
			return nil
		})
		return err
	})
	return c, alive, err
}

func (h *heart) counted() count {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.count
}

// Replicas implements [bot.Shared].
func (s *Store) Replicas() int {
	if c := s.heart.counted(); c.ready && s.heart.lease() != "" {
		return c.replicas
	}
	return 0
}

// tolerance is what clocks may differ without being called different: the way to the
// database takes a while, and a time that is read shall be the one that was written.
const tolerance = 2 * time.Second

// skewed returns the difference of the clocks to go by, after one has been measured.
func skewed(before, measured time.Duration) time.Duration {
	if (measured - before).Abs() < tolerance {
		return before
	}
	return measured
}

// Now implements [bot.Shared].
func (s *Store) Now() time.Time { return s.heart.now().Add(s.heart.counted().skew) }

// Paused implements [bot.Shared].
func (s *Store) Paused(platform string) time.Duration {
	return max(0, time.Until(s.heart.counted().pauses[platform]))
}

// Pause implements [bot.Shared].
func (s *Store) Pause(ctx context.Context, platform string, d time.Duration) error {
	err := s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO pause (platform, until) VALUES ($1, statement_timestamp() + make_interval(secs => $2))
			ON CONFLICT (platform) DO UPDATE SET until = greatest(pause.until, excluded.until)`, platform, d.Seconds())
		if err == nil {
			_, err = tx.Exec(ctx, `SELECT pg_notify('hspbot', 'replica')`)
		}
		return err
	})
	return plain(err)
}
