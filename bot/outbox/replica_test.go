package outbox_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/conversation"
)

// fleet are replicas of a bot on one database and one platform, in real time.
type fleet struct {
	t        *testing.T
	url      string
	platform *platform
}

// replica is one of them. Its way to the database can be cut.
type replica struct {
	*bot.Bot
	out   *outbox.Outbox
	store *postgres.Store
	cable *cable
	log   *bottest.Log
	told  *observer
	stop  func()
}

func newFleet(t *testing.T) *fleet {
	t.Helper()
	return &fleet{t: t, url: pgtest.Start(t).Database(t), platform: &platform{}}
}

// join starts a replica, which runs until stop or the end of the test.
func (f *fleet) join() *replica {
	f.t.Helper()
	return f.joinAs(step, show)
}

// joinAs is join with an interview.
func (f *fleet) joinAs(step func(conversation.State, conversation.Event) conversation.State, show func(conversation.State, time.Time) conversation.Screen) *replica {
	f.t.Helper()
	r := &replica{log: &bottest.Log{}, told: &observer{}}
	through, cable := lay(f.t, f.url)
	r.cable = cable
	s, err := postgres.Open(context.Background(), through, postgres.Options{})
	if err != nil {
		f.t.Fatal(err)
	}
	r.store = s
	log := bot.Log{Logger: r.log.Logger()}
	r.out = outbox.New(s, "telegram", f.platform, outbox.Options{Log: log, Show: show, Drain: 2 * time.Second, NoLimits: true, Observer: r.told})
	r.Bot = bot.New(s, "telegram", f.platform, r.out, bot.Options{Log: log, Step: step, Show: show, NoRateLimit: true})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := r.out.Run(ctx); err != nil {
			f.t.Error(err)
		}
	}()
	r.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
		if err := s.Close(); err != nil && !cable.isCut() {
			f.t.Errorf("close: %v", err)
		}
		cable.cut()
		if n := r.told.outcomes(bot.Bug); n > 0 {
			f.t.Errorf("%d posts overlapped or failed: %s", n, r.log)
		}
	})
	f.t.Cleanup(r.stop)
	return r
}

// posting waits until a post to somebody has begun.
func (f *fleet) posting(id string) {
	f.t.Helper()
	for end := time.Now().Add(5 * time.Second); !f.platform.busy(id); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatalf("nothing is posted to %s", id)
		}
	}
}

// leads waits until a replica is the one that posts.
func (f *fleet) leads(r *replica) {
	f.t.Helper()
	if err := r.say(f.t, "leader", rand.Text(), "?"); err != nil {
		f.t.Fatal(err)
	}
	f.posting("leader")
}

// busy reports whether something has been or is being posted to somebody.
func (p *platform) busy(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.under[chat(id)] || slices.ContainsFunc(p.posts, func(post posted) bool { return post.key.ID == id })
}

// cable is the way of one replica to the database.
type cable struct {
	listener net.Listener
	mu       sync.Mutex
	ends     map[net.Conn]bool
	broken   bool
	carrying sync.WaitGroup
}

// lay returns the URL of a database by way of a cable.
func lay(t *testing.T, database string) (string, *cable) {
	t.Helper()
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	to := u.Host
	c := &cable{ends: map[net.Conn]bool{}}
	if c.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	c.carrying.Go(func() {
		for {
			from, err := c.listener.Accept()
			if err != nil {
				return
			}
			c.carrying.Go(func() { c.carry(from, to) })
		}
	})
	u.Host = c.listener.Addr().String()
	t.Cleanup(c.cut)
	return u.String(), c
}

func (c *cable) carry(from net.Conn, address string) {
	defer from.Close()
	to, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer to.Close()
	c.mu.Lock()
	broken := c.broken
	c.ends[from], c.ends[to] = true, true
	c.mu.Unlock()
	if broken {
		return
	}
	both := make(chan struct{}, 2)
	for _, way := range [][2]net.Conn{{from, to}, {to, from}} {
		go func() { _, _ = io.Copy(way[0], way[1]); both <- struct{}{} }()
	}
	<-both
	from.Close()
	to.Close()
	<-both
}

// cut cuts the way for good.
func (c *cable) cut() {
	c.mu.Lock()
	c.broken = true
	for end := range c.ends {
		end.Close()
	}
	c.mu.Unlock()
	c.listener.Close()
	c.carrying.Wait()
}

