package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"hspbot/bot"
	"hspbot/bot/watch"
)

// ops is what operators see of a bot that is served. What they did not ask for is nil and
// costs nothing.
type ops struct {
	log     *slog.Logger
	ready   watch.Ready
	metrics *watch.Metrics
	server  *http.Server
}

// openOps begins to listen for operators, who see a process that is starting.
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
	o.server.WriteTimeout = 3 * time.Minute // a profile takes as long as it is asked to
	go func() {
		if err := o.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logError(log, "serve operators", err)
		}
	}()
	return o, nil
}

// timed returns the store, timed where somebody sees the times.
func (o *ops) timed(store watch.Kept) watch.Kept {
	if o.metrics == nil {
		return store
	}
	return o.metrics.Store(store)
}

// observer returns who is told what the bots do; nil for nobody.
func (o *ops) observer() bot.Observer {
	if o.metrics == nil {
		return nil
	}
	return o.metrics
}

// watch shows the bots. One whose intake ends makes the process not ready.
func (o *ops) watch(platforms []connection, store watch.Kept) {
	o.ready.Writes(o.timed(store).Probe)
	for i := range platforms {
		p := &platforms[i]
		if o.metrics != nil {
			o.metrics.Add(p.name, p.outbox, store)
		}
		run := p.run
		p.run = func(ctx context.Context) error {
			defer o.ready.Stop()
			return run(ctx)
		}
	}
}

// close ends what operators see, after everything else.
func (o *ops) close() {
	if o.server != nil {
		_ = o.server.Close() // whoever looks has seen that the bot stops
	}
}
