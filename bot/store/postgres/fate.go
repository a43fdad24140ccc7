package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// errUnknown says that a transaction may have been committed or not: the connection broke
// while it was, and the database cannot be asked.
var errUnknown = errors.New("what became of the transaction is not known")

// fate finds out what became of a transaction whose end was not heard. It returns nil where
// it was committed, and errLost where it was not.
//
// The database remembers. After a crash it may give the number of a transaction that left
// no trace to another one, so the rows are looked at, too: none is older than it was to be.
func (s *Store) fate(xid string, old, fresh *table) error {
	ctx, cancel := context.WithTimeout(context.Background(), s.o.Statement)
	defer cancel()
	versions := append(append([]int64{}, old.version...), fresh.version...)
	platforms := append(append([]string{}, old.platform...), fresh.platform...)
	ids := append(append([][]byte{}, old.id...), fresh.id...)
	for wait := 20 * time.Millisecond; ; wait = min(2*wait, 500*time.Millisecond) {
		var status *string
		var missing int
		err := s.pool.with(ctx, func(ctx context.Context, conn *pgx.Conn) error {
			return conn.QueryRow(ctx, `SELECT pg_xact_status($1::text::xid8), (SELECT count(*)
				FROM unnest($2::text[], $3::bytea[], $4::bigint[]) AS k (platform, id, version)
				JOIN session s ON s.platform = k.platform AND s.id = k.id AND s.version < k.version)`,
				xid, platforms, ids, versions).Scan(&status, &missing)
		})
		if err == nil {
			switch {
			case status == nil:
				return fmt.Errorf("%w: it is too long ago", errUnknown)
			case *status == "committed" && missing == 0:
				return nil
			case *status != "in progress":
				return errLost
			}
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return errUnknown
		}
	}
}
