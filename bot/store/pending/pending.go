// Package pending holds what became of screens until a store writes it: settlements need
// not wait for the disk, so they ride on a later commit. It knows no database.
package pending

import (
	"sync"
	"time"

	"hspbot/bot"
)

// Settlements are those that are not in their rows yet. They may be used by many goroutines.
type Settlements struct {
	due   chan struct{}
	idle  time.Duration
	mu    sync.Mutex
	all   map[bot.Key][]bot.Settlement // in the order in which they came
	timer *time.Timer
}

// New returns none. A settlement is due for a commit of its own after it has been idle.
func New(idle time.Duration) *Settlements {
	p := &Settlements{due: make(chan struct{}, 1), idle: idle, all: map[bot.Key][]bot.Settlement{}}
	p.timer = time.AfterFunc(time.Hour, p.wake)
	p.timer.Stop()
	return p
}

// Due tells when one has waited long enough.
func (p *Settlements) Due() <-chan struct{} { return p.due }

// Stop ends the telling.
func (p *Settlements) Stop() { p.timer.Stop() }

func (p *Settlements) wake() {
	select {
	case p.due <- struct{}{}:
	default:
	}
}

// Add takes a settlement.
func (p *Settlements) Add(key bot.Key, s bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.all) == 0 {
		p.timer.Reset(p.idle)
	}
	p.all[key] = append(p.all[key], s)
}

// Of returns the settlements of a conversation.
func (p *Settlements) Of(key bot.Key) []bot.Settlement {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[key]
}

// List adds all settlements to into, for a commit.
func (p *Settlements) List(into map[bot.Key][]bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, s := range p.all {
		into[k] = s
	}
}

// Drop forgets the settlement of a conversation that is deleted.
func (p *Settlements) Drop(key bot.Key) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.all, key)
}

// Saved drops the settlements that a commit has saved. Those that came since stay.
func (p *Settlements) Saved(these map[bot.Key][]bot.Settlement) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for k, s := range these {
		if p.all[k] = p.all[k][min(len(s), len(p.all[k])):]; len(p.all[k]) == 0 {
			delete(p.all, k)
		}
	}
	p.again()
}

// Again has what is still there be due after it has been idle once more: a commit failed.
func (p *Settlements) Again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.again()
}

func (p *Settlements) again() {
	if len(p.all) > 0 {
		p.timer.Reset(p.idle)
		return
	}
	p.timer.Stop()
}
