package watch

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// StatsSource is an outbox, as far as it counts what it holds.
type StatsSource interface {
	Stats() outbox.Stats
}

const (
	// The store is not queried more often than this, however often metrics are scraped.
	owedMaxAge, countMaxAge, keysMaxAge = 15 * time.Second, time.Minute, 10 * time.Minute
	queryTimeout, keysTimeout           = 5 * time.Second, 2 * time.Minute
)

var (
	expired  = newDesc("hspbot_expired_sessions_total", "Sessions deleted after their time to live without a message.")
	waiting  = newDesc("hspbot_waiting_screens", "Conversations in memory that have a screen to post.")
	owed     = newDesc("hspbot_owed_screens", "Screens stored and not yet posted; every replica reports the same number.")
	owedAge  = newDesc("hspbot_owed_oldest_age_seconds", "Age of the oldest screen not yet posted, 0 if there is none; every replica reports the same.")
	erasure  = newDesc("hspbot_erasure_owed_seconds", "How long deleted data has remained in the write-ahead log because another process reads the file, 0 if none does.")
	sessions = newDesc("hspbot_sessions", "Sessions in the store; every replica reports the same number.")
)

var sessionsByKey = prometheus.NewDesc("hspbot_sessions_by_key", "Sessions in the store by the name of the key that they are encrypted with, none where something is not encrypted; as of the last ten minutes.", []string{"key"}, nil)

func newDesc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, append([]string{"platform"}, labels...), nil)
}

// collector queries the outboxes and the store when metrics are scraped.
type collector struct {
	now    func() time.Time
	failed prometheus.Counter

	mu        sync.Mutex
	platforms []*platformCollector
	sealer    bot.Sealer
	countedAt time.Time // when the last count began
	counting  bool
	byKey     map[string]int
}

// platformCollector holds what was last queried for one platform.
type platformCollector struct {
	platform string
	outbox   StatsSource
	store    bot.Measured

	mu                sync.Mutex
	countedAt, owedAt time.Time // zero if the last query failed
	sessions, owed    int
	oldest            time.Time
}

func (c *collector) add(platform string, o StatsSource, store bot.Measured) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.platforms = append(c.platforms, &platformCollector{platform: platform, outbox: o, store: store})
}

// Describe implements [prometheus.Collector].
func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{expired, waiting, owed, owedAge, erasure, sessions, sessionsByKey} {
		to <- d
	}
}

// Collect implements [prometheus.Collector]. What cannot be queried is left out.
func (c *collector) Collect(to chan<- prometheus.Metric) {
	c.mu.Lock()
	platforms := c.platforms
	c.mu.Unlock()
	for _, p := range platforms {
		p.sendStats(to)
		p.sendStored(to, c.now(), c.failed)
	}
	c.sendKeys(to)
}

// sendKeys sends how many sessions hang on which key, as of the last count. Counting goes through all
// rows: a scrape begins it and does not wait for it.
func (c *collector) sendKeys(to chan<- prometheus.Metric) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if c.sealer != nil && !c.counting && (c.countedAt.IsZero() || now.Sub(c.countedAt) >= keysMaxAge) {
		c.countedAt, c.counting = now, true
		go c.countKeys()
	}
	for key, n := range c.byKey {
		to <- prometheus.MustNewConstMetric(sessionsByKey, prometheus.GaugeValue, float64(n), key)
	}
}

func (c *collector) countKeys() {
	ctx, cancel := context.WithTimeout(context.Background(), keysTimeout)
	defer cancel()
	counted, err := c.sealer.ByKey(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counting = false
	if err != nil { // what fails is tried again ten minutes later
		c.failed.Inc()
		return
	}
	c.byKey = counted
}

// sendStats sends what the outbox counts.
func (p *platformCollector) sendStats(to chan<- prometheus.Metric) {
	s := p.outbox.Stats()
	to <- prometheus.MustNewConstMetric(expired, prometheus.CounterValue, float64(s.Expired), p.platform)
	to <- prometheus.MustNewConstMetric(waiting, prometheus.GaugeValue, float64(s.Waiting), p.platform)
}

// sendStored sends what the store holds, as of the last query.
func (p *platformCollector) sendStored(to chan<- prometheus.Metric, now time.Time, failed prometheus.Counter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.query(now, failed)
	gauge := func(d *prometheus.Desc, n float64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, p.platform)
	}
	if !p.owedAt.IsZero() {
		gauge(owed, float64(p.owed))
		gauge(owedAge, age(p.oldest, now))
	}
	gauge(erasure, age(p.store.ErasureOwed(), now))
	if !p.countedAt.IsZero() {
		gauge(sessions, float64(p.sessions))
	}
}

// age returns how many seconds ago a time was, 0 of the zero time.
func age(since, now time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(0, now.Sub(since).Seconds())
}

// query asks the store again for what is too old.
func (p *platformCollector) query(now time.Time, failed prometheus.Counter) {
	ctx, cancel := context.WithTimeout(context.Background(), queryTimeout)
	defer cancel()
	var err error
	if p.owedAt.IsZero() || now.Sub(p.owedAt) >= owedMaxAge {
		p.owedAt = now
		if p.owed, p.oldest, err = p.store.Owed(ctx, p.platform); err != nil {
			p.owedAt = time.Time{}
			failed.Inc()
		}
	}
	if p.countedAt.IsZero() || now.Sub(p.countedAt) >= countMaxAge {
		p.countedAt = now
		if p.sessions, err = p.store.Count(ctx, p.platform); err != nil {
			p.countedAt = time.Time{}
			failed.Inc()
		}
	}
}
