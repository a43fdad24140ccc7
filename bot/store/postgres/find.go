package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// read runs f, which only reads, and once more where the connection broke meanwhile.
func (s *Store) read(ctx context.Context, f func(context.Context, *pgx.Conn) error) error {
	if s.isClosed() {
		return bot.ErrClosed
	}
	err := s.with(ctx, f)
	if isDisconnected(err) && ctx.Err() == nil {
		err = s.with(ctx, f)
	}
	return describe(err)
}

// Load implements [bot.Store].
func (s *Store) Load(ctx context.Context, key bot.Key) (session bot.Session, err error) {
	if err := s.writerOf(key).queue.FlushOf(ctx, key); err != nil {
		return bot.Session{}, err
	}
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		var r codec.Row
		err := conn.QueryRow(ctx, `SELECT `+codec.Columns+` FROM session WHERE platform = $1 AND id = $2`,
			key.Platform, []byte(key.ID)).Scan(r.Fields()...)
		if errors.Is(err, pgx.ErrNoRows) {
			return bot.ErrNoSession
		}
		if err != nil {
			return err
		}
		session, err = s.form.Decode(key, &r)
		return err
	})
	return session, err
}

// What is due, in that order.
const (
	owingQuery = `SELECT id, due FROM session
		WHERE platform = $1 AND version > shown AND NOT gone ORDER BY due, touched LIMIT $2`
	wokenQuery = `SELECT id, wake FROM session
		WHERE platform = $1 AND wake > 0 AND version <= shown AND NOT gone ORDER BY wake LIMIT $2`
)

// Owing implements [bot.Store]. It reads two indexes in their order, up to the first row that is
// not due yet.
func (s *Store) Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []bot.Key, next time.Time, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, time.Time{}, err
	}
	var o batch.Owing
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		o = batch.Owing{Platform: platform, Now: now, Limit: limit}
		for _, query := range []string{owingQuery, wokenQuery} {
			rows, err := conn.Query(ctx, query, platform, o.Room())
			if err != nil {
				return err
			}
			err = o.Read(rows)
			rows.Close() // also sets the error
			if err = errors.Join(err, rows.Err()); err != nil {
				return err
			}
		}
		return nil
	})
	return o.Keys, o.Next, err
}

// keysOfQuery reads the index session_person.
const keysOfQuery = `SELECT id FROM session WHERE platform = $1 AND substring(id from position(':'::bytea in id) + 1) = $2 ORDER BY id`

// KeysOf implements [bot.Store].
func (s *Store) KeysOf(ctx context.Context, platform, person string) (keys []bot.Key, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, keysOfQuery, platform, []byte(person)) // its error comes out of the rows
		keys, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (bot.Key, error) {
			var id []byte
			err := row.Scan(&id)
			return bot.Key{Platform: platform, ID: string(id)}, err
		})
		return err
	})
	return keys, err
}

// List implements [bot.Store].
func (s *Store) List(ctx context.Context, platform, prefix, after string, limit int) (list []bot.Session, err error) {
	if err := s.flush(ctx); err != nil {
		return nil, err
	}
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		rows, _ := conn.Query(ctx, `SELECT id, `+codec.Columns+` FROM session
			WHERE platform = $1 AND id > $3 AND id >= $2 AND ($5::bytea IS NULL OR id < $5) ORDER BY id LIMIT $4`,
			platform, []byte(prefix), []byte(after), limit, afterPrefix(prefix)) // its error comes out of the rows
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (bot.Session, error) {
			var id []byte
			var r codec.Row
			if err := row.Scan(append([]any{&id}, r.Fields()...)...); err != nil {
				return bot.Session{}, err
			}
			session, _ := s.form.Decode(bot.Key{Platform: platform, ID: string(id)}, &r) // what cannot be read has no key
			return session, nil
		})
		return err
	})
	return slices.DeleteFunc(list, func(s bot.Session) bool { return s.Key == bot.Key{} }), err
}

// afterPrefix returns the first id after all that begin with prefix, or nil where there is none.
func afterPrefix(prefix string) []byte {
	b := []byte(prefix)
	for n := len(b); n > 0; n-- {
		if b[n-1] < 0xff {
			b[n-1]++
			return b[:n]
		}
	}
	return nil
}
