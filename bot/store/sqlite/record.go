package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"hspbot/bot/records"
)

const recordQuery = `SELECT body FROM record WHERE kind = ? AND id = ?`

// Change implements [records.Store]. Records are few and seldom change, so each change is a
// commit of its own.
func (s *Store) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) error {
	replaced := false
	err := s.between(ctx, func() error {
		return s.writer.transaction(func() (err error) {
			replaced, err = s.writer.change(kind, id, change)
			return err
		})
	})
	if err != nil || !replaced {
		return err
	}
	return s.emptyLog(ctx)
}

// change replaces a record and reports whether there was one.
func (w *writer) change(kind, id string, change func([]byte) ([]byte, error)) (replaced bool, err error) {
	var old []byte
	err = w.row(recordQuery, kind, id).Scan(&old)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read record: %w", err)
	}
	body, err := change(old)
	if err != nil {
		return false, err
	}
	if body == nil {
		err = w.exec(`DELETE FROM record WHERE kind = ? AND id = ?`, kind, id)
	} else {
		err = w.exec(`INSERT INTO record (kind, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`, kind, id, body)
	}
	if err != nil {
		return false, fmt.Errorf("save record: %w", err)
	}
	return old != nil, nil
}

// Record implements [records.Store].
func (s *Store) Record(ctx context.Context, kind, id string) ([]byte, error) {
	var body []byte
	err := s.row(ctx, []any{&body}, recordQuery, kind, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, err
}

// RecordsOf implements [records.Store].
func (s *Store) RecordsOf(ctx context.Context, kind string) ([]string, error) {
	return query(ctx, s, readText, `SELECT id FROM record WHERE kind = ? ORDER BY id`, kind)
}

// pruneAtOnce is how many records are removed in one transaction, so that no turn waits long.
const pruneAtOnce = 500

// Prune implements [records.Store].
func (s *Store) Prune(ctx context.Context, kind string, ended func([]byte) bool) error {
	list, err := s.endedRecords(ctx, kind, ended)
	if err != nil || len(list) == 0 {
		return err
	}
	for part := range slices.Chunk(list, pruneAtOnce) {
		err := s.between(ctx, func() error {
			return s.writer.transaction(func() error {
				for _, r := range part {
					if err := s.writer.exec(`DELETE FROM record WHERE kind = ? AND id = ? AND body = ?`, kind, r.id, r.body); err != nil {
						return fmt.Errorf("remove record: %w", err)
					}
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	return s.emptyLog(ctx)
}

// heldRecord is a record as it was read.
type heldRecord struct {
	id   string
	body []byte
}

// endedRecords returns the records of a kind that have ended.
func (s *Store) endedRecords(ctx context.Context, kind string, ended func([]byte) bool) (list []heldRecord, err error) {
	list, err = query(ctx, s, func(rows *sql.Rows) (r heldRecord, err error) {
		err = rows.Scan(&r.id, &r.body)
		return r, err
	}, `SELECT id, body FROM record WHERE kind = ?`, kind)
	return slices.DeleteFunc(list, func(r heldRecord) bool { return !ended(r.body) }), err
}

var _ records.Store = (*Store)(nil)
