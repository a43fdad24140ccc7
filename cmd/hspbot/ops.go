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
	"hspbot/bot/api"
	"hspbot/bot/lead"
	"hspbot/bot/outbox"
	"hspbot/bot/partner"
	"hspbot/bot/records"
	"hspbot/bot/retry"
	"hspbot/bot/store/sqlite"
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
	listener, err := set.Ops.listen(context.Background())
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

// knowPartners has people counted by the codes of partners.
func (o *ops) knowPartners(partners *partner.Registry) {
	if o.metrics == nil {
		return
	}
	o.metrics.KnowCodes(func(code string) bool {
		_, known := partners.List().Find(code)
		return known
	})
}

// asked is told of each request to the API; nil where there are no metrics.
func (o *ops) asked() func(route string, status int) {
	if o.metrics == nil {
		return nil
	}
	return o.metrics.CountAPI(api.Routes())
}

// watch looks at the store, and at whether the deliveries of the platforms arrive.
func (o *ops) watch(parts []*part, store watch.Store) {
	o.ready.SetProbe(o.timed(store).Probe)
	o.ready.SetMissing(func() (missing []string) {
		for _, p := range parts {
			if m := p.deliveries.Status().Missing; m != "" {
				missing = append(missing, m)
			}
		}
		return missing
	})
	if o.metrics == nil {
		return
	}
	o.metrics.AddKeys(store)
	for _, p := range parts {
		o.metrics.AddIntake(p.name, p.deliveries)
	}
}

// watchFile adds what is known of the database file, and reads the file through, now and once a
// day until ctx ends.
func (o *ops) watchFile(ctx context.Context, set *settings) {
	path, err := set.file()
	if o.metrics == nil || set.Database != "" || err != nil {
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
	if o.metrics == nil || set.Database == "" {
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

// watchLeads adds what people send to partners and cannot be read.
func (o *ops) watchLeads(leads *lead.Sender) {
	if o.metrics != nil {
		o.metrics.AddLeads(leads.Unreadable)
	}
}

// verifyEvery is how often the database file is read through.
const verifyEvery = 24 * time.Hour

// connected adds a platform that has been reached to the metrics.
func (o *ops) connected(platform string, posting *outbox.Outbox, store watch.Store) {
	if o.metrics != nil {
		o.metrics.Add(platform, posting, store)
	}
}

// close closes the listener for operators, after everything else has stopped.
func (o *ops) close() {
	if o.server != nil {
		_ = o.server.Close() // not Shutdown: a profile that is under way need not be waited for
	}
}
