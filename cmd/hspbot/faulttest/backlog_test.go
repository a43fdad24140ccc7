package faulttest

import (
	"context"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// TestFaultBacklog starts the bot on a store in which very many screens are owed, as after a
// long outage of the platform. Each is sent once, the oldest first, by whoever starts.
func TestFaultBacklog(t *testing.T) {
	people := either(5_000, 100_000)
	t.Run("sqlite", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "backlog.db")
		store, err := sqlite.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		owe(t, store, people)
		backlog(t, 1, people, "HSPBOT_DATA="+file)
	})
	t.Run("postgres", func(t *testing.T) {
		url := database(t)
		store, err := postgres.Open(context.Background(), url, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		owe(t, store, people)
		backlog(t, 2, people, "HSPBOT_DATABASE_URL="+url)
	})
}

// owe stores people who have begun an interview and have not got the first question, the
// first of them longest ago, and closes the store.
func owe(t *testing.T, store bot.Store, people int) {
	t.Helper()
	now := time.Now().Add(-24 * time.Hour)
	state := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: "ja", At: now})
	var next atomic.Int64
	var group sync.WaitGroup
	for range 512 {
		group.Go(func() {
			for i := next.Add(1); i <= int64(people); i = next.Add(1) {
				_, err := store.Apply(context.Background(), bot.Key{Platform: "telegram", ID: strconv.FormatInt(i, 10)}, func(s *bot.Session) error {
					s.State, s.Version, s.Created, s.Touched = state, 1, now, now.Add(time.Duration(i)*time.Millisecond)
					return nil
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// backlog starts replicas on what is owed, and counts.
func backlog(t *testing.T, replicas, people int, env string) {
	s, front, log := newSink(t), newBalancer(t), &bottest.Log{}
	var all []*replica
	for range replicas {
		r := newReplica(t, log, append(s.env(front), env)...)
		front.add(r)
		all = append(all, r)
	}
	began := time.Now()
	for _, r := range all {
		r.start()
	}
	for _, r := range all {
		r.ready()
	}
	ready := time.Since(began)
	if !until(either(2*time.Minute, 10*time.Minute), func() bool { return s.chats(1) == people }) {
		t.Errorf("%d of %d people have their screen", s.chats(1), people)
	}
	var most float64
	for _, r := range all {
		most = max(most, r.resident())
	}
	rest := 0.0
	for _, r := range all {
		if !until(20*time.Second, func() bool { return r.metric(`hspbot_waiting_screens{platform="telegram"}`) == 0 }) {
			t.Error("screens still wait")
		}
		rest = max(rest, r.heap())
		r.stop()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	twice, late := 0, 0
	for _, n := range s.times {
		twice += n - 1
	}
	for i, chat := range s.sent {
		late = max(late, i+1-int(chat))
	}
	if twice > 0 {
		t.Errorf("%d screens are sent twice", twice)
	}
	// Each replica holds 4096 conversations at most, in which the order is by age.
	if bound := replicas * 2 * 4096; late > bound {
		t.Errorf("a screen is sent %d places after its turn", late)
	}
	took := s.last.Sub(s.first)
	t.Logf("%d replicas, %d screens owed: ready after %v, the first sent after %v, all within %v, %.0f in a second; %d twice, %d places late at most; resident %s, heap afterwards %s",
		replicas, people, ready.Round(10*time.Millisecond), s.first.Sub(began).Round(10*time.Millisecond), took.Round(10*time.Millisecond),
		float64(len(s.sent))/took.Seconds(), twice, late, mib(most), mib(rest))
}
