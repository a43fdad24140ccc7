package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"hspbot/bot"
)

// What a file is read through by: every page and every row against the indexes, or without the
// indexes, in a tenth of the time.
const (
	everything = "integrity_check"
	rowsAlone  = "quick_check"
)

// Verify reads the whole store at path through, which may be in use: every page, and every row
// against the indexes. The error is [bot.ErrDamaged] where something does not fit.
func Verify(ctx context.Context, path string) error { return verify(ctx, path, everything) }

// VerifyQuickly is Verify without the indexes: in a tenth of the time.
func VerifyQuickly(ctx context.Context, path string) error { return verify(ctx, path, rowsAlone) }

func verify(ctx context.Context, path, pragma string) error {
	path, err := filepath.Abs(path)
	if err == nil {
		err = readThrough(ctx, path, dsn(path), pragma)
	}
	if err != nil {
		return fmt.Errorf("verify session store: %w", describe(err))
	}
	return nil
}

// readThrough reads the store at path through, opened by a name of its driver, and finds out whether
// this release can use it.
func readThrough(ctx context.Context, path, name, pragma string) (err error) {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := intact(ctx, conn, pragma); err != nil {
		return err
	}
	version, err := versionOf(ctx, conn)
	if err == nil && version == 0 {
		err = errors.New("not a session store")
	}
	return err
}

// intact reads a file through.
func intact(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}, pragma string) error {
	var verdict string
	if err := db.QueryRowContext(ctx, `PRAGMA `+pragma+`(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" { // it may name what is stored
		return fmt.Errorf("%w: a page or a row does not fit", bot.ErrDamaged)
	}
	return nil
}
