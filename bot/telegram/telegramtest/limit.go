package telegramtest

import (
	"math"
	"strconv"
	"time"
)

// Limits are the rates of sending and editing that Telegram allows. Zero is no limit. Who
// goes over one gets 429, and again until retry_after is over.
type Limits struct {
	PerChat   float64 // a second, in each chat, sustained
	ChatBurst int     // at once, in each chat
	PerGroup  int     // within a minute, in each group
	Overall   int     // within a second, over all chats
}

// TelegramLimits are the rates that Telegram is known to keep to.
func TelegramLimits() Limits {
	return Limits{PerChat: 1, ChatBurst: 3, PerGroup: 20, Overall: 30}
}

// SetLimits replaces the limits, with all buckets full.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limits.Limits = l
	s.limits.buckets, s.limits.all = map[string]*bucket{}, nil
}

type limiter struct {
	Limits
	gates   map[string]time.Time // until when a chat or method is closed
	buckets map[string]*bucket   // by chat
	all     window
}

// bucket is the limits of one chat; at is when tokens was right.
type bucket struct {
	tokens float64
	at     time.Time
	group  window
}

func newLimiter() limiter {
	return limiter{gates: map[string]time.Time{}, buckets: map[string]*bucket{}}
}

// gateKey names what a retry_after closes: the chat, or the method where there is none.
func gateKey(method string, chat int64) string {
	if chat == 0 {
		return method
	}
	return strconv.FormatInt(chat, 10)
}

func (l *limiter) close(key string, until time.Time) { l.gates[key] = until }

// gate returns for how many seconds a gate remains closed, rounded up; 0 for open.
func (l *limiter) gate(key string, now time.Time, second time.Duration) int {
	return ceil(l.gates[key].Sub(now), second)
}

func ceil(d, second time.Duration) int { return max(0, int(math.Ceil(float64(d)/float64(second)))) }

// throttle counts a message or an edit in a chat against the limits. What is refused is not
// counted.
func (c *call) throttle(ch *chat) *apiError {
	l, second := &c.s.limits, c.s.o.Second
	key := gateKey(c.method, ch.id)
	b := l.bucket(key)
	b.fill(l.Limits, c.at, second)
	wait := b.wait(l.Limits, second)
	wait = max(wait, l.all.wait(l.Overall, c.at, second))
	if ch.kind != Private {
		wait = max(wait, b.group.wait(l.PerGroup, c.at, 60*second))
	}
	if n := ceil(wait, second); n > 0 {
		l.close(key, c.at.Add(c.s.seconds(n)))
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

// wait returns how long it is until there is a token. The small number stands for rounding.
func (b *bucket) wait(l Limits, second time.Duration) time.Duration {
	if l.PerChat <= 0 {
		return 0
	}
	return time.Duration((1 - b.tokens - 1e-6) / l.PerChat * float64(second))
}

// window is the times of the latest calls.
type window []time.Time

// wait returns how long it is until fewer than most calls lie within a span. A call has a
// twentieth of the span's grace, for the way it travels.
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
