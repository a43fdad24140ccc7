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
	traces  *watch.Traces
	server  *http.Server
}

// opsTime is how long the last pages and traces may take when the bot stops.
const opsTime = 5 * time.Second

// openOps begins to listen for operators, who see a process that is starting.
func openOps(ctx context.Context, set settings, log *slog.Logger) (*ops, error) {
	o := &ops{log: log}
	if set.ops != "" {
		listener, err := net.Listen("tcp", set.ops)
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
	}
	if set.traces == "" {
		return o, nil
	}
	var err error
	if o.traces, err = watch.NewTraces(ctx, set.traces, build(), log); err != nil {
		o.close()
		return nil, usageError{fmt.Errorf("HSPBOT_TRACES: %w", err)}
	}
	return o, nil
}

// timed returns the store, timed where somebody sees the times.
func (o *ops) timed(store watch.Kept) watch.Kept {
	if o.metrics == nil {
		return store
	}
	return o.metrics.Store(store)
}

// watcher returns who is told what the bots do; nil for nobody.
func (o *ops) watcher() bot.Watcher {
	var all watch.Several
	if o.metrics != nil {
		all = append(all, o.metrics)
	}
	if o.traces != nil {
		all = append(all, o.traces)
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// watch shows the bots. One whose intake ends makes the process not ready.
func (o *ops) watch(platforms []platform, store watch.Kept) {
	o.ready.Writes(o.timed(store).Probe)
	for i := range platforms {
		p := &platforms[i]
		if o.metrics != nil {
			o.metrics.Bot(p.name, p.bot, store)
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
	ctx, cancel := context.WithTimeout(context.Background(), opsTime)
	defer cancel()
	if o.traces != nil {
		logError(o.log, "stop traces", o.traces.Close(ctx))
	}
	if o.server != nil {
		_ = o.server.Close() // whoever looks has seen that the bot stops
	}
}
