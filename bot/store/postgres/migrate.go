package postgres

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
)

// migrations lead from an empty database to the present tables, in the order of their
// names; the table of that name counts those a database has been through. What is released
// stays as it is, and each only adds, so that older releases go on beside newer ones.
//
//go:embed migrations/*.sql
var migrations embed.FS

// guard is the advisory lock of those who migrate: the first letters of the package.
const guard = 0x68737062_6f74_6d67

// migrate brings the tables up to date. A database that a newer release has been at is
// taken as it is.
func migrate(ctx context.Context, conn *pgx.Conn) (err error) {
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock($1)`, int64(guard)); err != nil {
		return err
	}
	defer func() {
		if _, e := conn.Exec(ctx, `SELECT pg_advisory_unlock($1)`, int64(guard)); err == nil {
			err = e
		}
	}()
	return migrateTo(ctx, conn, 1<<30)
}

// migrateTo runs the migrations up to a number that have not been run.
func migrateTo(ctx context.Context, conn *pgx.Conn, last int) error {
	_, err := conn.Exec(ctx, `CREATE TABLE IF NOT EXISTS migration (number integer PRIMARY KEY, at timestamptz NOT NULL DEFAULT now())`)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	files, err := fs.Glob(migrations, "migrations/*.sql") // in order
	if err != nil {
		return err
	}
	for i, file := range files[:min(last, len(files))] {
		text, err := migrations.ReadFile(file)
		if err != nil {
			return err
		}
		if err := once(ctx, conn, i+1, string(text)); err != nil {
			return fmt.Errorf("migrate to schema %d: %w", i+1, err)
		}
	}
	return nil
}

// once runs a migration, unless it has been.
func once(ctx context.Context, conn *pgx.Conn, number int, text string) error {
	tx, err := conn.Begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) // nothing after a commit
	done, err := tx.Exec(ctx, `INSERT INTO migration (number) VALUES ($1) ON CONFLICT DO NOTHING`, number)
	if err != nil || done.RowsAffected() == 0 {
		return err
	}
	if _, err := tx.Conn().PgConn().Exec(ctx, text).ReadAll(); err != nil {
		return err
	}
	return tx.Commit(ctx)
}
