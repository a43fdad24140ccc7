package outbox_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot/outbox"
)

// waited returns after what time the screen of a title was posted to somebody; -1 for never.
func (p *platform) waited(id, title string, since time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, post := range p.posts {
		if post.key.ID == id && post.title == title {
			return post.at.Sub(since)
		}
	}
	return -1
}

// answered checks that somebody in the middle of an interview is answered soon.
func answered(t *testing.T, w *world, id string, most time.Duration) {
	t.Helper()
	before := w.session(id).State.Referral
	began := time.Now()
	w.take(id, "+")
	w.after(most)
	if got := w.platform.waited(id, before+"+", began); got < 0 || got > most {
		t.Errorf("%s waited %v for an answer, at most %v", id, got, most)
	}
}

// TestOneGroupSilencesNobody: one account opens thousands of conversations in one group, more
// than there is room for in memory. Others are answered as if nothing happened, also in that
// group and also after a restart, memory stays free, and in the end everybody is.
func TestOneGroupSilencesNobody(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{Backlog: 128}}, func(t *testing.T, w *world) {
		const topics = 600
		w.platform.limits = limitsOf
		for _, id := range []string{"anna", "g/bert"} {
			w.take(id, "a")
			w.after(20 * time.Second)
		}
		for i := range topics {
			w.take(fmt.Sprint("g/topic", i), "x")
		}
		synctest.Wait()
		if n := w.out.Stats().Waiting; n > 64 {
			t.Errorf("%d conversations of one group wait in memory", n)
		}
		for range 5 {
			answered(t, w, "anna", time.Second)
			answered(t, w, "g/bert", 6*time.Second)
			w.after(time.Minute)
		}
		began := time.Now()
		w.take("carl", "a")
		w.after(3 * time.Second)
		if got := w.platform.waited("carl", "a", began); got < 0 || got > time.Second {
			t.Errorf("a newcomer waited %v", got)
		}
		w.restart(w.store)
		w.after(10 * time.Second)
		answered(t, w, "anna", time.Second)
		answered(t, w, "g/bert", 6*time.Second)
		w.after(topics * 3 * time.Second)
		paced(t, w.platform.posts)
		for i := range topics {
			if id := fmt.Sprint("g/topic", i); len(w.platform.titles(id)) != 1 {
				t.Fatalf("%s has got %q", id, w.platform.titles(id))
			}
		}
	})
}

// TestCrowdBegins: thousands of strangers begin at once. Who is in the middle of an interview
// is answered at once all the same, and the strangers as fast as the platform allows.
func TestCrowdBegins(t *testing.T) {
	inWorld(t, options{Options: outbox.Options{Backlog: 128}}, func(t *testing.T, w *world) {
		const strangers = 600
		w.platform.limits = limitsOf
		w.take("anna", "a")
		w.after(20 * time.Second)
		began := time.Now()
		for i := range strangers {
			w.take(i, "x")
		}
		for range 5 {
			answered(t, w, "anna", time.Second)
			w.after(10 * time.Second)
		}
		n := 0
		for i := range strangers {
			n += len(w.platform.titles(fmt.Sprint(i)))
		}
		if allowed := int(time.Since(began) / (time.Second / 10)); n < allowed*9/10 {
			t.Errorf("%d strangers have been greeted after %v, allowed were %d", n, time.Since(began), allowed)
		}
		w.after(2 * time.Minute)
		paced(t, w.platform.posts)
		for i := range strangers {
			if got := w.platform.titles(fmt.Sprint(i)); len(got) != 1 {
				t.Fatalf("stranger %d has got %q", i, got)
			}
		}
	})
}
