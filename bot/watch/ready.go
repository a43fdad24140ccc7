package watch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// ProbeTime is how long the store may take to write where the bot is ready.
const ProbeTime = 2 * time.Second

// Ready knows whether a process is ready for work: deliveries are let in and the store
// writes. The zero value is not; it may be used by many goroutines.
type Ready struct {
	intake atomic.Int32
	probe  atomic.Pointer[func(context.Context) error]
}

// The states of the intake.
const (
	starting = iota
	open
	stopping
)

// Writes sets what tries whether the store writes. It is not ready before.
func (r *Ready) Writes(probe func(context.Context) error) { r.probe.Store(&probe) }

// Open says that deliveries are let in.
func (r *Ready) Open() { r.intake.CompareAndSwap(starting, open) }

// Stop says that they will be no more. It is not ready from then on.
func (r *Ready) Stop() { r.intake.Store(stopping) }

// Reasons why a process is not ready.
var (
	ErrStarting = errors.New("starting")
	ErrStopping = errors.New("stopping")
	ErrStore    = errors.New("the store does not write")
)

// Check returns nil where the process is ready, and otherwise why not: one of the errors
// above, with no more words.
func (r *Ready) Check(ctx context.Context) error {
	switch r.intake.Load() {
	case stopping:
		return ErrStopping
	case starting:
		return ErrStarting
	}
	probe := r.probe.Load()
	if probe == nil {
		return ErrStarting
	}
	ctx, cancel := context.WithTimeout(ctx, ProbeTime)
	defer cancel()
	if (*probe)(ctx) != nil {
		return ErrStore
	}
	return nil
}
