package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	migrators "github.com/pressly/goose/v3/lock"
)

// migrations lead from an empty database to the present tables. What is released stays as
// it is, and each only adds, so that older releases go on beside newer ones.
//
//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the tables up to date, one replica at a time. A database that a newer
// release has been at is taken as it is. A migration takes as long as it has to.
func migrate(ctx context.Context, config *pgx.ConnConfig) error {
	config = config.Copy()
	config.RuntimeParams["statement_timeout"] = "0"
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "0"
	db := stdlib.OpenDB(*config)
	defer db.Close()
	p, err := provider(db)
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func provider(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	const seconds, times = 1, 600 // how often and how long to wait for another replica that migrates
	locker, err := migrators.NewPostgresSessionLocker(migrators.WithLockTimeout(seconds, times))
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
}
