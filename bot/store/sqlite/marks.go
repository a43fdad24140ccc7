package sqlite

import (
	"context"
	"sync"
	"time"

	"hspbot/bot"
)

// idle is how long a mark waits for a commit it can ride on. Then it is written by itself,
// without an fsync: it outlives the process, if not the machine.
const idle = 20 * time.Millisecond

// marks are the screens shown whose rows do not say so yet.
type marks struct {
	due   chan struct{} // a mark has waited long enough
	mu    sync.Mutex
	all   map[bot.Key]int64
	timer *time.Timer
}

func newMarks() *marks {
	m := &marks{due: make(chan struct{}, 1), all: map[bot.Key]int64{}}
	m.timer = time.AfterFunc(time.Hour, m.wake)
	m.timer.Stop()
	return m
}

func (m *marks) wake() {
	select {
	case m.due <- struct{}{}:
	default:
	}
}

func (m *marks) add(key bot.Key, version int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.all) == 0 {
		m.timer.Reset(idle)
	}
	m.all[key] = max(m.all[key], version)
}

func (m *marks) of(key bot.Key) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.all[key]
}

// list adds all marks to into, for a commit.
func (m *marks) list(into map[bot.Key]int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, v := range m.all {
		into[k] = v
	}
}

// saved drops the marks that a commit has saved. One that has grown since stays.
func (m *marks) saved(these map[bot.Key]int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, v := range these {
		if m.all[k] == v {
			delete(m.all, k)
		}
	}
	if len(m.all) > 0 {
		m.timer.Reset(idle)
		return
	}
	m.timer.Stop()
}

// mark notes in a session that the screen of version has been shown.
func mark(s *bot.Session, version int64) {
	if version > s.Shown && version <= s.Version {
		s.Shown = version
	}
}

// MarkShown implements [bot.Store].
func (s *Store) MarkShown(_ context.Context, key bot.Key, version int64) error {
	if err := key.Check(); err != nil {
		return err
	}
	s.sending.RLock() // so that the marks of a store being closed are still saved
	defer s.sending.RUnlock()
	if s.closed {
		return bot.ErrClosed
	}
	s.marks.add(key, version)
	return nil
}
