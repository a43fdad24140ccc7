package watch

import (
	"sync/atomic"
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

// Metrics are the metrics of one process. It is a [bot.Observer] and may be used by many
// goroutines.
type Metrics struct {
	now        func() time.Time
	registry   *prometheus.Registry
	turns      *prometheus.CounterVec
	poison     *prometheus.CounterVec
	dropped    *prometheus.CounterVec
	unreadable *prometheus.CounterVec
	posts      *prometheus.CounterVec
	repeated   *prometheus.CounterVec
	finished   *prometheus.CounterVec
	turn       *prometheus.HistogramVec
	reply      *prometheus.HistogramVec
	store      *prometheus.HistogramVec
	failed     *prometheus.CounterVec
	damaged    atomic.Bool
	referred   *referred
}

var _ bot.Observer = (*Metrics)(nil)

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
		now:        time.Now,
		registry:   prometheus.NewRegistry(),
		turns:      counter("hspbot_turns_total", "Deliveries processed, including those set aside.", byPlatform),
		poison:     counter("hspbot_poison_deliveries_total", "Deliveries that panicked and were set aside.", byPlatform),
		dropped:    counter("hspbot_deliveries_dropped_total", "Deliveries not processed because their conversation sent too many in a short time.", byPlatform),
		unreadable: counter("hspbot_unreadable_sessions_total", "Deliveries whose stored session is damaged, or sealed with a key that is not in HSPBOT_KEYS.", byPlatform),
		posts:      counter("hspbot_posts_total", "Posts by outcome; dead is a screen not tried any more after a day.", []string{"platform", "outcome"}),
		repeated:   counter("hspbot_repeated_deliveries_total", "Deliveries received again that had been processed before.", byPlatform),
		finished:   counter("hspbot_finished_interviews_total", "Interviews that reached a result.", byPlatform),
		turn:       histogram("hspbot_turn_seconds", "Time from receiving a delivery to its commit.", turnBuckets, byPlatform),
		reply:      histogram("hspbot_reply_seconds", "Time from the last turn of a conversation until the platform accepted its screen.", replyBuckets, byPlatform),
		store:      histogram("hspbot_store_seconds", "Duration of calls to the session store.", storeBuckets, byOperation),
		failed:     counter("hspbot_store_errors_total", "Calls to the session store that failed.", byOperation),
	}
	m.referred = newReferred(counter("hspbot_referred_total", "People by the code of the link they came by: conversations opened, finished in a band of totals, and results sent to the partner. In steps of five.", []string{"code", "what"}))
	m.registry.MustRegister(m.referred.people)
	m.gauge("hspbot_database_damaged", "1 after the database was found to be damaged, otherwise 0.", nil, func() float64 { return oneIf(m.damaged.Load()) })
	m.failed.WithLabelValues("count")
	info := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "hspbot_build_info", Help: "The program that is running; always 1."}, []string{"version", "commit", "rules"})
	info.WithLabelValues(build.Version, build.Commit, build.Rules).Set(1)
	m.registry.MustRegister(m.turns, m.poison, m.dropped, m.unreadable, m.posts, m.repeated, m.finished, m.turn, m.reply, m.store, m.failed, info,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Add adds a platform, before it runs: its outbox, and what the store keeps for it.
func (m *Metrics) Add(platform string, outbox StatsSource, store bot.Measured) {
	m.counter("hspbot_expired_sessions_total", "Sessions deleted after their time to live without a message.",
		of(platform), func() float64 { return float64(outbox.Stats().Expired) })
	m.gauge("hspbot_waiting_screens", "Conversations in memory that have a screen to post.",
		of(platform), func() float64 { return float64(outbox.Stats().Waiting) })
	m.gauge("hspbot_erasure_owed_seconds", "How long deleted data has remained in the write-ahead log because another process reads the file, 0 if none does.",
		of(platform), func() float64 { return age(store.ErasureOwed(), m.now()) })
	m.registry.MustRegister(m.newStored(platform, store))
	for _, v := range []*prometheus.CounterVec{m.turns, m.poison, m.dropped, m.unreadable, m.repeated, m.finished} {
		v.WithLabelValues(platform) // so that it is exported as 0 before anything happens
	}
	for _, outcome := range outcomes {
		m.posts.WithLabelValues(platform, outcome)
	}
	m.posts.WithLabelValues(platform, givenUp)
	m.turn.WithLabelValues(platform)
	m.reply.WithLabelValues(platform)
}

// of is the label of what is measured of one platform.
func of(platform string) prometheus.Labels { return prometheus.Labels{"platform": platform} }

// gauge adds a metric that is asked for when it is scraped; nil labels are none.
func (m *Metrics) gauge(name, help string, labels prometheus.Labels, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value))
}

