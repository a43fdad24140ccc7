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

// Verify reads the whole store at path through, which may be in use: every page, and every row
// against the indexes. The error is [bot.ErrDamaged] where something does not fit.
func Verify(ctx context.Context, path string) error {
	if err := readThrough(ctx, path, "integrity_check"); err != nil {
		return fmt.Errorf("verify session store: %w", describe(err))
	}
	return nil
}

// VerifyQuickly is Verify without the indexes: in a tenth of the time.
func VerifyQuickly(ctx context.Context, path string) error {
	if err := readThrough(ctx, path, "quick_check"); err != nil {
		return fmt.Errorf("verify session store: %w", describe(err))
	}
	return nil
}

func readThrough(ctx context.Context, path, pragma string) (err error) {
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", existing(path))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var verdict string
	if err := conn.QueryRowContext(ctx, `PRAGMA `+pragma+`(1)`).Scan(&verdict); err != nil {
		return err
	}
	if verdict != "ok" { // it may name what is stored
		return fmt.Errorf("%w: a page or a row does not fit", bot.ErrDamaged)
	}
	version, err := versionOf(ctx, conn)
	if err == nil && version == 0 {
		err = errors.New("not a session store")
	}
	return err
}
