package bot_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/postgres"
)

// childEnv names the database of a replica that is a process of its own, this test binary
// once more.
const childEnv = "HSPBOT_TEST_REPLICA"

const mourners = 10

// replicaChild takes a turn of some people and never comes to an end with their screens.
func replicaChild(url string) {
	s, err := postgres.Open(context.Background(), url, postgres.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	b := bot.NewPosting(s, "telegram", &wire{takes: time.Hour}, bot.Options{Step: step, Show: show, Unlimited: true, Workers: mourners / 2})
	go b.Run(context.Background())
	for i := range mourners {
		if _, err := b.Take(context.Background(), bot.Delivery{Key: chat(i), ID: "1", Event: say("", "a").Event}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	for b.Stats().Posts < mourners/2 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("posting")
	select {}
}

// TestReplicaKilled kills a process that has taken turns and not posted them: another
// replica does, within a quarter of a minute, and takes turns of these people at once.
func TestReplicaKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes as long as a lease")
	}
	f := newFleet(t)
	r := f.join()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+f.url)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	if lines := bufio.NewScanner(out); !lines.Scan() || lines.Text() != "posting" {
		t.Error("the other replica does not post")
	}
	if err := r.say(t, "0", "2", "b"); err != nil {
		t.Error(err)
	}
	if got := f.wire.titles("0"); len(got) > 0 {
		t.Errorf("posted beside another: %q", got)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // it was killed
	killed := time.Now()
	f.last("0", "ab", 15*time.Second)
	for i := 1; i < mourners; i++ {
		f.last(fmt.Sprint(i), "a", 15*time.Second-time.Since(killed))
	}
}
