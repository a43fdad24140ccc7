package outbox_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// promised is how long somebody in the middle of an interview waits at most, whatever others do.
const promised = 3 * time.Second

// slowGroups are the limits of a platform as slow as Telegram: in a group a screen each four
// seconds, and three at once; everywhere 25 a second.
func slowGroups(s bot.Session) []bot.Limit {
	all := bot.Limit{Name: "all", Every: time.Second / 25, Burst: 3, Shared: true}
	if group, _, ok := strings.Cut(s.ID, "/"); ok {
		return []bot.Limit{{Name: "group " + group, Every: 4 * time.Second, Burst: 3, Shared: true}, all}
	}
	return []bot.Limit{{Name: "chat " + s.ID, Every: 1050 * time.Millisecond, Burst: 2}, all}
}

// waiting is somebody who was asked something and has answered.
type waiting struct {
	id, title string
	since     time.Time
}

// answersNext has somebody answer the next question.
func answersNext(w *world, id string) waiting {
	w.t.Helper()
	title := w.session(id).State.Referral + "+"
	since := time.Now()
	w.take(id, "+")
	return waiting{id, title, since}
}

// kept checks that everybody was answered as promised.
func kept(t *testing.T, w *world, list []waiting) {
	t.Helper()
	for _, a := range list {
		if got := w.platform.waited(a.id, a.title, a.since); got < 0 || got > promised {
			t.Errorf("%s waited %v for an answer, promised are %v", a.id, got, promised)
		}
	}
}

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

// TestSixtyBeginInAGroup: 60 people of a group begin within a minute, four times as many as the
// platform allows to be greeted there. Who is in the middle of an interview, in private or in that
// very group, is answered as promised, and in the end everybody is.
func TestSixtyBeginInAGroup(t *testing.T) {
	inWorld(t, options{strict: true}, func(t *testing.T, w *world) {
		w.platform.limits = slowGroups
		for _, id := range []string{"anna", "g/bert"} {
			w.take(id, "a")
			w.after(20 * time.Second)
		}
		var list []waiting
		for i := range 60 {
			w.take(fmt.Sprint("g/member", i), "x")
			if i%7 == 3 { // as fast as people answer
				list = append(list, answersNext(w, "anna"), answersNext(w, "g/bert"))
			}
			w.after(time.Second)
		}
		w.after(promised)
		kept(t, w, list)
		w.after(4 * time.Minute)
		pacedBy(t, w.platform.posts, slowGroups)
		for i := range 60 {
			if id := fmt.Sprint("g/member", i); len(w.platform.titles(id)) != 1 {
				t.Errorf("%s has got %q", id, w.platform.titles(id))
			}
		}
	})
}

// TestFortyThousandBegin: 40,000 strangers begin at once, which takes the platform half an hour.
// Ten people in the middle of an interview are answered as promised all along, also after a
// restart with all of them in the store, and the strangers as fast as is allowed.
func TestFortyThousandBegin(t *testing.T) {
	if testing.Short() {
		t.Skip("takes many turns")
	}
	inWorld(t, options{strict: true}, func(t *testing.T, w *world) {
		const strangers, talking = 40_000, 10
		w.platform.limits = slowGroups
		for i := range talking {
			w.take(fmt.Sprint("talking", i), "a")
		}
		w.after(20 * time.Second)
		began := time.Now()
		var crowd sync.WaitGroup
		for i := range 100 { // many at a time, as deliveries come
			crowd.Go(func() {
				for j := range strangers / 100 {
					w.take(fmt.Sprint("stranger", i*1000+j), "x")
				}
			})
		}
		crowd.Wait()
		var list []waiting
		round := func() {
			for i := range talking {
				list = append(list, answersNext(w, fmt.Sprint("talking", i)))
				w.after(time.Second)
			}
		}
		round()
		w.after(2 * time.Minute)
		round()
		greeted := len(w.platform.posts) - talking - len(list)
		if allowed := int(25 * time.Since(began).Seconds()); greeted < allowed*9/10 {
			t.Errorf("%d strangers were greeted after %v, allowed were %d", greeted, time.Since(began), allowed)
		}
		w.restart(w.store)
		w.after(10 * time.Second)
		round()
		w.after(promised)
		kept(t, w, list)
		pacedBy(t, w.platform.posts, slowGroups)
	})
}

// TestFirstInAGroup: right after a start, when nothing is left of a group's limit, who begins there is
// greeted as soon as there is a message and one to keep for an answer, although that is long enough to
// wait in the store.
func TestFirstInAGroup(t *testing.T) {
	inWorld(t, options{}, func(t *testing.T, w *world) {
		w.platform.limits = slowGroups
		w.restart(w.store)
		since := time.Now()
		title := w.take("visa/1", "x").Screen.Title
		w.after(20 * time.Second)
		if got := w.platform.waited("visa/1", title, since); got < 8*time.Second || got > 9*time.Second {
			t.Errorf("greeted after %v, want two times 4 s", got)
		}
	})
}
