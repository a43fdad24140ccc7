package outbox_test

import (
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/card"
	"hspbot/conversation"
)

// TestNoticesOnceByReplicas: a notice that is due is sent once, by the replica that posts, though it
// is looked for every second, another replica takes over, and a third starts.
func TestNoticesOnceByReplicas(t *testing.T) {
	f := newFleet(t)
	now := time.Now().UTC()
	zone := time.FixedZone("noon", (12-now.Hour())*60*60) // where it is day
	var sent, looks atomic.Int64
	type surface struct {
		Told conversation.Told
	}
	f.platform.mu.Lock()
	f.platform.answer = func(p bot.Post) bot.Sent {
		if p.Session.Key != chat("anna") {
			return bot.Sent{}
		}
		looks.Add(1)
		s := card.Read[surface](p.Session.Surface)
		if s.Told.IsZero() { // a month ago
			_, s.Told, _ = p.Session.State.News(s.Told, now.AddDate(0, 0, -35))
		}
		n := card.Notices{Told: &s.Told, Zone: zone, Send: func(*conversation.Screen) error { sent.Add(1); return nil }}
		_, expires, err := n.Post(&p, time.Now(), nil)
		if err != nil {
			t.Error(err)
		}
		return bot.Sent{Surface: card.JSON(s), Wake: time.Now().Add(time.Second), Expires: expires}
	}
	f.platform.mu.Unlock()
	ask := func(s conversation.State, e conversation.Event) conversation.State {
		if e.Text == "?" {
			return step(s, e)
		}
		s = bottest.Finished("en", now, 20)
		s.Notify = true
		return s
	}
	first := f.joinAs(ask, show)
	f.leads(first)
	second := f.joinAs(ask, show)
	if err := second.say(t, "anna", "1", "notices"); err != nil {
		t.Fatal(err)
	}
	looked := func(n int64) {
		t.Helper()
		for end := time.Now().Add(20 * time.Second); looks.Load() < n; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%d looks, not %d", looks.Load(), n)
			}
		}
	}
	looked(3)
	first.stop()
	looked(5)
	f.joinAs(ask, show)
	second.stop()
	looked(7)
	if n := sent.Load(); n != 1 {
		t.Errorf("%d notices after %d looks", n, looks.Load())
	}
}
