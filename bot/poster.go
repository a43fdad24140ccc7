package bot

import (
	"context"
	"time"

	"hspbot/conversation"
)

// Poster brings screens to a platform. Package outbox calls it, after the delivery that led
// to a screen has been acknowledged.
type Poster interface {
	// Post brings a screen to its conversation and says what became of it. There is one
	// call at a time for one conversation, and a later one has the surface that the one
	// before returned. It returns when ctx ends: after a minute, or soon when the bot stops.
	// A panic counts as [Bug].
	Post(ctx context.Context, p Post) Sent
	// Change returns a surface after what the Change of a [Delivery] says. It depends on
	// nothing else, leaves both as they are, and may be called more than once. A nil change
	// says that the person asked to be forgotten: what the goodbye needs is left.
	Change(surface, change []byte) []byte
	// Limits returns the limits of the platform that a post falls under, one for each message
	// it is expected to send or change: the same limit may be named several times. It is quick
	// and depends on nothing but the post.
	Limits(p Post) []Limit
}

// Post is a screen on its way.
type Post struct {
	// Session is the one the screen belongs to, with the present surface. Where it owes nothing,
	// its Wake has come.
	Session Session
	Screen  conversation.Screen
	// Elsewhere are the person's other conversations on the platform, where the screen shows what
	// is kept of them or says that it is deleted. Those of a goodbye are forgotten, too.
	Elsewhere []Key
	// Show draws other screens of the conversation, as the screen was drawn; nil is conversation.Show.
	Show func(conversation.State, time.Time) conversation.Screen
}

// Draw draws a screen of the conversation as the one of the post was drawn.
func (p *Post) Draw(s conversation.State, at time.Time) conversation.Screen {
	if p.Show == nil {
		return conversation.Show(s, at)
	}
	return p.Show(s, at)
}

// Mentioner is what a [Poster] is, too, where what is kept of a conversation may name people
// whose conversation it is not, such as who began it.
type Mentioner interface {
	// Mentions returns what the ids of conversations that may name the person of a key begin with,
	// and the change that takes the name out of a surface, see [Poster.Change]. No conversation
	// names the person where the prefix is empty.
	Mentions(key Key) (prefix string, change []byte)
}

// Reacher is what a [Poster] is, too, that can write to people though they have done nothing: those
// who ask for notices there get them.
type Reacher interface {
	// Reaches reports whether the person of a conversation can be written to so that nobody else sees
	// it. It depends on nothing but the key.
	Reaches(key Key) bool
}

// Sent says what became of a [Post].
type Sent struct {
	// Surface replaces that of the session: what stands on the platform now, also after a
	// failure half way. It is kept whatever the outcome is.
	Surface []byte
	Outcome Outcome
	// Wake and Expires replace those of the session, whatever the outcome is.
	Wake, Expires time.Time
	// RetryAfter is how long the platform asked to wait, with [Later].
	RetryAfter time.Duration
	// All says that everybody has to wait that long, not this conversation alone.
	All bool
	// MovedTo is where the conversation is now, with [Moved].
	MovedTo Key
	// Unplanned is how many messages were sent or changed beyond those that Limits named.
	Unplanned int
	// Err is logged as it is: it contains no texts, ids or tokens. Nil with [Delivered].
	Err error
}

// Outcome is the kind of a [Sent].
type Outcome uint8

// The outcomes.
const (
	// Delivered: the person has the screen. Not modified, or an expired press, is that too.
	Delivered Outcome = iota
	// Later: refused by a limit of the platform; tried again after RetryAfter.
	Later
	// Broken: the platform or the way to it fails; tried again, ever more slowly, for a day.
	Broken
	// Gone: the person blocked the bot, or the place is no more. Nothing is sent until they
	// deliver something; the session stays.
	Gone
	// Moved: the conversation is at MovedTo, and the screen is tried there.
	Moved
	// Bug: the platform does not understand us. Not tried again.
	Bug
	// Over: delivered, and the conversation is to be deleted, unless a turn is taken before.
	Over
)

// Limit is one limit of a platform: Burst messages at once, then one each Every.
type Limit struct {
	// Name says what is limited: "all", "chat 4711". Limits of the same name are one.
	Name  string
	Every time.Duration
	Burst int // messages; at least 1
	// Shared says that several people use it up: of a burst one is kept for who is in the middle of
	// an interview.
	Shared bool
}
