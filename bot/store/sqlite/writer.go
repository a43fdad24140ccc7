package sqlite

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/pending"
)

// writer is the one connection that writes. Only the goroutine of [Store.write] uses it.
type writer struct {
	link    *link
	form    codec.Form
	pending *pending.Settlements
	cache   cache
	last    error // of the flush at the end

	begin, commitAll, rollback, version                     *statement
	find, insert, update, settleRow, rename, remove, expire *statement
	record, putRecord, unrecord                             *statement
}

func newWriter(pool *sql.DB, dsn string, form codec.Form, p *pending.Settlements) (_ *writer, err error) {
	w := &writer{form: form, pending: p}
	if w.link, err = connect(pool, dsn); err != nil {
		return nil, err
	}
	if err := w.prepare(); err != nil {
		return nil, errors.Join(err, w.close())
	}
	return w, nil
}

func (w *writer) prepare() (err error) {
	for _, p := range []struct {
		to   **statement
		text string
	}{
		{&w.begin, `BEGIN IMMEDIATE`},
		{&w.commitAll, `COMMIT`},
		{&w.rollback, `ROLLBACK`},
		{&w.version, `PRAGMA data_version`},
		{&w.find, `SELECT ` + columns + ` FROM session WHERE platform = ? AND id = ?`},
		{&w.insert, `INSERT INTO session (version, shown, created, touched, seen, state, surface, due, tries, gone, changes, platform, id)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`},
		{&w.update, `UPDATE session SET version = ?, shown = ?, created = ?, touched = ?, seen = ?, state = ?,
			surface = ?, due = ?, tries = ?, gone = ?, changes = ? WHERE rowid = ?`},
		{&w.settleRow, `UPDATE session SET shown = ?, surface = ?, due = ?, tries = ?, gone = ?, changes = ? WHERE rowid = ?`},
		{&w.rename, `UPDATE session SET platform = ?, id = ? WHERE rowid = ?`},
		{&w.remove, `DELETE FROM session WHERE platform = ?1 AND id = ?2 AND (?3 = 0 OR version = ?3)`},
		{&w.record, `SELECT body FROM record WHERE kind = ? AND id = ?`},
		{&w.putRecord, `INSERT INTO record (kind, id, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body`},
		{&w.unrecord, `DELETE FROM record WHERE kind = ? AND id = ?`},
		{&w.expire, `DELETE FROM session WHERE rowid = ?1 AND touched < ?2`},
	} {
		if *p.to, err = w.link.prepare(p.text); err != nil {
			return err
		}
	}
	return nil
}

// close returns also what went wrong at the end. The statements go with the connection.
func (w *writer) close() error { return errors.Join(w.last, w.link.close()) }

// run runs a statement without arguments.
func run(s *statement) error {
	_, _, err := s.exec()
	return err
}

// transaction runs f and commits. Other processes are kept out before f reads anything,
// and what they have written since is no longer in the cache.
func (w *writer) transaction(f func() error) error {
	if err := run(w.begin); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := w.validate()
	if err == nil {
		err = f()
	}
	if err == nil {
		if err = run(w.commitAll); err == nil {
			return nil
		}
		err = fmt.Errorf("commit: %w", err)
	}
	_ = run(w.rollback) // a full disk has rolled back already
	return err
}

func (w *writer) validate() error {
	var v [1]driver.Value
	if err := w.version.row(v[:]); err != nil {
		return fmt.Errorf("look for other writers: %w", err)
	}
	if now, _ := v[0].(int64); now != w.cache.version {
		w.cache.clear()
		w.cache.version = now
	}
	return nil
}

// change is a session within a transaction.
type change struct {
	entry
	seen, state string
	changed     bool
	err         error // it cannot be read
}

// commit takes the turns in one transaction and finishes them all. Where it fails it fails
// for all: also a turn that only found its delivery seen may have seen what is now undone.
func (w *writer) commit(turns []*request) {
	changes := make(map[bot.Key]*change, len(turns))
	settled := map[bot.Key][]bot.Settlement{}
	var served []*request
	err := w.transaction(func() error {
		w.pending.List(settled)
		for _, r := range turns {
			if !r.claim() {
				continue // its caller has left
			}
			served = append(served, r)
			c, err := w.load(changes, r.key, settled[r.key])
			if err != nil {
				return err
			}
			c.take(w.form, r)
		}
		return w.save(changes, settled)
	})
	for _, r := range turns { // after an error, those it was not the turn of yet
		if r.claim() {
			served = append(served, r)
		}
	}
	if err == nil {
		w.saved(changes, settled)
	}
	for _, r := range served {
		r.finish(plain(err))
	}
}

// load returns the session of key, found once in a transaction, with its settlement. An
// error is the world's; a row that cannot be read is the change's own.
func (w *writer) load(changes map[bot.Key]*change, key bot.Key, settled []bot.Settlement) (*change, error) {
	if c := changes[key]; c != nil {
		return c, nil
	}
	c := &change{}
	changes[key] = c
	e, ok := w.cache.get(key)
	if !ok {
		var err error
		if e, err = w.read(key); err != nil && !errors.Is(err, bot.ErrCorrupt) && !errors.Is(err, seal.ErrNoKey) {
			return nil, err
		}
		c.err = err
	}
	c.entry = e
	if len(settled) > 0 && c.err == nil {
		s := *e.session
		for _, t := range settled {
			s.Settle(t)
		}
		c.session = &s
	}
	return c, nil
}

// read reads a row; where there is none the session is a new one.
func (w *writer) read(key bot.Key) (entry, error) {
	var values [width]driver.Value
	err := w.find.row(values[:], key.Platform, key.ID)
	if errors.Is(err, sql.ErrNoRows) {
		return entry{session: &bot.Session{Key: key}}, nil
	}
	if err != nil {
		return entry{}, err
	}
	s, rowid, err := read(w.form, key, values[:])
	return entry{&s, rowid}, err
}

// take lets a turn change the session, or leaves it as it is.
func (c *change) take(form codec.Form, r *request) {
	if c.err != nil {
		r.err = c.err
		return
	}
	defer func() {
		if v := recover(); v != nil {
			r.panicked = v
		}
	}()
	s := *c.session
	if r.err = r.change(&s); r.err != nil {
		return
	}
	s.Key = c.session.Key
	seen, state, err := form.Encode(&s)
	if err != nil {
		r.err = err
		return
	}
	c.session, c.seen, c.state, c.changed = &s, seen, state, true
	r.session = &s
}
