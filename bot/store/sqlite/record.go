package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"hspbot/bot"
	"hspbot/bot/records"
)

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
	err = w.record.QueryRow(kind, id).Scan(&old)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, fmt.Errorf("read record: %w", err)
	}
	body, err := change(old)
	if err != nil {
		return false, err
	}
	if body == nil {
		_, err = w.removeRecord.Exec(kind, id)
	} else {
		_, err = w.putRecord.Exec(kind, id, body)
	}
	if err != nil {
		return false, fmt.Errorf("save record: %w", err)
	}
	return old != nil, nil
}

// Record implements [records.Store].
func (s *Store) Record(ctx context.Context, kind, id string) ([]byte, error) {
	if s.queue.Closed() {
		return nil, bot.ErrClosed
	}
	var body []byte
	err := s.readers.QueryRowContext(ctx, `SELECT body FROM record WHERE kind = ? AND id = ?`, kind, id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return body, describe(err)
}

// RecordsOf implements [records.Store].
func (s *Store) RecordsOf(ctx context.Context, kind string) ([]string, error) {
	if s.queue.Closed() {
		return nil, bot.ErrClosed
	}
	return query(ctx, s.readers, readText, `SELECT id FROM record WHERE kind = ? ORDER BY id`, kind)
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
					_, err := s.writer.conn.ExecContext(ctx, `DELETE FROM record WHERE kind = ? AND id = ? AND body = ?`, kind, r.id, r.body)
					if err != nil {
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
	if s.queue.Closed() {
		return nil, bot.ErrClosed
	}
	list, err = query(ctx, s.readers, func(rows *sql.Rows) (r heldRecord, err error) {
		err = rows.Scan(&r.id, &r.body)
		return r, err
	}, `SELECT id, body FROM record WHERE kind = ?`, kind)
	return slices.DeleteFunc(list, func(r heldRecord) bool { return !ended(r.body) }), err
}

var _ records.Store = (*Store)(nil)
