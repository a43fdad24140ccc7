package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"hspbot/bot"
	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/watch"
)

// resealCommand encrypts everything with the first key.
type resealCommand struct {
	DeleteUnreadable bool `help:"Delete what cannot be read because its key is not in HSPBOT_KEYS. This cannot be undone."`
}

// sealingSettings are those that say what is encrypted, and with which keys.
type sealingSettings struct {
	databaseSettings
	Keys keyRing `env:"HSPBOT_KEYS" group:"all" secret:"" help:"the new key, a comma, and the old ones"`
}

// Help is the help of the subcommand, in addition to its flags.
func (resealCommand) Help() string {
	return `Encrypts all conversations, and what is on its way to partners or from somebody asked, with the first key of HSPBOT_KEYS, and prints how many hang on which key. The bot may be running. After this a conversation that is not encrypted is not read any more: it would be forged. hspbot serve does the same in the background, within a quarter of an hour.

To change the key: give every replica the old key, a comma and the new key; then the new key, a comma and the old key; run hspbot reseal; then leave the old key out. As long as a key is needed, hspbot serve does not start without it.

Settings come from the environment, as for serve:
` + describe(variablesOf(&sealingSettings{})) + `
Example:

    HSPBOT_KEYS_FILE=/etc/hspbot/keys HSPBOT_DATA=/var/lib/hspbot/serve.db hspbot reseal`
}

// Run is the subcommand.
func (c resealCommand) Run(s *streams) error {
	var set sealingSettings
	if err := processEnvironment().read(&set); err != nil {
		return usageError{err}
	}
	if set.Keys.Ring == nil {
		return usageError{errors.New("set HSPBOT_KEYS to the keys, the one to encrypt with first")}
	}
	ctx, stop := untilStopped()
	defer stop()
	store, err := set.openToReseal(ctx)
	if err != nil {
		return err
	}
	return errors.Join(c.reseal(ctx, s, set, store), store.Close())
}

// openToReseal opens the database also where conversations hang on keys that are not there.
func (set *sealingSettings) openToReseal(ctx context.Context) (watch.Store, error) {
	path, err := set.file()
	if err != nil {
		return nil, err
	}
	var store watch.Store
	name := "HSPBOT_DATA"
	if set.Database != "" {
		name = "HSPBOT_DATABASE_URL"
		store, err = postgres.Open(ctx, string(set.Database), postgres.Options{Keys: set.Keys.Ring, MayMissKeys: true})
	} else {
		if _, missing := os.Stat(path); missing != nil {
			return nil, usageError{fmt.Errorf("%s: %s cannot be opened: %s", name, path, bot.WithoutPath(missing))}
		}
		store, err = sqlite.OpenToReseal(path, set.Keys.Ring)
	}
	if errors.Is(err, seal.ErrNoKey) {
		name = "HSPBOT_KEYS"
	}
	if err != nil {
		return nil, usageError{fmt.Errorf("%s: %w", name, err)}
	}
	return store, nil
}

// reseal does it, and prints what the conversations hang on then.
func (c resealCommand) reseal(ctx context.Context, s *streams, set sealingSettings, store watch.Store) error {
	deleted, records := 0, sealedRecords(store, set.Keys.Ring)
	if c.DeleteUnreadable {
		var err error
		if deleted, err = store.DropUnreadable(ctx); err != nil {
			return err
		}
		for _, r := range records {
			n, err := r.DropUnreadable(ctx)
			if err != nil {
				return err
			}
			deleted += n
		}
	}
	n, err := store.Reseal(ctx)
	if err != nil {
		return err
	}
	done, unread := resealRecords(ctx, records)
	n += done
	counted, err := store.ByKey(ctx)
	if err != nil {
		return err
	}
	form := codec.Form{Keys: set.Keys.Ring}
	if counted[codec.Plain] == 0 {
		if err := store.RefusePlain(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.out, "encrypted anew: %d\ndeleted: %d\nnow: %s\n", n, deleted, form.Report(counted))
	return errors.Join(form.CheckKeys(counted), unread)
}
