package main

import (
	"context"
	"errors"
	"fmt"

	"hspbot/bot/seal"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/watch"
)

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
