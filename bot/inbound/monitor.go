// Package inbound keeps whether the deliveries of a platform arrive at this process. It knows no
// platform and no conversation.
package inbound

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"
)

// Reason says why deliveries do not arrive. It is a label of metrics: there are few.
type Reason string

// The reasons.
const (
	Network   Reason = "network"   // no answer of the platform
	Server    Reason = "server"    // an answer that cannot be used, such as a status 5xx
	Limit     Reason = "limit"     // the platform asks to wait
	Conflict  Reason = "conflict"  // somebody else receives the deliveries
	Refused   Reason = "refused"   // the token or the app is not accepted
	Webhook   Reason = "webhook"   // the webhook leads elsewhere, or the platform cannot deliver to it
	Signature Reason = "signature" // a delivery that is not signed as it should be
)

// Reasons are all there are.
var Reasons = []Reason{Network, Server, Limit, Conflict, Refused, Webhook, Signature}

// Monitor keeps whether the deliveries of one platform arrive at this process, and logs when that
// changes. It may be used by many goroutines; a nil one keeps nothing.
//
// A process that need not receive, because another replica does, counts as one at which
// deliveries arrive.
type Monitor struct {
	o Options

	mu      sync.Mutex
	reached bool      // the platform has been
	open    bool      // a connection is held over which deliveries come
	lost    bool      // there was a connection, and has to be one
	failing time.Time // since when it fails; zero where it does not
	cause   string    // why it fails; what was logged last
	arrived time.Time
	pending int
	errors  map[Reason]int
}

// Options are what a [Monitor] is made from.
type Options struct {
	Platform string
	Log      *slog.Logger     // slog.Default
	Now      func() time.Time // time.Now
	// Tolerance is how long deliveries may fail to arrive before that is reported; 20 seconds.
	Tolerance time.Duration
}

// Status is what a [Monitor] knows.
type Status struct {
	// Missing says in a few words why deliveries do not arrive; empty where they do.
	Missing string
	// Arrived is when something was last received, or the platform was seen to be able to
	// deliver; zero for never.
	Arrived time.Time
	// Pending are the deliveries that the platform reports as waiting.
	Pending int
	Errors  map[Reason]int
}

// New returns a monitor of a platform that has not been reached.
func New(o Options) *Monitor {
	o.Log = cmp.Or(o.Log, slog.Default())
	o.Tolerance = cmp.Or(o.Tolerance, 20*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Monitor{o: o, errors: map[Reason]int{}}
}

// Reached says that the platform has been reached and knows the bot. Until something arrives, that
// counts as an arrival: a first poll may last a minute.
func (m *Monitor) Reached() {
	m.note(func(now time.Time) {
		m.reached = true
		if m.arrived.IsZero() {
			m.arrived = now
		}
		m.recover()
	})
}

// Arrive says that something has been received, or that the platform is able to deliver.
func (m *Monitor) Arrive() {
	m.note(func(now time.Time) { m.reached, m.arrived = true, now; m.recover() })
}

// Open says that a connection is held over which deliveries come, until Close.
func (m *Monitor) Open() {
	m.note(func(now time.Time) { m.reached, m.open, m.lost, m.arrived = true, true, false, now; m.recover() })
}

// Close says that the connection is lost and has to be made again.
func (m *Monitor) Close() {
	m.note(func(now time.Time) {
		if m.open {
			m.arrived = now
		}
		m.open, m.lost = false, true
	})
}

// Rest says that this process need not receive any more.
func (m *Monitor) Rest() {
	m.note(func(time.Time) { m.open, m.lost, m.failing, m.cause = false, false, time.Time{}, "" })
}

// Fail says that deliveries could not be received, and why. It is logged when the cause is
// another one than before. The error holds nothing secret.
func (m *Monitor) Fail(reason Reason, err error) {
	m.note(func(now time.Time) {
		m.errors[reason]++
		if m.failing.IsZero() {
			m.failing = now
		}
		if cause := err.Error(); cause != m.cause {
			m.cause = cause
			m.o.Log.Warn("nothing is received", "platform", m.o.Platform, "reason", string(reason), "error", cause)
		}
	})
}

// Count counts what was refused, without saying that others do not arrive.
func (m *Monitor) Count(reason Reason) { m.note(func(time.Time) { m.errors[reason]++ }) }

// Wait notes how many deliveries the platform reports as waiting.
func (m *Monitor) Wait(pending int) { m.note(func(time.Time) { m.pending = pending }) }

// note changes what is kept.
func (m *Monitor) note(change func(now time.Time)) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	change(m.o.Now())
}

// recover ends a failure.
func (m *Monitor) recover() {
	if m.cause != "" {
		m.o.Log.Info("received again", "platform", m.o.Platform, "after", m.o.Now().Sub(m.failing).Round(time.Second).String())
	}
	m.failing, m.cause = time.Time{}, ""
}

// Status returns what is known now.
func (m *Monitor) Status() Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	now := m.o.Now()
	s := Status{Arrived: m.arrived, Pending: m.pending, Errors: maps.Clone(m.errors)}
	if m.open {
		s.Arrived = now
	}
	down := !m.reached || m.lost || !m.failing.IsZero() && now.Sub(m.failing) >= m.o.Tolerance
	if down {
		s.Missing = fmt.Sprintf("%s: %s", m.o.Platform, cmp.Or(m.cause, m.state()))
	}
	return s
}

// state says what is missing where no failure has said why.
func (m *Monitor) state() string {
	if !m.reached {
		return "not reached yet"
	}
	return "no connection"
}
