package watch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// ProbeTimeout is how long a write of the store may take while the bot counts as ready.
const ProbeTimeout = 2 * time.Second

// Ready knows whether a process is ready for work: it accepts deliveries, is connected to its
// platforms, and the store can write. The zero value is not; it may be used by many goroutines.
type Ready struct {
	intake       atomic.Int32
	probe        atomic.Pointer[func(context.Context) error]
	disconnected atomic.Pointer[func() bool]
}

// The states of the intake.
const (
	starting = iota
	open
	stopping
)

// SetProbe sets the function that tries to write to the store. The process is not ready before.
func (r *Ready) SetProbe(probe func(context.Context) error) { r.probe.Store(&probe) }

// SetDisconnected sets the function that reports whether a connection is missing over which
// deliveries have to come. Without it none has to.
func (r *Ready) SetDisconnected(disconnected func() bool) { r.disconnected.Store(&disconnected) }

// Open is called when deliveries are accepted.
func (r *Ready) Open() { r.intake.CompareAndSwap(starting, open) }

// Stop is called when they are accepted no more. The process is not ready from then on.
func (r *Ready) Stop() { r.intake.Store(stopping) }

// Reasons why a process is not ready.
var (
	ErrStarting     = errors.New("starting")
	ErrStopping     = errors.New("stopping")
	ErrDisconnected = errors.New("no connection to a platform")
	ErrStore        = errors.New("the store does not write")
)

// Check returns nil if the process is ready, and otherwise one of the errors above.
func (r *Ready) Check(ctx context.Context) error {
	switch r.intake.Load() {
	case stopping:
		return ErrStopping
	case starting:
		return ErrStarting
	}
	if disconnected := r.disconnected.Load(); disconnected != nil && (*disconnected)() {
		return ErrDisconnected
	}
	probe := r.probe.Load()
	if probe == nil {
		return ErrStarting
	}
	ctx, cancel := context.WithTimeout(ctx, ProbeTimeout)
	defer cancel()
	if (*probe)(ctx) != nil {
		return ErrStore
	}
	return nil
}
