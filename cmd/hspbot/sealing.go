package main

import (
	"context"
	"log/slog"
	"time"

	"hspbot/bot"
	"hspbot/bot/retry"
)

const (
	// resealEvery is how often it is looked whether everything is encrypted with the first key:
	// another replica may have had other keys a moment ago.
	resealEvery = 10 * time.Minute
	// plainAllowed is how long after keys were used for the first time conversations that are not
	// encrypted are still read: as long, a replica without keys may go on while another begins.
	plainAllowed = 15 * time.Minute
)

// keepSealed encrypts with the first key what is not, until ctx ends. Once everything is, what is
// not encrypted is not read any more.
func keepSealed(ctx context.Context, store bot.Sealer, now func() time.Time, log *slog.Logger) {
	for {
		if err := sealAll(ctx, store, now(), log); err != nil && ctx.Err() == nil {
			log.Error("encrypt the database", "error", err)
		}
		if retry.Sleep(ctx, resealEvery) != nil {
			return
		}
	}
}

func sealAll(ctx context.Context, store bot.Sealer, now time.Time, log *slog.Logger) error {
	since, err := store.SealedSince(ctx)
	if err != nil {
		return err
	}
	n, err := store.Reseal(ctx)
	if n > 0 {
		log.Info("encrypted with the first key", "conversations", n)
	}
	if err != nil || n > 0 || now.Sub(since) < plainAllowed {
		return err
	}
	return store.RefusePlain(ctx)
}
