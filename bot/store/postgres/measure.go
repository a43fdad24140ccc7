package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

var _ bot.Measured = (*Store)(nil)

// Count implements [bot.Measured].
func (s *Store) Count(ctx context.Context, platform string) (n int, err error) {
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT count(*) FROM session WHERE platform = $1`, platform).Scan(&n)
	})
	return n, err
}

// Owed implements [bot.Measured]. It counts what all replicas owe.
func (s *Store) Owed(ctx context.Context, platform string) (n int, oldest time.Time, err error) {
	if err := s.flush(ctx); err != nil {
		return 0, time.Time{}, err
	}
	var touched int64
	err = s.read(ctx, func(ctx context.Context, conn *pgx.Conn) error {
		return conn.QueryRow(ctx, `SELECT count(*), coalesce(min(touched), 0) FROM session
			WHERE platform = $1 AND version > shown AND NOT gone`, platform).Scan(&n, &touched)
	})
	return n, codec.Time(touched), err
}

// ErasureOwed implements [bot.Measured]. What becomes of deleted rows in PostgreSQL's own files is
// up to its vacuum, and not known here.
func (s *Store) ErasureOwed() time.Time { return time.Time{} }

// Probe implements [bot.Measured]. It writes a record that is never read.
func (s *Store) Probe(ctx context.Context) error {
	return s.Change(ctx, "probe", "all", func([]byte) ([]byte, error) { return []byte("ok"), nil })
}
