package bot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
)

// Delivery is one thing a person did, as a platform handed it over.
type Delivery struct {
	Key Key
	// ID is the platform's name for this delivery, the same when it comes again. Empty
	// where a delivery cannot be repeated.
	ID    string
	Event conversation.Event // At may be zero: now
	// Change, where not nil, says what the delivery did to the surface: that a typed message
	// now stands below the card. It is part of the commit; [Poster.Change] understands it.
	Change []byte
	// After, where not nil, has the last word on what the step has made of a state, and says Change.
	// It depends on nothing but the two, as it may be called more than once.
	After func(before, after conversation.State) (conversation.State, []byte)
}

// Taken is what [Bot.Take] made of a delivery.
type Taken struct {
	// Repeated says that the delivery had its effect before; there is no screen then.
	Repeated bool
	// Dropped says that the conversation has had too many deliveries in a short time, and was
	// told so: this one has no effect, and nothing is shown for it.
	Dropped bool
	// Session is as the delivery left it, and Screen the one that is owed now.
	Session Session
	Screen  conversation.Screen
	// Reference is not empty where the turn panicked: the delivery had no effect but to be
	// noted, and the screen is the present one with a notice that names the reference.
	Reference string
	// Unreadable says that the stored session cannot be read. It is left as it is; the screen
	// says so and offers to delete it.
	Unreadable bool
}

// Take commits the turn of a delivery and has its screen posted. When it returns nil the
// delivery is on disk and is to be acknowledged; it never waits for the platform. Turns of
// one conversation are taken in the order of the calls.
//
// A turn that panics is recovered and set aside, and so is one whose session cannot be read:
// Take returns nil, and the person is told. An error, logged already, says that nothing has
// changed: the delivery is to be made again.
func (b *Bot) Take(ctx context.Context, d Delivery) (Taken, error) {
	came := b.o.Now()
	if err := d.Key.Check(); err != nil {
		return Taken{}, err
	}
	t := turn{bot: b, Delivery: d, came: came}
	rate := b.checkRate(d.Key, came)
	if rate == drop {
		t.taken.Dropped = true
		b.observe(&t, nil)
		return t.taken, nil
	}
	unlock, err := b.lock(ctx, d.Key)
	if err != nil {
		return Taken{}, b.logged(ctx, "delivery", d.Key, err)
	}
	defer unlock()
	var owed *Post
	end := b.outbox.Begin(d.Key)
	defer func() {
		end(owed)
		if t.taken.Session.State.LooksAt() != "" {
			b.outbox.Owe(d.Key) // it looks for what is shared
		}
	}()
	err = t.take(ctx, rate)
	b.observe(&t, err)
	if err != nil {
		return Taken{}, b.logged(ctx, "delivery", d.Key, err)
	}
	if !t.taken.Repeated && t.taken.Session.State.LooksAt() == "" {
		owed = &Post{Session: t.taken.Session, Screen: t.taken.Screen}
	}
	return t.taken, nil
}

// turn is one delivery being taken.
type turn struct {
	Delivery
	bot    *Bot
	taken  Taken
	before conversation.State
	// came is when the delivery came, now when the turns before it were through.
	came, now time.Time
}

var errSeen = errors.New("delivery seen before")

func (t *turn) take(ctx context.Context, rate rateVerdict) error {
	t.now = t.bot.o.Now().UTC().Truncate(time.Microsecond) // as a store gives it back
	if t.Event.At.IsZero() {
		t.Event.At = t.now
	}
	t.Event.Random = rand.Text()
	if r, ok := t.bot.poster.(Reacher); ok {
		t.Event.Reachable = r.Reaches(t.Key)
	}
	step := func(s conversation.State) conversation.State { return t.bot.o.Step(s, t.Event) }
	if rate == warn {
		step = t.notice(conversation.Notice{Text: "notice.too_fast"})
	}
	if _, ok := conversation.TypedShare(t.Event.Text); ok && t.Event.Kind == conversation.Typed && rate == allow && !t.bot.mayTry(t.Key, t.now) {
		step = t.notice(conversation.Notice{Text: "code.too_many"})
	}
	if err := t.openShare(ctx); err != nil {
		return err
	}
	err := t.commit(ctx, step)
	if poison, ok := errors.AsType[*PoisonError](err); ok {
		_ = t.bot.logged(ctx, "delivery", t.Key, err)
		t.taken.Reference = poison.Reference
		err = t.commit(ctx, t.notice(conversation.Notice{Text: "notice.trouble", Reference: poison.Reference}))
	}
	if errors.Is(err, errSeen) {
		t.taken = Taken{Repeated: true}
		return nil
	}
	if errors.Is(err, ErrCorrupt) {
		_ = t.bot.logged(ctx, "delivery", t.Key, err)
		return t.unreadable(ctx, step)
	}
	return err
}

