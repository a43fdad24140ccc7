package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
)

func TestSession(t *testing.T) {
	var s bot.Session
	for i := range 20 {
		before := s
		s.Remember(fmt.Sprint(i))
		if before.HasSeen(fmt.Sprint(i)) {
			t.Fatal("a copy has changed")
		}
	}
	s.Remember("")
	if len(s.Seen) != 16 || s.HasSeen("3") || !s.HasSeen("4") || !s.HasSeen("19") || s.HasSeen("") {
		t.Errorf("seen = %v", s.Seen)
	}
}

func TestKey(t *testing.T) {
	for key, ok := range map[bot.Key]bool{{Platform: "terminal", ID: "anna"}: true, {Platform: "telegram", ID: "-100:7"}: true,
		{}: false, {ID: "anna"}: false, {Platform: "terminal"}: false, {Platform: "a:b", ID: "anna"}: false} {
		if err := key.Check(); (err == nil) != ok || err != nil && key.ID != "" && strings.Contains(err.Error(), key.ID) {
			t.Errorf("%q: %v", key, err)
		}
	}
}

// TestRememberFor: a delivery is known for an hour however many come after it, and the last 16
// for ever; no flood makes a session large.
func TestRememberFor(t *testing.T) {
	start := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	var s bot.Session
	for i := range 120 { // one a minute
		s.RememberFor(fmt.Sprint("Ev", i), start.Add(time.Duration(i)*time.Minute), time.Hour)
	}
	if s.HasSeen("Ev58") || !s.HasSeen("Ev59") || !s.HasSeen("Ev119") || len(s.Seen) != 61 {
		t.Errorf("after two hours %d are known", len(s.Seen))
	}
	s.RememberFor("late", start.Add(48*time.Hour), time.Hour)
	if len(s.Seen) != 16 || !s.HasSeen("Ev119") || !s.HasSeen("late") || s.HasSeen("") {
		t.Errorf("after two days %d are known", len(s.Seen))
	}
	for i := range 5000 {
		s.RememberFor(fmt.Sprint("flood", i), start.Add(48*time.Hour), time.Hour)
	}
	if len(s.Seen) != 1024 || !s.HasSeen("flood4999") {
		t.Errorf("a flood leaves %d", len(s.Seen))
	}
}
