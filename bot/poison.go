package bot

import (
	"crypto/rand"
	"fmt"
	"runtime"
)

// PoisonError says that a turn or the drawing of a screen panicked. The value of the panic
// may hold what a person wrote, so it is not kept: the log gets its type and the places in
// the code, under the reference, which the person may be told.
type PoisonError struct {
	Reference string // ASCII letters and digits
	cause     string // type of the panic's value
	frames    []string
}

// Error names the reference and no content.
func (e *PoisonError) Error() string { return "panic, reference " + e.Reference }

// Guard runs f and turns a panic into a [*PoisonError].
func Guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PoisonError{Reference: rand.Text()[:10], cause: fmt.Sprintf("%T", v), frames: frames()}
		}
	}()
	return f()
}

// frames returns where the panic came from, innermost first, without values.
func frames() []string {
	pc := make([]uintptr, 16)
	calls := runtime.CallersFrames(pc[:runtime.Callers(4, pc)]) // without this, Guard and runtime
	var list []string
	for {
		f, more := calls.Next()
		list = append(list, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return list
		}
	}
}
