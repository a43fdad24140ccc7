package bot

import (
	"cmp"
	"fmt"
	"log/slog"
	"maps"
	"sync"
	"time"
)

// FailureReason says why deliveries do not arrive. It is a label of metrics: there are few.
type FailureReason string

// The reasons.
const (
	FailedNetwork   FailureReason = "network"   // no answer of the platform
	FailedServer    FailureReason = "server"    // an answer that cannot be used, such as a status 5xx
	FailedLimit     FailureReason = "limit"     // the platform asks to wait
	FailedConflict  FailureReason = "conflict"  // somebody else receives the deliveries
	FailedRefused   FailureReason = "refused"   // the token or the app is not accepted
	FailedWebhook   FailureReason = "webhook"   // the webhook leads elsewhere, or the platform cannot deliver to it
	FailedSignature FailureReason = "signature" // a delivery that is not signed as it should be
)

// FailureReasons are all there are.
var FailureReasons = []FailureReason{FailedNetwork, FailedServer, FailedLimit, FailedConflict, FailedRefused, FailedWebhook, FailedSignature}

// Intake keeps whether the deliveries of one platform arrive at this process, and logs when that
// changes. It may be used by many goroutines; a nil one keeps nothing.
//
// A process that need not receive, because another replica does, counts as one at which
// deliveries arrive.
type Intake struct {
	o IntakeOptions

	mu      sync.Mutex
	reached bool      // the platform has been
	open    bool      // a connection is held over which deliveries come
	lost    bool      // there was a connection, and has to be one
	failing time.Time // since when it fails; zero where it does not
	cause   string    // why it fails; what was logged last
	arrived time.Time
	pending int
	errors  map[FailureReason]int
}

// IntakeOptions are what an [Intake] is made from.
type IntakeOptions struct {
	Platform string
	Log      *slog.Logger     // slog.Default
	Now      func() time.Time // time.Now
	// Tolerance is how long deliveries may fail to arrive before that is reported; 20 seconds.
	Tolerance time.Duration
}

// IntakeStatus is what an [Intake] knows.
type IntakeStatus struct {
	// Missing says in a few words why deliveries do not arrive; empty where they do.
	Missing string
	// Arrived is when something was last received, or the platform was seen to be able to
	// deliver; zero for never.
	Arrived time.Time
	// Pending are the deliveries that the platform reports as waiting.
	Pending int
	Errors  map[FailureReason]int
}

// NewIntake returns an intake of a platform that has not been reached.
func NewIntake(o IntakeOptions) *Intake {
	o.Log = cmp.Or(o.Log, slog.Default())
	o.Tolerance = cmp.Or(o.Tolerance, 20*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Intake{o: o, errors: map[FailureReason]int{}}
}

// Reached says that the platform has been reached and knows the bot. Until something arrives, that
// counts as an arrival: a first poll may last a minute.
func (i *Intake) Reached() {
	i.note(func(now time.Time) {
		i.reached = true
		if i.arrived.IsZero() {
			i.arrived = now
		}
		i.recover()
	})
}

// Arrive says that something has been received, or that the platform is able to deliver.
func (i *Intake) Arrive() {
	i.note(func(now time.Time) { i.reached, i.arrived = true, now; i.recover() })
}

// Open says that a connection is held over which deliveries come, until Close.
func (i *Intake) Open() {
	i.note(func(now time.Time) { i.reached, i.open, i.lost, i.arrived = true, true, false, now; i.recover() })
}

// Close says that the connection is lost and has to be made again.
func (i *Intake) Close() {
	i.note(func(now time.Time) {
		if i.open {
			i.arrived = now
		}
		i.open, i.lost = false, true
	})
}

// Rest says that this process need not receive any more.
func (i *Intake) Rest() {
	i.note(func(time.Time) { i.open, i.lost, i.failing, i.cause = false, false, time.Time{}, "" })
}

// Fail says that deliveries could not be received, and why. It is logged when the cause is
// another one than before. The error holds nothing secret.
func (i *Intake) Fail(reason FailureReason, err error) {
	i.note(func(now time.Time) {
		i.errors[reason]++
		if i.failing.IsZero() {
			i.failing = now
		}
		if cause := err.Error(); cause != i.cause {
			i.cause = cause
			i.o.Log.Warn("nothing is received", "platform", i.o.Platform, "reason", string(reason), "error", cause)
		}
	})
}

// Count counts what was refused, without saying that others do not arrive.
func (i *Intake) Count(reason FailureReason) { i.note(func(time.Time) { i.errors[reason]++ }) }

// Wait notes how many deliveries the platform reports as waiting.
func (i *Intake) Wait(pending int) { i.note(func(time.Time) { i.pending = pending }) }

// note changes what is kept.
func (i *Intake) note(change func(now time.Time)) {
	if i == nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	change(i.o.Now())
}

// recover ends a failure.
func (i *Intake) recover() {
	if i.cause != "" {
		i.o.Log.Info("received again", "platform", i.o.Platform, "after", i.o.Now().Sub(i.failing).Round(time.Second).String())
	}
	i.failing, i.cause = time.Time{}, ""
}

// Status returns what is known now.
func (i *Intake) Status() IntakeStatus {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := i.o.Now()
	s := IntakeStatus{Arrived: i.arrived, Pending: i.pending, Errors: maps.Clone(i.errors)}
	if i.open {
		s.Arrived = now
	}
	down := !i.reached || i.lost || !i.failing.IsZero() && now.Sub(i.failing) >= i.o.Tolerance
	if down {
		s.Missing = fmt.Sprintf("%s: %s", i.o.Platform, cmp.Or(i.cause, i.state()))
	}
	return s
}

// state says what is missing where no failure has said why.
func (i *Intake) state() string {
	if !i.reached {
		return "not reached yet"
	}
	return "no connection"
}
