package watch

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"time"

	"hspbot/bot"
)

// ProbeTimeout is how long a write of the store may take while the bot counts as ready.
const ProbeTimeout = 2 * time.Second

// Ready knows whether a process is ready for work: it accepts deliveries, those of its platforms
// arrive, and the store can write. The zero value is not; it may be used by many goroutines.
type Ready struct {
	intake  atomic.Int32
	probe   atomic.Pointer[func(context.Context) error]
	missing atomic.Pointer[func() []string]
}

// The states of the intake.
const (
	starting = iota
	open
	stopping
)

// SetProbe sets the function that tries to write to the store. The process is not ready before.
func (r *Ready) SetProbe(probe func(context.Context) error) { r.probe.Store(&probe) }

// SetMissing sets the function that says which platforms' deliveries do not arrive, and why, in
// a few words each that hold nothing secret.
func (r *Ready) SetMissing(missing func() []string) { r.missing.Store(&missing) }

// Open is called when deliveries are accepted.
func (r *Ready) Open() { r.intake.CompareAndSwap(starting, open) }

// Stop is called when they are accepted no more. The process is not ready from then on.
func (r *Ready) Stop() { r.intake.Store(stopping) }

// Reasons why a process is not ready.
var (
	ErrStarting = errors.New("starting")
	ErrStopping = errors.New("stopping")
	ErrStore    = errors.New("the store does not write")
	ErrDamaged  = errors.New("the database is damaged: restore a copy")
)

// Check returns nil if the process is ready. Otherwise the error says why not: one of those
// above, or the platforms whose deliveries do not arrive.
func (r *Ready) Check(ctx context.Context) error {
	if err := r.CheckHTTP(ctx); err != nil {
		return err
	}
	if missing := r.missing.Load(); missing != nil {
		if list := (*missing)(); len(list) > 0 {
			return errors.New(strings.Join(list, "; "))
		}
	}
	return nil
}

// CheckHTTP returns nil if the process takes what platforms deliver over HTTP, whether or not
// it reaches them itself, and otherwise one of the errors above. It is for proxies: a replica
// that cannot reach one platform still takes the deliveries of another.
func (r *Ready) CheckHTTP(ctx context.Context) error {
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
	ctx, cancel := context.WithTimeout(ctx, ProbeTimeout)
	defer cancel()
	switch err := (*probe)(ctx); {
	case errors.Is(err, bot.ErrDamaged):
		return ErrDamaged
	case err != nil:
		return ErrStore
	}
	return nil
}
