package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"time"

	"hspbot/bot"
	"hspbot/bot/watch"
)

// ops serves operators. Without HSPBOT_OPS_LISTEN its metrics and server are nil.
type ops struct {
	log     *slog.Logger
	ready   watch.Ready
	metrics *watch.Metrics
	server  *http.Server
}

// openOps listens for operators, who see a process that is starting.
func openOps(set *settings, log *slog.Logger) (*ops, error) {
	o := &ops{log: log}
	if set.Ops == "" {
		return o, nil
	}
	listener, err := net.Listen("tcp", string(set.Ops))
	if err != nil {
		return nil, usageError{fmt.Errorf("HSPBOT_OPS_LISTEN: %w", err)}
	}
	o.metrics = watch.NewMetrics(build())
	o.server = newServer(watch.Handler(o.metrics, &o.ready))
	o.server.WriteTimeout = 3 * time.Minute // the caller of a profile says how long it takes
	go func() {
		if err := o.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logError(log, "serve operators", err)
		}
	}()
	return o, nil
}

// timed returns the store, with its calls timed if there are metrics.
func (o *ops) timed(store watch.Store) watch.Store {
	if o.metrics == nil {
		return store
	}
	return o.metrics.Timed(store)
}

// observer returns who is told what the bots do; nil for nobody.
func (o *ops) observer() bot.Observer {
	if o.metrics == nil {
		return nil
	}
	return o.metrics
}

// watch adds the bots to the metrics. The process is no longer ready when one of them stops.
func (o *ops) watch(platforms []connection, store watch.Store) {
	o.ready.SetProbe(o.timed(store).Probe)
	o.ready.SetDisconnected(func() bool {
		return slices.ContainsFunc(platforms, func(p connection) bool { return p.disconnected != nil && p.disconnected() })
	})
	for i := range platforms {
		p := &platforms[i]
		if o.metrics != nil {
			o.metrics.Add(p.name, p.outbox, store)
		}
		if o.metrics != nil && p.disconnected != nil {
			o.metrics.AddConnection(p.name, p.disconnected)
		}
		run := p.run
		p.run = func(ctx context.Context) error {
			defer o.ready.Stop()
			return run(ctx)
		}
	}
}

// close closes the listener for operators, after everything else has stopped.
func (o *ops) close() {
	if o.server != nil {
		_ = o.server.Close() // not Shutdown: a profile that is under way need not be waited for
	}
}
