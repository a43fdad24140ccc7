package bot

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"hspbot/bot/expiring"
	"hspbot/bot/inorder"
	"hspbot/conversation"
)

// Options are what a [Bot] may be given. Each has a default.
type Options struct {
	Log Log              // without it slog.Default, and a random key
	Now func() time.Time // that of the store
	// Step and Show are the interview: conversation.Step and conversation.Show.
	Step func(conversation.State, conversation.Event) conversation.State
	Show func(conversation.State, time.Time) conversation.Screen
	// RememberFor is how long a delivery is known again at least; by default the last 16 of a
	// conversation are.
	RememberFor time.Duration
	// NoRateLimit takes any number of deliveries in any time, for tests and benchmarks.
	NoRateLimit bool
	Observer    Observer // none
	// SharedAt is the address of the page that shows what people share, without the code; empty where
	// there is no website.
	SharedAt string
}

// Outbox is told what is to be posted. Package outbox has it.
type Outbox interface {
	// Begin says that a turn of a conversation is being taken. Until end is called, once, no
	// post of it begins; end is given the one that is owed, or nil where there is none.
	// Neither waits.
	Begin(key Key) (end func(*Post))
	// Owe has the session looked at as it is stored: its screen is owed, or is not any more. It
	// does not wait.
	Owe(key Key)
}

// Bot holds conversations on one platform. It may be used by many goroutines.
type Bot struct {
	store    Store
	platform string
	poster   Poster
	outbox   Outbox
	o        Options
	turns    inorder.Lock[Key]
	recent   *expiring.Map[Key, *haste]
	codes    *expiring.Map[Key, *rate.Limiter]
}

// New returns a bot that takes the deliveries of a platform, the one of its keys, and tells
// the outbox of their screens. The store stays the caller's to close.
func New(store Store, platform string, poster Poster, outbox Outbox, o Options) *Bot {
	o.Log = o.Log.WithDefaults()
	if o.Now == nil {
		o.Now = store.Now
	}
	if o.Step == nil {
		o.Step = conversation.Step
	}
	if o.Show == nil {
		o.Show = conversation.Show
	}
	return &Bot{store: store, platform: platform, poster: poster, outbox: outbox, o: o,
		recent: expiring.New[Key, *haste](maxRecent, o.Now), codes: expiring.New[Key, *rate.Limiter](maxRecent, o.Now)}
}

// Session returns what is kept of a conversation, with the present surface, or [ErrNoSession].
func (b *Bot) Session(ctx context.Context, key Key) (Session, error) {
	if err := key.Check(); err != nil {
		return Session{}, err
	}
	s, err := b.store.Load(ctx, key)
	return WithChanges(b.poster, s), err
}

// List returns up to limit conversations of this platform whose ids begin with prefix and
// come after an id.
func (b *Bot) List(ctx context.Context, prefix, after string, limit int) ([]Session, error) {
	list, err := b.store.List(ctx, b.platform, prefix, after, limit)
	for i := range list {
		list[i] = WithChanges(b.poster, list[i])
	}
	return list, err
}

// Leave notes that the person blocked the bot or that the place is gone: nothing is sent
// until the next delivery. It does nothing where there is no session.
func (b *Bot) Leave(ctx context.Context, key Key) error {
	unlock, err := b.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	_, err = b.store.Apply(ctx, key, func(s *Session) error {
		if s.Version == 0 {
			return ErrNoSession
		}
		if s.State.Forgotten { // the goodbye will find that nobody is there, and end it
			return nil
		}
		s.Gone = true
		return nil
	})
	if errors.Is(err, ErrNoSession) {
		return nil
	}
	if err != nil {
		return ifReadable(b.logged(ctx, "leaving", key, err))
	}
	b.outbox.Owe(key) // it looks what is left to be posted
	return nil
}

// Erase deletes a conversation and what was still to be sent to it, because the place where
// it was held is gone. The person is not told.
func (b *Bot) Erase(ctx context.Context, key Key) error {
	unlock, err := b.lock(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	if err := b.store.Delete(ctx, key, 0); err != nil {
		return b.logged(ctx, "deletion", key, fmt.Errorf("delete session: %w", err))
	}
	b.outbox.Owe(key)
	return nil
}

// Move brings a conversation to another key, when the platform says so: its session, and
// what is still to be sent. Where both have a session, the one of more turns stays. It does
// nothing where there is nothing to move.
func (b *Bot) Move(ctx context.Context, from, to Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	first, second := from, to // in one order for all, so that two moves do not wait for each other
	if second.String() < first.String() {
		first, second = second, first
	}
	for _, k := range []Key{first, second} {
		unlock, err := b.lock(ctx, k)
		if err != nil {
			return err
		}
		defer unlock()
	}
	if err := b.store.Move(ctx, from, to); err != nil {
		return ifReadable(b.logged(ctx, "move", from, fmt.Errorf("move session: %w", err)))
	}
	b.outbox.Owe(from)
	b.outbox.Owe(to)
	return nil
}

// ifReadable returns the error, unless it says that a session cannot be read: to do again what
// led to it would not help.
func ifReadable(err error) error {
	if errors.Is(err, ErrCorrupt) {
		return nil
	}
	return err
}

// lock waits until the turns of a conversation that came before are through. It refuses what is no key.
func (b *Bot) lock(ctx context.Context, key Key) (unlock func(), err error) {
	if err := key.Check(); err != nil {
		return nil, err
	}
	place := b.turns.Enter(key)
	if err := place.Wait(ctx); err != nil {
		place.Leave()
		return nil, fmt.Errorf("wait for the turn before: %w", err)
	}
	return place.Leave, nil
}

// logged logs the error of a delivery, once and without content, and returns it. That
// a caller stopped waiting is not logged.
func (b *Bot) logged(ctx context.Context, what string, key Key, err error) error {
	if err == nil || errors.Is(ctx.Err(), context.Canceled) && errors.Is(err, context.Cause(ctx)) {
		return err
	}
	b.o.Log.Write(ctx, slog.LevelError, what+" failed", key, err)
	return err
}

// Log writes errors about conversations, naming them by a keyed hash.
type Log struct {
	*slog.Logger
	// Key keys the hash. By default it is random, so that hashes of two runs do not compare.
	Key []byte
}

// WithDefaults returns the log with what it lacks.
func (l Log) WithDefaults() Log {
	l.Logger = cmp.Or(l.Logger, slog.Default())
	if l.Key == nil {
		l.Key = []byte(rand.Text())
	}
	return l
}

// Write logs an error about a conversation.
func (l Log) Write(ctx context.Context, level slog.Level, what string, key Key, err error) {
	attrs := []slog.Attr{slog.Any("platform", key), slog.String("conversation", l.Hash(key)), slog.Any("error", err)}
	if poison, ok := errors.AsType[*PoisonError](err); ok {
		attrs = append(attrs, slog.String("reference", poison.Reference), slog.String("panic", poison.cause),
			slog.String("at", strings.Join(poison.frames, " < ")))
	}
	l.LogAttrs(ctx, level, what, attrs...)
}

// Hash names a conversation in the log. Six bytes tell a million conversations apart.
func (l Log) Hash(key Key) string {
	h := hmac.New(sha256.New, l.Key)
	h.Write([]byte(key.String()))
	return hex.EncodeToString(h.Sum(nil)[:6])
}
