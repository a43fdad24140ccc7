// Package memchat is a small platform, and the example of how one is added: a bot that talks
// in a plain chat, of which package memchat has a [Server], too, that keeps everything in
// memory. It is part of no program; its tests are those that every platform passes.
//
// The chat knows messages with buttons, of which only the last in a chat can be pressed. It
// takes each message once, by a key of the sender's, so nothing comes twice after a crash. It
// hands out what people do in order, again until they are acknowledged.
//
//   - memchat.go: the platform: what comes in, and what goes out.
//   - server.go: the chat itself, for tests.
package memchat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/retry"
	"hspbot/conversation"
)

// Platform names the chat in keys.
const Platform = "memchat"

// Options say how the bot reaches the chat.
type Options struct {
	Address string   // of the chat's server
	Lock    bot.Lock // lets one process at a time ask for updates; nil where there is only one
}

// Chat is the platform.
type Chat struct{ o Options }

// New returns the platform.
func New(o Options) *Chat { return &Chat{o} }

// Update is something a person did.
type Update struct {
	ID       int64  `json:"id"` // grows
	Chat     string `json:"chat"`
	Language string `json:"language"`
	Text     string `json:"text,omitempty"`   // written,
	Action   string `json:"action,omitempty"` // or a button's that was pressed
}

// Message is something the bot says.
type Message struct {
	Chat    string   `json:"chat"`
	Key     string   `json:"key"` // a message of the same key is the same
	Text    string   `json:"text"`
	Buttons []Button `json:"buttons"`
}

// Button is something to press.
type Button struct {
	Label  string `json:"label"`
	Action string `json:"action"`
}

// Run hands what people do to a bot until ctx ends.
func (c *Chat) Run(ctx context.Context, b *bot.Bot) error {
	poll := func(ctx context.Context) error { c.poll(ctx, b); return nil }
	if c.o.Lock == nil {
		return poll(ctx)
	}
	if err := c.o.Lock.Hold(ctx, "memchat updates", poll); ctx.Err() == nil {
		return err
	}
	return nil
}

// poll asks for updates. It asks for the next only when those before are on disk.
func (c *Chat) poll(ctx context.Context, b *bot.Bot) {
	safe := int64(0)
	backoff := retry.Backoff{Min: 50 * time.Millisecond, Max: 5 * time.Second}
	for ctx.Err() == nil {
		var updates []Update
		err := c.call(ctx, http.MethodGet, "/updates?after="+strconv.FormatInt(safe, 10), nil, &updates)
		for _, u := range updates {
			if err = take(ctx, b, u); err != nil {
				break
			}
			safe = u.ID
		}
		if err != nil {
			_ = backoff.Wait(ctx, 0)
			continue
		}
		backoff.Reset()
	}
}

// take turns an update into an event. What can never be taken counts as taken.
func take(ctx context.Context, b *bot.Bot, u Update) error {
	e := conversation.Event{Kind: conversation.Typed, Text: u.Text, Language: u.Language}
	switch {
	case u.Action != "":
		e = conversation.Event{Kind: conversation.Pressed, Action: u.Action, Language: u.Language}
	case u.Text == "/start":
		e = conversation.Event{Kind: conversation.Started, Language: u.Language}
	}
	_, err := b.Take(ctx, bot.Delivery{Key: bot.Key{Platform: Platform, ID: u.Chat}, ID: strconv.FormatInt(u.ID, 36), Event: e})
	if errors.Is(err, bot.ErrCorrupt) {
		return nil
	}
	return err
}

// Post implements [bot.Poster]: each screen is a message of its own. Nothing has to be kept of
// what stands in the chat.
func (c *Chat) Post(ctx context.Context, p bot.Post) bot.Sent {
	err := c.call(ctx, http.MethodPost, "/messages", draw(p), nil)
	sent := bot.Sent{Surface: p.Session.Surface, Err: err}
	var later *laterError
	switch {
	case errors.As(err, &later):
		sent.Outcome, sent.RetryAfter = bot.Later, later.after
	case errors.Is(err, errGone):
		sent.Outcome = bot.Gone
	case err != nil:
		sent.Outcome = bot.Broken
	}
	return sent
}

// Change implements [bot.Poster].
func (c *Chat) Change(surface, change []byte) []byte { return surface }

// Limits implements [bot.Poster]: in a chat five messages at once and then twenty a second.
func (c *Chat) Limits(p bot.Post) []bot.Limit {
	return []bot.Limit{{Name: "chat " + p.Session.ID, Every: 50 * time.Millisecond, Burst: 5}}
}

// draw draws a screen.
func draw(p bot.Post) Message {
	s := &p.Screen
	m := Message{Chat: p.Session.ID, Text: strings.Join([]string{s.Notice, s.Progress, s.Plain(), s.Hint}, "\n")}
	// A second conversation in the same chat begins at another time.
	m.Key = strconv.FormatInt(p.Session.Created.UnixMicro(), 36) + "." + strconv.FormatInt(p.Session.Version, 36)
	for _, choice := range s.Choices {
		label := choice.Label
		if choice.Selected {
			label = "✅ " + label
		}
		m.Buttons = append(m.Buttons, Button{Label: label, Action: choice.Action})
	}
	return m
}

// laterError says that the chat wants to be asked again after a time.
type laterError struct{ after time.Duration }

func (e *laterError) Error() string { return "too many messages" }

// errGone says that the chat does not exist any more.
var errGone = errors.New("the chat is closed")

// call makes a call. Its errors hold no texts and no addresses.
func (c *Chat) call(ctx context.Context, method, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, c.o.Address+path, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address of the chat is none")
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return errors.New("the chat cannot be reached")
	}
	defer answer.Body.Close()
	switch {
	case answer.StatusCode == http.StatusTooManyRequests:
		after, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		return &laterError{after: time.Duration(max(1, after)) * time.Second}
	case answer.StatusCode == http.StatusGone:
		return errGone
	case answer.StatusCode != http.StatusOK:
		return fmt.Errorf("the chat answers %d", answer.StatusCode)
	case out == nil:
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(out)
}
