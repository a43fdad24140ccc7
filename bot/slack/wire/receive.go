package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// receiver has deliveries taken and answered, however they come.
type receiver struct {
	taker  Taker
	o      Options
	log    *throttledLog
	intake *intake
}

func newReceiver(t Taker, o Options) receiver {
	o = o.withDefaults()
	return receiver{taker: t, o: o, log: newThrottledLog(o), intake: newIntake()}
}

// delivery is what has come, and how it is answered.
type delivery struct {
	Payload
	deadline time.Time // when it is answered at the latest
	// answer is called once: with the reply when the delivery has been taken, else, or at the
	// deadline, with Trouble's reply.
	answer func(reply Reply, taken bool)
	failed func() // is called where it has not been taken in the end
}

// receive has a delivery taken after the earlier ones of the same person in the same place, and
// returns at once. Who was asked to repeat something before its turn came is taken at their word:
// it is not taken any more.
func (r *receiver) receive(ctx context.Context, d delivery) {
	// The time runs from the arrival on, so that those in the queue behind a Take that hangs do not
	// add up.
	ctx, cancel := context.WithTimeout(ctx, takeTimeout)
	var answered atomic.Bool
	refuse := func(level slog.Level, wording, reason string) {
		if answered.CompareAndSwap(false, true) {
			r.log.write(ctx, level, wording, reason)
			d.answer(r.trouble(d.Payload), false)
		}
	}
	late := time.AfterFunc(time.Until(d.deadline), func() {
		refuse(slog.LevelWarn, "slack: a delivery was not taken in time", d.Kind.String())
	})
	started := r.intake.start(d.orderKey(), func() {
		defer cancel()
		defer late.Stop()
		if answered.Load() && mayReply(d.Kind) {
			d.failed()
			return
		}
		reply, err := r.take(ctx, d.Payload)
		if err != nil {
			d.failed()
			refuse(slog.LevelError, "slack: a delivery was not taken", d.Kind.String())
		} else if answered.CompareAndSwap(false, true) {
			d.answer(reply, true)
		}
	})
	if !started {
		cancel()
		late.Stop()
		d.failed()
		refuse(slog.LevelError, "slack: a delivery was not taken", "too many at once")
	}
}

// errPanic is the error of a Take that panicked.
var errPanic = errors.New("wire: the taker panicked")

// take calls Take. A panic becomes an error, so that it does not end the other conversations.
func (r *receiver) take(ctx context.Context, p Payload) (reply Reply, err error) {
	if err := ctx.Err(); err != nil { // its time ended while it waited
		return Reply{}, err
	}
	defer func() {
		if v := recover(); v != nil { // its value may quote a person
			r.o.Log.ErrorContext(ctx, "slack: taking a delivery panicked", "kind", p.Kind.String(),
				"type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	reply, err = r.taker.Take(ctx, p)
	if !mayReply(p.Kind) {
		reply = Reply{}
	}
	return reply, err
}

// trouble returns the reply of Trouble, or none where the kind allows none or Trouble panics.
func (r *receiver) trouble(p Payload) (reply Reply) {
	if !mayReply(p.Kind) {
		return Reply{}
	}
	defer func() {
		if recover() != nil {
			reply = Reply{}
		}
	}()
	return r.taker.Trouble(p)
}

// mayReply reports whether the acknowledgement of a kind may have a body.
func mayReply(k Kind) bool { return k == Command || k == Submission }
