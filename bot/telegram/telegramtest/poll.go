package telegramtest

import (
	"encoding/json"
	"time"
)

const maxPoll = 50 // seconds a poll lasts at most; longer ones are cut as Telegram does

// getUpdates releases the lock while it waits.
func (c *call) getUpdates() (any, *apiError) {
	s := c.s
	limit := int64(100)
	if c.args.has("limit") {
		limit = c.args.number("limit")
	}
	if limit < 1 || limit > 100 {
		c.violate("limit %d is cut to 1-100", limit)
		limit = min(max(limit, 1), 100)
	}
	if s.webhook.url == "" {
		c.setAllowed()
		s.webhook.poller++
		s.confirm(c.args.number("offset"))
		s.broadcast() // an earlier poll ends
	}
	mine := s.webhook.poller
	timer := time.NewTimer(s.seconds(int(min(c.args.number("timeout"), maxPoll))))
	defer timer.Stop()
	for over := false; ; {
		switch {
		case s.faults.down:
			c.broken = true
			return nil, nil
		case s.webhook.url != "":
			return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
		case s.webhook.poller != mine:
			return nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		}
		if batch := s.batch(int(limit)); len(batch) > 0 || over || c.args.number("timeout") <= 0 {
			return batch, nil
		}
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-timer.C:
			over = true
		case <-c.ctx.Done():
			over = true
		case <-s.ctx.Done():
			over = true
		}
		s.mu.Lock()
		if c.ctx.Err() != nil {
			return []json.RawMessage{}, nil // the connection is closed
		}
	}
}

// confirm removes the updates before an offset; a negative one leaves that many.
func (s *Server) confirm(offset int64) {
	q := &s.queue
	if offset < 0 {
		q.updates = q.updates[max(0, len(q.updates)+int(offset)):]
		return
	}
	for len(q.updates) > 0 && q.updates[0].id < offset {
		u := q.updates[0]
		q.updates = q.updates[1:]
		if !u.duplicated && s.random.Float64() < s.faults.Duplicate {
			u.duplicated = true
			q.duplicates = append(q.duplicates, u)
		}
	}
}

// batch returns the next updates: those that come once more, and those not confirmed.
func (s *Server) batch(limit int) []json.RawMessage {
	q := &s.queue
	q.expire()
	out := []json.RawMessage{}
	take := func(u *update) {
		s.recordDelivery(u, "poll", 200)
		out = append(out, u.body)
	}
	for len(q.duplicates) > 0 && len(out) < limit {
		take(q.duplicates[0])
		q.duplicates = q.duplicates[1:]
	}
	for _, u := range q.updates {
		if len(out) < limit {
			take(u)
		}
	}
	return out
}
