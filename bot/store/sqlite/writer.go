package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hspbot/bot"
)

// writer is the one connection that writes. Only the goroutine of [Store.write] uses it.
type writer struct {
	db    *sql.DB
	conn  *sql.Conn
	marks *marks
	last  error // of the flush at the end

	find, insert, update, show *sql.Stmt
}

func newWriter(dsn string, m *marks) (_ *writer, err error) {
	w := &writer{marks: m}
	if w.db, err = sql.Open("sqlite", dsn); err != nil {
		return nil, err
	}
	if err := w.prepare(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *writer) prepare() (err error) {
	ctx := context.Background()
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return err
	}
	if err := useLog(ctx, w.conn); err != nil {
		return err
	}
	if err := migrate(ctx, w.conn); err != nil {
		return err
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&w.find, `SELECT ` + columns + ` FROM session WHERE platform = ? AND id = ?`},
		{&w.insert, `INSERT INTO session (version, shown, created, touched, seen, state, platform, id)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`},
		{&w.update, `UPDATE session SET version = ?, shown = ?, created = ?, touched = ?, seen = ?, state = ?
			WHERE rowid = ?`},
		{&w.show, `UPDATE session SET shown = ?1
			WHERE platform = ?2 AND id = ?3 AND shown < ?1 AND version >= ?1`},
	} {
		if *p.stmt, err = w.conn.PrepareContext(ctx, p.text); err != nil {
			return err
		}
	}
	return nil
}

// close returns also what went wrong at the end.
func (w *writer) close() error {
	if w.conn != nil {
		w.last = errors.Join(w.last, w.conn.Close())
	}
	return errors.Join(w.last, w.db.Close())
}

func (w *writer) exec(text string) error {
	_, err := w.conn.ExecContext(context.Background(), text)
	return err
}

// transaction runs f and commits. Other processes are kept out before f reads anything.
func (w *writer) transaction(f func() error) error {
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := f()
	if err == nil {
		if err = w.exec(`COMMIT`); err == nil {
			return nil
		}
		err = fmt.Errorf("commit: %w", err)
	}
	_ = w.exec(`ROLLBACK`) // a full disk has rolled back already
	return err
}

// entry is a session within a transaction.
type entry struct {
	session bot.Session
	rowid   int64 // 0: not stored yet
	seen    string
	state   string
	changed bool
	err     error // it cannot be read
}

// commit takes the turns in one transaction and finishes them all. Where it fails it fails
// for all: also a turn that only found its delivery seen may have seen what is now undone.
func (w *writer) commit(turns []*request) {
	entries := make(map[bot.Key]*entry, len(turns))
	shown := map[bot.Key]int64{}
	var served []*request
	err := w.transaction(func() error {
		w.marks.list(shown)
		for _, r := range turns {
			if !r.claim() {
				continue // its caller has left
			}
			served = append(served, r)
			e, err := w.entry(entries, r.key, shown[r.key])
			if err != nil {
				return err
			}
			e.take(r)
		}
		return w.save(entries, shown)
	})
	for _, r := range turns { // after an error, those it was not the turn of yet
		if r.claim() {
			served = append(served, r)
		}
	}
	if err == nil {
		w.marks.saved(shown)
	}
	for _, r := range served {
		r.finish(plain(err))
	}
}

// entry returns the session of key, read once in a transaction. An error is the world's;
// a row that cannot be read is the entry's own.
func (w *writer) entry(entries map[bot.Key]*entry, key bot.Key, shown int64) (*entry, error) {
	if e := entries[key]; e != nil {
		return e, nil
	}
	e := &entry{}
	entries[key] = e
	e.session, e.rowid, e.err = scan(key, w.find.QueryRowContext(context.Background(), key.Platform, key.ID))
	if errors.Is(e.err, bot.ErrNoSession) {
		e.session, e.err = bot.Session{Key: key}, nil
	}
	if e.err != nil && !errors.Is(e.err, bot.ErrCorrupt) {
		return nil, e.err
	}
	mark(&e.session, shown)
	return e, nil
}

// take lets a turn change the entry, or leaves it as it is.
func (e *entry) take(r *request) {
	if e.err != nil {
		r.err = e.err
		return
	}
	defer func() {
		if v := recover(); v != nil {
			r.panicked = v
		}
	}()
	s := e.session
	if r.err = r.change(&s); r.err != nil {
		return
	}
	s.Key = e.session.Key
	seen, state, err := texts(&s)
	if err != nil {
		r.err = err
		return
	}
	e.session, e.seen, e.state, e.changed = s, seen, state, true
	r.session = s
}

// save writes the sessions that have changed, and the marks of the others.
func (w *writer) save(entries map[bot.Key]*entry, shown map[bot.Key]int64) error {
	ctx := context.Background()
	for key, e := range entries {
		if !e.changed {
			continue
		}
		s := &e.session
		args := []any{s.Version, s.Shown, micros(s.Created), micros(s.Touched), e.seen, e.state}
		stmt := w.insert
		if e.rowid == 0 {
			args = append(args, key.Platform, key.ID)
		} else {
			stmt, args = w.update, append(args, e.rowid)
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return fmt.Errorf("save session: %w", err)
		}
	}
	for key, version := range shown {
		if e := entries[key]; e != nil && e.changed {
			continue
		}
		if _, err := w.show.ExecContext(ctx, version, key.Platform, key.ID); err != nil {
			return fmt.Errorf("save mark: %w", err)
		}
	}
	return nil
}

// flush saves the marks without waiting for the disk.
func (w *writer) flush() error {
	shown := map[bot.Key]int64{}
	if w.marks.list(shown); len(shown) == 0 {
		return nil
	}
	if err := w.exec(`PRAGMA synchronous = NORMAL`); err != nil {
		return err
	}
	err := w.transaction(func() error { return w.save(nil, shown) })
	if err == nil {
		w.marks.saved(shown)
	}
	return errors.Join(err, w.exec(`PRAGMA synchronous = FULL`))
}
