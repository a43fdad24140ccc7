package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot"
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

var (
	anna = bot.Key{Platform: "terminal", ID: "anna-4711"}
	day  = time.Date(2026, 7, 25, 9, 30, 0, 0, time.UTC)
)

// step is an interview that remembers all it is told. "boom" makes it panic with what it
// was told, "forget" ends it.
func step(s conversation.State, e conversation.Event) (conversation.State, conversation.Screen) {
	switch e.Text {
	case "boom":
		panic("cannot read " + e.Text + " of " + s.Referral)
	case "forget":
		return conversation.State{Touched: e.At}, conversation.Screen{Kind: conversation.Forgotten, Title: "forgotten"}
	}
	s.Referral += e.Text
	s.Touched = e.At
	return s, show(s, e.At)
}

func show(s conversation.State, _ time.Time) conversation.Screen {
	return conversation.Screen{ID: "heard", Title: s.Referral}
}

// person is a platform with one person who reads all screens.
type person struct {
	mu     sync.Mutex
	titles []string
	show   func(title string) error // what else happens, before the screen is there
}

func (p *person) Show(_ context.Context, _ bot.Session, screen conversation.Screen) error {
	if p.show != nil {
		if err := p.show(screen.Title); err != nil {
			return err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.titles = append(p.titles, screen.Title)
	return nil
}

func (p *person) read() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.titles, " ")
}

// house is a bot with all it needs. Its log must stay free of content.
type house struct {
	*bot.Bot
	t      *testing.T
	store  bot.Store
	person *person
	log    *bytes.Buffer
}

func newHouse(t *testing.T) *house {
	t.Helper()
	s, err := sqlite.Open(filepath.Join(t.TempDir(), "sessions.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	h := &house{t: t, store: s, person: &person{}, log: &bytes.Buffer{}}
	h.restart(s)
	t.Cleanup(func() {
		for _, secret := range []string{anna.ID, "boom", "hello"} {
			if strings.Contains(h.log.String(), secret) {
				t.Errorf("the log contains %q:\n%s", secret, h.log)
			}
		}
	})
	return h
}

// restart puts a new bot, as after a crash, in front of a store.
func (h *house) restart(s bot.Store) {
	h.Bot = bot.New(s, h.person, bot.Options{
		Log: slog.New(slog.NewTextHandler(h.log, nil)), Step: step, Show: show, Now: func() time.Time { return day },
	})
}

func say(id, text string) bot.Delivery {
	return bot.Delivery{Key: anna, ID: id, Event: conversation.Event{Kind: conversation.Typed, Text: text}}
}

// tell delivers a text without an error.
func (h *house) tell(id, text string) {
	h.t.Helper()
	if err := h.Deliver(h.t.Context(), say(id, text)); err != nil {
		h.t.Fatalf("deliver %s: %v", id, err)
	}
}

func (h *house) session() bot.Session {
	h.t.Helper()
	s, err := h.store.Load(h.t.Context(), anna)
	if err != nil {
		h.t.Fatalf("load: %v", err)
	}
	return s
}

// settle shows what is owed, as a start does.
func (h *house) settle() {
	h.t.Helper()
	keys, err := h.store.Owing(h.t.Context(), "terminal", day, 10)
	if err != nil {
		h.t.Fatalf("owing: %v", err)
	}
	for _, k := range keys {
		if err := h.Resume(h.t.Context(), k, day); err != nil && !errors.Is(err, bot.ErrNoSession) {
			h.t.Fatalf("resume: %v", err)
		}
	}
	if keys, _ = h.store.Owing(h.t.Context(), "terminal", day, 10); len(keys) > 0 {
		h.t.Errorf("still owing: %d", len(keys))
	}
}

func (h *house) expect(titles string) {
	h.t.Helper()
	if got := h.person.read(); got != titles {
		h.t.Errorf("the person has read %q, want %q", got, titles)
	}
}
