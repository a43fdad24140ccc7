package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/retry"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// Delete implements [bot.Store].
func (s *Store) Delete(ctx context.Context, key bot.Key, version int64) error {
	w := s.writerOf(key)
	return w.queue.Between(ctx, func() error {
		err := w.retry(func(ctx context.Context, conn *pgx.Conn) error {
			done, err := conn.Exec(ctx, `DELETE FROM session WHERE platform = $1 AND id = $2 AND ($3 = 0 OR version = $3)`,
				key.Platform, []byte(key.ID), version)
			if err == nil && done.RowsAffected() > 0 {
				w.queue.Forget(key)
			}
			return err
		})
		if err != nil {
			return fmt.Errorf("delete session: %w", describe(err))
		}
		return nil
	})
}

// Move implements [bot.Store].
func (s *Store) Move(ctx context.Context, from, to bot.Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	if err := s.flush(ctx); err != nil {
		return err
	}
	return describe(s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error { return s.move(ctx, tx, from, to) }))
}

// move deletes the session of fewer turns, and writes the row of one that moves again.
func (s *Store) move(ctx context.Context, tx pgx.Tx, from, to bot.Key) error {
	var rows map[bot.Key]*batch.Row
	send := &pgx.Batch{}
	queueLock(send, s.form, []bot.Key{from, to}, &rows)
	if err := tx.SendBatch(ctx, send).Close(); err != nil {
		return fmt.Errorf("lock sessions: %w", err)
	}
	old, other := rows[from], rows[to]
	if old == nil {
		return nil
	}
	row, err := batch.Moved(s.form, to, old, other)
	if err != nil {
		return err
	}
	send = &pgx.Batch{}
	const remove = `DELETE FROM session WHERE platform = $1 AND id = $2`
	send.Queue(remove, from.Platform, []byte(from.ID))
	if row != nil {
		var t table
		t.add(to, row)
		send.Queue(remove, to.Platform, []byte(to.ID))
		send.Queue(insert, t.columns()...)
	}
	if err := tx.SendBatch(ctx, send).Close(); err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

// transact runs f in a transaction, again where another was in the way. Where the end of
// one was not received its error says so: f must bear to be run again by whoever called.
func (s *Store) transact(ctx context.Context, f func(context.Context, pgx.Tx) error) error {
	if s.isClosed() {
		return bot.ErrClosed
	}
	return retry.Do(ctx, conflictBackoff, maxAttempts, func() error {
		err := s.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return f(ctx, tx) })
		})
		if err != nil && !isConflict(err) {
			return retry.Permanent(err)
		}
		return err
	})
}

// expireAtOnce is how many sessions expire in one transaction: no turn waits long.
const expireAtOnce = 500

// expired deletes some of the sessions that meet a condition, by a time in a column. What does not
// meet it any more once its row is locked stays.
func expired(condition, by string) string {
	return `WITH old AS (SELECT s.platform, s.id FROM session s WHERE ` + condition + ` ORDER BY ` + by + ` LIMIT $2),
		locked AS (SELECT s.platform, s.id FROM session s JOIN old ON s.platform = old.platform AND s.id = old.id
			WHERE ` + condition + ` ORDER BY s.platform, s.id FOR UPDATE OF s)
		DELETE FROM session s USING locked WHERE s.platform = locked.platform AND s.id = locked.id`
}

// Expirable implements [bot.Store].
func (s *Store) Expirable(ctx context.Context, now, before time.Time) (n, all int, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT (SELECT count(*) FROM session WHERE touched < $1 AND expires = 0) +
			(SELECT count(*) FROM session WHERE expires > 0 AND expires <= $2), (SELECT count(*) FROM session)`,
			codec.Micros(before), codec.Micros(now)).Scan(&n, &all)
	})
	return n, all, err
}

// Expire implements [bot.Store]. A session that is touched meanwhile stays.
func (s *Store) Expire(ctx context.Context, now, before time.Time) (total int, err error) {
	if err := s.flush(ctx); err != nil {
		return 0, err
	}
	n, err := s.expireAll(ctx, expired(`s.touched < $1 AND s.expires = 0`, `s.touched`), before)
	if err != nil {
		return n, describe(err)
	}
	own, err := s.expireAll(ctx, expired(`s.expires > 0 AND s.expires <= $1`, `s.expires`), now)
	return n + own, describe(err)
}

// expireAll repeats a statement that deletes some of the sessions that have expired.
func (s *Store) expireAll(ctx context.Context, statement string, until time.Time) (total int, err error) {
	for {
		var n int64
		err := s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
			done, err := tx.Exec(ctx, statement, codec.Micros(until), expireAtOnce)
			n = done.RowsAffected()
			return err
		})
		if err != nil || n == 0 {
			return total, err
		}
		total += int(n)
	}
}
