// Package sqlite keeps sessions in one SQLite file, without cgo. It knows rows and
// transactions; what a session means it leaves to package bot.
//
// All writing is done by one goroutine. It takes every call that waits, applies them in one
// transaction and commits them together, so that one fsync serves them all, and only then
// lets them return. Other processes may have the file open: each transaction takes SQLite's
// write lock before it reads. But one of them at most may post: the store keeps no leases,
// see [bot.Shared].
//
// The tour: schema.go is the table and how it came to be; queue.go, writer.go
// and save.go the waiting calls and their commit; settle.go what became of the screens;
// cache.go the sessions at hand; erase.go deletion that leaves nothing behind; row.go a
// session as a row; link.go the connection that writes.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"modernc.org/sqlite" // also registers the driver "sqlite"
	lib "modernc.org/sqlite/lib"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/pending"
)

// Store is a [bot.Store] in one file.
type Store struct {
	form    codec.Form
	readers *sql.DB
	load    *sql.Stmt
	owing   *sql.Stmt

	writer  *writer
	pending *pending.Settlements
	queue   chan *request
	sending sync.RWMutex // held for reading while sending to queue
	closed  bool         // guarded by sending
	stopped chan struct{}
}

var _ bot.Store = (*Store)(nil)

// Open opens the store in the file at path. A file that is not there is created for this
// user only, together with its directories. The file must be closed.
func Open(path string) (*Store, error) { return OpenSealed(path, nil) }

// OpenSealed is Open of a store in which answers and screens are sealed with keys, or from
// now on are. Where the file was sealed with none of them the error is [seal.ErrNoKey].
func OpenSealed(path string, keys *seal.Ring) (*Store, error) {
	s, err := open(path, codec.Form{Keys: keys})
	if err != nil {
		return nil, fmt.Errorf("open session store %s: %w", path, plain(err))
	}
	return s, nil
}

func open(path string, form codec.Form) (_ *Store, err error) {
	path, err = filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := create(path); err != nil {
		return nil, err
	}
	s := &Store{form: form, pending: pending.New(idle), queue: make(chan *request, 1024), stopped: make(chan struct{})}
	first, err := sql.Open("sqlite", dsn(path, "synchronous(FULL)", "secure_delete(ON)"))
	if err != nil {
		return nil, err
	}
	defer first.Close() // not before others have the file open; what it did is committed
	if err := prepare(first); err != nil {
		return nil, err
	}
	if err := s.openReaders(dsn(path, "query_only(ON)")); err != nil {
		return nil, err
	}
	s.writer, err = newWriter(s.readers, dsn(path, "synchronous(FULL)", "secure_delete(ON)"), s.form, s.pending)
	if err != nil {
		return nil, errors.Join(err, s.readers.Close())
	}
	go s.write()
	if err := form.Check(context.Background(), s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// create makes the directories and an empty file. A file that exists is not touched:
// closing it again would drop the locks this process may hold on it.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// dsn names the file with the settings every connection needs, and more.
func dsn(path string, pragmas ...string) string {
	all := append([]string{fmt.Sprintf("busy_timeout(%d)", patience.Milliseconds())}, pragmas...)
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"_pragma": all}.Encode()}
	return u.String()
}

func (s *Store) openReaders(dsn string) (err error) {
	s.readers, err = sql.Open("sqlite", dsn)
	if err != nil {
		return err
	}
	s.readers.SetMaxOpenConns(2)
	s.readers.SetMaxIdleConns(2)
	if s.load, err = s.readers.Prepare(`SELECT ` + columns + ` FROM session WHERE platform = ? AND id = ?`); err == nil {
		s.owing, err = s.readers.Prepare(`SELECT id, due FROM session
			WHERE platform = ? AND version > shown AND gone = 0 ORDER BY due, touched LIMIT ?`)
	}
	if err != nil {
		return errors.Join(err, s.readers.Close())
	}
	return nil
}

// Apply implements [bot.Store].
func (s *Store) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	if err := key.Check(); err != nil {
		return bot.Session{}, err
	}
	r := newRequest()
	r.key, r.change = key, change
	err := s.do(ctx, r)
	if r.panicked != nil {
		panic(r.panicked)
	}
	if err != nil {
		return bot.Session{}, err
	}
	return *r.session, nil
}

// Load implements [bot.Store].
func (s *Store) Load(ctx context.Context, key bot.Key) (bot.Session, error) {
	if s.isClosed() {
		return bot.Session{}, bot.ErrClosed
	}
	settled := s.pending.Of(key) // before the row: it leaves the memory after it is saved
	session, err := scan(s.form, key, s.load.QueryRowContext(ctx, key.Platform, key.ID))
	if err != nil {
		return bot.Session{}, plain(err)
	}
	for _, t := range settled {
		session.Settle(t)
	}
	return session, nil
}

// Owing implements [bot.Store].
func (s *Store) Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []bot.Key, next time.Time, err error) {
	if err := s.task(ctx, func(w *writer) error { return w.flush() }); err != nil {
		return nil, time.Time{}, fmt.Errorf("save settlements: %w", err)
	}
	rows, err := s.owing.QueryContext(ctx, platform, limit+1)
	if err != nil {
		return nil, time.Time{}, plain(err)
	}
	defer rows.Close()
	for rows.Next() {
		k, due := bot.Key{Platform: platform}, int64(0)
		if err := rows.Scan(&k.ID, &due); err != nil {
			return nil, time.Time{}, plain(err)
		}
		if due > now.UnixMicro() {
			return keys, when(due), nil
		}
		if len(keys) == limit {
			return keys, now, nil
		}
		keys = append(keys, k)
	}
	return keys, time.Time{}, plain(rows.Err())
}

// Close implements [bot.Store].
func (s *Store) Close() error {
	s.sending.Lock()
	if s.closed {
		s.sending.Unlock()
		return nil
	}
	s.closed = true
	close(s.queue)
	s.sending.Unlock()
	<-s.stopped
	return plain(errors.Join(s.readers.Close(), s.writer.close()))
}

// plain puts what SQLite says of the world into words.
func plain(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	words := map[int]string{
		lib.SQLITE_BUSY:     "in use by another process",
		lib.SQLITE_CANTOPEN: "cannot be opened",
		lib.SQLITE_CORRUPT:  "damaged",
		lib.SQLITE_FULL:     "disk is full",
		lib.SQLITE_IOERR:    "disk fails",
		lib.SQLITE_NOTADB:   "not a session store",
		lib.SQLITE_READONLY: "read-only",
	}[e.Code()&0xff]
	if words == "" {
		return err
	}
	return fmt.Errorf("%s: %w", words, err)
}
