package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"hspbot/bot/records"
	"hspbot/bot/seal"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/watch"
)

// logKey returns the key by which the log names conversations: the same for all processes on a
// database, so that "hspbot person of-log" finds them.
func logKey(ctx context.Context, records records.Store) (key []byte, err error) {
	err = records.Change(ctx, "log", "key", func(old []byte) ([]byte, error) {
		if key = old; key == nil {
			key = []byte(rand.Text())
		}
		return key, nil
	})
	if err != nil {
		return nil, fmt.Errorf("key of the log: %w", err)
	}
	return key, nil
}

// openStore opens the database that is set: PostgreSQL, or a file.
func openStore(ctx context.Context, set *settings) (watch.Store, error) {
	if set.Database != "" {
		store, err := postgres.Open(ctx, string(set.Database), postgres.Options{Keys: set.Keys.Ring})
		if errors.Is(err, seal.ErrNoKey) {
			return nil, usageError{fmt.Errorf("HSPBOT_KEYS: %w", err)}
		}
		if err != nil {
			return nil, fmt.Errorf("HSPBOT_DATABASE_URL: %w", err)
		}
		return store, nil
	}
	path, err := set.file()
	if err != nil {
		return nil, err
	}
	store, err := sqlite.OpenSealed(path, set.Keys.Ring)
	if errors.Is(err, seal.ErrNoKey) {
		return nil, usageError{fmt.Errorf("HSPBOT_KEYS: %w", err)}
	}
	if err != nil {
		return nil, usageError{fmt.Errorf("HSPBOT_DATA: %w", err)}
	}
	return store, nil
}
