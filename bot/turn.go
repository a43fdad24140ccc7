package bot

// One turn, and what becomes of a panic in it. The value of a panic may hold what a person
// wrote, so it goes nowhere: the log gets its type and the places in the code.

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"time"

	"hspbot/conversation"
)

var errSeen = errors.New("delivery seen before")

// PoisonError says that a turn or the drawing of a screen panicked. It has been logged
// under the reference, which the person may be told. Delivering the same again would do
// the same: acknowledge it and offer the present screen with [Bot.Resume].
type PoisonError struct {
	Reference string // ASCII letters and digits
	cause     string // type of the panic's value
	frames    []string
}

// Error names the reference and no content.
func (e *PoisonError) Error() string { return "panic, reference " + e.Reference }

// guard runs f and turns a panic into a [*PoisonError].
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PoisonError{Reference: rand.Text()[:10], cause: fmt.Sprintf("%T", v), frames: frames()}
		}
	}()
	return f()
}

// frames returns where the panic came from, innermost first, without values.
func frames() []string {
	pc := make([]uintptr, 16)
	calls := runtime.CallersFrames(pc[:runtime.Callers(4, pc)]) // without this, guard and runtime
	var list []string
	for {
		f, more := calls.Next()
		list = append(list, fmt.Sprintf("%s:%d", f.Function, f.Line))
		if !more {
			return list
		}
	}
}

// turn commits the effect of a delivery and returns its screen.
func (b *Bot) turn(ctx context.Context, d Delivery) (Session, conversation.Screen, error) {
	var screen conversation.Screen
	now := b.o.Now().UTC().Truncate(time.Microsecond) // as a store gives it back
	if d.Event.At.IsZero() {
		d.Event.At = now
	}
	d.trail.enter(now)
	session, err := b.store.Apply(ctx, d.Key, func(s *Session) error {
		if s.Saw(d.ID) {
			return errSeen
		}
		d.trail.from(s.State)
		err := guard(func() error {
			s.State = b.o.Step(s.State, d.Event)
			screen = b.o.Show(s.State, d.Event.At)
			return nil
		})
		if err != nil {
			return err
		}
		if screen.Kind == conversation.Forgotten {
			s.State = conversation.State{} // from this commit on, whatever happens to the deletion
		}
		b.advance(s, d.ID, now)
		b.mark(s, d.Mark)
		return nil
	})
	if err != nil {
		return Session{}, conversation.Screen{}, fmt.Errorf("apply turn: %w", err)
	}
	return session, screen, nil
}

// advance counts a turn: a screen is owed, to somebody who is there. A time that the
// platform asked to wait stays; one that we chose because something was broken does not.
func (b *Bot) advance(s *Session, delivery string, now time.Time) {
	if s.Version == 0 {
		s.Created = now
	}
	s.Touched = now
	s.Version++
	if b.o.Remember > 0 {
		s.NoteFor(delivery, now, b.o.Remember)
	} else {
		s.Note(delivery)
	}
	s.Gone = false
	if s.Tries > 0 {
		s.Tries, s.Due = 0, time.Time{}
	}
}

// present loads a session and computes its screen. A session whose deletion did not come
// to its end is deleted now.
func (b *Bot) present(ctx context.Context, key Key, at time.Time) (Session, conversation.Screen, error) {
	session, err := b.store.Load(ctx, key)
	if err != nil {
		return Session{}, conversation.Screen{}, fmt.Errorf("load session: %w", err)
	}
	if session.forgotten() {
		if err := b.forget(ctx, key); err != nil {
			return Session{}, conversation.Screen{}, err
		}
		return Session{}, conversation.Screen{}, ErrNoSession
	}
	var screen conversation.Screen
	err = guard(func() error { screen = b.o.Show(session.State, at); return nil })
	return session, screen, err
}

// logged logs the error of a delivery or a resumption, once and without content, and
// returns it. That somebody stopped waiting is no error of the world.
func (b *Bot) logged(ctx context.Context, what string, key Key, err error) error {
	if err == nil || errors.Is(ctx.Err(), context.Canceled) && errors.Is(err, context.Cause(ctx)) {
		return err
	}
	b.log(ctx, slog.LevelError, what+" failed", key, err)
	return err
}

func (b *Bot) log(ctx context.Context, level slog.Level, what string, key Key, err error) {
	attrs := []slog.Attr{slog.Any("platform", key), slog.String("conversation", b.hash(key)), slog.Any("error", err)}
	if poison, ok := errors.AsType[*PoisonError](err); ok {
		attrs = append(attrs, slog.String("reference", poison.Reference), slog.String("panic", poison.cause),
			slog.String("at", strings.Join(poison.frames, " < ")))
	}
	b.o.Log.LogAttrs(ctx, level, what, attrs...)
}

// hash names a conversation in the log.
func (b *Bot) hash(key Key) string {
	h := hmac.New(sha256.New, b.o.LogKey)
	h.Write([]byte(key.String()))
	return hex.EncodeToString(h.Sum(nil)[:6])
}
