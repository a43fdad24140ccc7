package bottest

import (
	"bufio"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// Killer keeps a bot running as a process of its own, see [Child], and kills it.
type Killer struct {
	// Modes are those of [Child], taken in turn.
	Modes []string
	Env   []string // settings of the platform
	// Least and Most are how long the bot lives.
	Least, Most time.Duration
	// Ready is called when a bot runs, with its mode and its address, and Tick every 700 ms
	// then. Both may be nil.
	Ready func(mode, address string)
	Tick  func()
	File  string // of the store
	Log   Log    // of all the bots

	t      testing.TB
	random *rand.Rand
	end    chan struct{}
	done   sync.WaitGroup
	mu     sync.Mutex
	kills  []time.Time
	killed sync.Cond
}

// NewKiller returns one whose bots keep what they keep in a file that goes with the test.
func NewKiller(t testing.TB) *Killer {
	k := &Killer{t: t, File: filepath.Join(t.TempDir(), "crash.db"), Least: 150 * time.Millisecond, Most: 900 * time.Millisecond,
		end: make(chan struct{}), random: rand.New(rand.NewPCG(3, 5))}
	k.killed.L = &k.mu
	return k
}

// Start runs the bot again and again and kills it at random moments, so many times; then it
// lets the bot be until Stop, and kills it.
func (k *Killer) Start(times int) { k.done.Go(func() { k.run(times) }) }

// Stop kills the bot, and waits until it is gone.
func (k *Killer) Stop() {
	close(k.end)
	k.done.Wait()
}

// Kills returns when the bot was killed.
func (k *Killer) Kills() []time.Time {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.kills)
}

// After waits until the bot has been killed so many times.
func (k *Killer) After(times int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for len(k.kills) < times {
		k.killed.Wait()
	}
}

func (k *Killer) run(times int) {
	for n := range times + 1 {
		mode := k.Modes[n%len(k.Modes)]
		child, ready := k.start(mode)
		if child == nil {
			return
		}
		alive := make(<-chan time.Time)
		select {
		case address := <-ready:
			if k.Ready != nil {
				k.Ready(mode, address)
			}
		case <-k.end:
		case <-time.After(20 * time.Second):
			k.t.Errorf("the bot does not start:\n%s", &k.Log)
		}
		if n < times {
			alive = time.After(k.Least + time.Duration(k.random.Int64N(int64(k.Most-k.Least))))
		}
		k.wait(alive)
		if err := child.Process.Kill(); err != nil {
			k.t.Error(err)
		}
		_ = child.Wait()
		k.mu.Lock()
		k.kills = append(k.kills, time.Now())
		k.killed.Broadcast()
		k.mu.Unlock()
	}
}

// wait waits until alive or Stop.
func (k *Killer) wait(alive <-chan time.Time) {
	tick := time.NewTicker(700 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-alive:
			return
		case <-k.end:
			return
		case <-tick.C:
			if k.Tick != nil {
				k.Tick()
			}
		}
	}
}

// start starts a bot; ready has its address when it runs.
func (k *Killer) start(mode string) (child *exec.Cmd, ready <-chan string) {
	child = Command(mode, k.File, k.Env, "-test.run=^TestChild$")
	child.Stderr = &k.Log
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
		if s := bufio.NewScanner(out); s.Scan() && address(s.Text()) {
			runs <- s.Text()
		}
	}()
	return child, runs
}
