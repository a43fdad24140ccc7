package telegramtest

import (
	"math"
	"strconv"
	"time"
)

// Limits are the rates of sending and editing that Telegram allows. Zero is no limit. Exceeding
// one is answered 429, and so is every call until retry_after is over.
type Limits struct {
	PerChat   float64 // a second, in each chat, sustained
	ChatBurst int     // at once, in each chat
	PerGroup  int     // within a minute, in each group
	Overall   int     // within a second, over all chats
}

// TelegramLimits are the rates that Telegram is known to allow.
func TelegramLimits() Limits {
	return Limits{PerChat: 1, ChatBurst: 3, PerGroup: 20, Overall: 30}
}

// SetLimits replaces the limits, with no calls counted so far.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.Limits = l
	s.limits.buckets, s.limits.all = map[string]*bucket{}, nil
}

type limiter struct {
	Limits
	blocked map[string]time.Time // until when a chat or method is blocked
	buckets map[string]*bucket   // by chat
	all     window
}

// bucket is the limits of one chat; tokens is as of at.
type bucket struct {
	tokens float64
	at     time.Time
	group  window
}

func newLimiter() limiter {
	return limiter{blocked: map[string]time.Time{}, buckets: map[string]*bucket{}}
}

// blockKey names what a retry_after blocks: the chat, or the method where there is none.
func blockKey(method string, chat int64) string {
	if chat == 0 {
		return method
	}
	return strconv.FormatInt(chat, 10)
}

func (l *limiter) block(key string, until time.Time) { l.blocked[key] = until }

// blockedFor returns for how many seconds a key remains blocked, rounded up; 0 for not.
func (l *limiter) blockedFor(key string, now time.Time, second time.Duration) int {
	return ceilSeconds(l.blocked[key].Sub(now), second)
}

func ceilSeconds(d, second time.Duration) int {
	return max(0, int(math.Ceil(float64(d)/float64(second))))
}

// throttle counts a message or an edit in a chat against the limits. What is refused is not
// counted.
func (c *call) throttle(ch *chat) *apiError {
	l, second := &c.s.limits, c.s.o.Second
	key := blockKey(c.method, ch.id)
	b := l.bucket(key)
	b.fill(l.Limits, c.at, second)
	wait := b.wait(l.Limits, second)
	wait = max(wait, l.all.wait(l.Overall, c.at, second))
	if ch.kind != Private {
		wait = max(wait, b.group.wait(l.PerGroup, c.at, 60*second))
	}
	if n := ceilSeconds(wait, second); n > 0 {
		l.block(key, c.at.Add(c.s.seconds(n)))
		return tooMany(n)
	}
	b.tokens--
	b.group.add(c.at)
	l.all.add(c.at)
	return nil
}

func (l *limiter) bucket(key string) *bucket {
	b := l.buckets[key]
	if b == nil {
		b = &bucket{tokens: float64(max(1, l.ChatBurst))}
		l.buckets[key] = b
	}
	return b
}

func (b *bucket) fill(l Limits, now time.Time, second time.Duration) {
	if !b.at.IsZero() {
		b.tokens += l.PerChat * max(0, float64(now.Sub(b.at))) / float64(second)
	}
	b.tokens = min(b.tokens, float64(max(1, l.ChatBurst)))
	b.at = now
}

// wait returns how long it is until there is a token. The small number allows for rounding errors.
func (b *bucket) wait(l Limits, second time.Duration) time.Duration {
	if l.PerChat <= 0 {
		return 0
	}
	return time.Duration((1 - b.tokens - 1e-6) / l.PerChat * float64(second))
}

// window is the times of the latest calls.
type window []time.Time

// wait returns how long it is until fewer than most calls lie within a span. A
// twentieth of the span is tolerated, since calls travel for different times.
func (w *window) wait(most int, now time.Time, span time.Duration) time.Duration {
	if most <= 0 {
		return 0
	}
	span -= span / 20
	for len(*w) > 0 && now.Sub((*w)[0]) >= span {
		*w = (*w)[1:]
	}
	if len(*w) < most {
		return 0
	}
	return span - now.Sub((*w)[len(*w)-most])
}

func (w *window) add(at time.Time) { *w = append(*w, at) }
