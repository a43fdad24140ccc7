package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"hspbot/bot"
)

func TestDeliver(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "a")
	h.tell("", "b")
	h.tell("2", "c")
	h.expect("a ab abc")
	s := h.session()
	if s.Version != 3 || s.Shown != 3 || len(s.Seen) != 2 || s.Created != day || s.Touched != day || s.State.Touched != day {
		t.Errorf("session = %+v", s)
	}
	if h.log.Len() > 0 {
		t.Errorf("log: %s", h.log)
	}
}

func TestSeenDelivery(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "a")
	h.tell("2", "b")
	h.tell("1", "a")
	h.restart(h.store)
	h.tell("2", "b")
	h.expect("a ab")
	if s := h.session(); s.Version != 2 {
		t.Errorf("version = %d", s.Version)
	}
}

func TestBadKey(t *testing.T) {
	h := newHouse(t)
	if err := h.Deliver(t.Context(), bot.Delivery{Key: bot.Key{Platform: "x"}}); err == nil {
		t.Error("delivered to nobody")
	}
}

// TestCrashBeforeShow loses the screen after the commit; the next start finds it.
func TestCrashBeforeShow(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "a")
	h.person.show = func(string) error { return errors.New("line cut") }
	if err := h.Deliver(t.Context(), say("2", "b")); !errors.Is(err, bot.ErrOwed) {
		t.Errorf("deliver = %v, want ErrOwed", err)
	}
	if s := h.session(); s.Version != 2 || s.Shown != 1 {
		t.Errorf("version %d shown %d", s.Version, s.Shown)
	}
	h.person.show = nil
	h.restart(h.store)
	h.tell("2", "b") // its platform was not told in time
	h.expect("a")
	h.settle()
	h.expect("a ab")
	h.settle()
	h.expect("a ab")
	if n := strings.Count(h.log.String(), "line cut"); n != 1 {
		t.Errorf("logged %d times:\n%s", n, h.log)
	}
}

// TestLaterScreenSettles shows that a screen that got lost is made up by the next one.
func TestLaterScreenSettles(t *testing.T) {
	h := newHouse(t)
	h.person.show = func(title string) error {
		if title == "a" {
			return errors.New("line cut")
		}
		return nil
	}
	if err := h.Deliver(t.Context(), say("1", "a")); !errors.Is(err, bot.ErrOwed) {
		t.Errorf("deliver = %v", err)
	}
	h.tell("2", "b")
	h.settle()
	h.expect("ab")
}

func TestPanic(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "hello")
	before := h.session()
	err := h.Deliver(t.Context(), say("2", "boom"))
	poison, ok := errors.AsType[*bot.PoisonError](err)
	if !ok || poison.Reference == "" || errors.Is(err, bot.ErrOwed) {
		t.Fatalf("deliver = %v", err)
	}
	if s := h.session(); s.Version != before.Version || s.State != before.State || s.Saw("2") {
		t.Errorf("session = %+v, want %+v", s, before)
	}
	log := h.log.String()
	if strings.Count(log, "\n") != 1 || !strings.Contains(log, "reference="+poison.Reference) || !strings.Contains(log, "bot_test.step") {
		t.Errorf("log: %s", log)
	}
	if err := h.Resume(t.Context(), anna, day); err != nil {
		t.Error(err)
	}
	h.tell("3", "b")
	h.expect("hello hello hellob")
}

func TestPanicWhileShowing(t *testing.T) {
	h := newHouse(t)
	h.person.show = func(title string) error { panic(title) }
	err := h.Deliver(t.Context(), say("1", "hello"))
	if _, ok := errors.AsType[*bot.PoisonError](err); !ok || !errors.Is(err, bot.ErrOwed) {
		t.Errorf("deliver = %v", err)
	}
	h.person.show = nil
	h.settle()
	h.expect("hello")
}

func TestResumeNobody(t *testing.T) {
	h := newHouse(t)
	if err := h.Resume(t.Context(), anna, day); err != bot.ErrNoSession {
		t.Errorf("resume = %v", err)
	}
	h.expect("")
}

func TestForget(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "a")
	h.tell("2", "forget")
	h.expect("a forgotten")
	if _, err := h.store.Load(t.Context(), anna); !errors.Is(err, bot.ErrNoSession) {
		t.Errorf("load = %v", err)
	}
	h.tell("3", "b")
	h.expect("a forgotten b")
}

// TestForgetUnheard deletes also where the last screen cannot be shown.
func TestForgetUnheard(t *testing.T) {
	h := newHouse(t)
	h.tell("1", "a")
	h.person.show = func(string) error { return errors.New("line cut") }
	if err := h.Deliver(t.Context(), say("2", "forget")); !errors.Is(err, bot.ErrOwed) {
		t.Errorf("deliver = %v", err)
	}
	if _, err := h.store.Load(t.Context(), anna); !errors.Is(err, bot.ErrNoSession) {
		t.Errorf("load = %v", err)
	}
}

// watched tells when the second turn is committed.
type watched struct {
	bot.Store
	second chan struct{}
}

func (w *watched) Apply(ctx context.Context, k bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	s, err := w.Store.Apply(ctx, k, change)
	if s.Version == 2 {
		close(w.second)
	}
	return s, err
}

// TestOrder holds back a screen: the next turn is kept meanwhile, its screen comes after.
func TestOrder(t *testing.T) {
	h := newHouse(t)
	store := &watched{Store: h.store, second: make(chan struct{})}
	h.restart(store)
	showing, release := make(chan struct{}), make(chan struct{})
	h.person.show = func(title string) error {
		if title == "a" {
			close(showing)
			<-release
		}
		return nil
	}
	done := make(chan error, 2)
	go func() { done <- h.Deliver(t.Context(), say("1", "a")) }()
	<-showing
	go func() { done <- h.Deliver(t.Context(), say("2", "b")) }()
	<-store.second
	if s := h.session(); s.Version != 2 || s.Shown != 0 {
		t.Errorf("version %d shown %d, want 2 and 0", s.Version, s.Shown)
	}
	h.expect("")
	close(release)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	h.expect("a ab")
}

// TestCancelled gives up a delivery before its turn: nothing happens and nothing is logged.
func TestCancelled(t *testing.T) {
	h := newHouse(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Deliver(ctx, say("1", "a")); !errors.Is(err, context.Canceled) || errors.Is(err, bot.ErrOwed) {
		t.Errorf("deliver = %v", err)
	}
	if h.log.Len() > 0 {
		t.Errorf("log: %s", h.log)
	}
	h.tell("1", "a")
	h.expect("a")
}
