package telegram

import (
	"bufio"
	"context"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

// The bot of the crash tests is a process of its own, this test binary once more: these
// variables say so, and where everything is.
const (
	childMode = "HSPBOT_TEST_CHILD" // polling or webhook
	childAPI  = "HSPBOT_TEST_API"
	childFile = "HSPBOT_TEST_FILE"
)

// TestChild is the bot that is killed. It says "ready" once it runs, and runs until
// then, or until SIGTERM.
func TestChild(t *testing.T) {
	m := mode(os.Getenv(childMode))
	if m == "" {
		t.Skip("runs only in the crash tests")
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug}))
	store, err := sqlite.Open(os.Getenv(childFile))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	settings := Options{Token: token, API: os.Getenv(childAPI), Log: log, PollTimeout: 5 * time.Second}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if m == webhooks {
		settings.PublicURL = "http://" + listener.Addr().String()
	}
	tele, err := New(ctx, settings)
	for tries := 0; err != nil && tries < 20; tries++ { // as whatever keeps the bot running does
		time.Sleep(20 * time.Millisecond)
		tele, err = New(ctx, settings)
	}
	if err != nil {
		t.Fatal(err)
	}
	b := bot.NewPosting(store, Platform, tele, bot.Options{Log: log, Unlimited: true})
	tele.Use(b)
	go b.Run(ctx)
	go http.Serve(listener, tele.Handler())
	os.Stdout.WriteString("ready\n")
	if err := tele.Run(ctx); err != nil {
		t.Error(err)
	}
}

func childCommand(m mode, api, file string, args ...string) *exec.Cmd {
	child := exec.Command(os.Args[0], args...)
	child.Env = append(os.Environ(), childMode+"="+string(m), childAPI+"="+api, childFile+"="+file)
	return child
}

// killer keeps the bot running, and kills it.
type killer struct {
	t      *testing.T
	fake   *telegramtest.Server
	file   string
	log    *logs
	random *rand.Rand
	kills  []time.Time
	stop   chan struct{}
	mu     sync.Mutex
	more   sync.Cond // after each kill
}

func newKiller(t *testing.T, fake *telegramtest.Server) *killer {
	k := &killer{t: t, fake: fake, file: filepath.Join(t.TempDir(), "crash.db"), log: &logs{}, stop: make(chan struct{}), random: rand.New(rand.NewPCG(3, 5))}
	k.more.L = &k.mu
	return k
}

// run starts the bot again and again, polling and with a webhook in turn, and kills it at
// random moments, so many times; then it lets the bot be until stop, and kills it.
func (k *killer) run(times int, least, most time.Duration) {
	for n := range times + 1 {
		child, ready := k.start([]mode{polling, webhooks}[n%2])
		if child == nil {
			return
		}
		alive := make(<-chan time.Time)
		if n < times {
			alive = time.After(least + time.Duration(k.random.Int64N(int64(most-least))))
		}
		select {
		case <-ready:
		case <-k.stop:
		case <-time.After(20 * time.Second):
			k.t.Errorf("the bot does not start:\n%s", k.log)
		}
		select {
		case <-alive:
		case <-k.stop:
		}
		if err := child.Process.Kill(); err != nil {
			k.t.Error(err)
		}
		_ = child.Wait()
		k.mu.Lock()
		k.kills = append(k.kills, time.Now())
		k.more.Broadcast()
		k.mu.Unlock()
	}
}

// after waits until the bot has been killed so many times.
func (k *killer) after(times int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.kills) < times {
		k.more.Wait()
	}
}

// start starts the bot; ready is closed when it runs.
func (k *killer) start(m mode) (child *exec.Cmd, ready <-chan struct{}) {
	child = childCommand(m, k.fake.URL(), k.file, "-test.run=^TestChild$")
	child.Stderr = k.log
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		k.t.Error(err)
		return nil, nil
	}
	runs := make(chan struct{})
	go func() {
		if s := bufio.NewScanner(out); s.Scan() && s.Text() == "ready" {
			close(runs)
		}
	}()
	return child, runs
}

// killed lets a crowd talk with a bot that is killed again and again, and counts.
func killed(t *testing.T, people, times int, faults telegramtest.Faults) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true, Second: 200 * time.Millisecond})
	fake.SetFaults(faults)
	k := newKiller(t, fake)
	least, most := 150*time.Millisecond, 900*time.Millisecond
	if raced {
		least, most = 2*least, 2*most
	}
	var running sync.WaitGroup
	running.Go(func() { k.run(times, least, most) })
	// The last people begin before the last kill.
	c := crowd{fake: fake, people: people, atOnce: people, patience: 4 * time.Second, thinks: 500 * time.Millisecond,
		admit: func(i int) { k.after(i * (times - 1) / people) }}
	stories := c.talk(t)
	fake.SetFaults(telegramtest.Faults{})
	drained(t, fake)
	answered(fake)
	close(k.stop)
	running.Wait()
	store, err := sqlite.Open(k.file)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	y := c.count(t, store, stories, k.kills)
	t.Logf("%d people, killed %d times: %s", people, times, y)
	unanswered(t, fake, k.kills)
	holdsNoSecrets(t, k.log.String(), stories)
	if log := k.log.String(); strings.Contains(log, "panic") || strings.Contains(log, "DATA RACE") {
		t.Errorf("the bot's log:\n%s", log)
	}
}

// TestCrash: the bot is killed at random moments while people talk with it over a network
// on which everything goes wrong. Every conversation ends with the result its answers
// deserve, nobody is stuck, and no card comes twice but where a send's end was unknown.
func TestCrash(t *testing.T) {
	people, times := 200, 10
	if testing.Short() {
		people, times = 40, 4
	}
	killed(t, people, times, telegramtest.Faults{Duplicate: 0.1, Reorder: 0.1, TooMany: 0.02, BadGateway: 0.02,
		ResetBefore: 0.005, ResetAfter: 0.005, Methods: append(sending, "getUpdates", "getMe", "setWebhook", "deleteWebhook")})
}

// TestKilled is the last row of the table of faults: SIGKILL five times on a network that works.
func TestKilled(t *testing.T) {
	people := 400
	if raced {
		people = 150
	}
	if testing.Short() {
		people = 40
	}
	killed(t, people, 5, telegramtest.Faults{})
}
