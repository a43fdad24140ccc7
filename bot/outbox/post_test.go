package bot_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
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
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		taken, err := f.Take(t.Context(), f.deliver("anna", "1", "a"))
		if err != nil || taken.Seen || taken.Screen.Title != "a" || taken.Session.Version != 1 {
			t.Errorf("take = %+v, %v", taken, err)
		}
		f.expect("anna:a@0")
		if taken, err := f.Take(t.Context(), f.deliver("anna", "1", "a")); err != nil || !taken.Seen {
			t.Errorf("take again = %+v, %v", taken, err)
		}
		f.take("anna", "b")
		f.expect("anna:a@0 anna:ab@0")
		if s := f.session("anna"); s.Owing() || string(s.Surface) != "2" {
			t.Errorf("session = %+v", s)
		}
		if p := f.wire.posts[1].post; string(p.Session.Surface) != "1" || !p.Fresh {
			t.Errorf("post = %+v", p)
		}
		f.restart(f.store)
		f.after(time.Hour)
		f.expect("anna:a@0 anna:ab@0")
		if _, err := f.Take(t.Context(), bot.Delivery{}); err == nil {
			t.Error("taken from nobody")
		}
	})
}

// TestNewestOnly takes turns while a post is under way: of them one screen is posted.
func TestNewestOnly(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.takes = time.Second
		for _, text := range []string{"a", "b", "c", "d"} {
			f.take("anna", text)
			f.after(100 * time.Millisecond)
		}
		f.take("bert", "x")
		f.after(time.Minute)
		f.expect("anna:a@0 bert:x@0.4 anna:abcd@1")
		if p := f.wire.posts[2].post; string(p.Session.Surface) != "1" {
			t.Errorf("the surface of the post before is lost: %s", p.Session.Surface)
		}
	})
}

func TestLater(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 17 * time.Second, Surface: []byte("0")})
		f.take("anna", "a")
		f.after(time.Second)
		f.take("anna", "b") // the person goes on, the platform still wants us to wait
		f.take("bert", "x")
		if s := f.session("anna"); s.Due != f.start.Add(17*time.Second).UTC() || string(s.Surface) != "0" || !s.Owing() {
			t.Errorf("session = %+v", s)
		}
		f.after(time.Minute)
		f.expect("anna:a@0 bert:x@1 anna:ab@17")
		if f.log.Len() > 0 {
			t.Errorf("log: %s", f.log)
		}
	})
}

// TestLaterRestart keeps what the platform asked for over a restart.
func TestLaterRestart(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 17 * time.Second})
		f.take("anna", "a")
		f.after(3 * time.Second)
		f.restart(f.store)
		f.after(time.Minute)
		f.expect("anna:a@0 anna:a@17")
		if f.wire.posts[1].post.Fresh {
			t.Error("a screen that was computed again passes as fresh")
		}
	})
}

func TestLaterAll(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = first(bot.Sent{Outcome: bot.Later, RetryAfter: 5 * time.Second, All: true})
		f.take("anna", "a")
		f.after(time.Second)
		f.take("bert", "b")
		f.after(time.Minute)
		f.expect("anna:a@0 anna:a@5 bert:b@5")
	})
}

// TestBroken keeps the platform broken for longer and longer.
func TestBroken(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken, Err: errors.New("502")} }
		f.take("anna", "a")
		f.after(23*time.Hour + 59*time.Minute)
		posts := f.wire.posts
		if n := len(posts); n < 24*60 || n > 3*24*60 {
			t.Errorf("%d posts in a day", n)
		}
		for i := 1; i < len(posts); i++ {
			gap, most := posts[i].at.Sub(posts[i-1].at), min(time.Minute, 200*time.Millisecond<<min(i, 20))
			if gap < 200*time.Millisecond || gap > most {
				t.Fatalf("try %d after %v, at most %v", i, gap, most)
			}
		}
		if s := f.session("anna"); !s.Owing() || f.Stats().Dead != 0 {
			t.Error("given up before a day is over")
		}
		f.after(2 * time.Minute)
		n := len(f.wire.posts)
		f.after(48 * time.Hour)
		if s := f.session("anna"); s.Owing() || f.Stats().Dead != 1 || len(f.wire.posts) != n {
			t.Errorf("session = %+v, %+v", s, f.Stats())
		}
		if log := f.log.String(); strings.Count(log, "\n") != 2 || !strings.Contains(log, "given up") {
			t.Errorf("log: %s", log)
		}
		f.wire.answer = nil
		f.take("anna", "b")
		f.after(0)
		if got := f.wire.posts[len(f.wire.posts)-1].title; got != "ab" {
			t.Errorf("posted %q", got)
		}
	})
}

