package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
)

// Examine says which schema the file at path has, after it has tried that the file can be
// written. It changes nothing, and others may have the file open. Where there is no file it
// returns fs.ErrNotExist.
func Examine(ctx context.Context, path string) (schema string, err error) {
	if _, err := os.Stat(path); err != nil {
		return "", err
	}
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return "", describe(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return "", describe(err)
	}
	defer conn.Close()
	version, err := versionOf(ctx, conn)
	if err != nil {
		return "", describe(err)
	}
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return "", describe(err)
	}
	if _, err := conn.ExecContext(ctx, `ROLLBACK`); err != nil {
		return "", describe(err)
	}
	if version == 0 {
		return "no tables yet; serve makes them", nil
	}
	return fmt.Sprintf("schema %d", version), nil
}
