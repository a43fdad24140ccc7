package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

// Settle implements [bot.Store]. A settlement rides on a later commit, or is written by
// itself after a while, without waiting for the database's disk.
func (s *Store) Settle(_ context.Context, key bot.Key, settlement bot.Settlement) error {
	if err := key.Check(); err != nil {
		return err
	}
	s.sending.RLock() // so that the settlements of a store being closed are still saved
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	settlement.Due = when(micros(settlement.Due))
	s.writerOf(key).pending.Add(key, settlement)
	return nil
}

// settlement appends one.
func (t *table) settlement(key bot.Key, s *bot.Settlement) {
	t.key(key)
	t.version, t.shown = append(t.version, s.Version), append(t.shown, s.Shown)
	t.settled(t.form.Surface(key, s.Surface), s.Due, s.Tries, s.Gone)
	t.holder = append(t.holder, s.Lease)
}

func (t *table) settleArgs() []any {
	return []any{t.platform, t.id, t.version, t.shown, t.surface, t.due, t.tries, t.gone, t.holder}
}

// settle does what [bot.Session.Settle] does. The lease goes with the last screen that is wanted.
const settle = `UPDATE session s SET shown = greatest(s.shown, ` + shown + `),
		surface = t.surface, due = t.due, tries = t.tries, gone = ` + gone + `,
		marks = CASE WHEN s.marked <= t.version THEN '' ELSE s.marks END, settled = greatest(s.settled, t.version),
		holder = CASE WHEN s.version > greatest(s.shown, ` + shown + `) AND NOT ` + gone + ` THEN s.holder ELSE '' END
	FROM unnest($1::text[], $2::bytea[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bigint[], $7::bigint[], $8::boolean[], $9::text[])
		AS t (platform, id, version, shown, surface, due, tries, gone, lease)
	WHERE s.platform = t.platform AND s.id = t.id AND s.version >= t.version AND (t.lease = '' OR t.lease = s.holder)`

const (
	shown = `(CASE WHEN t.shown <= s.version THEN t.shown ELSE 0 END)`
	gone  = `(CASE WHEN s.version = t.version THEN t.gone ELSE s.gone END)`
)

// flush saves the settlements without waiting for the disk.
func (w *writer) flush() error {
	settled := map[bot.Key]*bot.Settlement{}
	if w.pending.List(settled); len(settled) == 0 {
		return nil
	}
	err := w.again(func(ctx context.Context) error { return w.flushOnce(ctx, settled) })
	if err != nil {
		w.pending.Again()
		return fmt.Errorf("save settlements: %w", err)
	}
	w.pending.Saved(settled)
	return nil
}

func (w *writer) flushOnce(ctx context.Context, settled map[bot.Key]*bot.Settlement) error {
	conn, err := w.connection(ctx)
	if err != nil {
		return err
	}
	rows := table{form: w.store.form}
	for _, key := range sorted(settled) {
		rows.settlement(key, settled[key])
	}
	b := &pgx.Batch{}
	b.Queue(`BEGIN`)
	b.Queue(`SET LOCAL synchronous_commit = off`)
	b.Queue(`SELECT FROM session s JOIN unnest($1::text[], $2::bytea[]) AS k (platform, id)
		ON s.platform = k.platform AND s.id = k.id ORDER BY s.platform, s.id FOR UPDATE OF s`, rows.platform, rows.id)
	b.Queue(settle, rows.settleArgs()...)
	b.Queue(`COMMIT`)
	err = conn.SendBatch(ctx, b).Close()
	if err != nil && !conn.IsClosed() {
		_, _ = conn.Exec(ctx, `ROLLBACK`) // the first error is the one to tell
	}
	return err
}
