package wire

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// errPanic is the error of a Take that panicked.
var errPanic = errors.New("wire: the taker panicked")

// result is what a Take returned.
type result struct {
	reply Reply
	err   error
}

// take calls Take. A panic becomes an error, so that it does not end the other conversations.
func (o Options) take(ctx context.Context, t Taker, p Payload) (r result) {
	if err := ctx.Err(); err != nil { // its time ended while it waited
		return result{err: err}
	}
	defer func() {
		if v := recover(); v != nil { // its value may quote a person
			o.Log.ErrorContext(ctx, "slack: taking a delivery panicked", "kind", p.Kind.String(),
				"type", fmt.Sprintf("%T", v), "stack", string(debug.Stack()))
			r = result{err: errPanic}
		}
	}()
	reply, err := t.Take(ctx, p)
	return result{reply, err}
}

// trouble returns the reply of Trouble, or none where the kind allows none or Trouble panics.
func (o Options) trouble(t Taker, p Payload) (r Reply) {
	if !mayReply(p.Kind) {
		return Reply{}
	}
	defer func() {
		if recover() != nil {
			r = Reply{}
		}
	}()
	return t.Trouble(p)
}

// mayReply reports whether the acknowledgement of a kind may have a body.
func mayReply(k Kind) bool { return k == Command || k == Submission }
