// Package sqlite keeps sessions in one SQLite file, without cgo. It knows rows and
// transactions; what a session means it leaves to package bot.
//
// One connection writes, for a queue of package batch: it commits all calls that wait in one
// transaction, so that one fsync serves them all. Other processes may have the file open:
// each transaction takes SQLite's write lock before it reads. But one of them at most may
// post, see [Store.Hold].
//
// The tour: schema.go is the tables; writer.go the commit of a batch; find.go what is read; erase.go and log.go deletion that leaves nothing behind; reseal.go
// the keys; record.go the records; backup.go, examine.go and measure.go what an operator asks for.
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
	"runtime"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite" // also registers the driver "sqlite"
	lib "modernc.org/sqlite/lib"

	"hspbot/bot"
	"hspbot/bot/store/batch"
	"hspbot/bot/store/codec"
)

const (
	// settleIdle is how long a settlement waits for a commit of turns it can be part of.
	settleIdle = 20 * time.Millisecond
	// busyTimeout is how long any statement waits for another process.
	busyTimeout = 5 * time.Second
)

// Store is a [bot.Store] in one file.
type Store struct {
	batch.Sealer
	form    codec.Form
	readers *sql.DB
	load    *sql.Stmt
	writers *sql.DB // of one connection, the writer's
	writer  *writer // used by the queue
	queue   *batch.Queue

	lock      *flock.Flock // beside the file
	erasure   erasure
	running   context.Context // ends when the store is closed
	stop      context.CancelFunc
	closeOnce func() error
}

var _ bot.Store = (*Store)(nil)

// Open opens the store in the file at path. A file that is not there is created for this
// user only, together with its directories. The file must be closed.
func Open(path string) (*Store, error) { return OpenSealed(path, codec.Options{}) }

// OpenSealed is Open of a store in which answers and screens are sealed with keys, or from
// now on are. Where a session, or the file, was sealed with none of them the error is
// [seal.ErrNoKey].
func OpenSealed(path string, o codec.Options) (*Store, error) {
	s, err := open(path, codec.NewForm(o))
	if err != nil {
		return nil, fmt.Errorf("open session store %s: %w", path, describe(err))
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
	s := &Store{form: form, lock: flock.New(path+".lock", flock.SetPermissions(0o600))}
	s.running, s.stop = context.WithCancel(context.Background())
	s.closeOnce = sync.OnceValue(s.close)
	if s.writers, err = sql.Open("sqlite", dsn(path, "synchronous(FULL)", "secure_delete(ON)")); err != nil {
		return nil, err
	}
	if s.readers, err = sql.Open("sqlite", dsn(path, "query_only(ON)")); err != nil {
		return nil, errors.Join(err, s.writers.Close())
	}
	if err := s.connect(); err != nil {
		return nil, errors.Join(err, s.readers.Close(), s.writers.Close())
	}
	s.queue = batch.New(batch.Options{Form: form, Commit: s.writer.commit, Idle: settleIdle})
	s.Sealer = batch.NewSealer(form, s, s.sealing)
	if err := errors.Join(form.Check(s.running, s, time.Now()), s.emptyLog(s.running)); err != nil { // of a process that crashed
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
		return protect(path)
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// protect takes a file from everybody but this user: a copy put in its place may be readable by all.
// What belongs to somebody else is refused. The files of the log are made like it.
func protect(path string) error {
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) && name != path {
			continue
		}
		if err != nil {
			return err
		}
		if info.Mode().Perm()&0o077 == 0 || runtime.GOOS == "windows" {
			continue
		}
		if err := os.Chmod(name, info.Mode().Perm()&^0o077); err != nil {
			return fmt.Errorf("others may read it, and that cannot be changed: %w", err)
		}
	}
	return nil
}

// dsn names a file that is there, with the settings every connection needs, and more.
func dsn(path string, pragmas ...string) string {
	all := append([]string{fmt.Sprintf("busy_timeout(%d)", busyTimeout.Milliseconds())}, pragmas...)
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: url.Values{"mode": {"rw"}, "_pragma": all}.Encode()}
	return u.String()
}

// connect makes the tables, where there are none, and the connections.
func (s *Store) connect() (err error) {
	s.writers.SetMaxOpenConns(1)
	s.readers.SetMaxOpenConns(2)
	s.readers.SetMaxIdleConns(2)
	if err := prepare(s.writers); err != nil {
		return err
	}
	if s.load, err = s.readers.Prepare(`SELECT ` + codec.Columns + ` FROM session WHERE platform = ? AND id = ?`); err != nil {
		return err
	}
	s.writer, err = newWriter(s.writers, s.form)
	return err
}

// Apply implements [bot.Store].
func (s *Store) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	return s.queue.Apply(ctx, key, change)
}

// Settle implements [bot.Store].
func (s *Store) Settle(_ context.Context, key bot.Key, t bot.Settlement) error {
	return s.queue.Settle(key, t)
}

// between runs f, which may use the writer, between two commits.
func (s *Store) between(ctx context.Context, f func() error) error {
	return s.queue.Between(ctx, func() error { return describe(f()) })
}

// Hold implements [bot.Lock]. A file is for one bot and one process: the first that calls Hold
// has all locks until its store is closed, and to others the error is [ErrInUse].
func (s *Store) Hold(ctx context.Context, _ string, f func(context.Context) error) error {
	held, err := s.lock.TryLock()
	if err != nil {
		return fmt.Errorf("lock session store: %w", err)
	}
	if !held {
		return ErrInUse
	}
	return f(ctx)
}

// Notify implements [bot.Shared]: there is nobody to be told.
func (s *Store) Notify(bot.Key) {}

// Notified implements [bot.Shared]: nobody tells of anything.
func (s *Store) Notified(string) <-chan bot.Key { return nil }

// Now implements [bot.Shared].
func (s *Store) Now() time.Time { return time.Now() }

// Close implements [bot.Store].
func (s *Store) Close() error { return s.closeOnce() }

func (s *Store) close() error {
	s.stop()
	s.erasure.ended.Wait()
	err := s.queue.Close()
	return errors.Join(err, describe(errors.Join(s.readers.Close(), s.writer.close(), s.writers.Close())), s.lock.Close())
}

// describe puts what SQLite says of the world into words.
func describe(err error) error {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return err
	}
	if e.Code()&0xff == lib.SQLITE_CORRUPT {
		return fmt.Errorf("%w: %w", bot.ErrDamaged, err)
	}
	words := map[int]string{
		lib.SQLITE_BUSY:     "in use by another process",
		lib.SQLITE_CANTOPEN: "cannot be opened",
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
