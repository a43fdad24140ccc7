package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes the sessions and records of the store at from, as they are committed at one
// moment, to a new file at to that only this user can read. The store may be in use
// meanwhile, by this process or another; calls do not wait for the copy. It appears when it
// is complete, is on disk when Backup returns, and [Open] takes it as it is. Where to exists it is
// left alone: the error is [os.ErrExist]. Where from is not there it is [os.ErrNotExist].
//
// What was deleted is not in the copy, but stays in copies that were made before.
func Backup(ctx context.Context, from, to string) error {
	if err := backup(ctx, from, to); err != nil {
		return fmt.Errorf("back up session store: %w", describe(err))
	}
	return nil
}

func backup(ctx context.Context, from, to string) (err error) {
	if from, err = filepath.Abs(from); err != nil {
		return err
	}
	if to, err = filepath.Abs(to); err != nil {
		return err
	}
	if _, err := os.Stat(from); err != nil {
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return &os.PathError{Op: "create", Path: to, Err: os.ErrExist} // before the work of copying
	}
	part, err := os.CreateTemp(filepath.Dir(to), ".backup-*") // for this user only
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, os.Remove(part.Name()))
	}()
	if err := errors.Join(vacuum(ctx, from, part.Name()), part.Sync(), part.Close()); err != nil {
		return err
	}
	if err := os.Link(part.Name(), to); err != nil { // unlike a renaming it overwrites nothing
		return err
	}
	return syncDirectory(filepath.Dir(to))
}

// vacuum copies what is in one file into another that is empty, and reads the copy through.
func vacuum(ctx context.Context, from, to string) (err error) {
	source, err := sql.Open("sqlite", dsn(from))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	if _, err := source.ExecContext(ctx, `VACUUM INTO ?`, to); err != nil {
		return err
	}
	copied, err := sql.Open("sqlite", dsn(to))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	return intact(ctx, copied, everything)
}

// syncDirectory has a new name in a directory outlive a loss of power.
func syncDirectory(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
