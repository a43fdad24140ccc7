package outbox_test

import (
	"context"
	"io"
	"log/slog"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/postgres"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// TestNoticeAcrossProcesses: of two processes on one database one posts, and takes 400 ms for
// a screen; the other takes what is typed meanwhile. What that turn has to say beside the
// question, and the amounts it offers, are in the screen that the first one posts then.
func TestNoticeAcrossProcesses(t *testing.T) {
	url := pgtest.Start(t).Database(t)
	poster := &platform{takes: 400 * time.Millisecond}
	first, second := process(t, url, poster), process(t, url, poster)
	v := locales.In("en")
	want := v.Say("doubt.scale", "Example", v.Say("question.salary.example"))
	for id, typing := range map[string]*bot.Bot{"same process": first, "other process": second} {
		key := bot.Key{Platform: "telegram", ID: id}
		take := func(b *bot.Bot, delivery string, e conversation.Event) bot.Taken {
			t.Helper()
			taken, err := b.Take(t.Context(), bot.Delivery{Key: key, ID: delivery, Event: e})
			if err != nil {
				t.Fatal(err)
			}
			return taken
		}
		take(first, "1", conversation.Event{Kind: conversation.Started, Language: "en"})
		take(first, "2", conversation.Event{Kind: conversation.Pressed, Action: "set:goal:i-b"})
		take(first, "3", conversation.Event{Kind: conversation.Pressed, Action: "edit:salary"})
		poster.wait(t, id, func(bot.Post) bool { return true }) // one is through, and the next under way
		taken := take(typing, "4", conversation.Event{Kind: conversation.Typed, Text: "850"})
		shown := poster.wait(t, id, func(p bot.Post) bool { return p.Session.Version == 4 })
		if shown.Screen.Notice != want {
			t.Errorf("%s: the notice is %q", id, shown.Screen.Notice)
		}
		if !reflect.DeepEqual(shown.Screen.Choices, taken.Screen.Choices) {
			t.Errorf("%s: the choices are %+v, not those of the turn: %+v", id, shown.Screen.Choices, taken.Screen.Choices)
		}
		if !slices.ContainsFunc(shown.Screen.Choices, func(c conversation.Choice) bool { return strings.Contains(c.Label, "8.5M") }) {
			t.Errorf("%s: 8.5 million are not offered: %+v", id, shown.Screen.Choices)
		}
	}
}

// process is what one of several processes that share a database runs.
func process(t *testing.T, url string, poster bot.Poster) *bot.Bot {
	t.Helper()
	store, err := postgres.Open(t.Context(), url, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	log := bot.Log{Logger: slog.New(slog.NewTextHandler(io.Discard, nil))}
	out := outbox.New(store, "telegram", poster, outbox.Options{Log: log, NoLimits: true})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- out.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return bot.New(store, "telegram", poster, out, bot.Options{Log: log, NoRateLimit: true})
}

// wait waits until a conversation has been posted a screen that meets a condition.
func (p *platform) wait(t *testing.T, id string, condition func(bot.Post) bool) bot.Post {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond) // the platform tells nobody
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		p.mu.Lock()
		for _, posted := range slices.Backward(p.posts) {
			if posted.key.ID == id && condition(posted.post) {
				p.mu.Unlock()
				return posted.post
			}
		}
		p.mu.Unlock()
	}
	t.Fatalf("%s: not posted", id)
	return bot.Post{}
}
