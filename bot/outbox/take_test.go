package bot_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
)

// TestPoison sets a delivery aside and goes on.
func TestPoison(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.take("anna", "a")
		boom := f.deliver("anna", "7", "boom")
		boom.Event.Language = "ja"
		taken, err := f.Take(t.Context(), boom)
		if err != nil || taken.Reference == "" || !strings.Contains(taken.Screen.Notice, taken.Reference) {
			t.Fatalf("take = %+v, %v", taken, err)
		}
		f.expect("anna:a@0 anna:!a@0")
		if !strings.Contains(f.log.String(), "reference="+taken.Reference) || strings.Contains(f.log.String(), "boom") {
			t.Errorf("log: %s", f.log)
		}
		if again, err := f.Take(t.Context(), boom); err != nil || !again.Seen {
			t.Errorf("take again = %+v, %v", again, err)
		}
		f.take("anna", "b")
		f.expect("anna:a@0 anna:!a@0 anna:ab@0")
		f.take("new", "boom") // of somebody who has no state yet
		f.expect("anna:a@0 anna:!a@0 anna:ab@0 new:!@0")
		f.restart(f.store)
		f.session("new")
	})
}

func TestForgetPosted(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.takes = time.Second
		f.take("anna", "a")
		f.after(time.Second / 2)
		f.take("anna", "b")
		f.take("anna", "forget") // while the first is under way: the second is not sent any more
		if _, err := f.store.Load(t.Context(), chat("anna")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		f.after(2 * time.Minute)
		f.expect("anna:a@0 anna:forgotten@1")
		if p := f.wire.posts[1].post; string(p.Session.Surface) != "1" {
			t.Errorf("surface of the last screen: %s", p.Session.Surface)
		}
		f.take("anna", "c")
		f.after(time.Minute)
		if s := f.session("anna"); s.Version != 1 || s.Owing() || string(f.wire.posts[2].post.Session.Surface) != "" {
			t.Errorf("session = %+v", s)
		}
		f.take("bert", "a")
		f.after(time.Minute)
		f.take("bert", "forget")
		f.after(time.Second / 2)
		f.take("bert", "d") // while the last screen is under way
		f.after(time.Minute)
		n := len(f.wire.posts)
		if p := f.wire.posts[n-1].post; p.Screen.Title != "d" || p.Session.Surface != nil {
			t.Errorf("a new conversation knows of the one before: %s", p.Session.Surface)
		}
		f.wire.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken} }
		f.take("anna", "forget")
		f.after(24 * time.Hour)
		if more := len(f.wire.posts) - n; more != 5 || f.Stats().Waiting != 0 {
			t.Errorf("%d posts of the last screen, %+v", more, f.Stats())
		}
	})
}

// TestMark takes turns that change the surface before, during and after posts.
func TestMark(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.takes = time.Second
		f.wire.answer = func(p bot.Post) bot.Sent {
			return bot.Sent{Surface: append(bytes.Clone(p.Session.Surface), '0'+byte(p.Session.Version))}
		}
		marked := func(text string) {
			d := f.deliver("anna", "", text)
			d.Mark = []byte(text)
			if _, err := f.Take(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
		for _, step := range []struct {
			text string
			wait time.Duration
			want string
		}{
			{"a", 500 * time.Millisecond, "a"}, {"b", 0, "ab"}, {"c", time.Second, "a1bc"},
			{"d", 5 * time.Second, "a1bc3d4"}, {"e", 2 * time.Second, "a1bc3d4e5"},
		} {
			marked(step.text)
			f.after(step.wait)
			if got := string(f.session("anna").Surface); got != step.want {
				t.Errorf("surface after %s = %s, want %s", step.text, got, step.want)
			}
		}
	})
}

// TestExpiry deletes who has been silent for long.
func TestExpiry(t *testing.T) {
	inOffice(t, bot.Options{TTL: 24 * time.Hour}, func(t *testing.T, f *office) {
		f.take("anna", "a")
		f.after(20 * time.Hour)
		f.take("bert", "b")
		f.after(6 * time.Hour)
		if _, err := f.store.Load(t.Context(), chat("anna")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		f.session("bert")
		if f.Stats().Expired != 1 {
			t.Errorf("%+v", f.Stats())
		}
	})
}

// TestStop ends while posts are under way: those that are quick come to their end.
func TestStop(t *testing.T) {
	for _, c := range []struct {
		takes, ends time.Duration
		owing       bool
	}{{3 * time.Second, 2 * time.Second, false}, {time.Minute, 10 * time.Second, true}} {
		inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
			f.wire.takes = c.takes
			f.wire.answer = func(p bot.Post) bot.Sent {
				if time.Since(f.start) < c.takes {
					return bot.Sent{Outcome: bot.Broken, Err: errors.New("cut")}
				}
				return bot.Sent{}
			}
			f.take("anna", "a")
			f.after(time.Second)
			stopping := time.Now()
			f.stop()
			if got := time.Since(stopping); got != c.ends {
				t.Errorf("ended after %v, want %v", got, c.ends)
			}
			if s := f.session("anna"); s.Owing() != c.owing || s.Tries != 0 {
				t.Errorf("session = %+v", s)
			}
			if _, err := f.Take(t.Context(), f.deliver("anna", "", "b")); !errors.Is(err, bot.ErrStopped) {
				t.Errorf("take = %v", err)
			}
		})
	}
}