// unreadable answers somebody whose session cannot be read, without keeping anything: what is
// stored stays, in case it can be read again, until they have it deleted.
func (t *turn) unreadable(ctx context.Context, step func(conversation.State) conversation.State) error {
	s := conversation.Unreadable(t.Event.Language)
	forget := false
	err := Guard(func() error { forget = step(s).Forgotten; return nil })
	if err == nil && forget {
		if err := t.bot.store.Delete(ctx, t.Key, 0); err != nil {
			return fmt.Errorf("delete session: %w", err)
		}
		return t.commit(ctx, step)
	}
	t.taken = Taken{Unreadable: true, Screen: t.bot.o.Show(s, t.Event.At),
		Session: Session{Key: t.Key, State: s, Version: 1, Created: t.now, Touched: t.now}}
	return nil
}

// notice is the step of a delivery that has no effect but to be noted: the person is told
// something with the present screen.
func (t *turn) notice(n conversation.Notice) func(conversation.State) conversation.State {
	return func(s conversation.State) conversation.State {
		if s.Language == "" {
			s.Language, _ = locales.Match(t.Event.Language)
		}
		return s.WithNotice(n)
	}
}

// commit saves what a step makes of the session. A state that cannot be drawn is not saved.
func (t *turn) commit(ctx context.Context, step func(conversation.State) conversation.State) error {
	session, err := t.bot.store.Apply(ctx, t.Key, func(s *Session) error {
		if s.HasSeen(t.ID) {
			return errSeen
		}
		t.before = s.State
		err := Guard(func() error {
			after := step(s.State)
			if t.After != nil {
				after, t.Change = t.After(s.State, after)
			}
			s.State = after
			t.taken.Screen = t.bot.o.Show(s.State, t.Event.At)
			return nil
		})
		if err != nil {
			return err
		}
		t.bot.advance(s, t)
		return nil
	})
	if err != nil {
		return fmt.Errorf("apply turn: %w", err)
	}
	t.taken.Session = session
	t.closeShare(ctx)
	return nil
}

// advance counts a turn: a screen is owed, to somebody who is there. A time that the
// platform asked to wait stays; one that we chose because something was broken does not.
// Of somebody who asked to be forgotten only what the goodbye needs stays.
func (b *Bot) advance(s *Session, t *turn) {
	if s.Version == 0 {
		s.Created = t.now
	}
	s.Touched = t.now
	s.Version++
	if b.o.RememberFor > 0 {
		s.RememberFor(t.ID, t.now, b.o.RememberFor)
	} else {
		s.Remember(t.ID)
	}
	s.Gone = false
	if s.Tries > 0 {
		s.Tries, s.Due = 0, time.Time{}
	}
	if !s.State.Forgotten {
		b.change(s, t.Change)
		return
	}
	bare(b.poster, s)
	b.change(s, t.Change)
	s.Changes = append(slices.Clone(s.Changes), SurfaceChange{Version: s.Version}) // of a post that is under way no more is left either
}

// Forget leaves of a session what the goodbye needs, which is owed then, as a turn does in which
// the person asks for it at that time.
func Forget(p Poster, s *Session, at time.Time) {
	s.State = s.State.Forget()
	s.Touched, s.Gone, s.Tries = at, false, 0
	bare(p, s)
	ChangeSurface(s, nil)
}

// bare leaves of the surface what the goodbye needs.
func bare(p Poster, s *Session) {
	*s = WithChanges(p, *s)
	s.Surface = changed(p, s.Surface, nil)
}

// ChangeSurface changes what is kept of the screen without a turn of the person's: the screen is
// owed anew. See [Poster.Change].
func ChangeSurface(s *Session, data []byte) {
	s.Version++
	s.Changes = append(slices.Clone(s.Changes), SurfaceChange{Version: s.Version, Data: data})
}

// maxChanges is how many changes of a surface wait to be settled: a person who goes on while
// nothing can be posted makes no session large.
const maxChanges = 32

// change notes what the turn that led to the present version did to the surface. It is kept
// beside it until a screen has been posted on what both make, so that a post under way may
// replace the surface at its end and no change is lost.
func (b *Bot) change(s *Session, data []byte) {
	if data == nil {
		return
	}
	s.Changes = append(slices.Clone(s.Changes), SurfaceChange{Version: s.Version, Data: data})
	for len(s.Changes) > maxChanges {
		s.Surface = changed(b.poster, s.Surface, s.Changes[0].Data)
		s.Changes = s.Changes[1:]
	}
}

// WithChanges returns a session with the surface as it is after all changes.
func WithChanges(p Poster, s Session) Session {
	for _, c := range s.Changes {
		s.Surface = changed(p, s.Surface, c.Data)
	}
	s.Changes = nil
	return s
}

// changed returns a surface after a change, or as it is where the platform panics.
func changed(p Poster, surface, data []byte) []byte {
	_ = Guard(func() error { surface = p.Change(surface, data); return nil })
	return surface
}
