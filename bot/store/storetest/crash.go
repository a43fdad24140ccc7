package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"

	"hspbot/bot"
)

// These name the place in which a child process is to take turns, or to hold a lock.
const (
	turnsEnv = "HSPBOT_TEST_STORE_TURNS"
	holdEnv  = "HSPBOT_TEST_STORE_HOLD"
)

// Writers is how many conversations a child process takes turns in, all at the same time.
const Writers = 16

// WriterKey is the key of one of them.
func WriterKey(i int) bot.Key { return bot.Key{Platform: "terminal", ID: fmt.Sprint(i)} }

// WriterTurn is a turn of which [CheckWritten] finds out whether all of it was saved.
func WriterTurn(s *bot.Session) error {
	s.Version++
	s.Remember(fmt.Sprint(s.Version))
	s.State.Referral = fmt.Sprint(s.Version)
	return nil
}

// CheckWritten checks that no acknowledged turn is lost and that all of each is there.
func CheckWritten(t *testing.T, s bot.Store, acknowledged map[int]int64) {
	t.Helper()
	for i := range Writers {
		got, err := s.Load(context.Background(), WriterKey(i))
		if errors.Is(err, bot.ErrNoSession) && acknowledged[i] == 0 {
			continue // killed before its first turn
		}
		if err != nil || got.Version < acknowledged[i] {
			t.Fatalf("version %d, %v; acknowledged %d", got.Version, err, acknowledged[i])
		}
		if v := fmt.Sprint(got.Version); got.State.Referral != v || !got.HasSeen(v) || got.Shown > got.Version {
			t.Errorf("a part of a turn: %+v", got)
		}
	}
}

// Child does nothing, except in a child process of [RunCrash] or [RunShared]: there it uses
// the store until the process is killed. TestMain calls it first.
func Child(open func(place string) (bot.Store, error)) {
	for env, use := range map[string]func(bot.Store){turnsEnv: turnsChild, holdEnv: holdChild} {
		if place := os.Getenv(env); place != "" {
			s, err := open(place)
			exitOn(err)
			use(s)
		}
	}
}

// turnsChild takes turns and prints each that it is told to be kept.
func turnsChild(s bot.Store) {
	var out sync.Mutex
	for i := range Writers {
		go func() {
			for {
				var got bot.Session
				var err error
				for range 3 { // another process may keep the store to itself for some seconds
					if got, err = s.Apply(context.Background(), WriterKey(i), WriterTurn); err == nil {
						break
					}
				}
				exitOn(err)
				out.Lock()
				fmt.Println(i, got.Version)
				out.Unlock()
				_ = s.Settle(context.Background(), WriterKey(i), bot.Settlement{Version: got.Version, Shown: got.Version})
			}
		}()
	}
	select {}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// RunCrash kills processes that use a store. Each call of place makes a new, empty one.
func RunCrash(t *testing.T, place func(*testing.T) string, open func(place string) (bot.Store, error)) {
	t.Run("killed", func(t *testing.T) { testKilled(t, place(t), open) })
	t.Run("two processes", func(t *testing.T) { testTwoProcesses(t, place(t)) })
}

// testKilled kills a process in the midst of its turns, again and again.
func testKilled(t *testing.T, place string, open func(string) (bot.Store, error)) {
	acknowledged := map[int]int64{}
	for round := range 4 {
		collect(t, place, 200*(round+1), func(writer int, version int64) {
			acknowledged[writer] = max(acknowledged[writer], version)
		})
		s, err := open(place)
		if err != nil {
			t.Fatal(err)
		}
		CheckWritten(t, s, acknowledged)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// testTwoProcesses has two processes open the same new place and take turns in the same
// conversations: each version is acknowledged to one of them only.
func testTwoProcesses(t *testing.T, place string) {
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
			begun := sync.OnceFunc(underWay.Done)
			defer begun() // also where it ended before
			collect(t, place, 500, func(writer int, version int64) {
				if lines++; lines == 100 { // neither is through before the other has begun
					begun()
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
func collect(t *testing.T, place string, n int, note func(writer int, version int64)) {
	t.Helper()
	runChild(t, turnsEnv+"="+place, func(i int, line string) (kill bool) {
		var writer int
		var version int64
		if _, err := fmt.Sscan(line, &writer, &version); err != nil {
			t.Errorf("line %d: %v", i, err)
		}
		note(writer, version)
		return i == n
	})
}

// runChild runs a child with something in its environment, until read has it killed.
func runChild(t *testing.T, env string, read func(i int, line string) (kill bool)) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env)
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
		if read(i, lines.Text()) {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	_ = cmd.Wait() // it was killed
}
