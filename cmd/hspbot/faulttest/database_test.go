package faulttest

import (
	"net/http"
	"testing"
	"time"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

// database returns an empty one; without PostgreSQL the test is skipped.
func database(t testing.TB) string { return pgtest.Start(t).Database(t) }

// TestFaultDatabaseRestart stops the database under load, as an operator and as a power cut
// does. Deliveries are refused meanwhile with a time to come again, the replicas say that they
// are not ready, and when the database is back all goes on.
func TestFaultDatabaseRestart(t *testing.T) {
	t.Parallel()
	cluster := pgtest.New(t)
	w := newWorld(t)
	w.database, w.front = cluster.Database(t), newBalancer(t)
	for range 2 {
		w.add("HSPBOT_DATABASE_URL=" + w.database)
	}
	w.run()
	c := w.crowd(either(16, 60))
	c.begin()
	var back time.Duration
	ends := []func(){cluster.Stop, cluster.Kill}
	for n := range either(2, 8) {
		<-time.After(500 * time.Millisecond)
		refused := w.front.answered(http.StatusServiceUnavailable)
		visitor := w.fake.AddPerson("en")
		from := time.Now().Add(-settles)
		ends[n%2]()
		for _, r := range w.replicas {
			if !until(10*time.Second, func() bool { return r.probe("/readyz") == http.StatusServiceUnavailable }) {
				t.Error("without a database a replica says it is ready")
			}
			if r.probe("/healthz") != http.StatusOK {
				t.Error("without a database a replica does not live")
			}
		}
		visitor.Say("/start")
		if !until(10*time.Second, func() bool { return w.front.answered(http.StatusServiceUnavailable) > refused }) {
			t.Error("without a database no delivery is refused")
		}
		<-time.After(either(time.Second, 10*time.Second)) // of outage
		cluster.Restart(t)
		began := time.Now()
		for _, r := range w.replicas {
			r.ready()
		}
		back = max(back, time.Since(began))
		w.losing(span{from, time.Now()})
		visitor.Sees(func(m telegramtest.Message) bool { return len(m.Keyboard) > 0 })
	}
	c.end()
	t.Logf("database stopped and killed %d times, replicas ready %v after it at most: %s", either(2, 8), back.Round(10*time.Millisecond), w.finish(c))
}
