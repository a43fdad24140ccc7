package sqlite

import (
	"context"
	"sync"
	"time"

	"hspbot/bot"
)

// idle is how long a settlement waits for a commit it can ride on. Then it is written by
// itself, without an fsync: it outlives the process, if not the machine.
const idle = 20 * time.Millisecond

// pending are the settlements that are not in their rows yet.
type pending struct {
	due   chan struct{} // one has waited long enough
	mu    sync.Mutex
	all   map[bot.Key]*bot.Settlement // not changed in place
	timer *time.Timer
}

func newPending() *pending {
	p := &pending{due: make(chan struct{}, 1), all: map[bot.Key]*bot.Settlement{}}
	p.timer = time.AfterFunc(time.Hour, p.wake)
	p.timer.Stop()
	return p
}

func (p *pending) wake() {
	select {
	case p.due <- struct{}{}:
	default:
	}
}

// add takes a settlement. Of two for one conversation the later holds, but for what has
// been shown. One of an older screen may be late.
func (p *pending) add(key bot.Key, s bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		p.timer.Reset(idle)
	}
	if before := p.all[key]; before != nil {
		shown := max(before.Shown, s.Shown)
		if before.Version > s.Version {
			s = *before
		}
		s.Shown = shown
	}
	p.all[key] = &s
}

func (p *pending) of(key bot.Key) *bot.Settlement {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[key]
}

// list adds all settlements to into, for a commit.
func (p *pending) list(into map[bot.Key]*bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, s := range p.all {
		into[k] = s
	}
}

// saved drops the settlements that a commit has saved. One that has been replaced since stays.
func (p *pending) saved(these map[bot.Key]*bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, s := range these {
		if p.all[k] == s {
			delete(p.all, k)
		}
	}
	if len(p.all) > 0 {
		p.timer.Reset(idle)
		return
	}
	p.timer.Stop()
}

// Settle implements [bot.Store].
func (s *Store) Settle(_ context.Context, key bot.Key, settlement bot.Settlement) error {
	if err := key.Check(); err != nil {
		return err
	}
	s.sending.RLock() // so that the settlements of a store being closed are still saved
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	settlement.Due = when(micros(settlement.Due))
	s.pending.add(key, settlement)
	return nil
}
