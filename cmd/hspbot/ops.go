package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"hspbot/bot"
	"hspbot/bot/records"
	"hspbot/bot/retry"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/watch"
)

// ops serves operators.
type ops struct {
	log     *slog.Logger
	ready   watch.Ready
	metrics *watch.Metrics
	server  *http.Server // nil without HSPBOT_OPS_LISTEN
}

// openOps listens for operators, who see a process that is starting.
func openOps(set *settings, log *slog.Logger) (*ops, error) {
	o := &ops{log: log, metrics: watch.NewMetrics(build())}
	if set.Ops == "" {
		return o, nil
	}
	listener, err := set.Ops.listen(context.Background())
	if err != nil {
		return nil, usageError{fmt.Errorf("HSPBOT_OPS_LISTEN: %w", err)}
	}
	o.server = newServer(watch.Handler(o.metrics, &o.ready))
	o.server.WriteTimeout = 3 * time.Minute // the caller of a profile says how long it takes
	go func() {
		if err := o.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			logError(log, "serve operators", err)
		}
	}()
	return o, nil
}

// watch looks at the store, and at whether the deliveries of the platforms arrive.
func (o *ops) watch(parts []*part, store watch.Store) {
	o.ready.SetProbe(store.Probe)
	o.ready.SetMissing(func() (missing []string) {
		for _, p := range parts {
			if m := p.deliveries.Status().Missing; m != "" {
				missing = append(missing, m)
			}
		}
		return missing
	})
	o.metrics.AddKeys(store)
	for _, p := range parts {
		o.metrics.AddIntake(p.name, p.deliveries)
	}
}

// watchFile adds what is known of the database file, and reads the file through, now and once a
// day until ctx ends.
func (o *ops) watchFile(ctx context.Context, set *settings) {
	path, err := set.file()
	if o.server == nil || set.Database != "" || err != nil {
		return
	}
	o.metrics.AddFile(func() float64 {
		free, err := freeDisk(filepath.Dir(path))
		if err != nil {
			return math.NaN()
		}
		return float64(free)
	}, func() float64 {
		info, err := os.Stat(path + copiedEnding)
		if err != nil {
			return 0
		}
		return float64(info.ModTime().Unix())
	})
	for {
		if err := sqlite.VerifyQuickly(ctx, path); errors.Is(err, bot.ErrDamaged) {
			o.metrics.Damaged()
			o.log.Error("the database is damaged: stop the bot and run hspbot restore COPY", "error", err)
		}
		if retry.Sleep(ctx, verifyEvery) != nil {
			return
		}
	}
}

// copyKind and copyID name the record in PostgreSQL in which whoever copies it notes when, in
// seconds since 1970 as decimal digits.
const copyKind, copyID = "copy", "last"

// watchCopies adds when PostgreSQL was last copied, as far as that is noted there.
func (o *ops) watchCopies(set *settings, records records.Store) {
	if set.Database == "" {
		return
	}
	o.metrics.AddCopied(func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		note, err := records.Record(ctx, copyKind, copyID)
		if err != nil {
			return math.NaN()
		}
		at, err := strconv.ParseFloat(string(note), 64)
		if err != nil {
			return math.NaN()
		}
		return at
	})
}

// verifyEvery is how often the database file is read through.
const verifyEvery = 24 * time.Hour

// close closes the listener for operators, after everything else has stopped.
func (o *ops) close() {
	if o.server != nil {
		_ = o.server.Close() // not Shutdown: a profile that is under way need not be waited for
	}
}
