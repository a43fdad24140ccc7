package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// migrations lead from an empty file to the present schema; PRAGMA user_version counts
// those a file has been through. What is released stays as it is: changes are appended.
var migrations = []string{
	// Times are microseconds since 1970, seen and state are JSON. A row is owing while
	// version > shown; platform and touched make the oldest of them the first to be found.
	`CREATE TABLE session (
		platform TEXT    NOT NULL,
		id       TEXT    NOT NULL,
		version  INTEGER NOT NULL,
		shown    INTEGER NOT NULL,
		created  INTEGER NOT NULL,
		touched  INTEGER NOT NULL,
		seen     TEXT    NOT NULL,
		state    TEXT    NOT NULL,
		PRIMARY KEY (platform, id)
	) STRICT;
	CREATE INDEX session_owing ON session (platform, touched, id) WHERE version > shown`,

	// The surface is the platform's JSON, empty for nil. What may be sent now is found by
	// due, then by touched, and so is what is due next.
	`ALTER TABLE session ADD COLUMN surface TEXT    NOT NULL DEFAULT '';
	ALTER TABLE session ADD COLUMN due     INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE session ADD COLUMN tries   INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE session ADD COLUMN gone    INTEGER NOT NULL DEFAULT 0;
	DROP INDEX session_owing;
	CREATE INDEX session_owing ON session (platform, due, touched) WHERE version > shown AND gone = 0`,

	`CREATE TABLE record (
		kind TEXT NOT NULL,
		id   TEXT NOT NULL,
		body BLOB NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID`,

	// Marks are JSON, empty for none; marked is the version of the newest. Those of turns up
	// to settled count no more.
	`ALTER TABLE session ADD COLUMN marks   TEXT    NOT NULL DEFAULT '';
	ALTER TABLE session ADD COLUMN marked  INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE session ADD COLUMN settled INTEGER NOT NULL DEFAULT 0`,
}

// prepare brings the file of a pool into its present form.
func prepare(pool *sql.DB) (err error) {
	ctx := context.Background()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := useLog(ctx, conn); err != nil {
		return err
	}
	return migrate(ctx, conn)
}

// patience is how long any statement waits for another process.
const patience = 5 * time.Second

// useLog switches the file to a write-ahead log. For this one statement SQLite does not
// wait by itself: of two processes that meet a new file one is turned away at once.
func useLog(ctx context.Context, conn *sql.Conn) error {
	var mode string
	for end := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		err := conn.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode)
		if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == lib.SQLITE_BUSY && time.Now().Before(end) {
			continue
		}
		if err != nil {
			return err
		}
		if mode != "wal" {
			return errors.New("file system cannot keep a write-ahead log")
		}
		return nil
	}
}

// migrate brings the schema up to date.
func migrate(ctx context.Context, conn *sql.Conn) (err error) {
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(ctx, `ROLLBACK`) // the first error is the one to tell
		}
	}()
	var at int
	if err := conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&at); err != nil {
		return err
	}
	if at > len(migrations) {
		return fmt.Errorf("written by a newer release: schema %d, this release knows %d", at, len(migrations))
	}
	for i, m := range migrations[at:] {
		if _, err := conn.ExecContext(ctx, m); err != nil {
			return fmt.Errorf("migrate to schema %d: %w", at+i+1, err)
		}
	}
	if _, err := conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA user_version = %d`, len(migrations))); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `COMMIT`)
	return err
}
