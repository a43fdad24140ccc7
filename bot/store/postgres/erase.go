package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
)

// Delete implements [bot.Store].
func (s *Store) Delete(ctx context.Context, key bot.Key) error {
	err := s.task(ctx, s.writerOf(key), func(w *writer) error {
		w.pending.Drop(key)
		return w.again(func(ctx context.Context) error {
			conn, err := w.connection(ctx)
			if err != nil {
				return err
			}
			_, err = conn.Exec(ctx, `DELETE FROM session WHERE platform = $1 AND id = $2`, key.Platform, []byte(key.ID))
			return err
		})
	})
	if err != nil {
		return plain(fmt.Errorf("delete session: %w", err))
	}
	return nil
}

// Move implements [bot.Store].
func (s *Store) Move(ctx context.Context, from, to bot.Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	if err := s.flush(ctx); err != nil {
		return plain(err)
	}
	lease := s.heart.lease()
	return plain(s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error { return s.move(ctx, tx, lease, from, to) }))
}

// move renames a row, or deletes the one of fewer turns.
func (s *Store) move(ctx context.Context, tx pgx.Tx, lease string, from, to bot.Key) error {
	rows, _ := tx.Query(ctx, `SELECT id, version FROM session WHERE platform = $1 AND id IN ($2, $3) ORDER BY platform, id FOR UPDATE`,
		from.Platform, []byte(from.ID), []byte(to.ID)) // its error comes out of the rows
	versions := map[string]int64{}
	var id []byte
	var version int64
	_, err := pgx.ForEachRow(rows, []any{&id, &version}, func() error { versions[string(id)] = version; return nil })
	if err != nil {
		return fmt.Errorf("lock sessions: %w", err)
	}
	a, there := versions[from.ID]
	if !there {
		return nil
	}
	b, taken := versions[to.ID]
	loser := to
	if taken && b > a {
		loser = from
	}
	if _, err := tx.Exec(ctx, `DELETE FROM session WHERE platform = $1 AND id = $2`, loser.Platform, []byte(loser.ID)); err != nil {
		return fmt.Errorf("delete session: %w", err)
	}
	if loser == from {
		return nil
	}
	var holder string
	err = tx.QueryRow(ctx, `UPDATE session SET id = $3, news = holder NOT IN ('', $4) WHERE platform = $1 AND id = $2 RETURNING holder`,
		from.Platform, []byte(from.ID), []byte(to.ID), lease).Scan(&holder)
	if err == nil && s.form.Keys != nil {
		err = s.resealed(ctx, tx, from, to)
	}
	if err != nil || holder == "" || holder == lease {
		return err
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify('hspbot', $1)`, "news "+holder) // who posts looks for the new key
	return err
}

// transact runs f in a transaction, again where another was in the way. Where the end of
// one was not heard its error says so: f must bear to be run again by whoever called.
func (s *Store) transact(ctx context.Context, f func(context.Context, pgx.Tx) error) (err error) {
	if s.isClosed() {
		return bot.ErrClosed
	}
	for range tries {
		err = s.pool.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return f(ctx, tx) })
		})
		if !fleeting(err) {
			return err
		}
	}
	return err
}

// portion is how many sessions expire in one transaction: no turn waits long.
const portion = 500

// resealed seals a row anew that has been given another key: what is sealed is sealed for one.
func (s *Store) resealed(ctx context.Context, tx pgx.Tx, from, to bot.Key) error {
	var r row
	err := tx.QueryRow(ctx, `SELECT `+columns+` FROM session s WHERE platform = $1 AND id = $2`, to.Platform, []byte(to.ID)).Scan(r.fields()...)
	if err != nil {
		return fmt.Errorf("read session: %w", err)
	}
	session, err := r.session(s.form, from)
	if err != nil {
		return err
	}
	session.Key = to
	_, state, err := s.form.Encode(&session)
	if err != nil {
		return err
	}
	marks, _ := s.form.Marks(&session)
	_, err = tx.Exec(ctx, `UPDATE session SET state = $3, surface = $4, marks = $5 WHERE platform = $1 AND id = $2`,
		to.Platform, []byte(to.ID), []byte(state), []byte(s.form.Surface(to, session.Surface)), []byte(marks))
	return err
}

// Expire implements [bot.Store].
func (s *Store) Expire(ctx context.Context, before time.Time) (int, error) {
	total := 0
	for after := (bot.Key{}); ; {
		keys, err := s.expired(ctx, before, after)
		if err != nil || len(keys) == 0 {
			return total, plain(err)
		}
		var rows table
		for _, key := range keys {
			rows.key(key)
		}
		after = keys[len(keys)-1]
		var gone int64
		err = s.transact(ctx, func(ctx context.Context, tx pgx.Tx) error {
			done, err := tx.Exec(ctx, `WITH old AS (SELECT s.platform, s.id FROM session s
					JOIN unnest($1::text[], $2::bytea[]) AS k (platform, id) ON s.platform = k.platform AND s.id = k.id
					WHERE s.touched < $3 ORDER BY s.platform, s.id FOR UPDATE OF s)
				DELETE FROM session s USING old WHERE s.platform = old.platform AND s.id = old.id`,
				rows.platform, rows.id, micros(before))
			gone = done.RowsAffected()
			return err
		})
		if err != nil {
			return total, plain(err)
		}
		total += int(gone)
	}
}

// expired returns the next keys last touched before a time.
func (s *Store) expired(ctx context.Context, before time.Time, after bot.Key) (keys []bot.Key, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `SELECT platform, id FROM session
			WHERE (platform, id) > ($1, $2) AND touched < $3 ORDER BY platform, id LIMIT $4`,
			after.Platform, []byte(after.ID), micros(before), portion) // its error comes out of the rows
		keys, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k bot.Key, err error) {
			var id []byte
			err = row.Scan(&k.Platform, &id)
			k.ID = string(id)
			return k, err
		})
		return err
	})
	return keys, err
}
