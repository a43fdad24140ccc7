package storetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/conversation"
)

// nobody takes no screens.
type nobody struct{}

func (nobody) Post(context.Context, bot.Post) bot.Sent { return bot.Sent{} }
func (nobody) Change([]byte, []byte) []byte            { return nil }
func (nobody) Limits(bot.Post) []bot.Limit             { return nil }

// testShares: what somebody shares by a code is found through any store of the place, as it was
// when it was shared, until it ends, is deleted, or all of the person is.
func testShares(t *testing.T, f *fixture) {
	ctx, now := context.Background(), time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	s, other := f.store(), f.store()
	b := bot.New(s, "terminal", nobody{}, outbox.New(s, "terminal", nobody{}, outbox.Options{}), bot.Options{NoRateLimit: true, Now: func() time.Time { return now }, SharedAt: "https://hsp.example.org/s/"})
	press := func(key bot.Key, action string) conversation.State {
		t.Helper()
		taken, err := b.Take(ctx, bot.Delivery{Key: key, Event: conversation.Event{Kind: conversation.Pressed, Action: action}})
		if err != nil {
			t.Fatal(err)
		}
		return taken.Session.State
	}
	shared := func(id string) *conversation.Share {
		t.Helper()
		share, err := bot.FindShare(ctx, other, id, now)
		if err != nil {
			t.Fatal(err)
		}
		return share
	}
	share := func(key bot.Key) *conversation.Share {
		t.Helper()
		if _, err := b.Take(ctx, bot.Delivery{Key: key, Event: conversation.Event{Kind: conversation.Started, Language: "en"}}); err != nil {
			t.Fatal(err)
		}
		press(key, "set:goal:i-b")
		for range 40 {
			session, err := s.Load(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			screen := conversation.Show(session.State, now)
			if screen.Kind != conversation.Question {
				break
			}
			press(key, conversation.AnswerAction(screen.ID, "not-sure"))
		}
		made := press(key, "share:make:").Share
		if made == nil {
			t.Fatal("nothing is shared")
		}
		if got := shared(made.ID()); got == nil || got.Code != made.Code || got.Facts != made.Facts || !got.Until.Equal(made.Until) || !strings.HasPrefix(got.Link(), "https://hsp.example.org/s/") {
			t.Fatalf("found is %+v, made was %+v", got, made)
		}
		return made
	}
	left := func(want int) {
		t.Helper()
		if ids, err := f.store().RecordsOf(ctx, "share"); err != nil || len(ids) != want {
			t.Errorf("%d records are left, %v; want %d", len(ids), err, want)
		}
	}
	anna := share(bot.Key{Platform: "terminal", ID: "anna"})
	ben := share(bot.Key{Platform: "terminal", ID: "ben"})
	cho := share(bot.Key{Platform: "terminal", ID: "cho"})
	left(3)
	if shared(conversation.ShareID(strings.Repeat("0", conversation.ShareRandom))) != nil || shared("") != nil {
		t.Error("a code that was never made shows something")
	}
	press(bot.Key{Platform: "terminal", ID: "anna"}, "share:drop")
	if shared(anna.ID()) != nil || shared(ben.ID()) == nil {
		t.Error("deleted is another than the one that was to be")
	}
	if err := s.Delete(ctx, bot.Key{Platform: "terminal", ID: "ben"}, 0); err != nil {
		t.Fatal(err)
	}
	if shared(ben.ID()) != nil {
		t.Error("what a person shares outlives the person's session")
	}
	if err := bot.SweepShares(ctx, other, now); err != nil || shared(cho.ID()) == nil {
		t.Errorf("the sweep deletes what has not ended: %v", err)
	}
	now = now.Add(conversation.ShareLife)
	if shared(cho.ID()) != nil {
		t.Error("it does not end")
	}
	if err := bot.SweepShares(ctx, other, now); err != nil {
		t.Fatal(err)
	}
	left(0)
	if session, err := s.Load(ctx, bot.Key{Platform: "terminal", ID: "cho"}); err != nil || session.State.Share != nil || session.State.Goal != "i-b" {
		t.Errorf("after the sweep the session is %+v, %v", session.State, err)
	}
}
