package loadtest

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// sink is a platform as the bot sees it.
type sink interface {
	http.Handler
	name() string
	// deliver makes a delivery to the bot at an address: what a person does.
	deliver(address string, id int64, person, action string) (*http.Request, error)
}

// database is where the bot keeps its sessions.
type database interface {
	setting() string // that names it to the bot
	// multiply replaces the one conversation there is by so many like it.
	multiply(tb testing.TB, times int64)
	// copy makes a copy, until the test ends. Nobody uses the database meanwhile.
	copy(tb testing.TB) database
	// meter counts from now on; what it returns is called once, and stops the bot.
	meter(tb testing.TB) func(*process) written
	held(tb testing.TB) held
}

// written is what became of turns in the database; what is not known is negative.
type written struct{ rows, commits, bytes float64 }

// held is what a database holds: conversations, their turns in all, and the turns up to
// which their people have seen the screens.
type held struct{ sessions, turns, shown int64 }

const holding = `SELECT count(*), CAST(coalesce(sum(version), 0) AS bigint), CAST(coalesce(sum(shown), 0) AS bigint) FROM session`

// world is a bot that runs, with its platform.
type world struct {
	crowd *crowd
	bot   *process
}

// begin starts a bot on a database.
func begin(tb testing.TB, platform func(*cards) sink, db database, stored int64) *world {
	tb.Helper()
	c := &cards{waiting: map[string]chan struct{}{}}
	s := platform(c)
	server := httptest.NewServer(s)
	tb.Cleanup(server.Close)
	c.url = server.URL
	w := &world{bot: start(tb, childPlatform+"="+s.name(), childAPI+"="+server.URL, db.setting())}
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 256}}
	tb.Cleanup(client.CloseIdleConnections)
	w.crowd = &crowd{sink: s, cards: c, client: client, address: w.bot.address, stored: stored}
	return w
}

// fill stores so many conversations that are half done.
func fill(tb testing.TB, platform func(*cards) sink, db database, stored int64) {
	tb.Helper()
	w := begin(tb, platform, db, 0)
	tickets := make(chan time.Time, half)
	for range half {
		tickets <- time.Time{}
	}
	if _, _, err := w.crowd.walk(number(0), way[:half], tickets); err != nil {
		tb.Fatal(err)
	}
	w.bot.stop(tb)
	db.multiply(tb, stored)
}
