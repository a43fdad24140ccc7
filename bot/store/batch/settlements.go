package batch

import (
	"sync"
	"time"

	"hspbot/bot"
)

// settlements are those that are not in their rows yet, each conversation's in the order in
// which they came: first saving, those of the commit under way, then waiting.
type settlements struct {
	idle  time.Duration
	timer *time.Timer // for a commit of their own

	mu              sync.Mutex
	waiting, saving map[bot.Key][]bot.Settlement
}

func (s *settlements) init(idle time.Duration) {
	s.idle, s.waiting = idle, map[bot.Key][]bot.Settlement{}
	s.timer = time.NewTimer(idle)
	s.timer.Stop()
}

func (s *settlements) add(key bot.Key, t bot.Settlement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.timer.Reset(s.idle)
	}
	s.waiting[key] = append(s.waiting[key], t)
}

// begin takes all that wait to a commit, which is followed by end.
func (s *settlements) begin() map[bot.Key][]bot.Settlement {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saving, s.waiting = s.waiting, map[bot.Key][]bot.Settlement{}
	s.timer.Stop()
	return s.saving
}

// end says what became of the commit. After an error the settlements wait again.
func (s *settlements) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		for key, list := range s.saving {
			s.waiting[key] = append(list, s.waiting[key]...)
		}
	}
	if s.saving = nil; len(s.waiting) > 0 {
		s.timer.Reset(s.idle)
	}
}

// has reports whether the row of a conversation may lack some.
func (s *settlements) has(key bot.Key) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.waiting[key]) > 0 || len(s.saving[key]) > 0
}

func (s *settlements) drop(key bot.Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, key)
}
