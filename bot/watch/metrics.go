package watch

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"hspbot/bot"
)

// Build says what runs.
type Build struct {
	Version string // of the program: v1.2.3, or (devel)
	Commit  string // empty where it is not known
	Rules   string // first day of the newest rule of the points table, YYYY-MM-DD
}

// Metrics are the numbers of one process. It is a [bot.Watcher] and may be used by many
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
	gauges   *gauges
}

var _ bot.Watcher = (*Metrics)(nil)

// Buckets in seconds: a turn is a commit, a reply also the platform's answer and its limits.
var (
	turnBuckets  = []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	replyBuckets = []float64{.01, .025, .05, .1, .25, .5, 1, 2, 3, 5, 10, 30, 60, 300}
	storeBuckets = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
)

// NewMetrics returns numbers that are all zero, in a registry of their own.
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
		turns:    counter("hspbot_turns_total", "Turns taken, deliveries set aside included.", byPlatform),
		repeated: counter("hspbot_repeated_deliveries_total", "Deliveries that had their effect before.", byPlatform),
		finished: counter("hspbot_finished_interviews_total", "Interviews that have come to their result.", byPlatform),
		turn:     histogram("hspbot_turn_seconds", "Time from a delivery to its commit.", turnBuckets, byPlatform),
		reply:    histogram("hspbot_reply_seconds", "Time from a delivery until the platform accepted its screen.", replyBuckets, byPlatform),
		store:    histogram("hspbot_store_seconds", "Time of calls of the session store.", storeBuckets, byOperation),
		failed:   counter("hspbot_store_errors_total", "Calls of the session store that failed.", byOperation),
		gauges:   &gauges{now: time.Now},
	}
	m.gauges.failed = m.failed.WithLabelValues("count")
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "hspbot_build_info", Help: "What runs; always 1."}, []string{"version", "commit", "rules"})
	info.WithLabelValues(build.Version, build.Commit, build.Rules).Set(1)
	m.registry.MustRegister(m.turns, m.repeated, m.finished, m.turn, m.reply, m.store, m.failed, m.gauges, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Bot adds the bot of a platform, before it runs: what it counts itself, and what the store
// keeps for it.
func (m *Metrics) Bot(platform string, b Counting, store bot.Measured) {
	m.gauges.add(platform, b, store)
	for _, v := range []*prometheus.CounterVec{m.turns, m.repeated, m.finished} {
		v.WithLabelValues(platform) // a counter that is there from the start can be told from one that is missing
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
