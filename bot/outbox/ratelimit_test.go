package outbox_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
)

// TestHaste: of deliveries that come at once, twenty of a conversation are taken, then the
// person is told, and nothing is heard for ten seconds; nobody else notices.
func TestHaste(t *testing.T) {
	told := &observer{}
	inWorld(t, options{strict: true, Options: outbox.Options{Observer: told}}, func(t *testing.T, w *world) {
		for i := range 20 {
			if taken := w.take("anna", "x"); taken.Dropped || taken.Screen.Notice != "" {
				t.Fatalf("delivery %d: %+v", i, taken)
			}
		}
		warned := w.take("anna", "y")
		if !strings.Contains(warned.Screen.Notice, "too_fast") || strings.Contains(warned.Session.State.Referral, "y") {
			t.Errorf("the first too many: notice %q, state %q", warned.Screen.Notice, warned.Session.State.Referral)
		}
		for range 100 {
			if taken := w.take("anna", "y"); !taken.Dropped {
				t.Fatalf("one of many: %+v", taken)
			}
		}
		if taken := w.take("ben", "x"); taken.Dropped || taken.Screen.Notice != "" {
			t.Errorf("somebody else: %+v", taken)
		}
		if n := told.count(bot.Dropped); n != 100 {
			t.Errorf("%d dropped, want 100", n)
		}
		w.after(10*time.Second + time.Millisecond)
		for range 20 { // ten seconds are room for twenty
			if taken := w.take("anna", "z"); taken.Dropped || taken.Screen.Notice != "" {
				t.Fatalf("after the pause: %+v", taken)
			}
		}
		if got := w.session("anna").State.Referral; got != strings.Repeat("x", 20)+strings.Repeat("z", 20) {
			t.Errorf("what had an effect: %q", got)
		}
		for range 200 { // as fast as a person can, for long
			w.after(time.Second)
			if taken := w.take("anna", ""); taken.Dropped || taken.Screen.Notice != "" {
				t.Fatalf("in time: %+v", taken)
			}
		}
	})
}

// TestHasteInTopics: one account that writes in 5,000 topics of a group is one person: what counts
// as too much in one conversation does in all of them. Somebody in the middle of an interview, in
// private or in the same group, is answered all the same.
func TestHasteInTopics(t *testing.T) {
	told := &observer{}
	inWorld(t, options{strict: true, Options: outbox.Options{Observer: told}}, func(t *testing.T, w *world) {
		w.platform.limits = limitsOf
		w.take("8", "a")
		w.take("-100/1:9", "a")
		w.after(20 * time.Second)
		for i := range 5000 {
			w.take(fmt.Sprintf("-100/%d:7", i), "x")
		}
		if n := told.count(bot.Dropped); n < 5000-42 {
			t.Errorf("%d dropped", n)
		}
		w.take("8", "b")
		w.take("-100/1:9", "b")
		w.after(3 * time.Second)
		for _, id := range []string{"8", "-100/1:9"} {
			if got := w.platform.titles(id); len(got) != 2 {
				t.Errorf("%s was shown %q", id, got)
			}
		}
	})
}

// TestHasteOfMany: everybody who was too fast is heard again after a while.
func TestHasteOfMany(t *testing.T) {
	inWorld(t, options{strict: true}, func(t *testing.T, w *world) {
		for i := range 20 {
			for range 21 {
				w.take(fmt.Sprint("person", i), "x")
			}
		}
		w.after(time.Minute)
		if taken := w.take("person1", "x"); taken.Dropped {
			t.Error("still not heard after a minute")
		}
	})
}
