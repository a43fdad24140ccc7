package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"hspbot/bot"
)

// Change implements [bot.Records]. Records are few and seldom change, so each change is a
// commit of its own.
func (s *Store) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) error {
	return s.task(ctx, func(w *writer) error {
		gone := false
		err := w.transaction(func() (err error) {
			gone, err = w.change(kind, id, change)
			return err
		})
		if err == nil && gone {
			// What is secret in a record is sealed: where somebody reads the log it may stay there a while.
			_ = w.truncateLog()
		}
		return err
	})
}

// change replaces a record and reports whether something of it is to be erased.
func (w *writer) change(kind, id string, change func([]byte) ([]byte, error)) (gone bool, err error) {
	var v [1]driver.Value
	var old []byte
	switch err := w.record.row(v[:], kind, id); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return false, fmt.Errorf("read record: %w", err)
	default:
		old, _ = v[0].([]byte)
	}
	body, err := change(old)
	if err != nil {
		return false, err
	}
	if body == nil {
		_, _, err = w.unrecord.exec(kind, id)
	} else {
		_, _, err = w.putRecord.exec(kind, id, body)
	}
	if err != nil {
		return false, fmt.Errorf("save record: %w", err)
	}
	return old != nil, nil
}

// Record implements [bot.Records].
func (s *Store) Record(ctx context.Context, kind, id string) ([]byte, error) {
	if s.isClosed() {
		return nil, bot.ErrClosed
	}
	var body []byte
	err := s.readers.QueryRowContext(ctx, `SELECT body FROM record WHERE kind = ? AND id = ?`, kind, id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, plain(err)
}

// RecordsOf implements [bot.Records].
func (s *Store) RecordsOf(ctx context.Context, kind string) ([]string, error) {
	if s.isClosed() {
		return nil, bot.ErrClosed
	}
	return s.ids(ctx, `SELECT id FROM record WHERE kind = ? ORDER BY id`, kind)
}

// ids returns the texts a query finds.
func (s *Store) ids(ctx context.Context, query string, args ...any) ([]string, error) {
	rows, err := s.readers.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, plain(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, plain(err)
		}
		list = append(list, id)
	}
	return list, plain(rows.Err())
}

// List implements [bot.Store].
func (s *Store) List(ctx context.Context, platform, prefix, after string, limit int) ([]bot.Session, error) {
	if err := s.task(ctx, func(w *writer) error { return w.flush() }); err != nil {
		return nil, fmt.Errorf("save settlements: %w", err)
	}
	rows, err := s.readers.QueryContext(ctx, `SELECT id, `+columns+` FROM session
		WHERE platform = ?1 AND id > ?3 AND id >= ?2 AND substr(id, 1, length(?2)) = ?2 ORDER BY id LIMIT ?4`, platform, prefix, after, limit)
	if err != nil {
		return nil, plain(err)
	}
	defer rows.Close()
	var list []bot.Session
	for rows.Next() {
		key := bot.Key{Platform: platform}
		var r row
		if err := rows.Scan(append([]any{&key.ID}, r.fields()...)...); err != nil {
			return nil, plain(err)
		}
		if session, err := r.session(s.form, key); err == nil {
			list = append(list, session)
		}
	}
	return list, plain(rows.Err())
}

var _ bot.Records = (*Store)(nil)
