package watch

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"hspbot/bot"
)

// Store is a store with everything that a served bot needs of it.
type Store interface {
	bot.Store
	bot.Measured
	bot.Sealer
}

// Timed returns the store with its calls timed.
//
// An error that a change returns, a session that does not exist or cannot be read, and a canceled context are not
// counted as errors of the store.
func (m *Metrics) Timed(store Store) Store {
	t := &timed{Store: store, calls: map[string]call{}}
	for _, name := range []string{"apply", "load", "settle", "delete", "move", "list", "owing", "expire", "change", "record", "probe"} {
		t.calls[name] = call{seconds: m.store.WithLabelValues(name), failed: m.failed.WithLabelValues(name), damaged: &m.damaged}
	}
	return t
}

// timed is a store whose calls are timed, except KeysOf, Close, Count and Owed.
type timed struct {
	Store
	calls map[string]call // not changed
}

// call holds the metrics of one operation.
type call struct {
	seconds prometheus.Observer
	failed  prometheus.Counter
	damaged *atomic.Bool
}

// done records a call. own is the error that the caller's change returned, if any.
func (c call) done(began time.Time, err, own error) {
	c.seconds.Observe(time.Since(began).Seconds())
	for _, expected := range []error{own, bot.ErrNoSession, bot.ErrCorrupt, bot.ErrClosed, context.Canceled} {
		if expected != nil && errors.Is(err, expected) {
			return
		}
	}
	if err != nil {
		c.failed.Inc()
	}
	if errors.Is(err, bot.ErrDamaged) {
		c.damaged.Store(true)
	}
}

// Apply implements [bot.Store].
func (t *timed) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (s bot.Session, err error) {
	var own error
	defer func(began time.Time) { t.calls["apply"].done(began, err, own) }(time.Now())
	return t.Store.Apply(ctx, key, func(s *bot.Session) error {
		own = change(s)
		return own
	})
}

// Load implements [bot.Store].
func (t *timed) Load(ctx context.Context, key bot.Key) (s bot.Session, err error) {
	defer func(began time.Time) { t.calls["load"].done(began, err, nil) }(time.Now())
	return t.Store.Load(ctx, key)
}

// Settle implements [bot.Store].
func (t *timed) Settle(ctx context.Context, key bot.Key, s bot.Settlement) (err error) {
	defer func(began time.Time) { t.calls["settle"].done(began, err, nil) }(time.Now())
	return t.Store.Settle(ctx, key, s)
}

// Delete implements [bot.Store].
func (t *timed) Delete(ctx context.Context, key bot.Key, version int64) (err error) {
	defer func(began time.Time) { t.calls["delete"].done(began, err, nil) }(time.Now())
	return t.Store.Delete(ctx, key, version)
}

// Move implements [bot.Store].
func (t *timed) Move(ctx context.Context, from, to bot.Key) (err error) {
	defer func(began time.Time) { t.calls["move"].done(began, err, nil) }(time.Now())
	return t.Store.Move(ctx, from, to)
}

// List implements [bot.Store].
func (t *timed) List(ctx context.Context, platform, prefix, after string, limit int) (list []bot.Session, err error) {
	defer func(began time.Time) { t.calls["list"].done(began, err, nil) }(time.Now())
	return t.Store.List(ctx, platform, prefix, after, limit)
}

// Owing implements [bot.Store].
func (t *timed) Owing(ctx context.Context, platform string, now time.Time, limit int) (keys []bot.Key, next time.Time, err error) {
	defer func(began time.Time) { t.calls["owing"].done(began, err, nil) }(time.Now())
	return t.Store.Owing(ctx, platform, now, limit)
}

// Expire implements [bot.Store].
func (t *timed) Expire(ctx context.Context, now, before time.Time) (n int, err error) {
	defer func(began time.Time) { t.calls["expire"].done(began, err, nil) }(time.Now())
	return t.Store.Expire(ctx, now, before)
}

// Change implements [bot.Store].
func (t *timed) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) (err error) {
	var own error
	defer func(began time.Time) { t.calls["change"].done(began, err, own) }(time.Now())
	return t.Store.Change(ctx, kind, id, func(old []byte) (body []byte, err error) {
		body, own = change(old)
		return body, own
	})
}

// Prune implements [bot.Store].
func (t *timed) Prune(ctx context.Context, kind string, ended func([]byte) bool) (err error) {
	defer func(began time.Time) { t.calls["change"].done(began, err, nil) }(time.Now())
	return t.Store.Prune(ctx, kind, ended)
}

// Record implements [bot.Store].
func (t *timed) Record(ctx context.Context, kind, id string) (body []byte, err error) {
	defer func(began time.Time) { t.calls["record"].done(began, err, nil) }(time.Now())
	return t.Store.Record(ctx, kind, id)
}

// Probe implements [bot.Measured]. A store that was found to be damaged fails from then on.
func (t *timed) Probe(ctx context.Context) (err error) {
	if t.calls["probe"].damaged.Load() {
		return bot.ErrDamaged
	}
	defer func(began time.Time) { t.calls["probe"].done(began, err, nil) }(time.Now())
	return t.Store.Probe(ctx)
}
