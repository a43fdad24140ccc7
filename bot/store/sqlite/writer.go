package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"hspbot/bot"
	"hspbot/bot/expiring"
	"hspbot/bot/seal"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

// maxCached sessions are kept decoded, and for how long. One takes some 2 KiB, so all of them take
// 24 MiB at most.
const (
	maxCached = 12 * 1024
	cachedFor = time.Hour
)

// writer is the one connection that writes. Only the goroutine of the queue uses it, so its
// statements have no context: what has begun comes to its end.
type writer struct {
	conn *sql.Conn
	form codec.Form
	// cache has the sessions that were used last as they are committed, decoded and not changed in
	// place, so that a turn neither reads nor decodes its row: that would make Apply half as long
	// again, and a whole turn dearer by 6 % of the processor.
	cache   *expiring.Map[bot.Key, *bot.Session]
	version int64 // PRAGMA data_version: changes when another connection has written

	statements map[string]*sql.Stmt // as they have been needed
}

const (
	insertQuery = `INSERT INTO session (` + codec.Columns + `, platform, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateQuery = `UPDATE session SET (` + codec.Columns + `) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE platform = ? AND id = ?`
	settleQuery = `UPDATE session SET shown = ?, surface = ?, changes = ?, due = ?, tries = ?, gone = ?, wake = ?, expires = ? WHERE platform = ? AND id = ?`
)

func newWriter(db *sql.DB, form codec.Form) (_ *writer, err error) {
	w := &writer{form: form, statements: map[string]*sql.Stmt{}}
	w.clearCache()
	w.conn, err = db.Conn(context.Background())
	return w, err
}

// close closes the connection, and the statements with it.
func (w *writer) close() error { return w.conn.Close() }

// prepared returns the statement of a text, of which there are few.
func (w *writer) prepared(text string) (*sql.Stmt, error) {
	if s := w.statements[text]; s != nil {
		return s, nil
	}
	s, err := w.conn.PrepareContext(context.Background(), text)
	if err == nil {
		w.statements[text] = s
	}
	return s, err
}

// row runs a query for one row.
func (w *writer) row(text string, args ...any) *sql.Row {
	s, err := w.prepared(text) //nolint:sqlclosecheck // it lives as long as its connection
	if err != nil {
		return w.conn.QueryRowContext(context.Background(), text, args...) // says so
	}
	return s.QueryRow(args...)
}

// exec runs a statement.
func (w *writer) exec(text string, args ...any) error {
	_, err := w.execCount(text, args...)
	return err
}

// execCount is exec, and returns how many rows have changed.
func (w *writer) execCount(text string, args ...any) (int, error) {
	s, err := w.prepared(text) //nolint:sqlclosecheck // it lives as long as its connection
	if err != nil {
		return 0, err
	}
	result, err := s.Exec(args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// set changes a setting of the connection. It is not kept prepared: some settings change as they are prepared.
func (w *writer) set(name string, value any) error {
	_, err := w.conn.ExecContext(context.Background(), fmt.Sprintf(`PRAGMA %s = %v`, name, value))
	return err
}

// transaction runs f and commits. Other processes are kept out before f reads anything,
// and what they have written since is no longer in the cache.
func (w *writer) transaction(f func() error) error {
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err := w.validateCache()
	if err == nil {
		err = f()
	}
	if err == nil {
		if err = w.exec(`COMMIT`); err == nil {
			return nil
		}
		err = fmt.Errorf("commit: %w", err)
	}
	_ = w.exec(`ROLLBACK`) // a full disk has rolled back already
	return err
}

// validateCache empties the cache where another connection has written.
func (w *writer) validateCache() error {
	var version int64
	if err := w.row(`PRAGMA data_version`).Scan(&version); err != nil {
		return fmt.Errorf("look for other writers: %w", err)
	}
	if version != w.version {
		w.clearCache()
		w.version = version
	}
	return nil
}

func (w *writer) clearCache() { w.cache = expiring.New[bot.Key, *bot.Session](maxCached, time.Now) }

// commit commits a batch. Settlements alone do not wait for the disk: they outlive the
// process, if not the machine.
func (w *writer) commit(b *batch.Batch) (err error) {
	if !b.Durable() {
		if err := w.set("synchronous", "NORMAL"); err != nil {
			return describe(err)
		}
		defer func() { err = errors.Join(err, describe(w.set("synchronous", "FULL"))) }()
	}
	rows := map[bot.Key]*batch.Row{}
	err = w.transaction(func() error {
		for _, key := range b.Keys() {
			row, err := w.load(key)
			if err != nil {
				return err
			}
			if row != nil {
				rows[key] = row
			}
		}
		b.Apply(rows)
		return w.save(rows)
	})
	if err != nil {
		return describe(err)
	}
	for key, row := range rows {
		if row.Stored || row.Save != nil {
			w.cache.Set(key, row.Session, cachedFor)
		}
	}
	return nil
}

// load returns a row, or nil where there is none. One that cannot be read says so itself.
func (w *writer) load(key bot.Key) (*batch.Row, error) {
	if s, ok := w.cache.Get(key); ok {
		return &batch.Row{Session: s, Stored: true}, nil
	}
	s, err := scan(w.form, key, w.row(loadQuery, key.Platform, key.ID))
	switch {
	case errors.Is(err, bot.ErrNoSession):
		return nil, nil
	case errors.Is(err, bot.ErrCorrupt), errors.Is(err, seal.ErrNoKey):
		return &batch.Row{Err: err}, nil
	case err != nil:
		return nil, fmt.Errorf("read session: %w", err)
	}
	return &batch.Row{Session: &s, Stored: true}, nil
}

// save writes what has changed.
func (w *writer) save(rows map[bot.Key]*batch.Row) (err error) {
	for key, row := range rows {
		switch r := row.Save; {
		case r == nil:
		case !row.Stored:
			err = w.put(insertQuery, key, r)
		case r.State != nil:
			err = w.put(updateQuery, key, r)
		default:
			err = w.exec(settleQuery, r.Shown, string(r.Surface), string(r.Changes), r.Due, r.Tries, r.Gone, r.Wake, r.Expires, key.Platform, key.ID)
		}
		if err != nil {
			return fmt.Errorf("save session: %w", err)
		}
	}
	return nil
}

// put saves a row by an insert or an update.
func (w *writer) put(text string, key bot.Key, r *codec.Row) error {
	return w.exec(text, r.Version, r.Shown, r.Created, r.Touched, string(r.Seen), string(r.State), string(r.Surface), string(r.Changes),
		r.Due, r.Tries, r.Gone, r.Wake, r.Expires, key.Platform, key.ID)
}
