package main

import (
	"context"
	"log/slog"
	"time"

	"hspbot/bot"
	"hspbot/bot/retry"
)

// sharesEvery is how often it is looked for what people do not share any more.
const sharesEvery = time.Hour

// expireShares deletes what people shared once its time is over, until ctx ends.
func expireShares(ctx context.Context, store bot.Store, log *slog.Logger) {
	now := store.Now
	for {
		if err := bot.SweepShares(ctx, store, now()); err != nil && ctx.Err() == nil {
			log.Error("delete what is not shared any more", "error", err)
		}
		if retry.Sleep(ctx, sharesEvery) != nil {
			return
		}
	}
}
