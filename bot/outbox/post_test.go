package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// first answers the first posts as given, and delivers the others.
func first(answers ...bot.Sent) func(bot.Post) bot.Sent {
	var n atomic.Int64
	return func(p bot.Post) bot.Sent {
		if i := int(n.Add(1)); i <= len(answers) {
			return answers[i-1]
		}
		return bot.Sent{Surface: fmt.Appendf(nil, "%d", p.Session.Version)}
	}
}

func TestTake(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		taken, err := w.Take(t.Context(), w.deliver("anna", "1", "a"))
		if err != nil || taken.Repeated || taken.Screen.Title != "a" || taken.Session.Version != 1 {
			t.Errorf("take = %+v, %v", taken, err)
		}
		w.expect("anna:a@0")
		if taken, err := w.Take(t.Context(), w.deliver("anna", "1", "a")); err != nil || !taken.Repeated {
			t.Errorf("take again = %+v, %v", taken, err)
		}
		w.take("anna", "b")
		w.expect("anna:a@0 anna:ab@0")
		if s := w.session("anna"); s.Owing() || string(s.Surface) != "2" {
			t.Errorf("session = %+v", s)
		}
		if p := w.platform.posts[1].post; string(p.Session.Surface) != "1" {
			t.Errorf("post = %+v", p)
		}
		w.restart(w.store)
		w.after(time.Hour)
		w.expect("anna:a@0 anna:ab@0")
		if _, err := w.Take(t.Context(), bot.Delivery{}); err == nil {
			t.Error("taken from nobody")
		}
	})
}

// TestNewestOnly takes turns while a post is under way: of them one screen is posted.
func TestNewestOnly(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		for _, text := range []string{"a", "b", "c", "d"} {
			w.take("anna", text)
			w.after(100 * time.Millisecond)
		}
		w.take("bert", "x")
		w.after(time.Minute)
		w.expect("anna:a@0 bert:x@0.4 anna:abcd@1")
		if p := w.platform.posts[2].post; string(p.Session.Surface) != "1" {
			t.Errorf("the surface of the post before is lost: %s", p.Session.Surface)
		}
	})
}

func TestLater(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 17 * time.Second, Surface: []byte("0")})
		w.take("anna", "a")
		w.after(time.Second)
		w.take("anna", "b") // the person goes on, the platform still wants us to wait
		w.take("bert", "x")
		if s := w.session("anna"); s.Due != w.start.Add(17*time.Second).UTC() || string(s.Surface) != "0" || !s.Owing() {
			t.Errorf("session = %+v", s)
		}
		w.after(time.Minute)
		w.expect("anna:a@0 bert:x@1 anna:ab@17")
		if w.log.String() != "" {
			t.Errorf("log: %s", w.log)
		}
	})
}

// TestLaterRestart keeps what the platform asked for over a restart.
func TestLaterRestart(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 17 * time.Second})
		w.take("anna", "a")
		w.after(3 * time.Second)
		w.restart(w.store)
		w.after(time.Minute)
		w.expect("anna:a@0 anna:a@17")
	})
}

func TestLaterAll(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 5 * time.Second, All: true})
		w.take("anna", "a")
		w.after(time.Second)
		w.take("bert", "b")
		w.after(time.Minute)
		w.expect("anna:a@0 anna:a@5 bert:b@5")
	})
}

// TestBroken keeps the platform broken for longer and longer.
func TestBroken(t *testing.T) {
	told := &observer{}
	inWorld(t, options{Options: outbox.Options{Observer: told}}, func(t *testing.T, w *world) {
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken, Err: errors.New("502")} }
		w.take("anna", "a")
		w.after(23*time.Hour + 59*time.Minute)
		posts := w.platform.posts
		if n := len(posts); n < 24*60 || n > 3*24*60 {
			t.Errorf("%d posts in a day", n)
		}
		for i := 1; i < len(posts); i++ {
			gap, most := posts[i].at.Sub(posts[i-1].at), min(time.Minute, 200*time.Millisecond<<min(i, 20))
			if gap < 200*time.Millisecond || gap > most {
				t.Fatalf("try %d after %v, at most %v", i, gap, most)
			}
		}
		if s := w.session("anna"); !s.Owing() || told.gaveUp() != 0 {
			t.Error("given up before a day is over")
		}
		w.after(2 * time.Minute)
		n := len(w.platform.posts)
		w.after(2 * time.Hour)
		if s := w.session("anna"); s.Owing() || told.gaveUp() != 1 || len(w.platform.posts) != n {
			t.Errorf("session = %+v, %+v", s, w.out.Stats())
		}
		if log := w.log.String(); strings.Count(log, "\n") != 2 || !strings.Contains(log, "given up") {
			t.Errorf("log: %s", log)
		}
		w.platform.answer = nil
		w.take("anna", "b")
		w.after(0)
		if got := w.platform.posts[len(w.platform.posts)-1].title; got != "ab" {
			t.Errorf("posted %q", got)
		}
	})
}

func TestGone(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = first(bot.Sent{Outcome: bot.Gone, Surface: []byte("x")})
		w.take("anna", "a")
		w.after(time.Hour)
		w.restart(w.store)
		w.after(2 * time.Hour)
		if s := w.session("anna"); !s.Gone || !s.Owing() || string(s.Surface) != "x" {
			t.Errorf("session = %+v", s)
		}
		if w.take("anna", "b").Session.Gone { // committed: a crash now would leave the screen owed
			t.Error("still gone after a delivery")
		}
		w.expect("anna:a@0 anna:ab@" + fmt.Sprint((3 * time.Hour).Seconds()))
		if w.session("anna").Gone {
			t.Error("still gone")
		}
	})
}

