package memchat

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
	"hspbot/locales"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Tests{Of: m}.Run()) }

// start starts a chat, which ends with the test.
func start(t *testing.T) *Server {
	s := NewServer()
	t.Cleanup(s.Close)
	return s
}

// connect makes the platform of a chat.
func connect(address string, lock bot.Lock) bottest.Connect {
	return func(context.Context, string) (bottest.Platform, error) {
		return New(Options{Address: address, Lock: lock}), nil
	}
}

// sees waits for a card with a text.
func sees(t *testing.T, p *Person, text string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if !p.Await(ctx, func(card string) bool { return strings.Contains(card, text) }) {
		t.Fatalf("no card says %q:\n%s", text, p)
	}
}

// TestJoin walks every question with every answer through the chat.
func TestJoin(t *testing.T) {
	server := start(t)
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "join.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	bottest.Run(t, store, Platform, connect(server.Address(), nil), bottest.NoLimits)
	jointest.RunShared(t, func(t *testing.T, language string, moves []jointest.Move) []string {
		p := server.Person(language)
		p.Say("/start")
		var shown []string
		for _, m := range moves {
			sees(t, p, m.Screen.Title)
			card, _ := p.Card()
			shown = append(shown, card)
			for _, c := range m.Press {
				p.Press(c.Action)
				if m.Finish.ID != "" {
					sees(t, p, m.Screen.Title)
				}
			}
			switch {
			case m.Finish.ID != "":
				p.Press(m.Finish.Action)
			case len(m.Press) == 0:
				p.Say(m.Text)
			}
		}
		sees(t, p, `"as_of"`)
		stored, _ := p.Card()
		return append(shown, stored)
	})
}

const (
	childAddress  = "HSPBOT_TEST_CHAT"
	childDatabase = "HSPBOT_TEST_DATABASE"
)

// TestChild is the bot that is killed: on a file, or on a database that others share.
func TestChild(t *testing.T) {
	var lock bot.Lock
	open := func(file string) (bot.Store, error) {
		if url := os.Getenv(childDatabase); url != "" {
			store, err := postgres.Open(context.Background(), url, postgres.Options{})
			lock = store
			return store, err
		}
		return sqlite.Open(file)
	}
	bottest.Child(t, open, Platform, func(string) bottest.Connect { return connect(os.Getenv(childAddress), lock) },
		bottest.Options{Outbox: outbox.Options{NoLimits: true}})
}

// killer kills bots of a chat.
func killer(t *testing.T, server *Server, env ...string) *bottest.Killer {
	k := bottest.NewKiller(t)
	k.Modes, k.Env = []string{"chat"}, append(env, childAddress+"="+server.Address())
	return k
}

// count compares the stories with the store, in which everybody has a turn for each thing
// they did.
func count(t *testing.T, server *Server, store bot.Store, stories []*bottest.Story) {
	t.Helper()
	y := bottest.Count(t, stories)
	for _, s := range stories {
		p := s.Phone.(*Person)
		session, err := store.Load(t.Context(), bot.Key{Platform: Platform, ID: p.ID()})
		if err != nil {
			t.Errorf("%s: %v", p.ID(), err)
		}
		y.AddTurns(t, p.ID(), int(session.Version), p.Did())
	}
	t.Logf("%s; %d messages came again", y, server.Repeated())
}

// drained waits until all that people did is on disk.
func drained(t *testing.T, server *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if !server.Wait(ctx, func() bool { return server.Pending() == 0 }) {
		t.Errorf("%d updates are pending", server.Pending())
	}
}

// TestCrash kills the bot at random moments while people talk with it.
func TestCrash(t *testing.T) {
	const people, kills = 40, 4
	server := start(t)
	k := killer(t, server)
	k.Start(kills)
	c := bottest.Crowd{Join: func(language string) bottest.Phone { return server.Person(language) }, AtOnce: people, Patience: 8 * time.Second,
		Thinks: 300 * time.Millisecond, Admit: func(i int) { k.After(i * (kills - 1) / people) }}
	stories := c.Talk(people)
	drained(t, server)
	k.Stop()
	store, err := sqlite.Open(k.File)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	count(t, server, store, stories)
}

// TestReplicas kills two processes that share a database, in turn: at no time is there nobody
// who goes on.
func TestReplicas(t *testing.T) {
	const people, kills = 20, 2
	url := pgtest.Start(t).Database(t)
	server := start(t)
	first, second := killer(t, server, childDatabase+"="+url), killer(t, server, childDatabase+"="+url)
	first.Least, first.Most = 3*time.Second, 5*time.Second
	second.Least, second.Most = 4*time.Second, 6*time.Second
	first.Start(kills)
	second.Start(kills)
	c := bottest.Crowd{Join: func(language string) bottest.Phone { return server.Person(language) }, AtOnce: people, Patience: 20 * time.Second,
		Thinks: 500 * time.Millisecond, Admit: func(i int) { first.After(i * kills / people) }}
	stories := c.Talk(people)
	drained(t, server)
	first.Stop()
	second.Stop()
	store, err := postgres.Open(t.Context(), url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	count(t, server, store, stories)
}

// TestNoticeComesAgain: what a turn has to say besides the question is said also where the
// chat wanted nothing for a second, and where the process was killed meanwhile.
func TestNoticeComesAgain(t *testing.T) {
	server := start(t)
	k := killer(t, server)
	started := make(chan struct{}, 8)
	k.Ready = func(string, string) { started <- struct{}{} }
	k.Least, k.Most = 700*time.Millisecond, 701*time.Millisecond
	p := server.Person("en")
	k.Start(1)
	defer k.Stop()
	<-started
	p.Say("/start")
	sees(t, p, locales.In("en").Say("question.goal.ask"))
	p.Press("set:goal:i-b")
	p.Press("edit:salary")
	sees(t, p, locales.In("en").Say("question.salary.ask"))
	server.Limit(1)
	p.Say("850")
	drained(t, server) // on disk, and not yet shown: it is killed within the second
	k.After(1)
	if n := len(p.Messages()); n > 3 {
		t.Fatalf("%d messages before the process was killed", n)
	}
	sees(t, p, locales.In("en").Say("doubt.scale", "Example", locales.In("en").Say("question.salary.example")))
}
