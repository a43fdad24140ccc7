package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// Load implements [bot.Store].
func (s *Store) Load(ctx context.Context, key bot.Key) (bot.Session, error) {
	if err := s.queue.FlushOf(ctx, key); err != nil {
		return bot.Session{}, err
	}
	session, err := scan(s.form, key, s.load.QueryRowContext(ctx, key.Platform, key.ID))
	return session, describe(err)
}

// row reads the one row of a query.
func (s *Store) row(ctx context.Context, to []any, text string, args ...any) error {
	if s.queue.Closed() {
		return bot.ErrClosed
	}
	return describe(s.readers.QueryRowContext(ctx, text, args...).Scan(to...))
}

// query returns what read makes of each row of a query.
func query[T any](ctx context.Context, s *Store, read func(*sql.Rows) (T, error), text string, args ...any) ([]T, error) {
	if s.queue.Closed() {
		return nil, bot.ErrClosed
	}
	rows, err := s.readers.QueryContext(ctx, text, args...)
	if err != nil {
		return nil, describe(err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		one, err := read(rows)
		if err != nil {
			return nil, describe(err)
		}
		list = append(list, one)
	}
	return list, describe(rows.Err())
}

// readText reads a row of one text.
func readText(rows *sql.Rows) (text string, err error) {
	err = rows.Scan(&text)
	return text, err
}

// scan reads and decodes a row.
func scan(form codec.Form, key bot.Key, from *sql.Row) (bot.Session, error) {
	var r codec.Row
	err := from.Scan(r.Fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return bot.Session{}, bot.ErrNoSession
	}
	if err != nil {
		return bot.Session{}, err
	}
	return form.Decode(key, &r)
}

const owingQuery = `SELECT id, due FROM session
	WHERE platform = ? AND version > shown AND gone = 0 ORDER BY due, touched LIMIT ?`

const wokenQuery = `SELECT id, wake FROM session
	WHERE platform = ? AND wake > 0 AND version <= shown AND gone = 0 ORDER BY wake LIMIT ?`

// Owing implements [bot.Store]. It reads two indexes in their order, up to the first row that is
// not due yet.
func (s *Store) Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []bot.Key, next time.Time, err error) {
	if err := s.queue.Flush(ctx); err != nil {
		return nil, time.Time{}, err
	}
	o := batch.Owing{Platform: platform, Now: now, Limit: limit}
	for _, query := range []string{owingQuery, wokenQuery} {
		if err := s.due(ctx, &o, query); err != nil {
			return nil, time.Time{}, describe(err)
		}
	}
	return o.Keys, o.Next, nil
}

func (s *Store) due(ctx context.Context, o *batch.Owing, query string) error {
	rows, err := s.readers.QueryContext(ctx, query, o.Platform, o.Room())
	if err != nil {
		return err
	}
	defer rows.Close()
	return errors.Join(o.Read(rows), rows.Err())
}

const keysOfQuery = `SELECT id FROM session WHERE platform = ? AND substr(id, instr(id, ':') + 1) = ? ORDER BY id`

// KeysOf implements [bot.Store].
func (s *Store) KeysOf(ctx context.Context, platform, person string) ([]bot.Key, error) {
	return query(ctx, s, func(rows *sql.Rows) (bot.Key, error) {
		key := bot.Key{Platform: platform}
		return key, rows.Scan(&key.ID)
	}, keysOfQuery, platform, person)
}

// List implements [bot.Store].
func (s *Store) List(ctx context.Context, platform, prefix, after string, limit int) (list []bot.Session, err error) {
	if err := s.queue.Flush(ctx); err != nil {
		return nil, err
	}
	list, err = query(ctx, s, func(rows *sql.Rows) (bot.Session, error) {
		key := bot.Key{Platform: platform}
		var r codec.Row
		if err := rows.Scan(append([]any{&key.ID}, r.Fields()...)...); err != nil {
			return bot.Session{}, err
		}
		session, _ := s.form.Decode(key, &r) // what cannot be read has no key
		return session, nil
	}, `SELECT id, `+codec.Columns+` FROM session
		WHERE platform = ?1 AND id > ?3 AND id >= ?2 AND substr(id, 1, length(?2)) = ?2 ORDER BY id LIMIT ?4`, platform, prefix, after, limit)
	return slices.DeleteFunc(list, func(s bot.Session) bool { return s.Key == bot.Key{} }), err
}
