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

// stored queries what a store keeps for one platform when metrics are scraped.
type stored struct {
	platform              string
	store                 bot.Measured
	now                   func() time.Time
	failed                prometheus.Counter
	owed, owedAge, counts *prometheus.Desc

	mu                sync.Mutex
	countedAt, owedAt time.Time // zero if the last query failed
	sessions, screens int
	oldest            time.Time
}

func (m *Metrics) newStored(platform string, store bot.Measured) *stored {
	desc := func(name, help string) *prometheus.Desc { return prometheus.NewDesc(name, help, nil, of(platform)) }
	return &stored{platform: platform, store: store, now: m.now, failed: m.failed.WithLabelValues("count"),
		owed:    desc("hspbot_owed_screens", "Screens stored and not yet posted; every replica reports the same number."),
		owedAge: desc("hspbot_owed_oldest_age_seconds", "Age of the oldest screen not yet posted, 0 if there is none; every replica reports the same."),
		counts:  desc("hspbot_sessions", "Sessions in the store; every replica reports the same number.")}
}

// Describe implements [prometheus.Collector].
func (s *stored) Describe(to chan<- *prometheus.Desc) {
	to <- s.owed
	to <- s.owedAge
	to <- s.counts
}

// Collect implements [prometheus.Collector]. What cannot be queried is left out.
func (s *stored) Collect(to chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	s.query(now)
	if !s.owedAt.IsZero() {
		to <- prometheus.MustNewConstMetric(s.owed, prometheus.GaugeValue, float64(s.screens))
		to <- prometheus.MustNewConstMetric(s.owedAge, prometheus.GaugeValue, age(s.oldest, now))
	}
	if !s.countedAt.IsZero() {
		to <- prometheus.MustNewConstMetric(s.counts, prometheus.GaugeValue, float64(s.sessions))
	}
}

// query asks the store again for what is too old.
func (s *stored) query(now time.Time) {
	ctx, cancel := context.WithTimeout(context.Background(), queryTimeout)
	defer cancel()
	var err error
	if s.owedAt.IsZero() || now.Sub(s.owedAt) >= owedMaxAge {
		s.owedAt = now
		if s.screens, s.oldest, err = s.store.Owed(ctx, s.platform); err != nil {
			s.owedAt = time.Time{}
			s.failed.Inc()
		}
	}
	if s.countedAt.IsZero() || now.Sub(s.countedAt) >= countMaxAge {
		s.countedAt = now
		if s.sessions, err = s.store.Count(ctx, s.platform); err != nil {
			s.countedAt = time.Time{}
			s.failed.Inc()
		}
	}
}

// age returns how many seconds ago a time was, 0 of the zero time.
func age(since, now time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(0, now.Sub(since).Seconds())
}

// byKey counts how many sessions hang on which key. Counting goes through all rows: a scrape begins
// it and does not wait for it.
type byKey struct {
	sealer bot.Sealer
	now    func() time.Time
	failed prometheus.Counter

	mu        sync.Mutex
	countedAt time.Time // when the last count began
	counting  bool
	sessions  map[string]int // by key, as of the last count
}

var sessionsByKey = prometheus.NewDesc("hspbot_sessions_by_key", "Sessions in the store by the name of the key that they are encrypted with, none where something is not encrypted; as of the last ten minutes.", []string{"key"}, nil)

// AddKeys adds how many sessions of a store hang on which key.
func (m *Metrics) AddKeys(store bot.Sealer) {
	m.registry.MustRegister(&byKey{sealer: store, now: m.now, failed: m.failed.WithLabelValues("count")})
}

// Describe implements [prometheus.Collector].
func (k *byKey) Describe(to chan<- *prometheus.Desc) { to <- sessionsByKey }

// Collect implements [prometheus.Collector].
func (k *byKey) Collect(to chan<- prometheus.Metric) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.now()
	if !k.counting && (k.countedAt.IsZero() || now.Sub(k.countedAt) >= keysMaxAge) {
		k.countedAt, k.counting = now, true
		go k.count()
	}
	for key, n := range k.sessions {
		to <- prometheus.MustNewConstMetric(sessionsByKey, prometheus.GaugeValue, float64(n), key)
	}
}

func (k *byKey) count() {
	ctx, cancel := context.WithTimeout(context.Background(), keysTimeout)
	defer cancel()
	counted, err := k.sealer.ByKey(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.counting = false
	if err != nil { // what fails is tried again ten minutes later
		k.failed.Inc()
		return
	}
	k.sessions = counted
}
