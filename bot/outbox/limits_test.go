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

// limitsOf are those of a platform: a chat, a group with several people, everybody.
func limitsOf(s bot.Session) []bot.Limit {
	all := bot.Limit{Name: "all", Every: time.Second / 10, Burst: 10, Shared: true}
	if group, _, ok := strings.Cut(s.ID, "/"); ok {
		return []bot.Limit{{Name: "group:" + group, Every: 3 * time.Second, Burst: 5, Shared: true}, all}
	}
	return []bot.Limit{{Name: "chat:" + s.ID, Every: time.Second, Burst: 3}, all}
}

// paced checks that the posts of each bucket keep its limit in every stretch of time.
func paced(t *testing.T, posts []posted) {
	t.Helper()
	pacedBy(t, posts, limitsOf)
}

func pacedBy(t *testing.T, posts []posted, limits func(bot.Session) []bot.Limit) {
	t.Helper()
	times := map[bot.Limit][]time.Time{}
	for _, p := range posts {
		for _, l := range limits(p.post.Session) {
			times[l] = append(times[l], p.at)
		}
	}
	for l, at := range times {
		for i := range at {
			for j := i + l.Burst; j < len(at); j++ {
				if allowed := l.Burst + int(at[j].Sub(at[i])/l.Every); j-i+1 > allowed {
					t.Errorf("%s: %d posts in %v, allowed are %d", l.Name, j-i+1, at[j].Sub(at[i]), allowed)
					return
				}
			}
		}
	}
}

// TestLimits has more said for a minute than may be sent: no limit is broken, none leaves
// anything unused, and in the end everybody has the newest screen.
func TestLimits(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.limits = limitsOf
		var people []string
		for i := range 40 {
			people = append(people, fmt.Sprint("p", i), fmt.Sprintf("g%d/%d", i%2, i))
		}
		want := map[string]string{}
		for range 60 {
			for _, p := range people[:40] {
				want[p] = w.take(p, "x").Screen.Title
			}
			w.after(time.Second)
		}
		if n := len(w.platform.posts); n < 600 || n > 610 {
			t.Errorf("%d posts in a minute", n)
		}
		for _, p := range people[40:] {
			want[p] = w.take(p, "y").Screen.Title
		}
		w.after(5 * time.Minute)
		paced(t, w.platform.posts)
		last := map[string]string{}
		for _, p := range w.platform.posts {
			last[p.key.ID] = p.title
		}
		for p, title := range want {
			if last[p] != title {
				t.Errorf("%s has read %q, want %q", p, last[p], title)
			}
		}
	})
}

// TestLimitExact counts the seconds at which a full bucket lets go.
func TestLimitExact(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.limits = limitsOf
		for _, text := range []string{"a", "b", "c", "d", "e"} {
			w.take("anna", text)
			synctest.Wait()
		}
		w.take("bert", "x")
		w.after(400 * time.Millisecond)
		w.take("anna", "f")
		w.after(time.Minute)
		w.expect("anna:a@0 anna:ab@0 anna:abc@0 bert:x@0 anna:abcdef@1")
	})
}

// TestFreshFirst lets many wait after a restart: who does something now goes first.
func TestFreshFirst(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Later, RetryAfter: time.Second} }
		for i := range 100 {
			w.take(i, "a")
		}
		synctest.Wait()
		w.stop()
		w.after(10 * time.Second)
		w.platform.answer, w.platform.limits, w.platform.posts = nil, limitsOf, nil
		w.run(w.store)
		w.after(time.Second)
		w.take("anna", "a")
		w.after(time.Second)
		if got := w.platform.read(w.start); !strings.Contains(got, "anna:a@11.") && !strings.Contains(got, "anna:a@11 ") {
			t.Errorf("posted %s", got)
		}
		w.after(time.Minute)
		if n := len(w.platform.posts); n != 101 {
			t.Errorf("%d posts", n)
		}
		paced(t, w.platform.posts)
	})
}

func TestNoLimits(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{NoLimits: true}}, func(t *testing.T, w *world) {
		w.platform.limits = limitsOf
		for i := range 50 {
			w.take(i, "a")
		}
		synctest.Wait()
		if n := len(w.platform.posts); n != 50 || time.Since(w.start) > 0 {
			t.Errorf("%d posts after %v", n, time.Since(w.start))
		}
	})
}

// TestUnplanned counts a screen of three messages as three.
func TestUnplanned(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.limits = limitsOf
		w.platform.answer = func(bot.Post) bot.Sent { return bot.Sent{Unplanned: 2} }
		for range 3 {
			w.take("anna", "a")
			w.after(time.Millisecond)
		}
		w.after(time.Minute)
		w.expect("anna:a@0 anna:aaa@1")
	})
}

// TestBacklog has more people wait than there is room for: the store knows the rest.
func TestBacklog(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{Backlog: 8}}, func(t *testing.T, w *world) {
		broken := true
		w.platform.answer = func(bot.Post) bot.Sent {
			if broken {
				return bot.Sent{Outcome: bot.Later, RetryAfter: 2 * time.Hour}
			}
			return bot.Sent{}
		}
		for i := range 50 {
			w.take(i, "a")
			synctest.Wait()
			if n := w.out.Stats().Waiting; n > 8 {
				t.Fatalf("%d wait in memory", n)
			}
		}
		w.after(time.Hour)
		broken = false
		w.take("anna", "a")
		w.after(3 * time.Hour)
		shown := map[bot.Key]time.Duration{}
		for _, p := range w.platform.posts {
			if p.sent.Outcome == bot.Delivered {
				shown[p.key] = p.at.Sub(w.start)
			}
		}
		if len(shown) != 51 || shown[chat("anna")] != time.Hour {
			t.Errorf("shown: %v", shown)
		}
	})
}
