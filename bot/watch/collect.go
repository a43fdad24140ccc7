package watch

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot"
)

// StatsSource is a bot, as far as it counts what it does.
type StatsSource interface {
	Stats() bot.Stats
}

const (
	// The store is not queried more often than this, however often metrics are scraped.
	owedMaxAge, countMaxAge = 15 * time.Second, time.Minute
	queryTimeout            = 5 * time.Second
)

var (
	posts    = newDesc("hspbot_posts_total", "Posts by outcome; a screen that is given up counts as dead and as broken.", "outcome")
	poison   = newDesc("hspbot_poison_deliveries_total", "Deliveries set aside because processing them panicked.")
	dropped  = newDesc("hspbot_deliveries_dropped_total", "Deliveries not processed because their conversation sent too many in a short time.")
	expired  = newDesc("hspbot_expired_sessions_total", "Sessions deleted after their time to live without a message.")
	waiting  = newDesc("hspbot_waiting_screens", "Conversations in memory that have a screen to post.")
	owed     = newDesc("hspbot_owed_screens", "Screens stored and not yet posted; every replica reports the same number.")
	owedAge  = newDesc("hspbot_owed_oldest_age_seconds", "Age of the oldest screen not yet posted, 0 if there is none; every replica reports the same.")
	sessions = newDesc("hspbot_sessions", "Sessions in the store; every replica reports the same number.")
)

func newDesc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, append([]string{"platform"}, labels...), nil)
}

// collector queries the bots and the store when metrics are scraped.
type collector struct {
	now    func() time.Time
	failed prometheus.Counter

	mu        sync.Mutex
	platforms []*platformCollector
}

// platformCollector holds what was last queried for one platform.
type platformCollector struct {
	platform string
	bot      StatsSource
	store    bot.Measured

	mu                sync.Mutex
	countedAt, owedAt time.Time // zero if the last query failed
	sessions, owed    int
	oldest            time.Time
}

func (c *collector) add(platform string, b StatsSource, store bot.Measured) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.platforms = append(c.platforms, &platformCollector{platform: platform, bot: b, store: store})
}

// Describe implements [prometheus.Collector].
func (c *collector) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{posts, poison, dropped, expired, waiting, owed, owedAge, sessions} {
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
}

// sendStats sends what the bot counts.
func (p *platformCollector) sendStats(to chan<- prometheus.Metric) {
	s := p.bot.Stats()
	count := func(d *prometheus.Desc, n int64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(n), append([]string{p.platform}, labels...)...)
	}
	count(posts, s.Delivered, "delivered")
	count(posts, s.Later, "later")
	count(posts, s.Broken, "broken")
	count(posts, s.Gone, "gone")
	count(posts, s.Moved, "moved")
	count(posts, s.Bugs, "bug")
	count(posts, s.Dead, "dead")
	count(poison, s.Poison)
	count(dropped, s.Unheard)
	count(expired, s.Expired)
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
		age := 0.0
		if !p.oldest.IsZero() {
			age = max(0, now.Sub(p.oldest).Seconds())
		}
		gauge(owed, float64(p.owed))
		gauge(owedAge, age)
	}
	if !p.countedAt.IsZero() {
		gauge(sessions, float64(p.sessions))
	}
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
