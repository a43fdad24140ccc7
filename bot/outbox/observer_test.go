package outbox_test

import (
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// observer writes down what it is told.
type observer struct {
	mu    sync.Mutex
	turns []bot.Turn
	posts []bot.Posting
}

func (o *observer) OnTurn(t bot.Turn) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.turns = append(o.turns, t)
}

// count counts the turns of a result.
func (o *observer) count(r bot.TurnResult) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, t := range o.turns {
		if t.Result == r {
			n++
		}
	}
	return n
}

func (o *observer) OnPost(p bot.Posting) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.posts = append(o.posts, p)
}

// gaveUp counts the screens given up.
func (o *observer) gaveUp() (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.posts {
		if p.GaveUp {
			n++
		}
	}
	return n
}

// outcomes counts the posts of an outcome.
func (o *observer) outcomes(outcome bot.Outcome) (n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, p := range o.posts {
		if p.Outcome == outcome {
			n++
		}
	}
	return n
}

func TestObservedTurns(t *testing.T) {
	o := &observer{}
	inWorld(t, options{Options: outbox.Options{Observer: o}}, func(t *testing.T, w *world) {
		d := w.deliver("anna", "7", "a")
		for range 2 {
			if _, err := w.Take(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		w.take("anna", "boom")
		if err := w.store.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Take(t.Context(), w.deliver("anna", "8", "b")); !errors.Is(err, bot.ErrClosed) {
			t.Fatalf("take = %v", err)
		}
	})
	want := []bot.TurnResult{bot.Committed, bot.Repeated, bot.Poisoned, bot.Failed}
	if len(o.turns) != len(want) {
		t.Fatalf("turns %+v", o.turns)
	}
	for i, turn := range o.turns {
		if turn.Result != want[i] || turn.Platform != "telegram" || turn.Kind != conversation.Typed || turn.Finished {
			t.Errorf("turn %d is %+v, want result %d", i, turn, want[i])
		}
		if turn.Came.IsZero() || turn.Began.IsZero() || turn.Ended.IsZero() {
			t.Errorf("turn %d has no times: %+v", i, turn)
		}
	}
}

// TestObservedPosts has the platform fail, and the bot stop and start again.
func TestObservedPosts(t *testing.T) {
	o := &observer{}
	inWorld(t, options{Options: outbox.Options{Observer: o}}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		answers := func(answer func(bot.Post) bot.Sent) {
			w.platform.mu.Lock()
			defer w.platform.mu.Unlock()
			w.platform.answer = answer
		}
		answers(func(bot.Post) bot.Sent {
			return bot.Sent{Outcome: bot.Later, RetryAfter: 10 * time.Second, Err: errors.New("too many")}
		})
		came := time.Now()
		w.take("anna", "a")
		w.after(2 * time.Second)
		answers(nil)
		w.after(20 * time.Second)
		answers(func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken, Err: errors.New("down")} })
		w.take("bert", "a")
		synctest.Wait()
		w.restart(w.store)
		answers(nil)
		w.after(time.Minute)
		if len(o.posts) < 4 {
			t.Fatalf("posts %+v", o.posts)
		}
		first, second := o.posts[0], o.posts[1]
		if first.Outcome != bot.Later || !first.Touched.Equal(came) || first.Ended.Sub(first.Began) != time.Second {
			t.Errorf("first post %+v", first)
		}
		if second.Outcome != bot.Delivered || second.Ended.Sub(came) != 12*time.Second || second.Platform != "telegram" {
			t.Errorf("second post %+v", second)
		}
		last := o.posts[len(o.posts)-1]
		if last.Outcome != bot.Delivered || last.Attempt < 2 {
			t.Errorf("the post of a screen found again: %+v", last)
		}
	})
}

// TestFinished goes from the questions to the result and about it, again and again.
func TestFinished(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "finished.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := &observer{}
	show := func(s conversation.State, _ time.Time) conversation.Screen {
		switch {
		case s.View != "":
			return conversation.Screen{Kind: conversation.Detail}
		case s.Editing != "" || s.Goal == "":
			return conversation.Screen{Kind: conversation.Question}
		}
		return conversation.Screen{Kind: conversation.Result}
	}
	step := func(s conversation.State, e conversation.Event) conversation.State {
		switch e.Text {
		case "start":
			s = conversation.State{Language: "en"}
		case "look":
			s.View = "items"
		case "back":
			s.View = ""
		case "change":
			s.Editing = "goal"
		case "answer":
			s.Goal, s.Editing, s.View = "i-b", "", ""
		}
		return s
	}
	log := bot.Log{Logger: slog.New(slog.DiscardHandler)}
	p := &platform{}
	b := bot.New(store, "telegram", p, outbox.New(store, "telegram", p, outbox.Options{}), bot.Options{Observer: o, Step: step, Show: show, NoRateLimit: true, Log: log})
	var finished []string
	texts := []string{"start", "look", "back", "look", "answer", "look", "back", "answer", "change", "answer", "start", "answer"}
	for i, text := range texts {
		d := bot.Delivery{Key: chat("anna"), Event: conversation.Event{Kind: conversation.Typed, Text: text}}
		if _, err := b.Take(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		if o.turns[i].Finished {
			finished = append(finished, fmt.Sprintf("%d %s", i, text))
		}
	}
	if want := []string{"4 answer", "11 answer"}; !slices.Equal(finished, want) {
		t.Errorf("finished at %q, want %q", finished, want)
	}
}
