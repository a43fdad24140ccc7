package outbox_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres"
	"hspbot/conversation"
)

// childEnv names the database of a replica that is a process of its own, this test binary
// once more.
const childEnv = "HSPBOT_TEST_REPLICA"

// bereft is how many people its end leaves without an answer.
const bereft = 10

// replicaChild takes a turn of some people and never comes to an end with their screens.
func replicaChild(url string) {
	s, err := postgres.Open(context.Background(), url, postgres.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	p := &platform{takes: time.Hour}
	out := outbox.New(s, "telegram", p, outbox.Options{Show: show, NoLimits: true, Workers: bereft / 2})
	b := bot.New(s, "telegram", p, out, bot.Options{Step: step, Show: show})
	go out.Run(context.Background())
	for i := range bereft {
		event := conversation.Event{Kind: conversation.Typed, Text: "a"}
		if _, err := b.Take(context.Background(), bot.Delivery{Key: chat(i), ID: "1", Event: event}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	for p.underWay() < bereft/2 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println("posting")
	select {}
}

// underWay counts the posts that have begun and not ended.
func (p *platform) underWay() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.under)
}

// TestReplicaKilled kills a process that has taken turns and not posted them: another
// replica does, within seconds, and takes turns of these people at once.
func TestReplicaKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes as long as the database needs to notice")
	}
	f := newFleet(t)
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
	r := f.join()
	if err := r.say(t, "0", "2", "b"); err != nil {
		t.Error(err)
	}
	if got := f.platform.titles("0"); len(got) > 0 {
		t.Errorf("posted beside another: %q", got)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = cmd.Wait() // it was killed
	killed := time.Now()
	f.last("0", "ab", 8*time.Second)
	for i := 1; i < bereft; i++ {
		f.last(fmt.Sprint(i), "a", 8*time.Second-time.Since(killed))
	}
}
