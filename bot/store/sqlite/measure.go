package sqlite

import (
	"context"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/codec"
)

var _ bot.Measured = (*Store)(nil)

// Count implements [bot.Measured].
func (s *Store) Count(ctx context.Context, platform string) (n int, err error) {
	err = s.row(ctx, []any{&n}, `SELECT count(*) FROM session WHERE platform = ?`, platform)
	return n, err
}

// Owed implements [bot.Measured].
func (s *Store) Owed(ctx context.Context, platform string) (n int, oldest time.Time, err error) {
	if err := s.queue.Flush(ctx); err != nil {
		return 0, time.Time{}, err
	}
	var touched int64
	err = s.row(ctx, []any{&n, &touched}, `SELECT count(*), coalesce(min(touched), 0) FROM session
		WHERE platform = ? AND version > shown AND gone = 0`, platform)
	return n, codec.Time(touched), err
}

// Probe implements [bot.Measured]. It writes the number of the schema that is there.
func (s *Store) Probe(ctx context.Context) error {
	return s.between(ctx, func() error {
		return s.writer.transaction(func() error { return s.writer.set("user_version", schemaVersion) })
	})
}
