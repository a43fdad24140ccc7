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
