package loadtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/records"
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
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200) // as serve does
	}
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
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	o := bottest.Options{Bot: bot.Options{Log: bot.Log{Logger: log}}, Outbox: outbox.Options{Log: bot.Log{Logger: log}, NoLimits: true}}
	name := os.Getenv(childPlatform)
	if name == slack.Platform {
		o.Bot.RememberFor = 70 * time.Minute
	}
	return bottest.Serve(ctx, store, name, connect(name, store, log), o, func(r bottest.Running) { fmt.Println(r.Address) })
}

func open(ctx context.Context) (bot.Store, error) {
	if url := os.Getenv(childDatabase); url != "" {
		return postgres.Open(ctx, url, postgres.Options{})
	}
	return sqlite.Open(os.Getenv(childFile))
}

// connect connects to a platform.
func connect(name string, kept records.Store, log *slog.Logger) bottest.Connect {
	if name == telegram.Platform {
		return func(ctx context.Context, address string) (bottest.Platform, error) {
			return telegram.New(ctx, telegram.Options{Token: telegramToken, API: os.Getenv(childAPI), PublicURL: address, Secret: telegramSecret, Log: log})
		}
	}
	return func(ctx context.Context, _ string) (bottest.Platform, error) {
		o := slack.Options{API: os.Getenv(childAPI) + "/api/", Secrets: []string{slackSecret}, Records: kept, Log: log}
		in, err := slack.Connect(ctx, slackToken, o)
		if err != nil {
			return nil, err
		}
		o.Installs = install.Single(in)
		return slack.New(o)
	}
}
