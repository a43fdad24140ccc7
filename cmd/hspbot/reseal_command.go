package main

import (
	"context"
	"errors"
	"fmt"

	"hspbot/bot/seal"
	"hspbot/bot/store/codec"
	"hspbot/bot/watch"
)

// resealCommand encrypts everything with the first key.
type resealCommand struct {
	DeleteUnreadable bool `help:"Delete what cannot be read because its key is not in HSPBOT_KEYS. This cannot be undone."`
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
	return set.withStore(codec.Options{MayMissKeys: true}, func(ctx context.Context, store watch.Store) error {
		return c.reseal(ctx, s, set.Keys.Ring, store)
	})
}

// reseal does it, and prints what the conversations hang on then.
func (c resealCommand) reseal(ctx context.Context, s *streams, keys *seal.Ring, store watch.Store) error {
	deleted, records := 0, sealedRecords(store, keys)
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
	form := codec.NewForm(codec.Options{Keys: keys})
	if counted[codec.Plain] == 0 {
		if err := store.RefusePlain(ctx); err != nil {
			return err
		}
	}
	fmt.Fprintf(s.out, "encrypted anew: %d\ndeleted: %d\nnow: %s\n", n, deleted, form.Report(counted))
	return errors.Join(form.CheckKeys(counted), unread)
}
