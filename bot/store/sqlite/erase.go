package sqlite

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// Nothing may remain of what is deleted: secure_delete overwrites it in the file's pages,
// free ones included, and the write-ahead log, which still holds earlier versions of them,
// is brought into the file and truncated, see log.go.

// Delete implements [bot.Store]. The log is truncated also where another version of the
// session stays: what was there before it is only to be found in the log.
func (s *Store) Delete(ctx context.Context, key bot.Key, version int64) error {
	err := s.between(ctx, func() error {
		deleted, err := s.writer.delete(key, version)
		if deleted {
			s.queue.Forget(key)
		}
		return err
	})
	if err != nil {
		return err
	}
	return s.emptyLog(ctx)
}

// removeQuery deletes a session, of one version or, with 0, of any.
const removeQuery = `DELETE FROM session WHERE platform = ?1 AND id = ?2 AND (?3 = 0 OR version = ?3)`

// delete removes a session and reports whether it was there, in that version.
func (w *writer) delete(key bot.Key, version int64) (deleted bool, err error) {
	w.cache.Delete(key)
	err = w.transaction(func() error {
		n, err := w.execCount(removeQuery, key.Platform, key.ID, version)
		deleted = n > 0
		return err
	})
	if err != nil {
		return false, fmt.Errorf("delete session: %w", err)
	}
	return deleted, nil
}

// Move implements [bot.Store].
func (s *Store) Move(ctx context.Context, from, to bot.Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	return s.between(ctx, func() error {
		err := s.writer.transaction(func() error { return s.writer.move(from, to) })
		s.writer.cache.Delete(from)
		s.writer.cache.Delete(to)
		return err
	})
}

// move deletes the session of fewer turns, and writes the row of one that moves again.
func (w *writer) move(from, to bot.Key) error {
	old, err := w.load(from)
	if err != nil || old == nil {
		return err
	}
	other, err := w.load(to)
	if err != nil {
		return err
	}
	row, err := batch.Moved(w.form, to, old, other)
	if err != nil {
		return err
	}
	err = w.exec(removeQuery, from.Platform, from.ID, 0)
	if err == nil && row != nil {
		if err = w.exec(removeQuery, to.Platform, to.ID, 0); err == nil {
			err = w.put(insertQuery, to, row)
		}
	}
	if err != nil {
		return fmt.Errorf("save session: %w", err)
	}
	return nil
}

const (
	expireQuery    = `DELETE FROM session WHERE rowid IN (SELECT rowid FROM session WHERE hour <= ?1 / ` + perHour + ` AND touched < ?1 AND expires = 0 ORDER BY hour LIMIT ?2)`
	expireOwnQuery = `DELETE FROM session WHERE rowid IN (SELECT rowid FROM session WHERE expires > 0 AND expires <= ? ORDER BY expires LIMIT ?)`
)

// expireAtOnce is how many sessions expire in one transaction: no turn waits long.
const expireAtOnce = 100

// Expirable implements [bot.Store].
func (s *Store) Expirable(ctx context.Context, now, before time.Time) (n, all int, err error) {
	err = s.row(ctx, []any{&n, &all}, `SELECT (SELECT count(*) FROM session WHERE hour <= ?1 / `+perHour+` AND touched < ?1 AND expires = 0) +
		(SELECT count(*) FROM session WHERE expires > 0 AND expires <= ?2), (SELECT count(*) FROM session)`,
		codec.Micros(before), codec.Micros(now))
	return n, all, err
}

// Expire implements [bot.Store].
func (s *Store) Expire(ctx context.Context, now, before time.Time) (total int, err error) {
	for more := true; more && err == nil; {
		err = s.between(ctx, func() error {
			n, err := s.writer.expireSome(now, before)
			total += n
			more = n > 0
			return err
		})
	}
	if err != nil {
		return total, err
	}
	return total, s.emptyLog(ctx)
}

// expireSome deletes some sessions, and returns how many. It empties the cache: it is not
// worth knowing whose they were.
func (w *writer) expireSome(now, before time.Time) (total int, err error) {
	w.clearCache()
	err = w.transaction(func() error {
		for query, until := range map[string]time.Time{expireQuery: before, expireOwnQuery: now} {
			n, err := w.execCount(query, codec.Micros(until), expireAtOnce)
			if err != nil {
				return err
			}
			total += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("delete sessions: %w", err)
	}
	return total, nil
}
