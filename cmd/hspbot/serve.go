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
	"sync"
	"syscall"
	"time"

	"golang.org/x/net/netutil"

	"hspbot/conversation"
)

// serveCommand runs the bot on Telegram, on Slack, or on both.
type serveCommand struct{}

// Help is the help of the subcommand, in addition to its flags.
func (serveCommand) Help() string {
	return `Runs until it is stopped (SIGTERM, Ctrl-C). A message is acknowledged only when its answer is on disk; whatever a stop or a crash left unsent is sent after the next start.

Settings come from the environment, never from flags. For those marked *, NAME_FILE may name a file that holds the value instead. At least one platform is needed.
` + describe(variablesOf(&settings{})) + `
"hspbot check" tries the settings and says how to fix what is wrong.

Example:

    HSPBOT_TELEGRAM_TOKEN_FILE=/etc/hspbot/token hspbot serve`
}

// Run is the subcommand.
func (serveCommand) Run(s *streams) error {
	env := processEnvironment()
	set, err := readSettings(env)
	if err != nil {
		return usageError{err}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)  // a second signal kills the program
	signal.Ignore(syscall.SIGHUP) // who sends it wants settings to be read again; that takes a restart
	log := newLog(s.errs, &set)
	for _, name := range env.unknown() {
		log.Warn("unknown setting ignored", "name", name, "nearest", nearestSetting(name))
	}
	return serve(ctx, &set, log)
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
	go conversation.Prepare() // what the first typed texts need, while the platforms are reached
	store, err := openStore(ctx, set)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	platforms, err := connect(ctx, set, log, ops.timed(store), ops.observer())
	if err != nil {
		return err
	}
	ops.watch(platforms, store)
	mux, open := http.NewServeMux(), false
	for _, p := range platforms {
		for path, handler := range p.handlers {
			mux.Handle(path, handler)
			open = true
		}
	}
	var listener net.Listener
	if open {
		if listener, err = net.Listen("tcp", string(set.Listen)); err != nil {
			return usageError{fmt.Errorf("HSPBOT_LISTEN: %w", err)}
		}
		listener = netutil.LimitListener(listener, maxConnections)
	}
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	posting, stopPosting := context.WithCancel(context.Background())
	var posts sync.WaitGroup
	for _, p := range platforms {
		posts.Go(func() {
			if err := p.outbox.Run(posting); err != nil {
				fail(fmt.Errorf("%s: post: %w", p.name, err)) // a bot that takes and cannot answer is of no use
			}
		})
	}
	defer func() {
		stopPosting()
		posts.Wait()
		if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
			err = errors.Join(err, cause)
		}
	}()
	log.Info("running", set.summary()...)
	ops.ready.Open()
	defer ops.ready.Stop()
	return accept(ctx, log, platforms, listener, mux)
}

// accept accepts deliveries until ctx ends or a platform fails.
func accept(ctx context.Context, log *slog.Logger, platforms []connection, listener net.Listener, mux http.Handler) error {
	var serving sync.WaitGroup
	var server *http.Server
	var serveErr error
	ctx, stop := context.WithCancel(ctx)
	if listener != nil {
		server = newServer(mux)
		serving.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				serveErr = fmt.Errorf("serve: %w", err)
				stop() // nothing can be delivered any more
			}
		})
	}
	ended := make(chan error, len(platforms))
	for _, p := range platforms {
		log.Info("serving", "platform", p.name, "bot", p.title, "intake", p.intake())
		go func() {
			err := p.run(ctx)
			if err != nil {
				err = fmt.Errorf("%s: %w", p.name, err)
			}
			stop() // the failure of one platform ends the program, so that it is noticed and restarted
			ended <- err
		}()
	}
	var err error
	for range platforms {
		err = errors.Join(err, <-ended)
	}
	stop()
	if server != nil {
		grace, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		logError(log, "stop the server", server.Shutdown(grace))
	}
	serving.Wait()
	log.Info("stopping")
	return errors.Join(err, serveErr)
}

// maxConnections may be open at a time; more wait until one is closed. The platforms use about a
// hundred.
const maxConnections = 4096

// newServer returns an HTTP server with limits, so that slow clients cannot exhaust it.
func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 3 * time.Minute, MaxHeaderBytes: 16 << 10}
}

func logError(log *slog.Logger, doing string, err error) {
	if err != nil {
		log.Error(doing, "error", err)
	}
}
