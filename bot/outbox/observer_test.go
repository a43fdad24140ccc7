package bot_test

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
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// observer writes down what it is told.
type observer struct {
	mu    sync.Mutex
	turns []bot.Turn
	posts []bot.Posting
}

func (o *observer) Took(t bot.Turn) any {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.turns = append(o.turns, t)
	return len(o.turns)
}

func (o *observer) Posted(p bot.Posting) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.posts = append(o.posts, p)
}

func TestWatchedTurns(t *testing.T) {
	o := &observer{}
	inOffice(t, bot.Options{Watch: o}, func(t *testing.T, f *office) {
		d := f.deliver("anna", "7", "a")
		for range 2 {
			if _, err := f.Take(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		f.take("anna", "boom")
		if err := f.store.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Take(t.Context(), f.deliver("anna", "8", "b")); !errors.Is(err, bot.ErrClosed) {
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

// TestWatchedPosts has the platform fail, and the bot stop and start again.
func TestWatchedPosts(t *testing.T) {
	o := &observer{}
	inOffice(t, bot.Options{Watch: o}, func(t *testing.T, f *office) {
		f.wire.takes = time.Second
		answers := func(answer func(bot.Post) bot.Sent) {
			f.wire.mu.Lock()
			defer f.wire.mu.Unlock()
			f.wire.answer = answer
		}
		answers(func(bot.Post) bot.Sent {
			return bot.Sent{Outcome: bot.Later, RetryAfter: 10 * time.Second, Err: errors.New("too many")}
		})
		came := time.Now()
		f.take("anna", "a")
		f.after(2 * time.Second)
		answers(nil)
		f.after(20 * time.Second)
		answers(func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken, Err: errors.New("down")} })
		f.take("bert", "a")
		synctest.Wait()
		f.restart(f.store)
		answers(nil)
		f.after(time.Minute)
		if len(o.posts) < 4 {
			t.Fatalf("posts %+v", o.posts)
		}
		first, second := o.posts[0], o.posts[1]
		if first.Outcome != bot.Later || first.Mark != 1 || !first.Fresh || !first.Came.Equal(came) || first.Ended.Sub(first.Began) != time.Second {
			t.Errorf("first post %+v", first)
		}
		if second.Outcome != bot.Delivered || second.Mark != 1 || !second.Fresh || second.Ended.Sub(came) != 12*time.Second || second.Platform != "telegram" {
			t.Errorf("second post %+v", second)
		}
		last := o.posts[len(o.posts)-1]
		if last.Outcome != bot.Delivered || last.Fresh || last.Mark != nil || !last.Came.IsZero() || last.Attempt < 2 {
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
	step := func(s conversation.State, e conversation.Event) (conversation.State, conversation.Screen) {
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
		return s, show(s, e.At)
	}
	b := bot.NewPosting(store, "telegram", &wire{}, bot.Options{Watch: o, Step: step, Show: show, AnyHaste: true, Log: slog.New(slog.DiscardHandler)})
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
