package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hspbot/bot"
	"hspbot/bot/invite"
	"hspbot/bot/lead"
	"hspbot/bot/records"
	"hspbot/bot/retry"
	"hspbot/bot/seal"
	"hspbot/bot/watch"
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
func keepSealed(ctx context.Context, store watch.Store, ring *seal.Ring, log *slog.Logger) {
	now, records := store.Now, sealedRecords(store, ring)
	for {
		n, unread := resealRecords(ctx, records)
		if n > 0 {
			log.Info("encrypted with the first key", "records", n)
		}
		if err := errors.Join(unread, sealAll(ctx, store, now(), log)); err != nil && ctx.Err() == nil {
			log.Error("encrypt the database", "error", err)
		}
		if retry.Sleep(ctx, resealEvery) != nil {
			return
		}
	}
}

// sealedRecords are those that are sealed besides sessions, but for installations at Slack, which
// are sealed anew at the start.
func sealedRecords(store records.Store, ring *seal.Ring) []records.Sealed {
	var names []string
	for _, p := range platforms {
		names = append(names, p.name)
	}
	return append((&invite.Book{Records: store, Ring: ring}).Sealed(names...), (&lead.Book{Records: store, Ring: ring}).Sealed())
}

// resealRecords encrypts records with the first key, and returns how many. What cannot be read keeps
// nothing else from being encrypted.
func resealRecords(ctx context.Context, records []records.Sealed) (n int, err error) {
	for _, r := range records {
		done, resealErr := r.Reseal(ctx)
		n, err = n+done, errors.Join(err, resealErr)
	}
	return n, err
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
