package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
)

// ErrStopped says that the bot does not take deliveries any more. Nothing has changed.
var ErrStopped = errors.New("bot has stopped")

// Take commits the turn of a delivery and hands its screen over to be posted. When it
// returns nil the delivery is on disk and is to be acknowledged; it never waits for the
// platform. Turns of one conversation are taken in the order of the calls.
//
// A turn that panics is recovered and set aside: Take returns nil, and the person is told.
// Of the errors, all logged already, [ErrCorrupt] says that the delivery can never be
// taken: acknowledge it. Any other says that nothing has changed: it is to be delivered again.
func (b *Bot) Take(ctx context.Context, d Delivery) (Taken, error) {
	taken, err := b.take(ctx, d)
	return taken, b.logged(ctx, "delivery", d.Key, err)
}

func (b *Bot) take(ctx context.Context, d Delivery) (Taken, error) {
	if b.waiting.hasStopped() {
		return Taken{}, ErrStopped
	}
	if err := d.Key.Check(); err != nil {
		return Taken{}, err
	}
	heed := b.heed(d.Key)
	if heed == unheard {
		b.counts.unheard.Add(1)
		return Taken{Unheard: true}, nil
	}
	d.trail = b.follow(d)
	leave, err := b.alone(ctx, d.Key)
	if err != nil {
		return Taken{}, err
	}
	defer leave()
	var taken Taken
	if heed == warned {
		taken.Session, taken.Screen, err = b.setAside(ctx, d, "notice.too_fast")
	} else {
		taken.Session, taken.Screen, err = b.turn(ctx, d)
	}
	if poison, ok := errors.AsType[*PoisonError](err); ok {
		_ = b.logged(ctx, "delivery", d.Key, err)
		b.counts.poison.Add(1)
		taken.Reference = poison.Reference
		taken.Session, taken.Screen, err = b.setAside(ctx, d, "notice.trouble", "Reference", poison.Reference)
	}
	b.took(d.trail, taken, err)
	if errors.Is(err, errSeen) {
		return Taken{Seen: true}, nil
	}
	if err != nil {
		return Taken{}, err
	}
	p := Post{Session: taken.Session, Screen: taken.Screen, Fresh: true, Expires: d.Expires, trail: d.trail}
	taken.Session = b.drawn(taken.Session)
	if taken.Screen.Kind != conversation.Forgotten {
		if !p.Session.Elsewhere { // otherwise the replica that posts is told by the store
			b.waiting.hand(p)
		}
		return taken, nil
	}
	// The turn has emptied the session; where the deletion fails, it is made up for later.
	if err := b.store.Delete(context.WithoutCancel(ctx), d.Key); err != nil {
		_ = b.logged(ctx, "deletion", d.Key, fmt.Errorf("delete session: %w", err))
	}
	b.waiting.farewell(p)
	return taken, nil
}

// alone keeps others out of a conversation until the function it returns is called.
func (b *Bot) alone(ctx context.Context, key Key) (leave func(), err error) {
	l := b.lanes.enter(key)
	if err := l.close(ctx); err != nil {
		b.lanes.leave(key, l)
		return nil, fmt.Errorf("wait for the turn before: %w", err)
	}
	return func() { l.open(); b.lanes.leave(key, l) }, nil
}

// setAside commits a delivery that has no effect but to be noted, and returns the present
// screen with a notice.
func (b *Bot) setAside(ctx context.Context, d Delivery, notice string, pairs ...any) (Session, conversation.Screen, error) {
	now := b.o.Now().UTC().Truncate(time.Microsecond)
	session, err := b.store.Apply(ctx, d.Key, func(s *Session) error {
		if s.Saw(d.ID) {
			return errSeen
		}
		if s.State.Language == "" { // also keeps the state from being the one of a deletion
			s.State.Language, _ = locales.Match(d.Event.Language)
		}
		b.advance(s, d.ID, now)
		return nil
	})
	if err != nil {
		return Session{}, conversation.Screen{}, fmt.Errorf("set delivery aside: %w", err)
	}
	screen := conversation.Screen{Kind: conversation.Detail, ID: "trouble", Language: session.State.Language}
	_ = guard(func() error { screen = b.o.Show(session.State, now); return nil })
	voice := locales.In(cmp.Or(screen.Language, session.State.Language))
	screen.Notice = voice.Say(notice, pairs...)
	return session, screen, nil
}

// Leave notes that the person blocked the bot or that the place is gone: nothing is sent
// until the next delivery. It does nothing where there is no session.
func (b *Bot) Leave(ctx context.Context, key Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	unlock, err := b.alone(ctx, key)
	if err != nil {
		return err
	}
	defer unlock()
	_, err = b.store.Apply(ctx, key, func(s *Session) error {
		if s.Version == 0 {
			return ErrNoSession
		}
		s.Gone = true
		return nil
	})
	if err == nil {
		b.waiting.leave(key)
	}
	if errors.Is(err, ErrNoSession) {
		return nil
	}
	return b.logged(ctx, "leaving", key, err)
}

// Session returns what is kept of a conversation, or [ErrNoSession].
func (b *Bot) Session(ctx context.Context, key Key) (Session, error) {
	if err := key.Check(); err != nil {
		return Session{}, err
	}
	s, err := b.store.Load(ctx, key)
	return b.drawn(s), err
}

// List returns up to limit conversations of this platform whose ids begin with prefix and
// come after an id.
func (b *Bot) List(ctx context.Context, prefix, after string, limit int) ([]Session, error) {
	list, err := b.store.List(ctx, b.name, prefix, after, limit)
	for i := range list {
		list[i] = b.drawn(list[i])
	}
	return list, err
}

// Erase deletes a conversation and what was still to be sent to it, because the place where
// it was held is gone. Nobody is told.
func (b *Bot) Erase(ctx context.Context, key Key) error {
	if err := key.Check(); err != nil {
		return err
	}
	leave, err := b.alone(ctx, key)
	if err != nil {
		return err
	}
	defer leave()
	if err := b.store.Delete(ctx, key); err != nil {
		return b.logged(ctx, "deletion", key, fmt.Errorf("delete session: %w", err))
	}
	b.waiting.leave(key)
	return nil
}

// Move brings a conversation to another key, when the platform says so: its session, and
// what is still to be sent. Where both have a session, the one of more turns stays. It does
// nothing where there is nothing to move.
func (b *Bot) Move(ctx context.Context, from, to Key) error {
	if err := errors.Join(from.Check(), to.Check()); err != nil || from == to {
		return err
	}
	first, second := from, to // in one order for all, so that nobody waits in a circle
	if second.String() < first.String() {
		first, second = second, first
	}
	for _, k := range []Key{first, second} {
		unlock, err := b.alone(ctx, k)
		if err != nil {
			return err
		}
		defer unlock()
	}
	if err := b.store.Move(ctx, from, to); err != nil {
		return b.logged(ctx, "move", from, fmt.Errorf("move session: %w", err))
	}
	b.waiting.move(from, to)
	return nil
}
