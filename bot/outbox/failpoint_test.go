package outbox_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// TestFailpoints kills the process at each point of a turn and its screen, with the next
// turn under way or not. Afterwards every turn counts once, the newest screen is there, and
// only a screen whose outcome nobody noted comes twice.
func TestFailpoints(t *testing.T) {
	for _, point := range []string{"before commit", "after commit", "before post", "during post", "after post", "after settle"} {
		for _, more := range []int{0, 1, 2} {
			t.Run(fmt.Sprint(point, more), func(t *testing.T) {
				inWorld(t, options{Options: outbox.Options{Drain: time.Nanosecond}}, func(t *testing.T, w *world) { failAt(t, w, point, more) })
			})
		}
	}
}

func failAt(t *testing.T, w *world, point string, more int) {
	m := &model{w: w}
	m.start()
	w.platform.takes = time.Second
	w.take(0, "a")
	w.after(2 * time.Second)
	die := func() { m.process.die() }
	switch point {
	case "before commit":
		die()
	case "after commit":
		m.process.failing("apply", 2)
	case "before post":
		w.platform.limits = func(bot.Session) []bot.Limit { die(); return nil }
	case "during post":
		time.AfterFunc(500*time.Millisecond, die)
	case "after post":
		w.platform.answer = func(bot.Post) bot.Sent { die(); return bot.Sent{Surface: []byte("9")} }
	}
	ds := []bot.Delivery{w.deliver(0, "b", "b"), w.deliver(0, "c", "c"), w.deliver(0, "d", "d")}[:1+more]
	var refused []bot.Delivery
	for _, d := range ds {
		if _, err := w.Take(t.Context(), d); err != nil {
			refused = append(refused, d)
		}
		if point == "after commit" {
			die()
		}
	}
	synctest.Wait()
	if point != "before post" {
		w.after(600 * time.Millisecond)
	}
	if point == "after post" || point == "after settle" {
		w.after(10 * time.Second)
	}
	die()
	w.stop()
	w.platform.limits, w.platform.answer = nil, nil
	m.start()
	for _, d := range refused {
		if _, err := m.insist(d); err != nil {
			t.Fatal(err)
		}
	}
	w.after(time.Minute)
	want := "abcd"[:2+more]
	if s := w.session(0); s.State.Referral != want || s.Owing() || s.Version != int64(len(want)) {
		t.Errorf("session = %+v", s)
	}
	titles := ""
	for _, p := range w.platform.posts {
		titles += p.title + " "
	}
	if !strings.HasSuffix(titles, want+" ") || strings.Count(titles, want+" ") > 2 || strings.Count(titles, " ") > 4 {
		t.Errorf("posted %q", titles)
	}
	if point == "after settle" && strings.Count(titles, want+" ") != 1 {
		t.Errorf("posted again: %q", titles)
	}
}
