package wire

import (
	"context"
	"log/slog"
	"time"

	"hspbot/bot/inbound"
)

// Reply is the body of an acknowledgement.
type Reply struct {
	// Body is sent as JSON: a command's first answer, a submission's response_action. It is
	// nil for an empty body, as presses require.
	Body any
}

// Taker takes deliveries. It is called by many goroutines at once.
type Taker interface {
	// Take takes a delivery, never one of kind Other. A nil error means that it is safe:
	// committed, and acknowledged with the reply from then on. An error means that it is not:
	// an event will come again; for commands and submissions see Trouble; a press fails
	// visibly and can be repeated. The error itself is not logged here, since it may say
	// whose delivery it was. The same delivery may be taken several times, also at once.
	// The context lasts at most a minute, which is longer than Slack waits.
	Take(ctx context.Context, p Payload) (Reply, error)

	// Trouble is what a person is told instead when Take of a command or a submission failed
	// or did not end in time. A nil Body tells nothing, and the platform shows its own error.
	Trouble(p Payload) Reply
}

// Options are what Handler and Socket need. The zero Options are fine.
type Options struct {
	Now func() time.Time // time.Now for nil
	Log *slog.Logger     // nothing is logged for nil
	// Intake is told whether deliveries arrive; nobody is for nil.
	Intake *inbound.Monitor

	// AckTimeout is how long after its arrival a delivery is answered at the latest, whether
	// or not its Take has returned; 2.5 seconds for zero. Take goes on for up to a minute.
	AckTimeout time.Duration
}

const (
	ackTimeout = 2500 * time.Millisecond // Slack waits 3 seconds, the way there and back included
	maxBody    = 1 << 20                 // bytes; interactions carry the whole message they belong to

	// takeTimeout is how long a Take may last. It outlasts ackTimeout, as what is about to
	// be committed should be; a minute is what a store may need to come back.
	takeTimeout = time.Minute
)

// withDefaults returns the options with the defaults for what is not given.
func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.AckTimeout <= 0 {
		o.AckTimeout = ackTimeout
	}
	return o
}