// counter is gauge for what only grows.
func (m *Metrics) counter(name, help string, labels prometheus.Labels, value func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help, ConstLabels: labels}, value))
}

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// AddCopied adds when the database was last copied, in seconds since 1970; 0 is never, and NaN not known.
func (m *Metrics) AddCopied(copied func() float64) {
	m.gauge("hspbot_backup_last_success_timestamp_seconds", "When the database was last copied, by hspbot backup or as noted in PostgreSQL; 0 for never.", nil, copied)
}

// AddFile adds what is known of a database file: the free bytes on its disk, and when it was
// last copied, in seconds since 1970; 0 for never.
func (m *Metrics) AddFile(free, copied func() float64) {
	m.gauge("hspbot_disk_free_bytes", "Free bytes on the disk of the database file.", nil, free)
	m.AddCopied(copied)
}

// Damaged notes that the database was found to be damaged. It does not mend by itself.
func (m *Metrics) Damaged() { m.damaged.Store(true) }

// AddLeads adds how many results on their way to partners cannot be read.
func (m *Metrics) AddLeads(unreadable func() int) {
	m.gauge("hspbot_unreadable_leads", "Results on their way to partners, or withdrawals, that are damaged or sealed with a key that is not in HSPBOT_KEYS; at the replica that delivers.",
		nil, func() float64 { return float64(unreadable()) })
}

// The labels of outcomes, and of a screen that is not tried any more.
var outcomes = [...]string{bot.Delivered: "delivered", bot.Later: "later", bot.Broken: "broken", bot.Gone: "gone", bot.Moved: "moved", bot.Bug: "bug", bot.Over: "over"}

const givenUp = "dead"

// OnTurn implements [bot.Observer].
func (m *Metrics) OnTurn(t bot.Turn) {
	switch t.Result {
	case bot.Failed:
		return
	case bot.Repeated:
		m.repeated.WithLabelValues(t.Platform).Inc()
		return
	case bot.Dropped:
		m.dropped.WithLabelValues(t.Platform).Inc()
		return
	case bot.Unreadable:
		m.unreadable.WithLabelValues(t.Platform).Inc()
		return
	case bot.Poisoned:
		m.poison.WithLabelValues(t.Platform).Inc()
	}
	m.turns.WithLabelValues(t.Platform).Inc()
	m.turn.WithLabelValues(t.Platform).Observe(t.Ended.Sub(t.Came).Seconds())
	m.referred.count(t)
	if t.Finished {
		m.finished.WithLabelValues(t.Platform).Inc()
	}
}

// OnPost implements [bot.Observer].
func (m *Metrics) OnPost(p bot.Posting) {
	if p.Cut {
		return
	}
	m.posts.WithLabelValues(p.Platform, outcomes[p.Outcome]).Inc()
	if p.GaveUp {
		m.posts.WithLabelValues(p.Platform, givenUp).Inc()
	}
	if p.Outcome == bot.Delivered {
		m.reply.WithLabelValues(p.Platform).Observe(p.Ended.Sub(p.Touched).Seconds())
	}
}