// TestLeave is told by the platform, before a post and during one.
func TestLeave(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		w.take("anna", "a")
		w.after(time.Second / 2)
		if err := errors.Join(w.Leave(t.Context(), chat("anna")), w.Leave(t.Context(), chat("nobody"))); err != nil {
			t.Fatal(err)
		}
		w.after(time.Minute)
		if s := w.session("anna"); !s.Gone || string(s.Surface) != "1" {
			t.Errorf("session = %+v", s)
		}
		w.platform.answer = first(bot.Sent{Outcome: bot.Broken})
		w.take("anna", "b")
		w.after(time.Second)
		if err := w.Leave(t.Context(), chat("anna")); err != nil {
			t.Fatal(err)
		}
		w.after(time.Hour)
		if n := len(w.platform.posts); n != 2 {
			t.Errorf("%d posts", n)
		}
	})
}

func TestMoved(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = first(bot.Sent{Outcome: bot.Moved, MovedTo: chat("-100"), Surface: []byte("x")})
		w.take("group", "a")
		w.after(time.Minute)
		w.expect("-100:a@0 group:a@0") // at the same time
		if s := w.session("-100"); s.Owing() || string(w.platform.posts[1].post.Session.Surface) != "x" {
			t.Errorf("session = %+v", s)
		}
		if _, err := w.store.Load(t.Context(), chat("group")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		w.take("-100", "b")
		if err := w.Move(t.Context(), chat("-100"), chat("-200")); err != nil {
			t.Fatal(err)
		}
		w.take("-200", "c")
		w.after(time.Minute)
		if got := w.platform.read(w.start); !strings.HasSuffix(got, "-200:abc@60") {
			t.Errorf("posted %s", got)
		}
	})
}

// TestMovedInCircle has the platform send us to and fro: slowly.
func TestMovedInCircle(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = func(p bot.Post) bot.Sent {
			to := chat("a")
			if p.Session.Key == to {
				to = chat("b")
			}
			return bot.Sent{Outcome: bot.Moved, MovedTo: to}
		}
		w.take("a", "x")
		w.after(time.Hour)
		if n := len(w.platform.posts); n < 50 || n > 200 {
			t.Errorf("%d posts in an hour", n)
		}
	})
}

// TestBefore: what is to be done before a post is done each time, and nothing is posted while it fails.
func TestBefore(t *testing.T) {
	var n atomic.Int32
	var failing atomic.Bool
	failing.Store(true)
	before := func(context.Context, *bot.Session) error {
		if n.Add(1); failing.Load() {
			return errors.New("the store is down")
		}
		return nil
	}
	inWorld(t, options{Options: outbox.Options{Before: before}}, func(t *testing.T, w *world) {
		w.take("anna", "a")
		w.after(10 * time.Second)
		w.expect("")
		if s, n := w.session("anna"), int(n.Load()); !s.Owing() || s.Tries != n || n < 2 {
			t.Errorf("%d tries, session = %+v", n, s)
		}
		failing.Store(false)
		n.Store(0)
		w.after(time.Minute)
		w.take("anna", "b")
		w.after(time.Second)
		if s := w.session("anna"); s.Owing() || n.Load() != 2 {
			t.Errorf("%d tries, session = %+v", n.Load(), s)
		}
		if log := w.log.String(); strings.Count(log, "the store is down") != 1 {
			t.Errorf("log: %s", log)
		}
	})
}

// TestUndrawable: a screen that cannot be drawn is given up, and what the platform wants with the conversation
// later stays.
func TestUndrawable(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		wake, expires := w.start.Add(24*time.Hour).UTC(), w.start.Add(48*time.Hour).UTC()
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Wake: wake, Expires: expires} }
		w.take("anna", "a")
		w.after(time.Second)
		if _, err := w.store.Apply(t.Context(), chat("anna"), func(s *bot.Session) error { s.State.Referral = "undrawable"; s.Version++; return nil }); err != nil {
			t.Fatal(err)
		}
		w.out.Owe(chat("anna"))
		w.after(time.Minute)
		if s := w.session("anna"); s.Owing() || !s.Wake.Equal(wake) || !s.Expires.Equal(expires) {
			t.Errorf("session = %+v", s)
		}
	})
}

func TestBug(t *testing.T) {
	told := &observer{}
	inWorld(t, options{Options: outbox.Options{Observer: told}}, func(t *testing.T, w *world) {
		n := 0
		w.platform.answer = func(p bot.Post) bot.Sent {
			if n++; n == 1 {
				panic("hello")
			}
			return bot.Sent{Outcome: bot.Bug, Err: errors.New("bad request: keyboard")}
		}
		w.take("anna", "a")
		w.after(time.Minute)
		w.platform.under = nil
		w.take("anna", "b")
		w.after(2 * time.Hour)
		if s := w.session("anna"); s.Owing() || told.outcomes(bot.Bug) != 2 || n != 2 {
			t.Errorf("session = %+v, %+v", s, w.out.Stats())
		}
		if log := w.log.String(); strings.Count(log, "\n") != 2 || !strings.Contains(log, "keyboard") ||
			!strings.Contains(log, "reference=") || strings.Contains(log, "hello") {
			t.Errorf("log: %s", log)
		}
	})
}
