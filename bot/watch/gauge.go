package watch

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// Outbox is what posts screens, and says how many wait.
type Outbox interface {
	Stats() outbox.Stats
}

const (
	// How long what the store said of what is owed, and of its sessions, is repeated.
	owedFor, countFor = 15 * time.Second, time.Minute
	// lookTime is how long somebody who asks waits for the store.
	lookTime = 5 * time.Second
)

var (
	expired  = described("hspbot_expired_sessions_total", "Sessions deleted after a long silence.")
	waiting  = described("hspbot_waiting_screens", "Conversations in memory with a screen to be posted.")
	owed     = described("hspbot_owed_screens", "Screens that the store says are owed, due or put off; the same from every replica.")
	owedAge  = described("hspbot_owed_oldest_age_seconds", "Age of the screen owed longest, 0 where none is; the same from every replica.")
	sessions = described("hspbot_sessions", "Sessions in the store; the same from every replica.")
)

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help, append([]string{"platform"}, labels...), nil)
}

// gauges are the numbers that are looked up when somebody asks.
type gauges struct {
	now    func() time.Time
	failed prometheus.Counter

	mu    sync.Mutex
	known []*gauge
}

// gauge is what is known of one platform. It is looked up by one at a time.
type gauge struct {
	platform string
	outbox   Outbox
	store    bot.Measured

	mu              sync.Mutex
	counted, looked time.Time // zero: the last look failed
	sessions, owed  int
	oldest          time.Time
}

func (g *gauges) add(platform string, b Outbox, store bot.Measured) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.known = append(g.known, &gauge{platform: platform, outbox: b, store: store})
}

// Describe implements [prometheus.Collector].
func (g *gauges) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{expired, waiting, owed, owedAge, sessions} {
		to <- d
	}
}

// Collect implements [prometheus.Collector]. What cannot be looked up is left out.
func (g *gauges) Collect(to chan<- prometheus.Metric) {
	g.mu.Lock()
	known := g.known
	g.mu.Unlock()
	for _, k := range known {
		k.stats(to)
		k.stored(to, g.now(), g.failed)
	}
}

// stats tells what the outbox counts.
func (k *gauge) stats(to chan<- prometheus.Metric) {
	s := k.outbox.Stats()
	to <- prometheus.MustNewConstMetric(expired, prometheus.CounterValue, float64(s.Expired), k.platform)
	to <- prometheus.MustNewConstMetric(waiting, prometheus.GaugeValue, float64(s.Waiting), k.platform)
}

// stored tells what the store keeps, as it was a moment ago.
func (k *gauge) stored(to chan<- prometheus.Metric, now time.Time, failed prometheus.Counter) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.look(now, failed)
	tell := func(d *prometheus.Desc, n float64) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, n, k.platform)
	}
	if !k.looked.IsZero() {
		age := 0.0
		if !k.oldest.IsZero() {
			age = max(0, now.Sub(k.oldest).Seconds())
		}
		tell(owed, float64(k.owed))
		tell(owedAge, age)
	}
	if !k.counted.IsZero() {
		tell(sessions, float64(k.sessions))
	}
}

// look asks the store for what is too old.
func (k *gauge) look(now time.Time, failed prometheus.Counter) {
	ctx, cancel := context.WithTimeout(context.Background(), lookTime)
	defer cancel()
	var err error
	if k.looked.IsZero() || now.Sub(k.looked) >= owedFor {
		k.looked = now
		if k.owed, k.oldest, err = k.store.Owed(ctx, k.platform); err != nil {
			k.looked = time.Time{}
			failed.Inc()
		}
	}
	if k.counted.IsZero() || now.Sub(k.counted) >= countFor {
		k.counted = now
		if k.sessions, err = k.store.Count(ctx, k.platform); err != nil {
			k.counted = time.Time{}
			failed.Inc()
		}
	}
}
