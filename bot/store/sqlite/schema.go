package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"hspbot/bot/retry"
)

// schemaVersion is what PRAGMA user_version says in a file of this schema.
const schemaVersion = 1

// perHour is how many of the units that times have, microseconds, are in an hour.
const perHour = `3600000000`

// schema is the tables. Times are microseconds since 1970, 0 for none. At wake the platform looks at
// a conversation though nobody does anything; at expires the session is deleted, where that is not
// some time after touched. The columns seen, state and changes are JSON; the surface is what the
// platform makes of it. The hour is that of touched: what has expired is found by it, and most turns leave
// it and its index alone.
const schema = `
	CREATE TABLE session (
		platform TEXT    NOT NULL,
		id       TEXT    NOT NULL,
		version  INTEGER NOT NULL,
		shown    INTEGER NOT NULL,
		created  INTEGER NOT NULL,
		touched  INTEGER NOT NULL,
		seen     TEXT    NOT NULL,
		state    TEXT    NOT NULL,
		surface  TEXT    NOT NULL,
		changes  TEXT    NOT NULL,
		due      INTEGER NOT NULL,
		tries    INTEGER NOT NULL,
		gone     INTEGER NOT NULL,
		wake     INTEGER NOT NULL,
		expires  INTEGER NOT NULL,
		hour     INTEGER NOT NULL DEFAULT 0,
		PRIMARY KEY (platform, id)
	) STRICT;
	-- Those never put off have due = 0, so they come first.
	CREATE INDEX session_owing ON session (platform, due, touched) WHERE version > shown AND gone = 0;
	CREATE INDEX session_hour ON session (hour);
	CREATE TRIGGER session_inserted AFTER INSERT ON session
		BEGIN UPDATE session SET hour = touched / ` + perHour + ` WHERE rowid = new.rowid; END;
	CREATE TRIGGER session_touched AFTER UPDATE OF touched ON session WHEN new.touched / ` + perHour + ` <> old.hour
		BEGIN UPDATE session SET hour = touched / ` + perHour + ` WHERE rowid = new.rowid; END;
	-- Whose conversation it is: what stands after the first colon of the id, or all of it.
	CREATE INDEX session_person ON session (platform, substr(id, instr(id, ':') + 1), id);
	CREATE INDEX session_wake ON session (platform, wake) WHERE wake > 0;
	CREATE INDEX session_expires ON session (expires) WHERE expires > 0;
	CREATE TABLE record (
		kind TEXT NOT NULL,
		id   TEXT NOT NULL,
		body BLOB NOT NULL,
		PRIMARY KEY (kind, id)
	) STRICT, WITHOUT ROWID`

// prepare makes the tables in a file where there are none.
func prepare(db *sql.DB) (err error) {
	ctx := context.Background()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := useLog(ctx, conn); err != nil {
		return err
	}
	return createTables(ctx, conn)
}

// useLog switches the file to a write-ahead log. For this one statement SQLite does not
// wait by itself: of two processes that meet a new file one is turned away at once.
func useLog(ctx context.Context, conn *sql.Conn) error {
	wait, cancel := context.WithTimeout(ctx, busyTimeout)
	defer cancel()
	var mode string
	err := retry.Do(wait, retry.Backoff{Min: 5 * time.Millisecond, Max: 20 * time.Millisecond}, 0, func() error {
		err := conn.QueryRowContext(ctx, `PRAGMA journal_mode = WAL`).Scan(&mode)
		if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == lib.SQLITE_BUSY {
			return err
		}
		return retry.Permanent(err)
	})
	if err == nil && mode != "wal" {
		return errors.New("file system cannot keep a write-ahead log")
	}
	return err
}

// createTables makes the tables where there are none.
func createTables(ctx context.Context, conn *sql.Conn) (err error) {
	if _, err := conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, _ = conn.ExecContext(ctx, `ROLLBACK`) // the first error is the one to tell
		}
	}()
	version, err := versionOf(ctx, conn)
	if err != nil {
		return err
	}
	if version == 0 {
		if _, err := conn.ExecContext(ctx, fmt.Sprintf(`%s; PRAGMA user_version = %d`, schema, schemaVersion)); err != nil {
			return fmt.Errorf("create tables: %w", err)
		}
	}
	_, err = conn.ExecContext(ctx, `COMMIT`)
	return err
}

// versionOf returns the version of the schema of a file, 0 where there is none. That of
// a later release is an error.
func versionOf(ctx context.Context, conn *sql.Conn) (version int, err error) {
	if err := conn.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return 0, err
	}
	if version < 0 || version > schemaVersion {
		return 0, fmt.Errorf("written by another release: schema %d, this release knows %d", version, schemaVersion)
	}
	return version, nil
}
