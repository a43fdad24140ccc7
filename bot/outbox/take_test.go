package outbox_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/conversation"
)

// TestPoison sets a delivery aside and goes on.
func TestPoison(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.take("anna", "a")
		boom := w.deliver("anna", "7", "boom")
		boom.Event.Language = "ja"
		taken, err := w.Take(t.Context(), boom)
		if err != nil || taken.Reference == "" || !strings.Contains(taken.Screen.Notice, taken.Reference) {
			t.Fatalf("take = %+v, %v", taken, err)
		}
		w.expect("anna:a@0 anna:!a@0")
		if !strings.Contains(w.log.String(), "reference="+taken.Reference) || strings.Contains(w.log.String(), "boom") {
			t.Errorf("log: %s", w.log)
		}
		if again, err := w.Take(t.Context(), boom); err != nil || !again.Repeated {
			t.Errorf("take again = %+v, %v", again, err)
		}
		w.take("anna", "b")
		w.expect("anna:a@0 anna:!a@0 anna:ab@0")
		w.take("new", "boom") // of somebody who has no state yet
		w.expect("anna:a@0 anna:!a@0 anna:ab@0 new:!@0")
		w.restart(w.store)
		w.session("new")
	})
}

func TestForgetPosted(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		w.take("anna", "a")
		w.after(time.Second / 2)
		w.take("anna", "b")
		w.take("anna", "forget") // while the first is under way: the second is not sent any more
		bare := conversation.State{Forgotten: true}
		if s := w.session("anna"); !reflect.DeepEqual(s.State, bare) || len(s.Changes) > 0 || string(s.Surface) != "F" {
			t.Errorf("left until the goodbye: %+v", s)
		}
		w.after(2 * time.Minute)
		w.expect("anna:a@0 anna:forgotten@1")
		if p := w.platform.posts[1].post; string(p.Session.Surface) != "1F" {
			t.Errorf("surface of the last screen: %s", p.Session.Surface)
		}
		if _, err := w.store.Load(t.Context(), chat("anna")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		w.take("anna", "c")
		w.after(time.Minute)
		if s := w.session("anna"); s.Version != 1 || s.Owing() || string(w.platform.posts[2].post.Session.Surface) != "" {
			t.Errorf("session = %+v", s)
		}
		w.take("bert", "a")
		w.after(time.Minute)
		w.take("bert", "forget")
		w.after(time.Second / 2)
		w.take("bert", "d") // while the last screen is under way
		w.after(time.Minute)
		n := len(w.platform.posts)
		if p := w.platform.posts[n-1].post; p.Screen.Title != "d" || string(p.Session.Surface) != "2" {
			t.Errorf("a new conversation knows more of the one before than its goodbye: %s", p.Session.Surface)
		}
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Broken} }
		w.take("anna", "forget")
		w.after(24 * time.Hour)
		if more := len(w.platform.posts) - n; more != 5 || w.out.Stats().Waiting != 0 {
			t.Errorf("%d posts of the last screen, %+v", more, w.out.Stats())
		}
	})
}

// TestChanges takes turns that change the surface before, during and after posts.
func TestChanges(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		w.platform.answer = func(p bot.Post) bot.Sent {
			return bot.Sent{Surface: append(bytes.Clone(p.Session.Surface), '0'+byte(p.Session.Version))}
		}
		marked := func(text string) {
			d := w.deliver("anna", "", text)
			d.Change = []byte(text)
			if _, err := w.Take(t.Context(), d); err != nil {
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
			w.after(step.wait)
			if got := string(w.session("anna").Surface); got != step.want {
				t.Errorf("surface after %s = %s, want %s", step.text, got, step.want)
			}
		}
	})
}

// TestExpiry deletes who has been silent for long.
func TestExpiry(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{TTL: 4 * time.Hour}}, func(t *testing.T, w *world) {
		w.take("anna", "a")
		w.after(3 * time.Hour)
		w.take("bert", "b")
		w.after(2 * time.Hour)
		if _, err := w.store.Load(t.Context(), chat("anna")); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		w.session("bert")
		if w.out.Stats().Expired != 1 {
			t.Errorf("%+v", w.out.Stats())
		}
	})
}

// TestExpiryOfMuch: where a clock that jumps, or a short time set by mistake, has most conversations
// expire at once, nothing is deleted and the log says what would be, until somebody sets that all
// may go. At the start it is said what will go, and when.
func TestExpiryOfMuch(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{TTL: 30 * 24 * time.Hour}}, func(t *testing.T, w *world) {
		count := func() int {
			t.Helper()
			n, err := w.store.(bot.Measured).Count(t.Context(), "telegram")
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i := range 300 {
			w.take(i, "a")
		}
		w.after(2 * time.Hour)
		for i := range 60 {
			w.take(1000+i, "a")
		}
		w.after(time.Minute)
		for _, wrong := range []func(){
			func() { w.o.TTL = time.Hour },
			func() {
				w.o.TTL, w.o.Now = 30*24*time.Hour, func() time.Time { return time.Now().Add(30 * 24 * time.Hour).Add(-time.Hour) }
			},
		} {
			wrong()
			w.log.Reset()
			w.restart(w.store)
			w.after(time.Minute)
			if log := w.log.String(); !strings.Contains(log, "will be deleted") || !strings.Contains(log, "conversations=300 of=360") {
				t.Errorf("at the start the log says\n%s", log)
			}
			w.after(3 * time.Hour / 4)
			if log := w.log.String(); count() != 360 || !strings.Contains(log, "HSPBOT_EXPIRE_ALL") {
				t.Errorf("%d conversations are left, log\n%s", count(), log)
			}
			w.o.Now = nil
		}
		w.o.TTL, w.o.ExpireAll = 2*time.Hour+30*time.Minute, true
		w.log.Reset()
		w.restart(w.store)
		w.after(5 * time.Minute)
		if count() != 360 {
			t.Error("deleted before somebody could stop it")
		}
		w.after(10 * time.Minute)
		if log := w.log.String(); count() != 60 || !strings.Contains(log, "deleted conversations") || !strings.Contains(log, "conversations=300") {
			t.Errorf("%d conversations are left, log\n%s", count(), log)
		}
	})
}

// TestStop ends while posts are under way: those that are quick come to their end.
func TestStop(t *testing.T) {
	for _, c := range []struct {
		takes, ends time.Duration
		owing       bool
	}{{3 * time.Second, 2 * time.Second, false}, {time.Minute, 10 * time.Second, true}} {
		inWorld(t, options{}, func(t *testing.T, w *world) {
			w.platform.takes = c.takes
			w.platform.answer = func(p bot.Post) bot.Sent {
				if time.Since(w.start) < c.takes {
					return bot.Sent{Outcome: bot.Broken, Err: errors.New("cut")}
				}
				return bot.Sent{}
			}
			w.take("anna", "a")
			w.after(time.Second)
			stopping := time.Now()
			w.stop()
			if got := time.Since(stopping); got != c.ends {
				t.Errorf("ended after %v, want %v", got, c.ends)
			}
			if s := w.session("anna"); s.Owing() != c.owing || s.Tries != 0 {
				t.Errorf("session = %+v", s)
			}
		})
	}
}
