package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
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

// openStore opens the database that is set, PostgreSQL or a file, with its keys.
func (set *sealingSettings) openStore(ctx context.Context, o codec.Options) (store watch.Store, err error) {
	o.Keys = set.Keys.Ring
	path, err := set.file()
	switch {
	case set.Database != "":
		store, err = postgres.Open(ctx, string(set.Database), postgres.Options{Options: o})
	case err == nil:
		store, err = sqlite.OpenSealed(path, o)
	}
	switch {
	case errors.Is(err, seal.ErrNoKey):
		return nil, usageError{fmt.Errorf("HSPBOT_KEYS: %w", err)}
	case err != nil && set.Database != "":
		return nil, fmt.Errorf("HSPBOT_DATABASE_URL: %w", err)
	case err != nil:
		return nil, usageError{fmt.Errorf("HSPBOT_DATA: %w", err)}
	}
	return store, nil
}

// withStore opens the database that the settings of serve name, also while the bot runs.
func withStore(do func(ctx context.Context, store watch.Store) error) error {
	var set sealingSettings
	if err := processEnvironment().read(&set); err != nil {
		return usageError{err}
	}
	return set.withStore(codec.Options{}, do)
}

// withStore opens the database for do, if it is there.
func (set *sealingSettings) withStore(o codec.Options, do func(ctx context.Context, store watch.Store) error) error {
	if err := set.exists(); err != nil {
		return usageError{err}
	}
	ctx, stop := untilStopped()
	defer stop()
	store, err := set.openStore(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(do(ctx, store), store.Close())
}

// exists makes sure that no file is made where somebody only looks.
func (d databaseSettings) exists() error {
	if d.Database != "" {
		return nil
	}
	path, err := d.file()
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("HSPBOT_DATA: %s: %s", path, bot.WithoutPath(err))
	}
	return nil
}
