package bottest

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// Platform is what a bot is run on. One that is reached over HTTP has a method Handler, too,
// which takes the bot and returns an [http.Handler].
type Platform interface {
	bot.Poster
	// Run hands deliveries to a bot until ctx ends.
	Run(ctx context.Context, b *bot.Bot) error
}

// Connect makes a platform. The address is where its Handler is served.
type Connect func(ctx context.Context, address string) (Platform, error)

// Options are those of the bot and of its outbox.
type Options struct {
	Bot    bot.Options
	Outbox outbox.Options
}

// NoLimits are the options of tests in which people are faster than platforms allow.
var NoLimits = Options{Bot: bot.Options{NoRateLimit: true}, Outbox: outbox.Options{NoLimits: true}}

// Running is a bot that runs.
type Running struct {
	Bot     *bot.Bot
	Outbox  *outbox.Outbox
	Address string // where the platform's Handler is served
	// Stop ends it as the program does, and waits: first what comes in, then what is posted.
	Stop func()
}

// Run runs a bot until Stop, or until the test ends.
func Run(t testing.TB, store bot.Store, name string, connect Connect, o Options) *Running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	began, ended := make(chan Running), make(chan error, 1)
	go func() { ended <- Serve(ctx, store, name, connect, o, func(r Running) { began <- r }) }()
	var r Running
	select {
	case r = <-began:
	case err := <-ended:
		cancel()
		t.Fatal(err)
	}
	r.Stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(r.Stop)
	return &r
}

// Serve runs a bot until ctx ends, and says when it is ready.
func Serve(ctx context.Context, store bot.Store, name string, connect Connect, o Options, ready func(Running)) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	defer listener.Close()
	var r Running
	r.Address = "http://" + listener.Addr().String()
	p, err := connect(ctx, r.Address)
	if err != nil {
		return err
	}
	r.Outbox = outbox.New(store, name, p, o.Outbox)
	r.Bot = bot.New(store, name, p, r.Outbox, o.Bot)
	posting, stopPosting := context.WithCancel(context.WithoutCancel(ctx))
	var posts sync.WaitGroup
	var postErr error
	posts.Go(func() { postErr = r.Outbox.Run(posting) })
	server := &http.Server{ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 3 * time.Minute}
	if h, ok := p.(interface{ Handler(*bot.Bot) http.Handler }); ok {
		server.Handler = h.Handler(r.Bot)
		posts.Go(func() { _ = server.Serve(listener) })
	}
	ready(r)
	err = p.Run(ctx, r.Bot)
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = server.Shutdown(last) // it would wait for connections on which nothing has come yet
	_ = server.Close()
	stopPosting()
	posts.Wait()
	return errors.Join(err, postErr)
}
