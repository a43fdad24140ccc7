package postgres

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/postgres/pgtest"
)

// childEnv names the database a child process is to write turns to.
const childEnv = "HSPBOT_TEST_STORE"

const writers = 16

// step is a turn that can be told to be there by half.
func step(s *bot.Session) error {
	s.Version++
	s.Remember(fmt.Sprint(s.Version))
	s.State.Referral = fmt.Sprint(s.Version)
	return nil
}

func speaker(i int) bot.Key { return bot.Key{Platform: "terminal", ID: fmt.Sprint(i)} }

// child takes turns until it is killed, and prints each one it is told to be kept.
func child(url string) {
	s, err := Open(context.Background(), url, Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var out sync.Mutex
	for i := range writers {
		go func() {
			for {
				got, err := s.Apply(context.Background(), speaker(i), step)
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(i, got.Version)
				out.Unlock()
				_ = s.Settle(context.Background(), speaker(i), bot.Settlement{Version: got.Version, Shown: got.Version})
			}
		}()
	}
	select {}
}

// kept checks that no acknowledged turn is lost and none is there by half.
func kept(t *testing.T, s *Store, versions map[int]int64) {
	t.Helper()
	for i := range writers {
		got, err := s.Load(t.Context(), speaker(i))
		if err != nil || got.Version < versions[i] {
			t.Fatalf("version %d, %v; acknowledged %d", got.Version, err, versions[i])
		}
		if v := fmt.Sprint(got.Version); got.State.Referral != v || !got.HasSeen(v) || got.Shown > got.Version {
			t.Errorf("a turn by half: %+v", got)
		}
	}
}

// TestKill kills a process in the midst of its turns, again and again.
func TestKill(t *testing.T) {
	url := pgtest.Start(t).Database(t)
	s := opened(t, url, Options{})
	versions := map[int]int64{}
	for round := range 4 {
		collect(t, url, 200*(round+1), func(writer int, version int64) {
			versions[writer] = max(versions[writer], version)
		})
		kept(t, s, versions)
	}
}

// TestTwoProcesses has two processes open the same empty database and take turns in the
// same conversations: each version is acknowledged to one of them only.
func TestTwoProcesses(t *testing.T) {
	url := pgtest.Start(t).Database(t)
	type turn struct {
		writer  int
		version int64
	}
	var mu sync.Mutex
	taken := map[turn]bool{}
	var both, underWay sync.WaitGroup
	underWay.Add(2)
	for range 2 {
		both.Go(func() {
			lines := 0
			collect(t, url, 500, func(writer int, version int64) {
				if lines++; lines == 100 { // neither is through before the other has begun
					underWay.Done()
					underWay.Wait()
				}
				mu.Lock()
				defer mu.Unlock()
				if taken[turn{writer, version}] {
					t.Errorf("version %d taken twice", version)
				}
				taken[turn{writer, version}] = true
			})
		})
	}
	both.Wait()
	if len(taken) < 1000 {
		t.Errorf("%d turns taken", len(taken))
	}
}

// collect runs a child, kills it after n lines, and notes also what it wrote until then.
func collect(t *testing.T, url string, n int, note func(writer int, version int64)) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Error(err)
		return
	}
	lines := bufio.NewScanner(out)
	for i := 0; lines.Scan(); i++ {
		var writer int
		var version int64
		if _, err := fmt.Sscan(lines.Text(), &writer, &version); err != nil {
			t.Errorf("line %d: %v", i, err)
		}
		note(writer, version)
		if i == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
}

// TestRestart stops and kills the database under load: turns fail while it is down, none
// that was acknowledged is lost, none counts twice, and afterwards all is as before.
func TestRestart(t *testing.T) {
	c := pgtest.New(t)
	s := opened(t, c.Database(t), Options{Connect: time.Second, Statement: 3 * time.Second})
	var mu sync.Mutex
	versions := map[int]int64{}
	var taken, failed atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	var load sync.WaitGroup
	for i := range writers {
		load.Go(func() {
			for n := 0; ctx.Err() == nil; {
				id := fmt.Sprint("d", n)
				got, err := s.Apply(context.Background(), speaker(i), func(s *bot.Session) error {
					if s.HasSeen(id) {
						return errSaw
					}
					if err := step(s); err != nil {
						return err
					}
					s.Remember(id)
					return nil
				})
				switch err {
				case nil:
					mu.Lock()
					versions[i] = max(versions[i], got.Version)
					mu.Unlock()
					taken.Add(1)
					_ = s.Settle(context.Background(), speaker(i), bot.Settlement{Version: got.Version, Shown: got.Version})
					fallthrough
				case errSaw: // an earlier try had its effect after all
					n++
					if got.Version != 0 && got.Version != int64(n) {
						t.Errorf("turn %d has version %d", n, got.Version)
						return
					}
				default:
					failed.Add(1)
					select {
					case <-ctx.Done():
					case <-time.After(5 * time.Millisecond):
					}
				}
			}
		})
	}
	for _, down := range []func(){c.Stop, c.Kill, c.Kill} {
		until(t, &taken, 500)
		down()
		until(t, &failed, 20)
		c.Restart(t)
	}
	until(t, &taken, 500)
	stop()
	load.Wait()
	kept(t, s, versions)
}

var errSaw = fmt.Errorf("seen")

// until waits until a count has grown by n.
func until(t *testing.T, count *atomic.Int64, n int64) {
	t.Helper()
	end := time.Now().Add(30 * time.Second)
	for from := count.Load(); count.Load() < from+n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("only %d of %d in half a minute", count.Load()-from, n)
		}
	}
}
