package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
)

// Nothing may remain of what is deleted: secure_delete overwrites it in the file's pages,
// free ones included, and the write-ahead log, which still holds earlier versions of them,
// is brought into the file and cut to nothing.

// errLog says that a reader of another process keeps the log in use.
var errLog = errors.New("write-ahead log is in use by another process")

// Delete implements [bot.Store].
func (s *Store) Delete(ctx context.Context, key bot.Key, version int64) error {
	return s.task(ctx, func(w *writer) error {
		if _, err := w.erase(w.remove, []any{key.Platform, key.ID, version}); err != nil {
			return err
		}
		return w.truncateLog()
	})
}

// Move implements [bot.Store].
func (s *Store) Move(ctx context.Context, from, to bot.Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	return s.task(ctx, func(w *writer) error {
		if err := w.flush(); err != nil {
			return err
		}
		w.cache.drop(from)
		w.cache.drop(to)
		return w.transaction(func() error { return w.move(from, to) })
	})
}

// move renames a row, or deletes the one of fewer turns.
func (w *writer) move(from, to bot.Key) error {
	a, err := w.read(from)
	if err != nil || a.rowid == 0 {
		return err
	}
	b, err := w.read(to)
	if err != nil {
		return err
	}
	if b.rowid != 0 && b.session.Version > a.session.Version {
		_, _, err := w.remove.exec(from.Platform, from.ID, int64(0))
		return err
	}
	if _, _, err := w.remove.exec(to.Platform, to.ID, int64(0)); err != nil {
		return err
	}
	if _, _, err = w.rename.exec(to.Platform, to.ID, a.rowid); err != nil || w.form.Keys == nil {
		return err
	}
	moved := *a.session // what is sealed is sealed for its key
	moved.Key = to
	seen, state, err := w.form.Encode(&moved)
	if err != nil {
		return err
	}
	return w.save(map[bot.Key]*change{to: {entry: entry{&moved, a.rowid}, seen: seen, state: state, changed: true}}, nil)
}

// Expire implements [bot.Store]. It looks for the sessions beside the turns and deletes
// them in portions, so that no turn waits long.
func (s *Store) Expire(ctx context.Context, before time.Time) (int, error) {
	total, after := 0, int64(0)
	for {
		rows, err := s.expired(ctx, before, after)
		if err != nil {
			return total, plain(err)
		}
		if len(rows) == 0 {
			return total, s.task(ctx, (*writer).truncateLog)
		}
		args := make([][]any, len(rows))
		for i, rowid := range rows {
			args[i], after = []any{rowid, micros(before)}, rowid
		}
		err = s.task(ctx, func(w *writer) error {
			n, err := w.erase(w.expire, args...)
			total += n
			return err
		})
		if err != nil {
			return total, err
		}
	}
}

// expired returns the next rows last touched before a time.
func (s *Store) expired(ctx context.Context, before time.Time, after int64) ([]int64, error) {
	if s.isClosed() {
		return nil, bot.ErrClosed
	}
	rows, err := s.readers.QueryContext(ctx,
		`SELECT rowid FROM session WHERE rowid > ? AND touched < ? ORDER BY rowid LIMIT 100`, after, micros(before))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []int64
	for rows.Next() {
		var rowid int64
		if err := rows.Scan(&rowid); err != nil {
			return nil, err
		}
		list = append(list, rowid)
	}
	return list, rows.Err()
}

// erase runs a deletion with each of the arguments in one transaction, and returns how
// many rows went. The settlements go first, so that none meets a later session, and the
// cache is emptied: it is not worth knowing whose rows they were.
func (w *writer) erase(deletion *statement, args ...[]any) (int, error) {
	settled := map[bot.Key][]bot.Settlement{}
	var total int64
	w.cache.clear()
	err := w.transaction(func() error {
		w.pending.List(settled)
		if err := w.save(map[bot.Key]*change{}, settled); err != nil {
			return err
		}
		for _, a := range args {
			n, _, err := deletion.exec(a...)
			if err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("delete session: %w", err)
	}
	w.pending.Saved(settled)
	return int(total), nil
}

func (w *writer) truncateLog() error {
	s, err := w.link.prepare(`PRAGMA wal_checkpoint(TRUNCATE)`)
	if err != nil {
		return fmt.Errorf("truncate log: %w", err)
	}
	defer s.Close()
	var v [3]driver.Value
	if err := s.row(v[:]); err != nil {
		return fmt.Errorf("truncate log: %w", err)
	}
	if busy, _ := v[0].(int64); busy != 0 {
		return errLog
	}
	return nil
}
