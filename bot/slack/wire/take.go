package wire

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
)

// errPanic is what a Take that panicked comes to.
var errPanic = errors.New("wire: the taker panicked")

// result is how a Take ended.
type result struct {
	reply Reply
	err   error
}

// take calls Take in bounded time. A panic is an error: it must not take the other
// conversations down.
func (o Options) take(ctx context.Context, t Taker, p Payload) (r result) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
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

// trouble is what Trouble says, where it may speak at all. A panic there says nothing.
func (o Options) trouble(t Taker, p Payload) (r Reply) {
	if !speaks(p.Kind) {
		return Reply{}
	}
	defer func() {
		if recover() != nil {
			r = Reply{}
		}
	}()
	return t.Trouble(p)
}

// speaks tells that the acknowledgement of a kind may have a body.
func speaks(k Kind) bool { return k == Command || k == Submission }
