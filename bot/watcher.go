package bot

import (
	"context"
	"errors"
	"time"

	"hspbot/conversation"
)

// Watcher is told what a bot that posts has done, after it is done. What it is told names no
// person and no place. Its methods are quick, do not fail, and are called by many goroutines.
type Watcher interface {
	// Took is told of a delivery once its turn has come to its end, and before its screen
	// is posted. What it returns is given back with the posts of that screen.
	Took(t Turn) (mark any)
	// Posted is told of each post once the platform has answered, or has failed to.
	Posted(p Posting)
}

// Turn is what a [Watcher] is told of a delivery.
type Turn struct {
	Platform string
	Kind     conversation.EventKind
	Result   TurnResult
	// Finished says that the turn has led from the questions to the result.
	Finished bool
	// Came is when the delivery came in, Began when the turns before it were through, and
	// Ended when it was on disk or had failed.
	Came, Began, Ended time.Time
}

// TurnResult is what became of a turn.
type TurnResult uint8

// The results of turns.
const (
	Committed TurnResult = iota
	Repeated             // the delivery had its effect before
	Poisoned             // it panicked, and has been set aside
	Failed               // nothing has changed; the delivery will come again
)

// Posting is what a [Watcher] is told of a post.
type Posting struct {
	Platform string
	Outcome  Outcome
	Cut      bool // given up because the bot stops; there is no outcome then
	Attempt  int  // 1 is the first, counted over what was broken
	// Fresh says that the screen is the one of a delivery; then Came is when that came in,
	// and Mark what Took returned for it.
	Fresh        bool
	Came         time.Time
	Mark         any
	Began, Ended time.Time
}

// Measured is what a [Store] is, too, where it lets itself be looked at from outside.
type Measured interface {
	// Count returns how many sessions of a platform there are. Where there are many it takes
	// a moment.
	Count(ctx context.Context, platform string) (int, error)
	// Owed returns how many screens of a platform are owed to people who are there, due or
	// put off, and when the conversation was touched that waits longest; the zero time
	// where none is owed.
	Owed(ctx context.Context, platform string) (n int, oldest time.Time, err error)
	// Probe writes something that means nothing, in a transaction that is on disk when
	// Probe returns.
	Probe(ctx context.Context) error
}

// trail is what is noted of a delivery for the watcher; nil where nobody watches. It is
// complete before its screen is handed over, and not changed then.
type trail struct {
	turn    Turn
	stepped bool // the delivery has led to a step
	before  conversation.State
	mark    any
}

// follow begins the trail of a delivery.
func (b *Bot) follow(d Delivery) *trail {
	if b.o.Watch == nil {
		return nil
	}
	now := b.o.Now()
	return &trail{turn: Turn{Platform: b.name, Kind: d.Event.Kind, Came: now, Began: now}}
}

// enter notes that the turn begins.
func (t *trail) enter(now time.Time) {
	if t != nil {
		t.turn.Began = now
	}
}

// from notes the state before the turn.
func (t *trail) from(s conversation.State) {
	if t != nil {
		t.stepped, t.before = true, s
	}
}

// took tells the watcher what became of a turn.
func (b *Bot) took(t *trail, taken Taken, err error) {
	if t == nil {
		return
	}
	t.turn.Ended = b.o.Now()
	switch {
	case errors.Is(err, errSeen):
		t.turn.Result = Repeated
	case err != nil:
		t.turn.Result = Failed
	case taken.Reference != "":
		t.turn.Result = Poisoned
	default:
		t.turn.Finished = t.stepped && b.finished(t.before, taken.Screen, t.turn.Began)
	}
	t.mark = b.o.Watch.Took(t.turn)
}

// finished reports whether a result is the first since the questions: not one come back to
// from its details, nor another after an answer was changed.
func (b *Bot) finished(before conversation.State, screen conversation.Screen, at time.Time) bool {
	if screen.Kind != conversation.Result {
		return false
	}
	before.View, before.Editing = "", "" // what it was that they were opened from
	was := conversation.Screen{}
	err := guard(func() error { was = b.o.Show(before, at); return nil })
	return err == nil && was.Kind != conversation.Result
}

// posted tells the watcher of a post that has come to its end.
func (b *Bot) posted(p Post, began time.Time, sent *Sent) {
	if b.o.Watch == nil {
		return
	}
	told := Posting{Platform: b.name, Outcome: sent.Outcome, Cut: sent.Outcome == cut, Attempt: p.Session.Tries + 1, Began: began, Ended: b.o.Now()}
	if p.trail != nil {
		told.Fresh, told.Came, told.Mark = true, p.trail.turn.Came, p.trail.mark
	}
	b.o.Watch.Posted(told)
}
