package bot_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
)

// TestReplicaLimits has replicas come and go while more is said than may be sent: together
// they keep the limit, and everybody gets the last screen.
func TestReplicaLimits(t *testing.T) {
	f := newFleet(t)
	f.o.Lease = 2 * time.Second
	all := bot.Limit{Bucket: "all", Every: 20 * time.Millisecond, Burst: 6}
	f.wire.pace = func(bot.Session) []bot.Limit { return []bot.Limit{all} }
	replicas := []*replica{f.join()}
	const people = 40
	said := [people]string{}
	for round := range 12 {
		switch round {
		case 3, 5:
			replicas = append(replicas, f.join())
		case 8:
			replicas[0].stop()
			replicas = replicas[1:]
		}
		for i := range people {
			text := string(rune('a' + round))
			if err := replicas[i%len(replicas)].say(t, fmt.Sprint(i), fmt.Sprint(round), text); err != nil {
				t.Fatal(err)
			}
			said[i] += text
		}
		time.Sleep(100 * time.Millisecond)
	}
	for i, want := range said {
		f.last(fmt.Sprint(i), want, 10*time.Second)
	}
	f.wire.mu.Lock()
	defer f.wire.mu.Unlock()
	const late = 400 * time.Millisecond // on a busy machine, between what was allowed and what was sent
	for i := range f.wire.posts {
		for j := i + 1; j < len(f.wire.posts); j++ {
			gap := f.wire.posts[j].at.Sub(f.wire.posts[i].at)
			if allowed := all.Burst + int((gap+late)/all.Every) + 1; j-i+1 > allowed {
				t.Fatalf("%d posts in %v, allowed are %d", j-i+1, gap, allowed)
			}
		}
	}
}

// TestReplicaPause has the platform turn one replica away for all: the others wait, too.
func TestReplicaPause(t *testing.T) {
	f := newFleet(t)
	a, b := f.join(), f.join()
	var told atomic.Bool
	const pause = 2 * time.Second
	f.wire.answer = func(p bot.Post) bot.Sent {
		if told.CompareAndSwap(false, true) {
			return bot.Sent{Outcome: bot.Later, RetryAfter: pause, All: true}
		}
		return bot.Sent{}
	}
	if err := a.say(t, "anna", "1", "a"); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(5 * time.Second); b.store.Paused("telegram") == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the other replica is not told")
		}
	}
	if got := b.store.Paused("slack"); got != 0 {
		t.Errorf("another platform is paused for %v", got)
	}
	time.Sleep(100 * time.Millisecond) // the store knows, the bot is told
	for i, r := range []*replica{a, b} {
		if err := r.say(t, fmt.Sprint(i), "1", "x"); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"0", "1"} {
		f.last(id, "x", 5*time.Second)
	}
	f.last("anna", "a", 5*time.Second)
	f.wire.mu.Lock()
	defer f.wire.mu.Unlock()
	for _, p := range f.wire.posts[1:] {
		if gap := p.at.Sub(f.wire.posts[0].at); gap < pause {
			t.Errorf("a post %v after the platform said to wait", gap)
		}
	}
}
