package outbox_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hspbot/bot"
)

// wakes answers posts in turn: the platform wants to look again after so many seconds, or not at
// all where it is 0.
func wakes(after ...int) func(bot.Post) bot.Sent {
	return func(bot.Post) bot.Sent {
		var sent bot.Sent
		if len(after) > 0 {
			if after[0] > 0 {
				sent.Wake = time.Now().Add(time.Duration(after[0]) * time.Second)
			}
			after = after[1:]
		}
		return sent
	}
}

// TestWoken: the platform looks again at a conversation when it wanted to, though nobody has done
// anything, also after a restart; that is no screen that is owed.
func TestWoken(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = wakes(100, 200)
		w.take("anna", "a")
		w.after(50 * time.Second)
		w.restart(w.store)
		if n, _, err := w.store.(bot.Measured).Owed(t.Context(), "telegram"); n != 0 || err != nil {
			t.Errorf("%d screens are owed, %v", n, err)
		}
		w.after(10 * time.Minute)
		w.expect("anna:a@0 anna:a@100 anna:a@300")
		if s := w.session("anna"); s.Version != 1 || s.Owing() || !s.Wake.IsZero() {
			t.Errorf("session = %+v", s)
		}
	})
}

// TestWokenByTurn: who acts before is answered at once, and what the platform wants then counts.
func TestWokenByTurn(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = wakes(100, 400)
		w.take("anna", "a")
		w.after(50 * time.Second)
		w.take("anna", "b")
		w.after(10 * time.Minute)
		w.expect("anna:a@0 anna:ab@50 anna:ab@450")
	})
}

// TestWokenLater: a limit of the platform puts the look off, and only that: it does not hold up who
// acts meanwhile.
func TestWokenLater(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		n := 0
		w.platform.answer = func(bot.Post) bot.Sent {
			n++
			switch n {
			case 1:
				return bot.Sent{Wake: time.Now().Add(10 * time.Second)}
			case 2:
				return bot.Sent{Outcome: bot.Later, RetryAfter: 60 * time.Second, Wake: time.Now()}
			}
			return bot.Sent{}
		}
		w.take("anna", "a")
		w.after(15 * time.Second)
		if s := w.session("anna"); s.Owing() || !s.Due.IsZero() || !s.Wake.Equal(w.start.Add(70*time.Second)) {
			t.Errorf("session = %+v", s)
		}
		w.after(5 * time.Second)
		w.take("anna", "b")
		w.after(5 * time.Minute)
		w.expect("anna:a@0 anna:a@10 anna:ab@20")
	})
}

// TestWokenInVain: a platform that wants to look at once, again and again, is asked once an hour.
func TestWokenInVain(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Wake: w.start} }
		w.take("anna", "a")
		w.after(2*time.Hour + time.Minute)
		w.expect("anna:a@0 anna:a@0 anna:a@3600 anna:a@7200")
	})
}

// TestOver: what the platform says is over is deleted, unless somebody has acted meanwhile.
func TestOver(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.takes = time.Second
		w.platform.answer = func(p bot.Post) bot.Sent {
			if p.Session.Owing() {
				return bot.Sent{Wake: time.Now().Add(9 * time.Second)}
			}
			return bot.Sent{Outcome: bot.Over}
		}
		w.take("anna", "a")
		w.take("bert", "b")
		w.after(10*time.Second + 500*time.Millisecond) // the looks are under way
		w.take("bert", "c")
		w.after(5 * time.Second)
		if _, err := w.store.Load(t.Context(), bot.Key{Platform: "telegram", ID: "anna"}); !errors.Is(err, bot.ErrNoSession) {
			t.Errorf("load = %v", err)
		}
		if s := w.session("bert"); s.State.Referral != "bc" {
			t.Errorf("session = %+v", s)
		}
	})
}

// TestWokenOnceByReplicas: of several processes the one that posts looks when the time has come, once,
// also where it is another than the one that was told when.
func TestWokenOnceByReplicas(t *testing.T) {
	f := newFleet(t)
	first := f.join()
	f.leads(first)
	second, third := f.join(), f.join()
	f.platform.mu.Lock()
	f.platform.answer = func(p bot.Post) bot.Sent {
		if p.Session.Key == chat("anna") && p.Session.Owing() && p.Session.Version == 1 {
			return bot.Sent{Wake: p.Session.Touched.Add(time.Second)}
		}
		return bot.Sent{}
	}
	f.platform.mu.Unlock()
	if err := second.say(t, "anna", "1", "a"); err != nil {
		t.Fatal(err)
	}
	f.posted("anna", 1)
	first.stop()
	f.posted("anna", 2)
	if err := third.say(t, "anna", "2", "b"); err != nil {
		t.Fatal(err)
	}
	f.posted("anna", 3)
	if got := f.platform.titles("anna"); !slices.Equal(got, []string{"a", "a", "ab"}) {
		t.Errorf("posted %q", got)
	}
}

// posted waits until somebody has been posted so much.
func (f *fleet) posted(id string, n int) {
	f.t.Helper()
	for end := time.Now().Add(20 * time.Second); len(f.platform.titles(id)) < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			f.t.Fatalf("%d posts to %s, not %d", len(f.platform.titles(id)), id, n)
		}
	}
}
