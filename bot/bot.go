package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"hspbot/conversation"
)

// Platform shows screens to people.
type Platform interface {
	// Show brings the screen to the person. The session is the one the screen belongs to,
	// as it was saved. For one conversation there is one call at a time, in the order of
	// the turns; the next waits, so Show returns when ctx ends. A nil error means that the
	// person has it or certainly will.
	//
	// Errors are logged as they are: they contain no texts, ids or tokens.
	Show(ctx context.Context, s Session, screen conversation.Screen) error
}

// Delivery is one thing a person did, as a platform handed it over.
type Delivery struct {
	Key Key
	// ID is the platform's name for this delivery, the same when it comes again. Empty
	// where a delivery cannot be repeated.
	ID    string
	Event conversation.Event // At may be zero: now
	// Mark, where not nil, says what the delivery did to the surface: that a typed message now
	// stands below the card. It is part of the commit; [Poster.Mark] understands it.
	Mark []byte
	// Expires is until when the platform lets this very delivery be answered; may be zero.
	// It is handed on in [Post].
	Expires time.Time

	trail *trail
}

// Options are what a [Bot] may be given. Each has a default.
type Options struct {
	Log *slog.Logger // slog.Default
	// LogKey keys the hash that stands for a conversation in the log. By default it is
	// random, so that hashes of two runs do not compare.
	LogKey []byte
	Now    func() time.Time // that of a [Shared] store, else time.Now
	// Step and Show are the interview: conversation.Step and conversation.Show.
	Step func(conversation.State, conversation.Event) conversation.State
	Show func(conversation.State, time.Time) conversation.Screen

	// For bots that post, see [NewPosting].

	Workers   int           // posts under way at once; 64
	Backlog   int           // conversations whose screens wait in memory, the rest waits in the store; 4096
	Unlimited bool          // for benchmarks: the limits of Poster.Pace are not kept
	AnyHaste  bool          // for tests: people may be faster than people are
	TTL       time.Duration // of silence, after which a session is deleted; 30 days
	// Remember is how long a delivery is known again at least; by default the last 16 of a
	// conversation are.
	Remember time.Duration
	Drain    time.Duration // for posts under way when the bot stops; 10 seconds
	Watch    Watcher       // nobody
}

// Bot holds conversations on one platform. It may be used by many goroutines.
type Bot struct {
	store    Store
	platform Platform // of a bot made by New
	name     string   // of the platform of a bot made by NewPosting
	poster   Poster
	shared   Shared // nil where no other replica works on the store
	o        Options
	lanes    lanes
	waiting  *dispatcher
	counts   counts
	flood    flood
}

// ErrOwed says that the turn has been taken and is kept, but its screen could not be shown
// yet: acknowledge the delivery, and show the screen later with [Bot.Resume].
var ErrOwed = errors.New("screen owed")

// New returns a bot that shows each screen before its delivery is done, see [Bot.Deliver].
// The store stays the caller's to close.
func New(store Store, platform Platform, o Options) *Bot {
	o.Log = cmp.Or(o.Log, slog.Default())
	if o.LogKey == nil {
		o.LogKey = []byte(rand.Text())
	}
	if o.Now == nil {
		o.Now = time.Now
		if shared, ok := store.(Shared); ok {
			o.Now = shared.Now
		}
	}
	if o.Step == nil {
		o.Step = conversation.Step
	}
	if o.Show == nil {
		o.Show = conversation.Show
	}
	o.Workers = cmp.Or(o.Workers, 64)
	o.Backlog = cmp.Or(o.Backlog, 4096)
	o.TTL = cmp.Or(o.TTL, 30*24*time.Hour)
	o.Drain = cmp.Or(o.Drain, 10*time.Second)
	return &Bot{store: store, platform: platform, o: o, waiting: newDispatcher(o.Now, o.Backlog)}
}

// NewPosting returns a bot that posts its screens by itself, see [Bot.Take] and [Bot.Run].
// The platform is the one of its keys. The store stays the caller's to close.
func NewPosting(store Store, platform string, poster Poster, o Options) *Bot {
	b := New(store, nil, o)
	b.name, b.poster = platform, poster
	if b.shared, _ = store.(Shared); b.shared != nil {
		b.waiting.paces.share = 0 // until the others know
	}
	return b
}

// Deliver takes one turn: it commits it, shows its screen and notes that it was shown. A
// delivery seen before has no effect and no error. Where the screen is the last, everything
// about the person is deleted after it.
//
// Of the errors, all logged already, [ErrOwed] means that the turn is kept; [*PoisonError]
// and [ErrCorrupt] without it, that it never will be. Any other means that nothing has
// changed: not to be acknowledged, to be delivered again.
func (b *Bot) Deliver(ctx context.Context, d Delivery) error {
	err := b.inOrder(ctx, d.Key, func() (Session, conversation.Screen, error) {
		return b.turn(ctx, d)
	})
	if errors.Is(err, errSeen) {
		return nil
	}
	return b.logged(ctx, "delivery", d.Key, err)
}

// Resume shows the present screen of a conversation again, as of a day: after a restart,
// and where [Store.Owing] names it. It returns [ErrNoSession] where there is none, and
// logs all other errors.
func (b *Bot) Resume(ctx context.Context, key Key, at time.Time) error {
	err := b.inOrder(ctx, key, func() (Session, conversation.Screen, error) {
		return b.present(ctx, key, at)
	})
	if errors.Is(err, ErrNoSession) {
		return ErrNoSession
	}
	return b.logged(ctx, "resume", key, err)
}

// inOrder shows the screen that commit returns, in the order of the commits. A slow or
// failing platform does not keep the next turn from its commit.
func (b *Bot) inOrder(ctx context.Context, key Key, commit func() (Session, conversation.Screen, error)) error {
	if err := key.Check(); err != nil {
		return err
	}
	l := b.lanes.enter(key)
	defer b.lanes.leave(key, l)
	if err := l.close(ctx); err != nil {
		return fmt.Errorf("wait for the turn before: %w", err)
	}
	session, screen, err := commit()
	if err != nil {
		l.open()
		return err
	}
	before, done := l.queue()
	defer done()
	if screen.Kind == conversation.Forgotten {
		defer l.open() // no turn between the last screen and the deletion
		return errors.Join(b.show(ctx, before, session, screen), b.forget(ctx, key))
	}
	l.open()
	if err := b.show(ctx, before, session, screen); err != nil {
		return err
	}
	// What the person has seen is noted even when ctx has just ended.
	shown := Settlement{Version: session.Version, Shown: session.Version, Surface: session.Surface}
	if err := b.store.Settle(context.WithoutCancel(ctx), key, shown); err != nil {
		return owed(session, fmt.Errorf("settle screen: %w", err))
	}
	return nil
}

// show shows a screen once those before it are through.
func (b *Bot) show(ctx context.Context, before <-chan struct{}, s Session, screen conversation.Screen) error {
	<-before // each of them ends with its own context
	if err := guard(func() error { return b.platform.Show(ctx, s, screen) }); err != nil {
		return owed(s, fmt.Errorf("show screen: %w", err))
	}
	return nil
}

func owed(s Session, err error) error {
	if !s.Owing() {
		return err
	}
	return fmt.Errorf("%w: %w", ErrOwed, err)
}

// forget deletes a session that a turn has already emptied. Where that fails the session
// stays owing, and Resume tries again.
func (b *Bot) forget(ctx context.Context, key Key) error {
	if err := b.store.Delete(context.WithoutCancel(ctx), key); err != nil {
		return fmt.Errorf("%w: delete session: %w", ErrOwed, err)
	}
	return nil
}
