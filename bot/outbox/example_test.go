package outbox_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"hspbot/bot"
	"hspbot/bot/outbox"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// printer is a platform that prints the title of each screen.
type printer struct{ printed chan bool }

func (p printer) Post(_ context.Context, post bot.Post) bot.Sent {
	fmt.Println(post.Screen.Title)
	p.printed <- true
	return bot.Sent{}
}

func (printer) Change(surface, _ []byte) []byte { return surface }
func (printer) Limits(bot.Post) []bot.Limit     { return nil }

// A bot takes deliveries, its outbox posts the screens.
func Example() {
	dir, err := os.MkdirTemp("", "hspbot")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	store, err := sqlite.Open(filepath.Join(dir, "example.db"))
	if err != nil {
		panic(err)
	}
	defer store.Close()
	platform := printer{printed: make(chan bool)}
	out := outbox.New(store, "printer", platform, outbox.Options{})
	b := bot.New(store, "printer", platform, out, bot.Options{})
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- out.Run(ctx) }()
	for i, text := range []string{"/start", "specialist", "doctorate"} {
		d := bot.Delivery{Key: bot.Key{Platform: "printer", ID: "1"}, ID: fmt.Sprint(i),
			Event: conversation.Event{Kind: conversation.Typed, Text: text, Language: "en"}}
		if _, err := b.Take(ctx, d); err != nil {
			panic(err)
		}
		<-platform.printed
	}
	stop()
	if err := <-done; err != nil {
		panic(err)
	}
	// Output:
	// Do you qualify for Japan's Highly Skilled Professional visa?
	// Which degrees do you hold?
	// How much will you earn a year in Japan, before tax?
}
