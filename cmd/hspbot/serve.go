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

	"hspbot/bot"
)

// serveCommand runs the bot on Telegram, on Slack, or on both.
type serveCommand struct{}

// Help is what the subcommand's help says beside the flags.
func (serveCommand) Help() string {
	return `Runs until it is told to stop (SIGTERM, Ctrl-C). Answers are on disk before a message is acknowledged; what a stop or a crash left unsent is sent after the next start.

Settings come from the environment; of those marked *, NAME_FILE may name a file instead. One of Telegram and Slack is needed, both are possible.

Telegram:

    HSPBOT_TELEGRAM_TOKEN*   the token from @BotFather
    HSPBOT_TELEGRAM_SECRET*  the webhook's secret token; by default one that follows from the token
    HSPBOT_TELEGRAM_API      another Bot API server

Slack, one workspace:

    HSPBOT_SLACK_BOT_TOKEN*  the bot token (xoxb-…)

Slack, many workspaces, which install it from HSPBOT_PUBLIC_URL/slack/install:

    HSPBOT_SLACK_CLIENT_ID, HSPBOT_SLACK_CLIENT_SECRET*
    HSPBOT_KEYS*             see below; needed here, for the tokens of the workspaces

Slack, how it reaches this program, one of:

    HSPBOT_SLACK_APP_TOKEN*       Socket Mode (xapp-…): no public address is needed
    HSPBOT_SLACK_SIGNING_SECRET*  HTTP: request URLs below HSPBOT_PUBLIC_URL/slack/; several with commas while it changes

All:

    HSPBOT_DATA              database file; default hspbot/serve.db in $XDG_STATE_HOME or ~/.local/state
    HSPBOT_DATABASE_URL*     PostgreSQL instead: postgres://user:password@host/name; any number of replicas may share it
    HSPBOT_KEYS*             seals answers and tokens in the database: 32 random bytes in base64; to change it, put the new one first and a comma between; default none
    HSPBOT_PUBLIC_URL        https address under which this program is reached; without it Telegram is polled
    HSPBOT_LISTEN            address and port, behind whatever ends TLS; default :8080
    HSPBOT_SESSION_TTL       silence after which a conversation is deleted; default 720h
    HSPBOT_OPS_LISTEN        address and port for operators alone, such as 127.0.0.1:9090: /metrics, /healthz, /readyz, /debug/pprof/; default none
    HSPBOT_LOG               text or json; default text
    HSPBOT_LOG_LEVEL         debug, info, warn or error; default info

"hspbot check" tries the settings and says how to mend what is wrong.

Example:

    HSPBOT_TELEGRAM_TOKEN_FILE=/etc/hspbot/token hspbot serve`
}

// Run is the subcommand.
func (serveCommand) Run(s *streams) error {
	set, err := readSettings(os.Getenv)
	if err != nil {
		return usageError{err}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program the hard way
	return serve(ctx, set, newLog(s.errs, set))
}

func newLog(w io.Writer, set settings) *slog.Logger {
	if set.logJSON {
		return slog.New(slog.NewJSONHandler(w, set.log))
	}
	return slog.New(slog.NewTextHandler(w, set.log))
}

// serve runs the bot until ctx ends: intake first, then what is under way.
func serve(ctx context.Context, set settings, log *slog.Logger) (err error) {
	ops, err := openOps(set, log)
	if err != nil {
		return err
	}
	defer ops.close()
	defer context.AfterFunc(ctx, ops.ready.Stop)()
	store, err := openStore(ctx, set)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	platforms, err := connect(ctx, set, log, ops.timed(store), ops.watcher())
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
		if listener, err = net.Listen("tcp", set.listen); err != nil {
			return usageError{fmt.Errorf("HSPBOT_LISTEN: %w", err)}
		}
		listener = netutil.LimitListener(listener, mostConnections)
	}
	posting, stopPosting := context.WithCancel(context.Background())
	var posts sync.WaitGroup
	for _, p := range platforms {
		posts.Go(func() { logError(log, "post", p.bot.Run(posting)) })
	}
	defer func() { stopPosting(); posts.Wait() }()
	ops.ready.Open()
	defer ops.ready.Stop()
	return takeIn(ctx, log, platforms, listener, mux)
}

// takeIn lets deliveries in until ctx ends or a platform cannot go on.
func takeIn(ctx context.Context, log *slog.Logger, platforms []platform, listener net.Listener, mux http.Handler) error {
	var intake sync.WaitGroup
	var server *http.Server
	if listener != nil {
		server = newServer(mux)
		intake.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				logError(log, "serve", err)
			}
		})
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, len(platforms))
	for _, p := range platforms {
		log.Info("serving", "platform", p.name, "bot", p.title, "http", len(p.handlers) > 0)
		go func() {
			err := p.run(ctx)
			if err != nil {
				err = fmt.Errorf("%s: %w", p.name, err)
			}
			stop() // one that cannot go on ends the program: whoever watches it is to know
			ended <- err
		}()
	}
	var err error
	for range platforms {
		err = errors.Join(err, <-ended)
	}
	stop()
	if server != nil {
		calm, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		logError(log, "stop the server", server.Shutdown(calm))
	}
	intake.Wait()
	log.Info("stopping")
	return err
}

// platform is one that is served.
type platform struct {
	name, title string // of the platform, of the bot there
	bot         *bot.Bot
	run         func(ctx context.Context) error
	handlers    map[string]http.Handler // by path; none where nothing has to reach this program
}

// mostConnections are open at a time; more wait until one is closed. Platforms use a hundred.
const mostConnections = 4096

// newServer is an HTTP server that lets nobody hold it up.
func newServer(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: 3 * time.Minute, MaxHeaderBytes: 16 << 10}
}

func logError(log *slog.Logger, doing string, err error) {
	if err != nil {
		log.Error(doing, "error", err)
	}
}
