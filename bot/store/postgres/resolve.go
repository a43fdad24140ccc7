package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot/retry"
)

// errUnknown says that a transaction may have been committed or not: the connection broke
// while it was, and the database cannot be asked.
var errUnknown = errors.New("unknown whether the transaction was committed")

// errInProgress says that the database has not ended a transaction yet.
var errInProgress = errors.New("transaction is in progress")

// resolveCommit finds out what became of a transaction whose COMMIT was not answered. It
// returns nil where it was committed, and errDisconnected where it was not.
//
// The database remembers. After a crash it may give the number of a transaction that left
// no trace to another one, so the rows are looked at, too: none may be of a lower version.
func (s *Store) resolveCommit(xid string, old, fresh *table) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.o.Statement)
	defer cancel()
	versions, platforms, ids := slices.Concat(old.version, fresh.version), slices.Concat(old.platform, fresh.platform), slices.Concat(old.id, fresh.id)
	err := retry.Do(ctx, retry.Backoff{Min: 20 * time.Millisecond, Max: 500 * time.Millisecond}, 0, func() error {
		var status *string
		var missing int
		err := s.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			return conn.QueryRow(ctx, `SELECT pg_xact_status($1::text::xid8), (SELECT count(*)
				FROM unnest($2::text[], $3::bytea[], $4::bigint[]) AS k (platform, id, version)
				JOIN session s ON s.platform = k.platform AND s.id = k.id AND s.version < k.version)`,
				xid, platforms, ids, versions).Scan(&status, &missing)
		})
		switch {
		case err != nil:
			return err
		case status == nil:
			return retry.Permanent(fmt.Errorf("%w: it is too long ago", errUnknown))
		case *status == "committed" && missing == 0:
			return nil
		case *status == "in progress":
			return errInProgress
		}
		return retry.Permanent(errDisconnected)
	})
	if err == nil || errors.Is(err, errUnknown) || err == errDisconnected {
		return err
	}
	return errUnknown // until the time was up
}
