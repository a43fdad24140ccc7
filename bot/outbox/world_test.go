package bot_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// wire is a platform of many people: it keeps what it was asked to post.
type wire struct {
	mu     sync.Mutex
	posts  []posted
	under  map[bot.Key]bool // posts under way
	answer func(p bot.Post) bot.Sent
	pace   func(bot.Session) []bot.Limit
	takes  time.Duration // for each post
}

type posted struct {
	at    time.Time
	key   bot.Key
	title string
	post  bot.Post
	sent  bot.Sent
}

// Mark appends what is marked.
func (w *wire) Mark(surface, mark []byte) []byte { return append(bytes.Clone(surface), mark...) }

func (w *wire) Pace(s bot.Session) []bot.Limit {
	if w.pace == nil {
		return nil
	}
	return w.pace(s)
}

func (w *wire) Post(ctx context.Context, p bot.Post) bot.Sent {
	w.mu.Lock()
	if w.under == nil {
		w.under = map[bot.Key]bool{}
	}
	if w.under[p.Session.Key] {
		panic("two posts at once")
	}
	w.under[p.Session.Key] = true
	answer, takes := w.answer, w.takes
	w.mu.Unlock()
	began := time.Now()
	if takes > 0 {
		select {
		case <-time.After(takes):
		case <-ctx.Done():
		}
	}
	sent := bot.Sent{Surface: fmt.Appendf(nil, "%d", p.Session.Version)}
	if answer != nil {
		sent = answer(p)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.under, p.Session.Key)
	title := p.Screen.Title
	if p.Screen.Notice != "" {
		title = "!" + title
	}
	w.posts = append(w.posts, posted{began, p.Session.Key, title, p, sent})
	return sent
}

// read returns what was posted, and when, in seconds after the start. What was posted at
// the same time is in the order of the keys.
func (w *wire) read(start time.Time) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b bytes.Buffer
	posts := slices.Clone(w.posts)
	slices.SortStableFunc(posts, func(a, b posted) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.key.ID, b.key.ID))
	})
	for _, p := range posts {
		fmt.Fprintf(&b, "%s:%s@%g ", p.key.ID, p.title, p.at.Sub(start).Seconds())
	}
	return string(bytes.TrimRight(b.Bytes(), " "))
}

// office is a posting bot in a bubble of its own time.
type office struct {
	*bot.Bot
	t     *testing.T
	store bot.Store
	wire  *wire
	log   *bytes.Buffer
	start time.Time
	o     bot.Options
	stop  func()
}

// inOffice runs a test in a bubble. The bot runs from the start.
func inOffice(t *testing.T, o bot.Options, test func(*testing.T, *office)) {
	t.Helper()
	o.AnyHaste = true
	inStrictOffice(t, o, test)
}

// inStrictOffice is inOffice where people may not be faster than people are.
func inStrictOffice(t *testing.T, o bot.Options, test func(*testing.T, *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s, err := sqlite.Open(filepath.Join(t.TempDir(), "sessions.db"))
		if err != nil {
			t.Fatal(err)
		}
		f := &office{t: t, store: s, wire: &wire{}, log: &bytes.Buffer{}, start: time.Now(), o: o}
		f.run(s)
		test(t, f)
		f.stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
}

// run starts a bot over a store.
func (f *office) run(s bot.Store) {
	f.o.Log = slog.New(slog.NewTextHandler(f.log, nil))
	f.o.Step, f.o.Show = step, show
	f.Bot = bot.NewPosting(s, "telegram", f.wire, f.o)
	ctx, cancel := context.WithCancel(f.t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if err := f.Run(ctx); err != nil {
			f.t.Error(err)
		}
	}()
	f.stop = func() { cancel(); <-ended }
	synctest.Wait()
}

func (f *office) restart(s bot.Store) {
	f.stop()
	f.run(s)
}

func chat(id any) bot.Key { return bot.Key{Platform: "telegram", ID: fmt.Sprint(id)} }

func (f *office) deliver(id any, delivery, text string) bot.Delivery {
	return bot.Delivery{Key: chat(id), ID: delivery, Event: conversation.Event{Kind: conversation.Typed, Text: text}}
}

// take has somebody say something.
func (f *office) take(id any, text string) bot.Taken {
	f.t.Helper()
	taken, err := f.Take(f.t.Context(), f.deliver(id, "", text))
	if err != nil {
		f.t.Fatalf("take: %v", err)
	}
	return taken
}

// after lets time pass and everybody do what there is to do.
func (f *office) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (f *office) expect(posts string) {
	f.t.Helper()
	synctest.Wait()
	if got := f.wire.read(f.start); got != posts {
		f.t.Errorf("posted %q, want %q", got, posts)
	}
}

func (f *office) session(id any) bot.Session {
	f.t.Helper()
	s, err := f.Session(f.t.Context(), chat(id))
	if err != nil {
		f.t.Fatalf("load: %v", err)
	}
	return s
}
