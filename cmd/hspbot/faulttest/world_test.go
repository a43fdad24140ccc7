package faulttest

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
	"hspbot/bot/telegram/telegramtest"
)

// second is how long one of Telegram's lasts here. A press lives 150 of them.
const second = 250 * time.Millisecond

// world is a fake Telegram with replicas of the bot, and where they keep what they keep.
type world struct {
	t        testing.TB
	fake     *telegramtest.Server
	front    *balancer
	replicas []*replica
	log      *bottest.Log
	file     string // of SQLite
	database string // of PostgreSQL, as the test reaches it

	mu   sync.Mutex
	lost []span
}

// newWorld makes a Telegram in which nothing runs.
func newWorld(t testing.TB) *world {
	t.Helper()
	program(t)
	return &world{t: t, log: &bottest.Log{}, fake: telegramtest.New(t, telegramtest.Options{AnyWebhook: true, Second: second})}
}

// add adds a replica with these settings, which does not run yet. With a front it takes
// webhooks, otherwise it polls.
func (w *world) add(env ...string) *replica {
	w.t.Helper()
	settings := []string{"HSPBOT_TELEGRAM_TOKEN=" + w.fake.Token(), "HSPBOT_TELEGRAM_API=" + w.fake.URL(), unlimited}
	if w.front != nil {
		settings = append(settings, "HSPBOT_PUBLIC_URL="+w.front.URL)
	}
	r := newReplica(w.t, w.log, append(settings, env...)...)
	w.replicas = append(w.replicas, r)
	if w.front != nil {
		w.front.add(r)
	}
	return r
}

// onSQLite makes a world with one process on a file, which polls.
func onSQLite(t testing.TB) *world {
	t.Helper()
	w := newWorld(t)
	w.file = filepath.Join(t.TempDir(), "fault.db")
	w.add("HSPBOT_DATA=" + w.file)
	w.run()
	return w
}

// onPostgres makes a world with replicas on one database, behind a balancer.
func onPostgres(t testing.TB, replicas int, env ...string) *world {
	t.Helper()
	database := pgtest.Start(t).Database(t) // skips
	w := newWorld(t)
	w.database, w.front = database, newBalancer(t)
	for range replicas {
		w.add(append([]string{"HSPBOT_DATABASE_URL=" + w.database}, env...)...)
	}
	w.run()
	return w
}

// run starts all replicas and waits until they are ready and Telegram can reach them.
func (w *world) run() {
	w.t.Helper()
	for _, r := range w.replicas {
		r.start()
	}
	for _, r := range w.replicas {
		r.ready()
	}
	if w.front == nil {
		return
	}
	w.front.look()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := w.fake.Wait(ctx, func() bool { address, _ := w.fake.Webhook(); return address != "" }); err != nil {
		w.t.Error("no webhook is set")
	}
}

// crowd returns people who talk here.
func (w *world) crowd(atOnce int) *crowd {
	join := func(language string) bottest.Phone { return w.fake.AddPerson(language).Phone() }
	return &crowd{fake: w.fake, Crowd: bottest.Crowd{Join: join, AtOnce: atOnce, Patience: 16 * time.Second, Thinks: 300 * time.Millisecond}}
}

// losing notes that the end of sends may not be kept.
func (w *world) losing(s span) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lost = append(w.lost, s)
}

// kill kills a replica.
func (w *world) kill(r *replica) {
	r.kill()
	w.losing(before())
}

// open opens the store beside the replicas.
func (w *world) open() held {
	w.t.Helper()
	var s held
	var err error
	if w.file != "" {
		s, err = sqlite.Open(w.file)
	} else {
		s, err = postgres.Open(context.Background(), w.database, postgres.Options{})
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := s.Close(); err != nil {
			w.t.Error(err)
		}
	})
	return s
}

// finish waits until all is taken and shown, stops the replicas and counts.
func (w *world) finish(c *crowd) tally {
	w.t.Helper()
	c.drained(w.t)
	w.paid()
	for _, r := range w.replicas {
		r.stop()
	}
	y := c.count(w.t, w.open(), w.lost)
	c.unlogged(w.t, w.log.String())
	if w.front != nil && w.front.hurried > 0 {
		w.t.Errorf("%d times 503 without Retry-After", w.front.hurried)
	}
	if w.t.Failed() {
		log := w.log.String()
		w.t.Logf("the log ends:\n%s", log[max(0, len(log)-6000):])
	}
	return y
}

// paid waits until a replica says that nothing is owed.
func (w *world) paid() {
	w.t.Helper()
	if !until(40*time.Second, func() bool { return w.replicas[0].metric(`hspbot_waiting_screens{platform="telegram"}`) == 0 }) {
		w.t.Error("screens still wait")
	}
}
