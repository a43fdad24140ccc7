package sqlite

import (
	"context"
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
func (s *Store) Delete(ctx context.Context, key bot.Key) error {
	return s.task(ctx, func(w *writer) error {
		_, err := w.erase(`DELETE FROM session WHERE platform = ?1 AND id = ?2`, []any{key.Platform, key.ID})
		if err != nil {
			return err
		}
		return w.truncateLog()
	})
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
			n, err := w.erase(`DELETE FROM session WHERE rowid = ?1 AND touched < ?2`, args...)
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
		`SELECT rowid FROM session WHERE rowid > ? AND touched < ? ORDER BY rowid LIMIT 500`, after, micros(before))
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
// many rows went. The marks under way go first, so that none meets a later session.
func (w *writer) erase(text string, args ...[]any) (int, error) {
	shown := map[bot.Key]int64{}
	var total int64
	err := w.transaction(func() error {
		w.marks.list(shown)
		if err := w.save(nil, shown); err != nil {
			return err
		}
		for _, a := range args {
			result, err := w.conn.ExecContext(context.Background(), text, a...)
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
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
	w.marks.saved(shown)
	return int(total), nil
}

func (w *writer) truncateLog() error {
	var busy, frames, moved int
	err := w.conn.QueryRowContext(context.Background(), `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
	if err != nil {
		return fmt.Errorf("truncate log: %w", err)
	}
	if busy != 0 {
		return errLog
	}
	return nil
}
