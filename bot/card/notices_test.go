package card

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/conversation"
)

var noon = time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)

// TestNoticesByDay: over a hundred days, in each time zone, whoever it is, a conversation is looked at once
// a day, by day, and of a birthday in two months its two notices are sent.
func TestNoticesByDay(t *testing.T) {
	for _, zone := range []string{"Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati", "Europe/London"} {
		where, err := time.LoadLocation(zone)
		if err != nil {
			t.Skip("no time zones here")
		}
		for i := range 2 {
			s := bot.Session{Key: bot.Key{Platform: "telegram", ID: fmt.Sprint(i * 7919)}, Version: 1, State: bottest.Finished("en", noon, 60), Created: noon, Touched: noon}
			s.State.Notify = true
			var told conversation.Told
			sent := 0
			now := noon
			n := Notices{Told: &told, Zone: where, Send: func(*conversation.Screen) error {
				if hour := now.In(where).Hour(); hour < 9 || hour >= 18 {
					t.Errorf("%s: a notice at %d o'clock", zone, hour)
				}
				sent++
				return nil
			}}
			for looks := 0; now.Before(noon.AddDate(0, 0, 100)); looks++ {
				wake, expires, err := n.Post(&bot.Post{Session: s}, now, nil)
				if err != nil || !wake.After(now) || wake.Sub(now) > 49*time.Hour || expires.Before(noon.AddDate(0, 0, 364)) {
					t.Fatalf("%s: after %s it is looked at on %s and kept until %s, %v", zone, now, wake, expires, err)
				}
				s.Shown, s.Wake, now = 1, wake, wake
			}
			if sent != 2 {
				t.Errorf("%s: %d notices", zone, sent)
			}
		}
	}
}

// TestNoticesFailed: what could not be sent is not told, and what stands in the session stays.
func TestNoticesFailed(t *testing.T) {
	s := bot.Session{Version: 1, Shown: 1, State: bottest.Finished("en", noon, 20), Wake: noon, Expires: noon.AddDate(1, 0, 0)}
	s.State.Notify = true
	broken := errors.New("broken")
	told := conversation.Told{}
	_, told, _ = s.State.News(told, noon.AddDate(0, 0, -30))
	before := told
	n := Notices{Told: &told, Zone: time.FixedZone("", 9*60*60), Send: func(*conversation.Screen) error { return broken }}
	wake, expires, err := n.Post(&bot.Post{Session: s}, noon, nil)
	if !errors.Is(err, broken) || told != before || !wake.Equal(s.Wake) || !expires.Equal(s.Expires) {
		t.Errorf("%v, told %+v, %s, %s", err, told, wake, expires)
	}
	n.Send = func(*conversation.Screen) error { t.Error("sent although the post before failed"); return nil }
	if _, _, err := n.Post(&bot.Post{Session: s}, noon, broken); !errors.Is(err, broken) {
		t.Error(err)
	}
	s.State.Notify = false
	if wake, expires, err := n.Post(&bot.Post{Session: s}, noon, nil); !wake.IsZero() || !expires.IsZero() || err != nil || !told.IsZero() {
		t.Errorf("who asked for nothing is looked at on %s, kept until %s, told %+v, %v", wake, expires, told, err)
	}
}