func TestGone(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = first(bot.Sent{Outcome: bot.Gone, Surface: []byte("x")})
		f.take("anna", "a")
		f.after(time.Hour)
		f.restart(f.store)
		f.after(48 * time.Hour)
		if s := f.session("anna"); !s.Gone || !s.Owing() || string(s.Surface) != "x" {
			t.Errorf("session = %+v", s)
		}
		if f.take("anna", "b").Session.Gone { // committed: a crash now would leave the screen owed
			t.Error("still gone after a delivery")
		}
		f.expect("anna:a@0 anna:ab@" + fmt.Sprint((49 * time.Hour).Seconds()))
		if f.session("anna").Gone {
			t.Error("still gone")
		}
	})
}

// TestLeave is told by the platform, before a post and during one.
func TestLeave(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.takes = time.Second
		f.take("anna", "a")
		f.after(time.Second / 2)
		if err := errors.Join(f.Leave(t.Context(), chat("anna")), f.Leave(t.Context(), chat("nobody"))); err != nil {
			t.Fatal(err)
		}
		f.after(time.Minute)
		if s := f.session("anna"); !s.Gone || string(s.Surface) != "1" {
			t.Errorf("session = %+v", s)
		}
		f.wire.answer = first(bot.Sent{Outcome: bot.Broken})
		f.take("anna", "b")
		f.after(time.Second)
		if err := f.Leave(t.Context(), chat("anna")); err != nil {
			t.Fatal(err)
		}
		f.after(time.Hour)
		if n := len(f.wire.posts); n != 2 {
			t.Errorf("%d posts", n)
		}
	})
}

func TestMoved(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = first(bot.Sent{Outcome: bot.Moved, MovedTo: chat("-100"), Surface: []byte("x")})
		f.take("group", "a")
		f.after(time.Minute)
		f.expect("-100:a@0 group:a@0") // at the same time
		if s := f.session("-100"); s.Owing() || string(f.wire.posts[1].post.Session.Surface) != "x" {
			t.Errorf("session = %+v", s)
		}
		if _, err := f.store.Load(t.Context(), chat("group")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		f.take("-100", "b")
		if err := f.Move(t.Context(), chat("-100"), chat("-200")); err != nil {
			t.Fatal(err)
		}
		f.take("-200", "c")
		f.after(time.Minute)
		if got := f.wire.read(f.start); !strings.HasSuffix(got, "-200:abc@60") {
			t.Errorf("posted %s", got)
		}
	})
}

// TestMovedInCircle has the platform send us to and fro: slowly.
func TestMovedInCircle(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = func(p bot.Post) bot.Sent {
			to := chat("a")
			if p.Session.Key == to {
				to = chat("b")
			}
			return bot.Sent{Outcome: bot.Moved, MovedTo: to}
		}
		f.take("a", "x")
		f.after(time.Hour)
		if n := len(f.wire.posts); n < 50 || n > 200 {
			t.Errorf("%d posts in an hour", n)
		}
	})
}

func TestBug(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		n := 0
		f.wire.answer = func(p bot.Post) bot.Sent {
			if n++; n == 1 {
				panic("hello")
			}
			return bot.Sent{Outcome: bot.Bug, Err: errors.New("bad request: keyboard")}
		}
		f.take("anna", "a")
		f.after(time.Minute)
		f.wire.under = nil
		f.take("anna", "b")
		f.after(48 * time.Hour)
		if s := f.session("anna"); s.Owing() || f.Stats().Bugs != 2 || n != 2 {
			t.Errorf("session = %+v, %+v", s, f.Stats())
		}
		if log := f.log.String(); strings.Count(log, "\n") != 2 || !strings.Contains(log, "keyboard") ||
			!strings.Contains(log, "reference=") || strings.Contains(log, "hello") {
			t.Errorf("log: %s", log)
		}
	})
}
