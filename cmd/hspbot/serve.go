package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"hspbot/bot/api"
	"hspbot/bot/lead"
	"hspbot/bot/partner"
	"hspbot/bot/stats"
	"hspbot/bot/store/codec"
	"hspbot/bot/telegram"
	"hspbot/bot/watch"
	"hspbot/conversation"
	"hspbot/scoring"
)

// serveCommand runs the bot on Telegram, on Slack, on the web, or on several of them.
type serveCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (serveCommand) Help() string {
	return `Runs until it is stopped (SIGTERM, Ctrl-C). A message is acknowledged only when its answer is on disk; whatever a stop or a crash left unsent is sent after the next start.

Settings come from the environment, never from flags. For those marked *, NAME_FILE may name a file that holds the value instead; SIGHUP reads these files again. At least one platform is needed.
` + describe(variablesOf(&settings{})) + `
"hspbot check" tries the settings and says how to fix what is wrong.

Example:

    HSPBOT_TELEGRAM_TOKEN_FILE=/etc/hspbot/token hspbot serve`
}

// gcPercent is Go's GOGC where that is not set. What lives is some 10 MiB, which a busy bot doubles a dozen
// times a second: at three times as much a turn takes 8 % less of the processor, for 14 MiB.
const gcPercent = 200

// Run is the subcommand.
func (serveCommand) Run(s *streams) error {
	env := processEnvironment()
	set, err := readSettings(env)
	if err != nil {
		return ended(s.errs, env, usageError{err})
	}
	if env["GOGC"] == "" {
		debug.SetGCPercent(gcPercent)
	}
	ctx, stop := untilStopped()
	defer stop()
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	set.again = newReloading(env, hangups)
	log := newLog(s.errs, &set)
	for _, name := range env.unknown() {
		log.Warn("unknown setting ignored", "name", name, "nearest", nearestSetting(name))
	}
	return ended(s.errs, env, serve(ctx, &set, log))
}

// ended writes the error that ends the program as JSON where the log is JSON: a collector of
// logs may drop any other line.
func ended(errs io.Writer, env environment, err error) error {
	if err == nil || env["HSPBOT_LOG"] != "json" {
		return err
	}
	slog.New(slog.NewJSONHandler(errs, nil)).Error("ended", "error", oneLine(err))
	return loggedError{err}
}

func newLog(w io.Writer, set *settings) *slog.Logger {
	if set.Log == "json" {
		return slog.New(slog.NewJSONHandler(w, set.logOptions()))
	}
	return slog.New(slog.NewTextHandler(w, set.logOptions()))
}

// serve runs the bot until ctx ends. Then it stops accepting deliveries first, and posting last.
func serve(ctx context.Context, set *settings, log *slog.Logger) (err error) {
	ops, err := openOps(set, log)
	if err != nil {
		return err
	}
	defer ops.close()
	defer context.AfterFunc(ctx, ops.ready.Stop)()
	partners, err := set.openPartners()
	if err != nil {
		return err
	}
	if what := set.unreachable(partners); what != "" {
		return usageError{errors.New(what)}
	}
	go conversation.Prepare() // what the first typed texts need, while the platforms are reached
	store, err := set.openStore(ctx, codec.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	listener, err := listenForPlatforms(set)
	if err != nil {
		return err
	}
	ops.metrics.KnowCodes(func(code string) bool {
		_, known := partners.Find(code)
		return known
	})
	r := &running{set: set, log: log, ops: ops, store: ops.metrics.Timed(store), partners: partners, leads: newSender(set, store, partners, log),
		counter: stats.NewCounter(store, scoring.Japan, ops.metrics, log), asked: ops.metrics.CountAPI(api.Routes())}
	if r.logKey, err = logKey(ctx, store); err != nil {
		return err
	}
	for _, p := range platforms {
		if p.configured(set) {
			r.parts = append(r.parts, newPart(p, log))
		}
	}
	ops.watch(r.parts, r.store)
	ops.metrics.AddLeads(r.leads.Unreadable)
	var beside sync.WaitGroup
	defer beside.Wait()
	ctx, r.fail = context.WithCancelCause(ctx)
	defer r.fail(nil)
	beside.Go(func() {
		if err := r.leads.Run(ctx); err != nil {
			r.fail(fmt.Errorf("send to partners: %w", err))
		}
	})
	beside.Go(func() { expireShares(ctx, store, log) })
	beside.Go(func() { ops.watchFile(ctx, set) })
	ops.watchCopies(set, store)
	beside.Go(func() { set.again.run(ctx, log) })
	counting, stopCounting := context.WithCancel(context.WithoutCancel(ctx))
	defer stopCounting() // after the last turn
	beside.Go(func() { r.counter.Run(counting) })
	if set.Keys.Ring != nil {
		beside.Go(func() { keepSealed(ctx, store, set.Keys.Ring, log) })
	}
	posting, stopPosting := context.WithCancel(context.Background())
	r.posting = posting
	defer func() {
		stopPosting()
		r.posts.Wait()
		if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
			err = errors.Join(err, cause)
		}
	}()
	log.Info("running", set.summary()...)
	ops.ready.Open()
	defer ops.ready.Stop()
	return r.accept(ctx, listener)
}

// listenForPlatforms listens at HSPBOT_LISTEN; nil where nothing has to reach this program.
func listenForPlatforms(set *settings) (net.Listener, error) {
	if paths, _ := set.called(); len(paths) == 0 {
		return nil, nil
	}
	listener, err := set.Listen.listen(context.Background())
	if err != nil {
		return nil, usageError{fmt.Errorf("HSPBOT_LISTEN: %w", err)}
	}
	return netutil.LimitListener(listener, maxConnections), nil
}

// running is the bot while it is served.
type running struct {
	set      *settings
	log      *slog.Logger
	ops      *ops
	store    watch.Store // timed
	counter  *stats.Counter
	partners *partner.Registry
	leads    *lead.Sender
	asked    func(route string, status int) // is told of each request to the API
	logKey   []byte
	parts    []*part
	posting  context.Context // ends when nothing is accepted any more
	posts    sync.WaitGroup
	fail     context.CancelCauseFunc           // ends the program
	telegram atomic.Pointer[telegram.Telegram] // nil until it has been reached
}

// accept accepts deliveries until ctx ends or a platform fails.
func (r *running) accept(ctx context.Context, listener net.Listener) error {
	var serving sync.WaitGroup
	var server *http.Server
	var serveErr error
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if listener != nil {
		server = newServer(r.handler())
		serving.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				serveErr = fmt.Errorf("serve: %w", err)
				stop() // nothing can be delivered any more
			}
		})
	}
	ended := make(chan error, len(r.parts))
	for _, p := range r.parts {
		go func() {
			err := r.serve(ctx, p)
			r.ops.ready.Stop()
			stop() // the failure of one platform ends the program, so that it is noticed and restarted
			ended <- err
		}()
	}
	var err error
	for range r.parts {
		err = errors.Join(err, <-ended)
	}
	stop()
	if server != nil {
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		logError(r.log, "stop the server", server.Shutdown(grace))
	}
	serving.Wait()
	r.log.Info("stopping")
	return errors.Join(err, serveErr)
}

// maxConnections may be open at a time; more wait until one is closed. The platforms use about a
// hundred.
const maxConnections = 4096

// newServer returns an HTTP server with limits, so that slow clients cannot exhaust it.
func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 3 * time.Minute, MaxHeaderBytes: 16 << 10, ConnState: newIdleConnections(maxIdle).track}
}

func logError(log *slog.Logger, doing string, err error) {
	if err != nil {
		log.Error(doing, "error", err)
	}
}
