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

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram"
)

// serveCommand runs the bot on Telegram.
type serveCommand struct{}

// Help is what the subcommand's help says beside the flags.
func (serveCommand) Help() string {
	return `Runs until it is told to stop (SIGTERM, Ctrl-C). Answers are on disk before a message is acknowledged; what a stop or a crash left unsent is sent after the next start.

Settings come from the environment:

    HSPBOT_TELEGRAM_TOKEN   the token from @BotFather; or HSPBOT_TELEGRAM_TOKEN_FILE
    HSPBOT_DATA             database file; default hspbot/serve.db in $XDG_STATE_HOME or ~/.local/state
    HSPBOT_PUBLIC_URL       https address under which Telegram reaches this program; without it updates are polled for
    HSPBOT_LISTEN           address and port of the webhook, behind whatever ends TLS; default :8080
    HSPBOT_TELEGRAM_SECRET  the webhook's secret token, or ..._FILE; by default one that follows from the token
    HSPBOT_TELEGRAM_API     another Bot API server
    HSPBOT_SESSION_TTL      silence after which a conversation is deleted; default 720h
    HSPBOT_LOG              text or json; default text
    HSPBOT_LOG_LEVEL        debug, info, warn or error; default info

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
	path := set.data
	if path == "" {
		if path, err = defaultData(os.Getenv, "serve.db"); err != nil {
			return err
		}
	}
	store, err := sqlite.Open(path)
	if err != nil {
		return usageError{fmt.Errorf("HSPBOT_DATA: %w", err)}
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	t, err := telegram.New(ctx, telegram.Options{Token: set.telegramToken, API: set.telegramAPI, PublicURL: set.publicURL, Secret: set.telegramSecret, Log: log})
	if errors.Is(err, telegram.ErrToken) {
		return usageError{fmt.Errorf("HSPBOT_TELEGRAM_TOKEN: %w", err)}
	}
	if err != nil {
		return err
	}
	b := bot.NewPosting(store, telegram.Platform, t, bot.Options{Log: log, TTL: set.ttl})
	t.Use(b)

	var listener net.Listener
	if t.Webhook() {
		if listener, err = net.Listen("tcp", set.listen); err != nil {
			return usageError{fmt.Errorf("HSPBOT_LISTEN: %w", err)}
		}
	}
	posting, stopPosting := context.WithCancel(context.Background())
	var posts sync.WaitGroup
	posts.Go(func() { logError(log, "post", b.Run(posting)) })
	defer func() { stopPosting(); posts.Wait() }()

	var intake sync.WaitGroup
	var server *http.Server
	if listener != nil {
		mux := http.NewServeMux()
		mux.Handle(t.Path(), t.Handler())
		server = newServer(mux)
		intake.Go(func() {
			if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
				logError(log, "serve", err)
			}
		})
	}
	log.Info("serving", "platform", telegram.Platform, "bot", t.Name(), "webhook", t.Webhook())
	err = t.Run(ctx)
	if server != nil {
		calm, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		logError(log, "stop the server", server.Shutdown(calm))
	}
	intake.Wait()
	log.Info("stopping")
	return err
}

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
