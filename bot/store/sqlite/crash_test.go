package sqlite

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"hspbot/bot"
)

// childEnv names the file a child process is to write turns to.
const childEnv = "HSPBOT_TEST_STORE"

const writers = 16

// child takes turns until it is killed, and prints each one it is told to be kept.
func child(path string) {
	s, err := Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var out sync.Mutex
	for i := range writers {
		go func() {
			key := bot.Key{Platform: "terminal", ID: fmt.Sprint(i)}
			for {
				got, err := s.Apply(context.Background(), key, func(s *bot.Session) error {
					s.Version++
					s.Note(fmt.Sprint(s.Version))
					s.State.Referral = fmt.Sprint(s.Version)
					return nil
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				out.Lock()
				fmt.Println(i, got.Version)
				out.Unlock()
				_ = s.Settle(context.Background(), key, bot.Settlement{Version: got.Version, Shown: got.Version})
			}
		}()
	}
	select {}
}

// TestKill kills a process in the midst of its turns, again and again: of what it was told
// to be kept nothing is lost, and no turn is there by half.
func TestKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
	kept := map[int]int64{}
	for round := range 5 {
		collect(t, path, 200*(round+1), func(writer int, version int64) {
			kept[writer] = max(kept[writer], version)
		})
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range writers {
			got, err := s.Load(t.Context(), bot.Key{Platform: "terminal", ID: fmt.Sprint(i)})
			if err != nil || got.Version < kept[i] {
				t.Fatalf("round %d: version %d, %v; acknowledged %d", round, got.Version, err, kept[i])
			}
			if v := fmt.Sprint(got.Version); got.State.Referral != v || !got.Saw(v) || got.Shown > got.Version {
				t.Errorf("round %d: a turn by half: %+v", round, got)
			}
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTwoProcesses has two processes open the same new file and take turns in the same
// conversations: each version is acknowledged to one of them only.
func TestTwoProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sessions.db")
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
			collect(t, path, 500, func(writer int, version int64) {
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
func collect(t *testing.T, path string, n int, note func(writer int, version int64)) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Error(err)
		return
	}
	if err := cmd.Start(); err != nil {
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
