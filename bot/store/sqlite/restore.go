package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// ErrInUse says that another process uses the file.
var ErrInUse = errors.New("the database file is in use by another process")

// Restore puts a copy that [Backup] made in the place of the store at to, which no process may
// have open: else the error is [ErrInUse]. A copy that is damaged, or of another release, is
// refused. What is at to is kept: its files are moved to the name that is returned, which ends
// in the time, and to the same with the endings of the log's files; empty where there was
// nothing. The copy stays. The new file belongs to who owned the old one, and only they can
// read it.
func Restore(ctx context.Context, from, to string, now time.Time) (old string, err error) {
	old, err = restore(ctx, from, to, now)
	if err != nil {
		return "", fmt.Errorf("restore session store: %w", describe(err))
	}
	return old, nil
}

func restore(ctx context.Context, from, to string, now time.Time) (old string, err error) {
	if from, err = filepath.Abs(from); err != nil {
		return "", err
	}
	if to, err = filepath.Abs(to); err != nil {
		return "", err
	}
	// Nobody writes a copy: then no files of a log are made next to it.
	copied := url.URL{Scheme: "file", Path: filepath.ToSlash(from), RawQuery: "mode=ro&immutable=1"}
	if err := readThrough(ctx, from, copied.String(), everything); err != nil {
		return "", err
	}
	owner, err := os.Stat(to)
	exists := err == nil
	if exists {
		err = unused(ctx, to)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	part, err := os.CreateTemp(filepath.Dir(to), ".restore-*") // for this user only
	if err != nil {
		return "", err
	}
	defer func() {
		if removed := os.Remove(part.Name()); !errors.Is(removed, os.ErrNotExist) {
			err = errors.Join(err, removed)
		}
	}()
	if err := errors.Join(copyInto(part, from), part.Sync(), part.Close()); err != nil {
		return "", err
	}
	if exists {
		if err := giveTo(part.Name(), owner); err != nil {
			return "", err
		}
		old = to + now.UTC().Format(".20060102T150405Z")
		if err := moveAside(to, old); err != nil {
			return "", err
		}
	}
	if err := os.Rename(part.Name(), to); err != nil {
		return "", err
	}
	return old, syncDirectory(filepath.Dir(to))
}

// unused returns ErrInUse where a process has the file open. A damaged file can be replaced, so
// that is no error.
func unused(ctx context.Context, path string) (err error) {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw&_pragma=locking_mode(EXCLUSIVE)"}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	var n int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&n)
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
			return ErrInUse
		case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
			return nil
		}
	}
	return err
}

func copyInto(to *os.File, path string) (err error) {
	from, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	_, err = io.Copy(to, from)
	return err
}

// moveAside renames a store's file and those of its log.
func moveAside(from, to string) error {
	if _, err := os.Lstat(to); err == nil {
		return &os.PathError{Op: "rename", Path: to, Err: os.ErrExist}
	}
	for _, ending := range []string{"-shm", "-wal", ""} {
		if err := os.Rename(from+ending, to+ending); err != nil && (ending == "" || !errors.Is(err, os.ErrNotExist)) {
			return err
		}
	}
	return nil
}
