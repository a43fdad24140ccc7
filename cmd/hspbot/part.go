package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"hspbot/bot/inbound"
	"hspbot/bot/retry"
)

// part is one platform while it is served. One that is out of reach at the start is waited for;
// the others are served meanwhile.
type part struct {
	platform
	deliveries *inbound.Monitor
	handler    atomic.Pointer[http.ServeMux] // of its paths; nil until it has been reached
}

func newPart(p platform, log *slog.Logger) *part {
	return &part{platform: p, deliveries: inbound.New(inbound.Options{Platform: p.name, Log: log})}
}

// serve reaches a platform, posts there, and takes its deliveries until ctx ends.
func (r *running) serve(ctx context.Context, p *part) error {
	c, err := r.reach(ctx, p)
	if err != nil || ctx.Err() != nil {
		return err
	}
	p.deliveries.Reached()
	r.ops.metrics.Add(p.name, c.outbox, r.store)
	r.posts.Go(func() {
		if err := c.outbox.Run(r.posting); err != nil {
			r.fail(fmt.Errorf("%s: post: %w", p.name, err)) // a bot that takes and cannot answer is of no use
		}
	})
	p.open(c.handlers)
	r.log.Info("serving", "platform", p.name, "bot", c.title, "intake", c.intake)
	if err := c.run(ctx); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// reach connects to a platform, for as long as it takes. What is wrong with the settings ends
// the program.
func (r *running) reach(ctx context.Context, p *part) (c connection, err error) {
	err = retry.Do(ctx, retry.Backoff{Min: time.Second, Max: 30 * time.Second}, 0, func() (err error) {
		c, err = p.connect(ctx, r, p)
		if errors.As(err, new(usageError)) {
			return retry.Permanent(err)
		}
		if err != nil && ctx.Err() == nil {
			p.deliveries.Fail(inbound.Network, err)
		}
		return err
	})
	if ctx.Err() != nil {
		return c, nil
	}
	return c, err
}

// handler answers at the paths of all parts.
func (r *running) handler() http.Handler {
	mux := http.NewServeMux()
	for _, p := range r.parts {
		for _, path := range p.paths(r.set) {
			mux.Handle(path, p)
		}
	}
	return lastIfChunked(mux)
}

// lastIfChunked has a connection end after a request in chunks, which neither a platform nor a proxy
// sends: whoever also gives a length may hide a second request behind it, for the proxy.
func lastIfChunked(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// open has the paths of a platform answered.
func (p *part) open(handlers map[string]http.Handler) {
	mux := http.NewServeMux()
	for path, handler := range handlers {
		mux.Handle(path, handler)
	}
	p.handler.Store(mux)
}

// ServeHTTP implements [http.Handler]: 503 until the platform has been reached, upon which it
// delivers again.
func (p *part) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if mux := p.handler.Load(); mux != nil {
		mux.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Retry-After", "5")
	http.Error(w, "not connected yet", http.StatusServiceUnavailable)
}
