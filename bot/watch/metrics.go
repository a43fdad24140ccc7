package watch

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"hspbot/bot"
)

// Build describes the program that is running.
type Build struct {
	Version string // of the program: v1.2.3, or (devel)
	Commit  string // empty where it is not known
	Rules   string // first day of the newest rule of the points table, YYYY-MM-DD
}

// Metrics are the metrics of one process. It is a [bot.Watcher] and may be used by many
// goroutines.
type Metrics struct {
	registry *prometheus.Registry
	turns    *prometheus.CounterVec
	repeated *prometheus.CounterVec
	finished *prometheus.CounterVec
	turn     *prometheus.HistogramVec
	reply    *prometheus.HistogramVec
	store    *prometheus.HistogramVec
	failed   *prometheus.CounterVec
	queried  *collector
}

var _ bot.Watcher = (*Metrics)(nil)

// Buckets in seconds. A turn ends with its commit; a reply also waits for rate limits and the platform.
var (
	turnBuckets  = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	replyBuckets = []float64{.01, .025, .05, .1, .25, .5, 1, 2, 3, 5, 10, 30, 60, 300}
	storeBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
)

// NewMetrics returns metrics that are all zero, in a registry of their own.
func NewMetrics(build Build) *Metrics {
	byPlatform, byOperation := []string{"platform"}, []string{"operation"}
	counter := func(name, help string, labels []string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, buckets []float64, labels []string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
	}
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		turns:    counter("hspbot_turns_total", "Deliveries processed, including those set aside.", byPlatform),
		repeated: counter("hspbot_repeated_deliveries_total", "Deliveries received again that had been processed before.", byPlatform),
		finished: counter("hspbot_finished_interviews_total", "Interviews that reached a result.", byPlatform),
		turn:     histogram("hspbot_turn_seconds", "Time from receiving a delivery to its commit.", turnBuckets, byPlatform),
		reply:    histogram("hspbot_reply_seconds", "Time from receiving a delivery until the platform accepted its screen.", replyBuckets, byPlatform),
		store:    histogram("hspbot_store_seconds", "Duration of calls to the session store.", storeBuckets, byOperation),
		failed:   counter("hspbot_store_errors_total", "Calls to the session store that failed.", byOperation),
		queried:  &collector{now: time.Now},
	}
	m.queried.failed = m.failed.WithLabelValues("count")
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "hspbot_build_info", Help: "The program that is running; always 1."}, []string{"version", "commit", "rules"})
	info.WithLabelValues(build.Version, build.Commit, build.Rules).Set(1)
	m.registry.MustRegister(m.turns, m.repeated, m.finished, m.turn, m.reply, m.store, m.failed, m.queried, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// AddBot adds the bot of a platform, before it runs: what it counts, and what the store holds
// for it.
func (m *Metrics) AddBot(platform string, b StatsSource, store bot.Measured) {
	m.queried.add(platform, b, store)
	for _, v := range []*prometheus.CounterVec{m.turns, m.repeated, m.finished} {
		v.WithLabelValues(platform) // so that it is exported as 0 before anything happens
	}
	m.turn.WithLabelValues(platform)
	m.reply.WithLabelValues(platform)
}

// Took implements [bot.Watcher].
func (m *Metrics) Took(t bot.Turn) any {
	switch t.Result {
	case bot.Failed:
		return nil
	case bot.Repeated:
		m.repeated.WithLabelValues(t.Platform).Inc()
		return nil
	}
	m.turns.WithLabelValues(t.Platform).Inc()
	m.turn.WithLabelValues(t.Platform).Observe(t.Ended.Sub(t.Came).Seconds())
	if t.Finished {
		m.finished.WithLabelValues(t.Platform).Inc()
	}
	return nil
}

// Posted implements [bot.Watcher].
func (m *Metrics) Posted(p bot.Posting) {
	if p.Fresh && !p.Cut && p.Outcome == bot.Delivered {
		m.reply.WithLabelValues(p.Platform).Observe(p.Ended.Sub(p.Came).Seconds())
	}
}
