package loadtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/pprof"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/slack"
	"hspbot/bot/slack/install"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram"
)

// These variables make the test binary a bot, and say where everything is.
const (
	childPlatform = "HSPBOT_TEST_LOAD"
	childAPI      = "HSPBOT_TEST_API"
	childFile     = "HSPBOT_TEST_FILE"     // of SQLite
	childDatabase = "HSPBOT_TEST_DATABASE" // of PostgreSQL
	childProfile  = "HSPBOT_TEST_PROFILE"
)

func TestMain(m *testing.M) {
	if os.Getenv(childPlatform) == "" {
		os.Exit(pgtest.Tests{Of: m}.Run())
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child is the bot. It prints its address when it takes deliveries, and runs until its input
// ends: with the process that started it, whatever becomes of that.
func child() (err error) {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); stop() }()
	if name := os.Getenv(childProfile); name != "" {
		f, err := os.Create(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	store, err := open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	address := "http://" + listener.Addr().String()
	b, take, handler, err := connect(ctx, store, address)
	if err != nil {
		return err
	}
	var under sync.WaitGroup
	var posted error
	posting, stopPosting := context.WithCancel(context.Background())
	under.Go(func() { posted = b.Run(posting) })
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 3 * time.Minute}
	under.Go(func() { _ = server.Serve(listener) })
	fmt.Println(address)
	taken := take(ctx)
	server.Close()
	stopPosting()
	under.Wait()
	return errors.Join(taken, posted)
}

func open(ctx context.Context) (bot.Store, error) {
	if url := os.Getenv(childDatabase); url != "" {
		return postgres.Open(ctx, url, postgres.Options{})
	}
	return sqlite.Open(os.Getenv(childFile))
}

// connect makes the bot of the platform, with what lets deliveries in until ctx ends.
func connect(ctx context.Context, store bot.Store, address string) (b *bot.Bot, take func(context.Context) error, h http.Handler, err error) {
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	if os.Getenv(childPlatform) == telegram.Platform {
		t, err := telegram.New(ctx, telegram.Options{Token: telegramToken, API: os.Getenv(childAPI), PublicURL: address, Secret: telegramSecret, Log: log})
		if err != nil {
			return nil, nil, nil, err
		}
		b := bot.NewPosting(store, telegram.Platform, t, bot.Options{Log: log, Unlimited: true})
		t.Use(b)
		return b, t.Run, t.Handler(), nil
	}
	o := slack.Options{API: os.Getenv(childAPI) + "/api/", Secrets: []string{slackSecret}, Log: log}
	in, err := slack.Connect(ctx, slackToken, o)
	if err != nil {
		return nil, nil, nil, err
	}
	o.Installs = install.Single(in)
	s, err := slack.New(o)
	if err != nil {
		return nil, nil, nil, err
	}
	b = bot.NewPosting(store, slack.Platform, s, bot.Options{Log: log, Unlimited: true, Remember: 70 * time.Minute})
	s.Use(b)
	return b, s.Run, s.Handler(), nil
}
