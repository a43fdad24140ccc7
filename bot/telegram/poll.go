package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot"
)

// poll asks for updates until ctx ends. The library's own loop acknowledges an update
// before it is handled; this one asks for the next only after all are on disk.
func (t *Telegram) poll(ctx context.Context) error {
	if _, err := t.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{}); err != nil && ctx.Err() == nil {
		t.o.Log.Warn("delete webhook", "error", classify(bot.Key{}, err).Err)
	}
	offset, wait := int64(0), time.Duration(0)
	for ctx.Err() == nil {
		if wait > 0 && !sleep(ctx, wait) {
			return nil
		}
		updates, after, err := t.getUpdates(ctx, offset)
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			wait = max(after, min(max(2*wait, 500*time.Millisecond), 30*time.Second))
			t.o.Log.Warn("get updates", "error", err)
			continue
		}
		next, err := t.takeAll(ctx, updates)
		wait = 0
		if err != nil {
			wait = time.Second // the store is in trouble; the rest comes again
		}
		offset = max(offset, next)
	}
	return nil
}

// takeAll hands updates in, those of one conversation in order, and returns the offset up
// to which all are on disk.
func (t *Telegram) takeAll(ctx context.Context, updates []update) (next int64, err error) {
	lanes := map[string][]*update{}
	for i := range updates {
		u := &updates[i]
		key := t.reader.read(u).delivery.Key.ID
		lanes[key] = append(lanes[key], u)
	}
	var failed atomic.Int64 // the lowest id that was not taken
	var group sync.WaitGroup
	for _, lane := range lanes {
		group.Go(func() {
			for _, u := range lane {
				reply, err := t.take(ctx, u)
				if err != nil {
					for low := failed.Load(); (low == 0 || u.ID < low) && !failed.CompareAndSwap(low, u.ID); low = failed.Load() {
					}
					return
				}
				t.answer(reply)
			}
		})
	}
	group.Wait()
	if low := failed.Load(); low != 0 {
		return low, errors.New("not all updates could be kept")
	}
	for i := range updates {
		next = max(next, updates[i].ID+1)
	}
	return next, nil
}

// getUpdates waits for updates. With an error comes how long Telegram asked to wait.
func (t *Telegram) getUpdates(ctx context.Context, offset int64) ([]update, time.Duration, error) {
	body, err := json.Marshal(map[string]any{"offset": offset, "limit": 100, "timeout": int(t.o.PollTimeout.Seconds()), "allowed_updates": updateKinds})
	if err != nil {
		return nil, 0, fmt.Errorf("write request: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, t.o.PollTimeout+15*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, t.o.API+"/bot"+t.o.Token+"/getUpdates", bytes.NewReader(body))
	if err != nil {
		return nil, 0, errors.New("the address of the Bot API is none")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := t.o.Client.Do(request)
	if err != nil {
		return nil, 0, errors.New(plainly(err))
	}
	defer response.Body.Close()
	var answer struct {
		OK         bool              `json:"ok"`
		Result     []json.RawMessage `json:"result"`
		Code       int               `json:"error_code"`
		Parameters struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<20)).Decode(&answer); err != nil {
		return nil, 0, fmt.Errorf("answer %d of the Bot API is not readable", response.StatusCode)
	}
	after := time.Duration(answer.Parameters.RetryAfter) * time.Second
	switch {
	case answer.OK:
		var updates []update
		for _, raw := range answer.Result {
			if u, ok := parseUpdate(raw); ok {
				updates = append(updates, u)
			}
		}
		return updates, 0, nil
	case answer.Code == http.StatusConflict:
		return nil, max(after, 5*time.Second), errors.New("another program polls for this bot, or a webhook is set")
	}
	return nil, after, fmt.Errorf("the Bot API answers %d", answer.Code)
}
