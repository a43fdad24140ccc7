package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot/inbound"
	"hspbot/bot/inorder"
	"hspbot/bot/retry"
)

// conflictWords say that Telegram hands updates to somebody else. It does not say when they end.
const conflictWords = "another program polls for this bot, or a webhook is set"

// conflictWait is how long is waited then, however often: of two replicas that overlap while one
// takes over, the other polls soon after the first has ended.
const conflictWait = 2 * time.Second

// poll asks for updates until ctx ends. The library's own loop acknowledges an update
// before it is handled; this one asks for the next only after all are on disk.
func (t *intake) poll(ctx context.Context) error {
	defer t.o.Intake.Rest()
	// As long as there is a webhook Telegram refuses to be polled.
	err := retry.Do(ctx, retry.Backoff{Min: 500 * time.Millisecond, Max: 30 * time.Second}, 0, func() error {
		_, err := t.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
		if err == nil || ctx.Err() != nil {
			return err
		}
		if err = failureOf(err); errors.Is(err, ErrToken) {
			return retry.Permanent(err)
		}
		t.fail(err)
		return err
	})
	if errors.Is(err, ErrToken) {
		return err
	}
	if err != nil {
		return nil // ctx has ended
	}
	offset, backoff, conflict := int64(0), retry.Backoff{Min: 500 * time.Millisecond, Max: 30 * time.Second}, false
	for ctx.Err() == nil {
		updates, after, err := t.getUpdates(ctx, offset)
		if errors.Is(err, ErrToken) {
			return err
		}
		if err != nil {
			if ctx.Err() == nil {
				t.fail(err)
			}
			if f, ok := errors.AsType[*failure](err); ok && f.reason == inbound.Conflict {
				if !conflict { // somebody may have set a webhook; it is deleted once
					_, _ = t.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{})
				}
				conflict = true
				_ = retry.Sleep(ctx, conflictWait)
				continue
			}
			_ = backoff.Wait(ctx, after)
			continue
		}
		backoff.Reset()
		t.o.Intake.Arrive()
		conflict = false
		next, err := t.takeAll(ctx, updates)
		offset = max(offset, next)
		if err != nil { // the store has failed; the rest comes again
			_ = retry.Sleep(ctx, time.Second)
		}
	}
	return nil
}

// takeAll hands updates in, those of one conversation in order, and returns the offset up
// to which all are on disk.
func (t *intake) takeAll(ctx context.Context, updates []update) (next int64, err error) {
	var order inorder.Lock[string]
	var all sync.WaitGroup
	var mu sync.Mutex // guards what follows
	failed := map[string]bool{}
	for i := range updates {
		next = max(next, updates[i].ID+1)
	}
	for i := range updates {
		id, in, key := updates[i].ID, t.reader.read(&updates[i]), ""
		if in.turn != nil {
			key = in.turn.Key.ID
		}
		turn := order.Enter(key)
		all.Go(func() {
			defer turn.Leave()
			_ = turn.Wait(context.WithoutCancel(ctx)) // those before it end with ctx
			mu.Lock()
			skip := failed[key]
			mu.Unlock()
			if skip { // it comes again with the one that failed, in order
				return
			}
			reply, takeErr := t.take(ctx, in)
			if takeErr == nil {
				t.reply(reply)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			failed[key], next, err = true, min(next, id), errors.New("not all updates could be kept")
		})
	}
	all.Wait()
	return next, err
}

// getUpdates waits for updates. With an error comes how long Telegram asked to wait.
func (t *Telegram) getUpdates(ctx context.Context, offset int64) ([]update, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, t.o.PollTimeout+15*time.Second)
	defer cancel()
	var list []json.RawMessage
	wait, err := t.call(ctx, "getUpdates", map[string]any{"offset": offset, "limit": 100, "timeout": int(t.o.PollTimeout.Seconds()), "allowed_updates": updateKinds}, &list)
	var updates []update
	for _, raw := range list {
		if u, ok := parseUpdate(raw); ok {
			updates = append(updates, u)
		}
	}
	return updates, wait, err
}
