package sqlite

import (
	"context"
	"fmt"
	"time"

	"hspbot/bot"
)

var _ bot.Measured = (*Store)(nil)

// Count implements [bot.Measured].
func (s *Store) Count(ctx context.Context, platform string) (n int, err error) {
	if s.isClosed() {
		return 0, bot.ErrClosed
	}
	err = s.readers.QueryRowContext(ctx, `SELECT count(*) FROM session WHERE platform = ?`, platform).Scan(&n)
	return n, plain(err)
}

// Owed implements [bot.Measured].
func (s *Store) Owed(ctx context.Context, platform string) (n int, oldest time.Time, err error) {
	if err := s.task(ctx, func(w *writer) error { return w.flush() }); err != nil {
		return 0, time.Time{}, fmt.Errorf("save settlements: %w", err)
	}
	var touched int64
	err = s.readers.QueryRowContext(ctx, `SELECT count(*), coalesce(min(touched), 0) FROM session
		WHERE platform = ? AND version > shown AND gone = 0`, platform).Scan(&n, &touched)
	return n, when(touched), plain(err)
}

// Probe implements [bot.Measured]. It writes the number of the schema that is there.
func (s *Store) Probe(ctx context.Context) error {
	return s.task(ctx, func(w *writer) error {
		return w.transaction(func() error { return w.link.once(fmt.Sprintf(`PRAGMA user_version = %d`, schemaVersion)) })
	})
}
