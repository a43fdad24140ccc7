package slack

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
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
)

// The bot of the crash tests is a process of its own, this test binary once more: these
// variables say so, and where everything is.
const (
	childMode   = "HSPBOT_TEST_CHILD" // http or socket
	childAPI    = "HSPBOT_TEST_API"
	childFile   = "HSPBOT_TEST_FILE"
	childToken  = "HSPBOT_TEST_TOKEN"
	childApp    = "HSPBOT_TEST_APP_TOKEN"
	childSecret = "HSPBOT_TEST_SECRET"
)

// TestChild is the bot that is killed. It says where it listens once it runs, and runs
// until then, or until SIGTERM.
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
	settings := Options{API: os.Getenv(childAPI), Secrets: []string{os.Getenv(childSecret)}, Log: log, Client: newClient()}
	if m == overSocket {
		settings.AppToken = os.Getenv(childApp)
	}
	in, err := Connect(ctx, os.Getenv(childToken), settings)
	if err != nil {
		t.Fatal(err)
	}
	settings.Installs = install.Single(in)
	s, err := New(settings)
	if err != nil {
		t.Fatal(err)
	}
	b := bot.NewPosting(store, Platform, s, bot.Options{Log: log, Unlimited: true, Remember: time.Hour})
	s.Use(b)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var posts sync.WaitGroup
	posting, stopPosting := context.WithCancel(context.Background())
	posts.Go(func() {
		if err := b.Run(posting); err != nil {
			t.Error(err)
		}
	})
	server := &http.Server{Handler: s.Handler()}
	posts.Go(func() { _ = server.Serve(listener) })
	os.Stdout.WriteString("http://" + listener.Addr().String() + "\n")
	if err := s.Run(ctx); err != nil {
		t.Error(err)
	}
	server.Close()
	stopPosting()
	posts.Wait()
	settings.Client.CloseIdleConnections()
}

// childCommand is a bot for a Slack: where its methods are, and what it is told of secrets.
func childCommand(m mode, file string, secrets map[string]string, args ...string) *exec.Cmd {
	child := exec.Command(os.Args[0], args...)
	child.Env = append(os.Environ(), childMode+"="+string(m), childFile+"="+file)
	for name, value := range secrets {
		child.Env = append(child.Env, name+"="+value)
	}
	return child
}

// killer keeps the bot running, and kills it.
type killer struct {
	t       *testing.T
	fake    *slacktest.Server
	secrets map[string]string
	file    string
	log     *logs
	random  *rand.Rand
	kills   []time.Time
	stop    chan struct{}
	mu      sync.Mutex
	more    sync.Cond // after each kill
}

func newKiller(t *testing.T, fake *slacktest.Server, team *slacktest.Team) *killer {
	k := &killer{t: t, fake: fake, file: filepath.Join(t.TempDir(), "crash.db"), log: &logs{}, stop: make(chan struct{}), random: rand.New(rand.NewPCG(3, 5)),
		secrets: map[string]string{childAPI: fake.API(), childToken: team.Token(), childApp: fake.AppToken(), childSecret: fake.SigningSecret()}}
	k.more.L = &k.mu
	return k
}

// run starts the bot again and again, with Socket Mode and HTTP in turn, and kills it at
// random moments, so many times; then it lets the bot be until stop, and kills it.
func (k *killer) run(times int, least, most time.Duration) {
	for n := range times + 1 {
		m := []mode{overSocket, overHTTP}[n%2]
		child, ready := k.start(m)
		if child == nil {
			return
		}
		select {
		case address := <-ready:
			k.reached(m, address)
		case <-k.stop:
		case <-time.After(20 * time.Second):
			k.t.Errorf("the bot does not start:\n%s", k.log)
		}
		alive := make(<-chan time.Time)
		if n < times {
			alive = time.After(least + time.Duration(k.random.Int64N(int64(most-least))))
		}
		k.live(alive)
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

// reached directs deliveries to a bot that runs.
func (k *killer) reached(m mode, address string) {
	if m == overHTTP {
		k.fake.SetAppURL(address)
	} else {
		k.fake.SetAppURL("")
		k.fake.Await(func() bool { return k.fake.Connections() > 0 })
	}
	k.fake.Redeliver()
}

// live lets the bot be until alive or stop. What it has not acknowledged comes again
// meanwhile.
func (k *killer) live(alive <-chan time.Time) {
	again := time.NewTicker(700 * time.Millisecond)
	defer again.Stop()
	for {
		select {
		case <-alive:
			return
		case <-k.stop:
			return
		case <-again.C:
			k.fake.Redeliver()
		}
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

// start starts the bot; ready has its address when it runs.
func (k *killer) start(m mode) (child *exec.Cmd, ready <-chan string) {
	child = childCommand(m, k.file, k.secrets, "-test.run=^TestChild$")
	child.Stderr = k.log
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		k.t.Error(err)
		return nil, nil
	}
	runs := make(chan string, 1)
	go func() {
		if s := bufio.NewScanner(out); s.Scan() && strings.HasPrefix(s.Text(), "http://") {
			runs <- s.Text()
		}
	}()
	return child, runs
}

// TestCrash: the bot is killed at random moments while people talk with it over a network
// on which everything goes wrong: in direct messages, in private interviews in a channel,
// and two colleagues at a time about candidates. Every conversation ends with the result its
// answers deserve, nobody is stuck, and nothing comes twice but where a send's end was
// unknown.
func TestCrash(t *testing.T) {
	people, times := kinds{150, 24, 26}, 10
	if testing.Short() || raced {
		people, times = kinds{30, 6, 6}, 4
	}
	fake := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: patience})
	team := fake.Team("T1")
	k := newKiller(t, fake, team)
	c := crowd{fake: fake, stories: people.invite(team), atOnce: people.people(), patience: patience, thinks: 500 * time.Millisecond, sighs: 1500 * time.Millisecond}
	// The last people begin before the last kill.
	c.admit = func(i int) { k.after(i * (times - 1) / people.people()) }
	everything.set(fake)
	least, most := 150*time.Millisecond, 900*time.Millisecond
	if raced {
		least, most = 2*least, 2*most
	}
	var running sync.WaitGroup
	running.Go(func() { k.run(times, least, most) })
	c.talk()
	everything.end(fake)
	c.drained(t)
	close(k.stop)
	running.Wait()
	store, err := sqlite.Open(k.file)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	y := c.count(t, store, team.ID, k.kills)
	t.Logf("killed %d times: %s", times, y)
	for _, v := range fake.Violations() {
		if !strings.HasPrefix(v, "upload: ") { // a file of which the kill left a part
			t.Errorf("violation of Slack: %s", v)
		}
	}
	log := k.log.String()
	c.unlogged(t, log)
	for _, word := range []string{"xoxb-", "xapp-", fake.URL(), fake.SigningSecret(), "panic", "DATA RACE", "screen refused"} {
		if strings.Contains(log, word) {
			t.Errorf("the log of the bot holds %q", word)
		}
	}
	if t.Failed() {
		t.Logf("the bot's log:\n%s", log)
	}
}
