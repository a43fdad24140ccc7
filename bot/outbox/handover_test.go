package outbox_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// counted counts the sessions that are loaded.
type counted struct {
	bot.Store
	loads atomic.Int64
}

func (c *counted) Load(ctx context.Context, k bot.Key) (bot.Session, error) {
	c.loads.Add(1)
	return c.Store.Load(ctx, k)
}

// TestHandedOver posts what turns hand over without loading it, also where a turn is taken
// while a post is under way, each on the surface that the post before returned.
func TestHandedOver(t *testing.T) {
	for _, pause := range []time.Duration{0, time.Second / 2, 2 * time.Second} {
		t.Run(pause.String(), func(t *testing.T) {
			inWorld(t, options{}, func(t *testing.T, w *world) {
				w.platform.takes = time.Second
				store := &counted{Store: w.store}
				w.restart(store)
				w.platform.answer = func(p bot.Post) bot.Sent {
					return bot.Sent{Surface: fmt.Appendf(nil, "%s>%d", p.Session.Surface, p.Session.Version)}
				}
				for range 4 {
					w.take("anna", "a")
					w.after(pause)
				}
				w.after(time.Minute)
				if n := store.loads.Load(); n > 0 {
					t.Errorf("%d sessions loaded", n)
				}
				want := ""
				for _, p := range w.platform.posts {
					if got := string(p.post.Session.Surface); got != want {
						t.Errorf("version %d is posted on %q, want %q", p.post.Session.Version, got, want)
					}
					want = string(p.sent.Surface)
				}
				if s := w.session("anna"); string(s.Surface) != want || s.Shown != 4 || s.Version != 4 {
					t.Errorf("kept: %+v", s)
				}
			})
		})
	}
}

// TestHandedOverInVain does not post what was handed over when the conversation has been
// erased, left, moved or continued elsewhere since.
func TestHandedOverInVain(t *testing.T) {
	for what, test := range map[string]struct {
		change func(*world) error
		want   string
	}{
		"erased":    {func(w *world) error { return w.Erase(w.t.Context(), chat("anna")) }, "busy:b@0"},
		"left":      {func(w *world) error { return w.Leave(w.t.Context(), chat("anna")) }, "busy:b@0"},
		"moved":     {func(w *world) error { return w.Move(w.t.Context(), chat("anna"), chat("new")) }, "busy:b@0 new:a@1"},
		"continued": {elsewhere, "busy:b@0 anna:ab@1"},
	} {
		t.Run(what, func(t *testing.T) {
			inWorld(t, options{Options: outbox.Options{Workers: 1}}, func(t *testing.T, w *world) {
				w.platform.takes = time.Second
				w.take("busy", "b")
				w.after(time.Second / 2)
				w.take("anna", "a")
				if err := test.change(w); err != nil {
					t.Fatal(err)
				}
				w.after(time.Minute)
				w.expect(test.want)
			})
		})
	}
}

// elsewhere takes a turn of anna's as another process does.
func elsewhere(w *world) error {
	_, err := w.store.Apply(w.t.Context(), chat("anna"), func(s *bot.Session) error {
		s.State.Referral += "b"
		s.Version++
		return nil
	})
	w.out.Owe(chat("anna"))
	return err
}