func (c *cable) isCut() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.broken
}

// say has somebody say something to a replica.
func (r *replica) say(t *testing.T, id, delivery, text string) error {
	t.Helper()
	event := conversation.Event{Kind: conversation.Typed, Text: text}
	_, err := r.Take(t.Context(), bot.Delivery{Key: chat(id), ID: delivery, Event: event, Change: []byte(text)})
	return err
}

// last waits until the last screen somebody has got is this one.
func (f *fleet) last(id, title string, most time.Duration) {
	f.t.Helper()
	for end := time.Now().Add(most); ; time.Sleep(5 * time.Millisecond) {
		titles := f.platform.titles(id)
		if len(titles) > 0 && titles[len(titles)-1] == title {
			return
		}
		if time.Now().After(end) {
			f.t.Errorf("%s has %q after %v, want %q", id, titles, most, title)
			return
		}
	}
}

// TestReplicas has several replicas take turns of one conversation while a screen is under
// way: the one that posts posts them all, the newest only.
func TestReplicas(t *testing.T) {
	f := newFleet(t)
	first := make(chan struct{}) // is through
	f.platform.answer = func(p bot.Post) bot.Sent {
		<-first
		return bot.Sent{Surface: fmt.Appendf(nil, "%d", p.Session.Version)}
	}
	a := f.join()
	f.leads(a)
	b, c := f.join(), f.join()
	for i, r := range []*replica{a, b, c, b, a} {
		if err := r.say(t, "anna", fmt.Sprint(i), string(rune('a'+i))); err != nil {
			t.Fatal(err)
		}
		f.posting("anna")
	}
	close(first)
	f.last("anna", "abcde", 5*time.Second)
	if got := fmt.Sprint(f.platform.titles("anna")); got != "[a abcde]" {
		t.Errorf("posted %s", got)
	}
	if p := f.platform.posts[2].post; string(p.Session.Surface) != "1bcde" { // what was posted, and the changes since
		t.Errorf("surface = %s", p.Session.Surface)
	}
	if len(b.told.posts)+len(c.told.posts) != 0 {
		t.Error("others have posted")
	}
	for range 2 { // delivered twice, to two replicas
		for _, r := range []*replica{c, b} {
			if err := r.say(t, "anna", "x", "x"); err != nil {
				t.Fatal(err)
			}
		}
	}
	f.last("anna", "abcdex", 5*time.Second)
}

// TestReplicaStops stops the replica that posts: another goes on at once.
func TestReplicaStops(t *testing.T) {
	f := newFleet(t)
	a := f.join()
	f.leads(a)
	b := f.join()
	f.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken} }
	for i := range 20 {
		if err := a.say(t, fmt.Sprint(i), "1", "a"); err != nil {
			t.Fatal(err)
		}
	}
	f.platform.mu.Lock()
	f.platform.answer = nil
	f.platform.mu.Unlock()
	a.stop()
	began := time.Now()
	for i := range 20 {
		f.last(fmt.Sprint(i), "a", 4*time.Second)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("taken over after %v", took)
	}
	if err := b.say(t, "0", "2", "b"); err != nil {
		t.Fatal(err)
	}
	f.last("0", "ab", 4*time.Second)
}

// TestReplicaCut cuts a replica off from the database in the midst of a post: the post ends
// before another replica begins the same.
func TestReplicaCut(t *testing.T) {
	f := newFleet(t)
	a := f.join()
	f.leads(a)
	b := f.join()
	f.platform.takes = time.Minute // or until its context ends
	if err := a.say(t, "anna", "1", "a"); err != nil {
		t.Fatal(err)
	}
	f.posting("anna")
	a.cable.cut()
	f.platform.mu.Lock()
	f.platform.takes = 0
	f.platform.mu.Unlock()
	// What was posted to the leader may be posted again, too.
	for end := time.Now().Add(15 * time.Second); b.told.outcomes(bot.Delivered) == 0 || len(f.platform.titles("anna")) < 2; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nobody takes over")
		}
	}
	if n := len(f.platform.titles("anna")); n != 2 { // the wire knows of both that ended; an overlap is a bug, see stop
		t.Errorf("%d posts", n)
	}
	if err := b.say(t, "anna", "2", "b"); err != nil {
		t.Fatal(err)
	}
	f.last("anna", "ab", 5*time.Second)
}
