package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
)

// limitsOf are those of a platform: a chat, a group with several people, everybody.
func limitsOf(s bot.Session) []bot.Limit {
	all := bot.Limit{Bucket: "all", Every: time.Second / 10, Burst: 10}
	if group, _, ok := strings.Cut(s.ID, "/"); ok {
		return []bot.Limit{{Bucket: "group:" + group, Every: 3 * time.Second, Burst: 5}, all}
	}
	return []bot.Limit{{Bucket: "chat:" + s.ID, Every: time.Second, Burst: 3}, all}
}

// paced checks that the posts of each bucket keep its limit in every stretch of time.
func paced(t *testing.T, posts []posted) {
	t.Helper()
	times := map[bot.Limit][]time.Time{}
	for _, p := range posts {
		for _, l := range limitsOf(p.post.Session) {
			times[l] = append(times[l], p.at)
		}
	}
	for l, at := range times {
		for i := range at {
			for j := i + l.Burst; j < len(at); j++ {
				if allowed := l.Burst + int(at[j].Sub(at[i])/l.Every); j-i+1 > allowed {
					t.Errorf("%s: %d posts in %v, allowed are %d", l.Bucket, j-i+1, at[j].Sub(at[i]), allowed)
					return
				}
			}
		}
	}
}

// TestLimits has more said for a minute than may be sent: no limit is broken, none leaves
// anything unused, and in the end everybody has the newest screen.
func TestLimits(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.pace = limitsOf
		var people []string
		for i := range 40 {
			people = append(people, fmt.Sprint("p", i), fmt.Sprintf("g%d/%d", i%2, i))
		}
		want := map[string]string{}
		for range 60 {
			for _, p := range people[:40] {
				want[p] = f.take(p, "x").Screen.Title
			}
			f.after(time.Second)
		}
		if n := len(f.wire.posts); n < 600 || n > 610 {
			t.Errorf("%d posts in a minute", n)
		}
		for _, p := range people[40:] {
			want[p] = f.take(p, "y").Screen.Title
		}
		f.after(5 * time.Minute)
		paced(t, f.wire.posts)
		last := map[string]string{}
		for _, p := range f.wire.posts {
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
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.pace = limitsOf
		for _, text := range []string{"a", "b", "c", "d", "e"} {
			f.take("anna", text)
			synctest.Wait()
		}
		f.take("bert", "x")
		f.after(400 * time.Millisecond)
		f.take("anna", "f")
		f.after(time.Minute)
		f.expect("anna:a@0 anna:ab@0 anna:abc@0 bert:x@0 anna:abcdef@1")
	})
}

// TestFreshFirst lets many wait after a restart: who does something now goes first.
func TestFreshFirst(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.answer = func(bot.Post) bot.Sent { return bot.Sent{Outcome: bot.Later, RetryAfter: time.Second} }
		for i := range 100 {
			f.take(i, "a")
		}
		synctest.Wait()
		f.stop()
		f.after(10 * time.Second)
		f.wire.answer, f.wire.pace, f.wire.posts = nil, limitsOf, nil
		f.run(f.store)
		f.after(time.Second)
		f.take("anna", "a")
		f.after(time.Second)
		if got := f.wire.read(f.start); !strings.Contains(got, "anna:a@11.") && !strings.Contains(got, "anna:a@11 ") {
			t.Errorf("posted %s", got)
		}
		f.after(time.Minute)
		if n := len(f.wire.posts); n != 101 {
			t.Errorf("%d posts", n)
		}
		paced(t, f.wire.posts)
	})
}

func TestUnlimited(t *testing.T) {
	inOffice(t, bot.Options{Unlimited: true}, func(t *testing.T, f *office) {
		f.wire.pace = limitsOf
		for i := range 50 {
			f.take(i, "a")
		}
		synctest.Wait()
		if n := len(f.wire.posts); n != 50 || time.Since(f.start) > 0 {
			t.Errorf("%d posts after %v", n, time.Since(f.start))
		}
	})
}

// TestCost counts a screen of three messages as three.
func TestCost(t *testing.T) {
	inOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		f.wire.pace = limitsOf
		f.wire.answer = func(bot.Post) bot.Sent { return bot.Sent{Cost: 3} }
		for range 3 {
			f.take("anna", "a")
			f.after(time.Millisecond)
		}
		f.after(time.Minute)
		f.expect("anna:a@0 anna:aaa@1")
	})
}

// TestBacklog has more people wait than there is room for: the store knows the rest.
func TestBacklog(t *testing.T) {
	inOffice(t, bot.Options{Backlog: 8}, func(t *testing.T, f *office) {
		broken := true
		f.wire.answer = func(bot.Post) bot.Sent {
			if broken {
				return bot.Sent{Outcome: bot.Later, RetryAfter: 2 * time.Hour}
			}
			return bot.Sent{}
		}
		for i := range 50 {
			f.take(i, "a")
			synctest.Wait()
			if n := f.Stats().Waiting; n > 8 {
				t.Fatalf("%d wait in memory", n)
			}
		}
		f.after(time.Hour)
		broken = false
		f.take("anna", "a")
		f.after(3 * time.Hour)
		shown := map[bot.Key]time.Duration{}
		for _, p := range f.wire.posts {
			if p.sent.Outcome == bot.Delivered {
				shown[p.key] = p.at.Sub(f.start)
			}
		}
		if len(shown) != 51 || shown[chat("anna")] != time.Hour {
			t.Errorf("shown: %v", shown)
		}
	})
}
