package bot_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/memchat"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// failing is a store whose records cannot be written.
type failing struct{ *sqlite.Store }

var errFull = errors.New("disk is full")

func (failing) Change(context.Context, string, string, func([]byte) ([]byte, error)) error {
	return errFull
}

// taker returns a bot on a store, with its limits, and what takes a delivery to it.
func taker(t *testing.T, store bot.Store, now *time.Time) func(who string, e conversation.Event) (conversation.Screen, error) {
	t.Helper()
	clock := func() time.Time { return *now }
	poster := memchat.New(memchat.Options{})
	b := bot.New(store, "mem", poster, outbox.New(store, "mem", poster, outbox.Options{}), bot.Options{Now: clock})
	return func(who string, e conversation.Event) (conversation.Screen, error) {
		*now = now.Add(time.Second)
		taken, err := b.Take(t.Context(), bot.Delivery{Key: bot.Key{Platform: "mem", ID: who}, Event: e})
		return taken.Screen, err
	}
}

// TestCodesAreNotGuessed: a person may try ten codes at once, and one a minute then; others are not
// concerned, and what else the person says is heard.
func TestCodesAreNotGuessed(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "codes.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	take := taker(t, store, &now)
	try := func(who string) conversation.Screen {
		t.Helper()
		screen, err := take(who, conversation.Event{Kind: conversation.Typed, Text: "HSP-0000-0000-0000-0000", Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		return screen
	}
	for i := range 10 {
		if screen := try("eve"); screen.ID != "code" {
			t.Fatalf("code %d shows %s %q", i, screen.ID, screen.Notice)
		}
	}
	if screen := try("eve"); !strings.Contains(screen.Notice, "many codes") {
		t.Errorf("one too many shows %s %q", screen.ID, screen.Notice)
	}
	if screen := try("ann"); screen.ID != "code" || screen.Notice != "" {
		t.Errorf("somebody else sees %s %q", screen.ID, screen.Notice)
	}
	if screen, err := take("eve", conversation.Event{Kind: conversation.Typed, Text: "/help"}); err != nil || screen.ID != "help" {
		t.Errorf("and /help shows %s, %v", screen.ID, err)
	}
	now = now.Add(2 * time.Minute)
	if screen := try("eve"); screen.Notice != "" {
		t.Errorf("after a while: %q", screen.Notice)
	}
}

// TestNoCodeWithoutRecord: a code that could not be found later is not shown: the delivery fails, and
// nothing changes.
func TestNoCodeWithoutRecord(t *testing.T) {
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "codes.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	take := taker(t, failing{store}, &now)
	press := func(action string) (conversation.Screen, error) {
		return take("ann", conversation.Event{Kind: conversation.Pressed, Action: action, Language: "en"})
	}
	if _, err := take("ann", conversation.Event{Kind: conversation.Started, Language: "en"}); err != nil {
		t.Fatal(err)
	}
	screen, err := press("set:goal:i-b")
	for range 40 {
		if err != nil || screen.Kind != conversation.Question {
			break
		}
		screen, err = press(conversation.AnswerAction(screen.ID, "not-sure"))
	}
	if err != nil || screen.Kind != conversation.Result {
		t.Fatalf("%s, %v", screen.ID, err)
	}
	if _, err := press("share:make:"); !errors.Is(err, errFull) {
		t.Errorf("without a record: %v", err)
	}
	s, err := store.Load(t.Context(), bot.Key{Platform: "mem", ID: "ann"})
	if err != nil || s.State.Share != nil {
		t.Errorf("a code is kept: %v", err)
	}
}
