package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
)

// TestHaste: of deliveries that come at once, twenty of a conversation are taken, then the
// person is told, and nothing is heard for ten seconds; nobody else notices.
func TestHaste(t *testing.T) {
	inStrictOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		for i := range 20 {
			if taken := f.take("anna", "x"); taken.Unheard || taken.Screen.Notice != "" {
				t.Fatalf("delivery %d: %+v", i, taken)
			}
		}
		told := f.take("anna", "y")
		if !strings.Contains(told.Screen.Notice, "ten") || strings.Contains(told.Session.State.Referral, "y") {
			t.Errorf("the first too many: notice %q, state %q", told.Screen.Notice, told.Session.State.Referral)
		}
		for range 100 {
			if taken := f.take("anna", "y"); !taken.Unheard {
				t.Fatalf("one of many: %+v", taken)
			}
		}
		if taken := f.take("ben", "x"); taken.Unheard || taken.Screen.Notice != "" {
			t.Errorf("somebody else: %+v", taken)
		}
		if n := f.Stats().Unheard; n != 100 {
			t.Errorf("%d unheard, want 100", n)
		}
		f.after(10*time.Second + time.Millisecond)
		for range 20 { // ten seconds are room for twenty
			if taken := f.take("anna", "z"); taken.Unheard || taken.Screen.Notice != "" {
				t.Fatalf("after the pause: %+v", taken)
			}
		}
		if got := f.session("anna").State.Referral; got != strings.Repeat("x", 20)+strings.Repeat("z", 20) {
			t.Errorf("what had an effect: %q", got)
		}
		for range 200 { // as fast as a person can, for long
			f.after(time.Second)
			if taken := f.take("anna", ""); taken.Unheard || taken.Screen.Notice != "" {
				t.Fatalf("in time: %+v", taken)
			}
		}
	})
}

// TestHasteOfMany: everybody who was too fast is heard again after a while.
func TestHasteOfMany(t *testing.T) {
	inStrictOffice(t, bot.Options{}, func(t *testing.T, f *office) {
		for i := range 20 {
			for range 21 {
				f.take(fmt.Sprint("person", i), "x")
			}
		}
		f.after(time.Minute)
		if taken := f.take("person1", "x"); taken.Unheard {
			t.Error("still not heard after a minute")
		}
	})
}
