package wire

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// sparsely is the least time between two lines of the same wording.
const sparsely = time.Minute

// sparse logs what can come in any number, such as forgeries, once in a while and with how
// many there were.
type sparse struct {
	log *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	lines map[string]*line // few: the wordings are constants, with the platform's error codes
}

type line struct {
	last  time.Time
	count int
}

func newSparse(o Options) *sparse {
	return &sparse{log: o.Log, now: o.Now, lines: map[string]*line{}}
}

// say logs a wording with the reason, which must be one of few and hold nothing personal.
func (s *sparse) say(ctx context.Context, level slog.Level, wording, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key, now := wording+"\n"+reason, s.now()
	l := s.lines[key]
	if l == nil {
		l = &line{}
		s.lines[key] = l
	}
	l.count++
	if !l.last.IsZero() && now.Sub(l.last) < sparsely {
		return
	}
	s.log.Log(ctx, level, wording, "reason", reason, "count", l.count)
	l.last, l.count = now, 0
}
