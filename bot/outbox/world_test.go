package outbox_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

func TestMain(m *testing.M) {
	if url := os.Getenv(childEnv); url != "" {
		replicaChild(url)
		return
	}
	goleak.VerifyTestMain(pgtest.Tests{Of: m})
}

// step is an interview that remembers all it is told. "boom" makes it panic with what it
// was told, "forget" has everything forgotten.
func step(s conversation.State, e conversation.Event) conversation.State {
	if s.Forgotten {
		s = conversation.State{}
	}
	s.Notice = nil
	switch e.Text {
	case "boom":
		panic("cannot read " + e.Text + " of " + s.Referral)
	case "forget":
		return conversation.State{Forgotten: true}
	}
	s.Referral += e.Text
	s.Touched = e.At
	return s
}

func show(s conversation.State, _ time.Time) conversation.Screen {
	screen := conversation.Screen{ID: "heard", Title: s.Referral}
	switch {
	case s.Referral == "undrawable":
		panic("no such screen")
	case strings.HasSuffix(s.Referral, "data"):
		screen.Kind = conversation.Data
	case s.Forgotten:
		screen.Kind, screen.Title = conversation.Forgotten, "forgotten"
	case s.Notice != nil:
		screen.Notice = s.Notice.Text + s.Notice.Reference
	}
	return screen
}

// platform is one of many people: it keeps what it was asked to post.
type platform struct {
	mu     sync.Mutex
	posts  []posted
	under  map[bot.Key]bool // posts under way
	answer func(p bot.Post) bot.Sent
	limits func(bot.Session) []bot.Limit
	takes  time.Duration // for each post
}

type posted struct {
	at    time.Time
	key   bot.Key
	title string
	post  bot.Post
	sent  bot.Sent
}

// Change appends the change, and an F where the person asked to be forgotten.
func (p *platform) Change(surface, change []byte) []byte {
	if change == nil {
		return append(bytes.Clone(bytes.TrimSuffix(surface, []byte("F"))), 'F')
	}
	return append(bytes.Clone(surface), change...)
}

func (p *platform) Limits(post bot.Post) []bot.Limit {
	if p.limits == nil {
		return nil
	}
	return p.limits(post.Session)
}

func (p *platform) Post(ctx context.Context, post bot.Post) bot.Sent {
	p.mu.Lock()
	if p.under == nil {
		p.under = map[bot.Key]bool{}
	}
	if p.under[post.Session.Key] {
		panic("two posts at once")
	}
	p.under[post.Session.Key] = true
	answer, takes := p.answer, p.takes
	p.mu.Unlock()
	began := time.Now()
	if takes > 0 {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
		}
	}
	sent := bot.Sent{Surface: fmt.Appendf(nil, "%d", post.Session.Version)}
	if answer != nil {
		sent = answer(post)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.under, post.Session.Key)
	title := post.Screen.Title
	if post.Screen.Notice != "" {
		title = "!" + title
	}
	p.posts = append(p.posts, posted{began, post.Session.Key, title, post, sent})
	return sent
}

// read returns what was posted, and when, in seconds after the start. What was posted at
// the same time is in the order of the keys.
func (p *platform) read(start time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var b bytes.Buffer
	posts := slices.Clone(p.posts)
	slices.SortStableFunc(posts, func(a, b posted) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key.ID, b.key.ID))
	})
	for _, p := range posts {
		fmt.Fprintf(&b, "%s:%s@%g ", p.key.ID, p.title, p.at.Sub(start).Seconds())
	}
	return string(bytes.TrimRight(b.Bytes(), " "))
}

// options are those of a world.
type options struct {
	outbox.Options
	strict bool // the rate limit of deliveries is kept
}

// world is a bot with its outbox in a bubble of its own time.
type world struct {
	*bot.Bot
	t        *testing.T
	out      *outbox.Outbox
	store    bot.Store
	platform *platform
	poster   bot.Poster // the platform, where nil
	log      *bottest.Log
	start    time.Time
	o        options
	stop     func()
}

// inWorld runs a test in a bubble. The bot has run for a minute when it begins, so that
// nothing is taken of any limit.
func inWorld(t *testing.T, o options, test func(*testing.T, *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := sqlite.Open(filepath.Join(t.TempDir(), "sessions.db"))
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, store: s, platform: &platform{}, log: &bottest.Log{}, o: o}
		w.run(s)
		w.after(time.Minute)
		w.start = time.Now()
		test(t, w)
		w.stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// run starts a bot over a store.
func (w *world) run(s bot.Store) {
	log := bot.Log{Logger: slog.New(slog.NewTextHandler(w.log, nil))}
	w.o.Log, w.o.Show = log, show
	poster := w.poster
	if poster == nil {
		poster = w.platform
	}
	w.out = outbox.New(s, "telegram", poster, w.o.Options)
	w.Bot = bot.New(s, "telegram", poster, w.out, bot.Options{Log: log, Now: w.o.Now, Step: step, Show: show, NoRateLimit: !w.o.strict, Observer: w.o.Observer})
	ctx, cancel := context.WithCancel(w.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := w.out.Run(ctx); err != nil {
			w.t.Error(err)
		}
	}()
	w.stop = func() { cancel(); <-ended }
	synctest.Wait()
}

func (w *world) restart(s bot.Store) {
	w.stop()
	w.run(s)
}

func chat(id any) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(id)} }

func (w *world) deliver(id any, delivery, text string) bot.Delivery {
	return bot.Delivery{Key: chat(id), ID: delivery, Event: conversation.Event{Kind: conversation.Typed, Text: text}}
}

// take has somebody say something.
func (w *world) take(id any, text string) bot.Taken {
	w.t.Helper()
	taken, err := w.Take(w.t.Context(), w.deliver(id, "", text))
	if err != nil {
		w.t.Fatalf("take: %v", err)
	}
	return taken
}

// after lets time pass and everybody do what there is to do.
func (w *world) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (w *world) expect(posts string) {
	w.t.Helper()
	synctest.Wait()
	if got := w.platform.read(w.start); got != posts {
		w.t.Errorf("posted %q, want %q", got, posts)
	}
}

func (w *world) session(id any) bot.Session {
	w.t.Helper()
	s, err := w.Session(w.t.Context(), chat(id))
	if err != nil {
		w.t.Fatalf("load: %v", err)
	}
	return s
}

// titles are what was posted to somebody.
func (p *platform) titles(id string) (list []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, post := range p.posts {
		if post.key.ID == id {
			list = append(list, post.title)
		}
	}
	return list
}
