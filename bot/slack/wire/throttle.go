package wire

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// repeatInterval is the least time between two log lines of the same wording and reason.
const repeatInterval = time.Minute

// throttledLog logs what can come in any number, such as forged requests, at most once per
// repeatInterval, with the number of occurrences since.
type throttledLog struct {
	log *slog.Logger
	now func() time.Time

	mu    sync.Mutex
	lines map[string]*logLine // few: wordings and reasons are constants or Slack's error codes
}

type logLine struct {
	last  time.Time
	count int // since last
}

func newThrottledLog(o Options) *throttledLog {
	return &throttledLog{log: o.Log, now: o.Now, lines: map[string]*logLine{}}
}

// write logs a wording with the reason, which must be one of few and hold nothing personal.
func (t *throttledLog) write(ctx context.Context, level slog.Level, wording, reason string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key, now := wording+"\n"+reason, t.now()
	l := t.lines[key]
	if l == nil {
		l = &logLine{}
		t.lines[key] = l
	}
	l.count++
	if !l.last.IsZero() && now.Sub(l.last) < repeatInterval {
		return
	}
	t.log.Log(ctx, level, wording, "reason", reason, "count", l.count)
	l.last, l.count = now, 0
}
