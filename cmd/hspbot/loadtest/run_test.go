package loadtest

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// load is what is asked of the bot.
type load struct {
	people int
	rate   int // turns per second; 0 is as many as the bot takes
	warm   int // turns before those that count
}

// result is what came of a load.
type result struct {
	turns       int // with those that do not count
	people      int64
	waits       []time.Duration // of the turns that count, the shortest first
	took, cpu   time.Duration   // for them
	ready, idle time.Duration
	memory      float64 // MiB
	written     written // by all turns
	surplus     int64   // cards too many
}

// run lets people talk with a bot, as long as there are more turns.
func (l load) run(tb testing.TB, platform func(*cards) sink, db database, stored int64, more func() bool) (r result) {
	tb.Helper()
	meter := db.meter(tb)
	w := begin(tb, platform, db, stored)
	r.ready, r.idle = w.bot.ready, w.bot.rest(tb)
	w.crowd.deliveries.Store(1000) // those who are stored have seen the first ones
	left := l.warm
	_, warm := load{people: l.people}.talk(w.crowd, func() bool { left--; return left >= 0 })
	before, began := w.bot.spent(tb), time.Now()
	waits, err := l.talk(w.crowd, more)
	r.took, r.cpu, r.memory = time.Since(began), w.bot.spent(tb)-before, w.bot.resident(tb)
	if err := errors.Join(warm, err); err != nil {
		tb.Fatal(err)
	}
	slices.Sort(waits)
	r.waits, r.turns, r.people, r.surplus = waits, l.warm+len(waits), w.crowd.came.Load(), w.crowd.cards.surplus.Load()
	r.written = meter(w.bot)
	return r
}

// talk hands out the tickets.
func (l load) talk(c *crowd, more func() bool) (waits []time.Duration, err error) {
	tickets, failed, done := make(chan time.Time), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		waits, err = c.talk(l.people, tickets, failed)
	}()
	began := time.Now()
	for n := 0; more(); n++ {
		var due time.Time
		if l.rate > 0 {
			due = began.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
			time.Sleep(time.Until(due)) // the pace itself
		}
		select {
		case tickets <- due:
		case <-failed:
			<-done
			return waits, err
		}
	}
	close(tickets)
	<-done
	return waits, err
}

// report prints a result.
func (r result) report(b *testing.B) {
	n := float64(max(1, len(r.waits)))
	milli := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(n/r.took.Seconds(), "turns/s")
	b.ReportMetric(float64(r.cpu.Microseconds())/n, "cpu-µs/turn")
	for _, p := range []struct {
		of1000 int
		unit   string
	}{{500, "p50-ms"}, {990, "p99-ms"}, {999, "p99.9-ms"}} {
		if len(r.waits) > 0 {
			b.ReportMetric(milli(r.waits[len(r.waits)*p.of1000/1000]), p.unit)
		}
	}
	b.ReportMetric(r.memory, "MiB")
	b.ReportMetric(milli(r.ready), "ready-ms")
	b.ReportMetric(milli(r.idle), "idle-cpu-ms")
	turns := float64(max(1, r.turns))
	b.ReportMetric(r.written.commits/turns, "db-commits/turn")
	b.ReportMetric(r.written.bytes/1024/turns, "db-KiB/turn")
	if r.written.rows >= 0 {
		b.ReportMetric(r.written.rows/turns, "db-rows/turn")
	}
	b.ReportMetric(0, "ns/op")
}
