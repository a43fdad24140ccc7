package web

import (
	"context"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Tests{Of: m}.Run()) }

const childDatabase = "HSPBOT_TEST_DATABASE"

// TestChild is the website that is killed: on a file, or on a database that others share.
func TestChild(t *testing.T) {
	open := func(file string) (bot.Store, error) {
		if url := os.Getenv(childDatabase); url != "" {
			return postgres.Open(context.Background(), url, postgres.Options{})
		}
		return sqlite.Open(file)
	}
	bottest.Child(t, open, Platform, func(string) bottest.Connect { return connect(Options{NoRateLimit: true}) },
		bottest.Options{Outbox: outbox.Options{NoLimits: true}})
}

// proxy knows where the website is: at one of its processes that live, in turn.
type proxy struct {
	mu        sync.Mutex
	changed   sync.Cond
	addresses map[*bottest.Killer]string
	asked     int
}

func newProxy() *proxy {
	p := &proxy{addresses: map[*bottest.Killer]string{}}
	p.changed.L = &p.mu
	return p
}

// killer kills websites, and has the proxy know them.
func (p *proxy) killer(t *testing.T, env ...string) *bottest.Killer {
	k := bottest.NewKiller(t)
	k.Modes, k.Env = []string{"web"}, env
	k.Ready = func(_, address string) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.addresses[k] = address
		p.changed.Broadcast()
	}
	return k
}

func (p *proxy) address() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.addresses) == 0 {
		p.changed.Wait()
	}
	list := slices.Sorted(maps.Values(p.addresses))
	p.asked++
	for i := range list { // one that is down is skipped
		address := list[(p.asked+i)%len(list)]
		if c, err := net.Dial("tcp", strings.TrimPrefix(address, "http://")); err == nil {
			c.Close()
			return address
		}
	}
	return list[0]
}

// count compares the stories with the store, in which everybody has a turn for each page they saw.
func count(t *testing.T, store bot.Store, stories []*bottest.Story) {
	t.Helper()
	y := bottest.Count(t, stories)
	all, err := store.List(t.Context(), Platform, "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	turns := map[string]int64{}
	for _, s := range all {
		turns[s.ID] = s.Version
	}
	for _, s := range stories {
		p := s.Phone.(*person)
		y.AddTurns(t, p.language, int(turns[p.token().key().ID]), p.did())
	}
	t.Log(y)
}

// TestCrash kills the website at random moments while people fill in its forms. A form that was not
// answered is sent again, as a browser does when its page is loaded again.
func TestCrash(t *testing.T) {
	const people, kills = 30, 4
	site := newProxy()
	k := site.killer(t)
	k.Start(kills)
	c := bottest.Crowd{Join: func(language string) bottest.Phone { return visitAny(site.address, language) }, AtOnce: people, Patience: 6 * time.Second,
		Thinks: 300 * time.Millisecond, Admit: func(i int) { k.After(i * (kills - 1) / people) }}
	stories := c.Talk(people)
	k.Stop()
	store, err := sqlite.Open(k.File)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	count(t, store, stories)
}

// TestReplicas has two processes that share a database serve the pages in turn, and kills them:
// a form of one is taken by the other.
func TestReplicas(t *testing.T) {
	const people, kills = 20, 2
	url := pgtest.Start(t).Database(t)
	site := newProxy()
	first, second := site.killer(t, childDatabase+"="+url), site.killer(t, childDatabase+"="+url)
	first.Least, first.Most = 3*time.Second, 5*time.Second
	second.Least, second.Most = 4*time.Second, 6*time.Second
	first.Start(kills)
	second.Start(kills)
	c := bottest.Crowd{Join: func(language string) bottest.Phone { return visitAny(site.address, language) }, AtOnce: people, Patience: 6 * time.Second,
		Thinks: 500 * time.Millisecond, Admit: func(i int) { first.After(i * kills / people) }}
	stories := c.Talk(people)
	first.Stop()
	second.Stop()
	store, err := postgres.Open(t.Context(), url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	count(t, store, stories)
}
