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
	entrances  map[string]*entrance // by path
}

func newPart(p platform, set *settings, log *slog.Logger) *part {
	a := &part{platform: p, deliveries: inbound.New(inbound.Options{Platform: p.name, Log: log}), entrances: map[string]*entrance{}}
	for _, path := range p.paths(set) {
		a.entrances[path] = &entrance{}
	}
	return a
}

// serve reaches a platform, posts there, and takes its deliveries until ctx ends.
func (r *running) serve(ctx context.Context, p *part) error {
	c, err := r.reach(ctx, p)
	if err != nil || ctx.Err() != nil {
		return err
	}
	p.deliveries.Reached()
	r.ops.connected(p.name, c.outbox, r.store)
	r.posts.Go(func() {
		if err := c.outbox.Run(r.posting); err != nil {
			r.fail(fmt.Errorf("%s: post: %w", p.name, err)) // a bot that takes and cannot answer is of no use
		}
	})
	if c.ask != nil {
		r.ask.Store(&c.ask)
	}
	if c.open != nil {
		r.telegram.Store(&c.open)
	}
	for name, apply := range c.reload {
		r.set.again.on(name, apply)
	}
	for path, handler := range c.handlers {
		p.entrances[path].open(handler)
	}
	r.log.Info("serving", "platform", p.name, "bot", c.title, "intake", c.intake)
	if err := c.run(ctx); err != nil {
		return fmt.Errorf("%s: %w", p.name, err)
	}
	return nil
}

// askLink is the link of the platform on which invitations are answered; empty until it has been
// reached.
func (r *running) askLink(code string) string {
	if link := r.ask.Load(); link != nil {
		return (*link)(code)
	}
	return ""
}

// telegramLink is the link that opens the bot on Telegram; empty until that has been reached.
func (r *running) telegramLink(referral, language string) string {
	if link := r.telegram.Load(); link != nil {
		return (*link)(referral, language)
	}
	return ""
}

// reach connects to a platform, for as long as it takes. What is wrong with the settings ends
// the program.
func (r *running) reach(ctx context.Context, p *part) (c connection, err error) {
	err = retry.Do(ctx, retry.Backoff{Min: time.Second, Max: 30 * time.Second}, 0, func() (err error) {
		c, err = p.connect(ctx, connectOptions{set: r.set, log: r.log, store: r.ops.timed(r.store), observer: r.counter, deliveries: p.deliveries,
			logKey: r.logKey, ask: r.askLink, telegram: r.telegramLink, partners: r.partners, leads: r.leads, asked: r.asked})
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

// handlerOf answers at the paths of all parts.
func handlerOf(parts []*part) http.Handler {
	mux := http.NewServeMux()
	for _, p := range parts {
		for path, entrance := range p.entrances {
			mux.Handle(path, entrance)
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

// entrance is where a platform delivers: 503 until the platform has been reached, upon which it
// delivers again.
type entrance struct{ handler atomic.Pointer[http.Handler] }

func (e *entrance) open(h http.Handler) { e.handler.Store(&h) }

// ServeHTTP implements [http.Handler].
func (e *entrance) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h := e.handler.Load(); h != nil {
		(*h).ServeHTTP(w, r)
		return
	}
	w.Header().Set("Retry-After", "5")
	http.Error(w, "not connected yet", http.StatusServiceUnavailable)
}
