package batch

import (
	"context"
	"sync"
	"time"

	"hspbot/bot"
)

// settlements are those that are not in their rows yet, each conversation's in the order in
// which they came: first saving, those of the commit under way, then waiting.
type settlements struct {
	idle  time.Duration
	timer *time.Timer // for a commit of their own

	mu      sync.Mutex
	waiting map[bot.Key]*[]bot.Settlement
	saving  map[bot.Key][]bot.Settlement
	saved   chan struct{} // closed when saving has been saved or has failed
}

func (s *settlements) init(idle time.Duration) {
	s.idle, s.waiting = idle, map[bot.Key]*[]bot.Settlement{}
	s.timer = time.NewTimer(idle)
	s.timer.Stop()
}

func (s *settlements) add(key bot.Key, t bot.Settlement) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.waiting) == 0 {
		s.timer.Reset(s.idle)
	}
	list := s.waiting[key]
	if list == nil {
		list = new([]bot.Settlement)
		s.waiting[key] = list
	}
	*list = append(*list, t)
}

// begin takes all that wait to a commit, which is followed by end.
func (s *settlements) begin() map[bot.Key][]bot.Settlement {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saving, s.saved = make(map[bot.Key][]bot.Settlement, len(s.waiting)), make(chan struct{})
	for key, list := range s.waiting {
		s.saving[key] = *list
	}
	clear(s.waiting)
	s.timer.Stop()
	return s.saving
}

// end says what became of the commit. After an error the settlements wait again.
func (s *settlements) end(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		for key, list := range s.saving {
			if later := s.waiting[key]; later != nil {
				list = append(list, *later...)
			}
			s.waiting[key] = &list
		}
	}
	if s.saving = nil; len(s.waiting) > 0 {
		s.timer.Reset(s.idle)
	}
	close(s.saved)
}

// of returns the settlements of a conversation that wait, nil where there are none. While
// some are being saved it waits: until then it is not known whether the row has them.
func (s *settlements) of(ctx context.Context, key bot.Key) (*[]bot.Settlement, error) {
	for {
		s.mu.Lock()
		list, saved := s.waiting[key], s.saved
		_, saving := s.saving[key]
		s.mu.Unlock()
		if !saving {
			return list, nil
		}
		select {
		case <-saved:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
}

// still returns what waits, if that is what waited before: none of it has been saved.
func (s *settlements) still(key bot.Key, before *[]bot.Settlement) (list []bot.Settlement, unsaved bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting[key] != before {
		return nil, false
	}
	return *before, true
}

func (s *settlements) drop(key bot.Key) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, key)
}
