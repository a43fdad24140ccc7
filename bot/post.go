package bot

import (
	"context"
	"time"

	"hspbot/conversation"
)

// Poster is a platform to which screens go by themselves, after the delivery that led to
// them has been acknowledged. A bot made by [NewPosting] takes deliveries with [Bot.Take]
// and posts their screens in [Bot.Run].
type Poster interface {
	// Post brings a screen to its conversation and says what became of it. There is one
	// call at a time for one conversation, and a later one has the surface that the one
	// before returned. It returns when ctx ends: after a minute, or soon when the bot stops.
	// A panic counts as [Bug].
	Post(ctx context.Context, p Post) Sent
	// Mark returns a surface after what a mark of [Delivery] says. It depends on nothing else,
	// leaves both as they are, and may be called more than once.
	Mark(surface, mark []byte) []byte
	// Pace returns the limits that a screen of this session falls under. It is quick and
	// depends on nothing but the session.
	Pace(s Session) []Limit
}

// Post is a screen on its way.
type Post struct {
	// Session is the one the screen belongs to, with the present surface.
	Session Session
	Screen  conversation.Screen
	// Fresh says that the screen is the one of the delivery, notices and files included.
	// Otherwise it was computed again from the state: after a restart, or where many wait.
	Fresh bool
	// Expires is that of the delivery; zero where there was none, or where Fresh is false.
	Expires time.Time

	trail *trail // of the delivery, where Fresh is true and somebody watches
}

// Sent says what became of a [Post].
type Sent struct {
	// Surface replaces that of the session: what stands on the platform now, also after a
	// failure half way. It is kept whatever the outcome is.
	Surface []byte
	Outcome Outcome
	// RetryAfter is how long the platform asked to wait, with [Later].
	RetryAfter time.Duration
	// All says that everybody has to wait that long, not this conversation alone.
	All bool
	// MovedTo is where the conversation is now, with [Moved].
	MovedTo Key
	// Cost is how many messages the limits are to count; 0 counts as 1.
	Cost int
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
)

// Limit is one limit of a platform: a bucket of Burst tokens that gains one each Every.
type Limit struct {
	// Bucket names what is limited: "all", "chat:4711". Limits with the same bucket share it.
	Bucket string
	Every  time.Duration
	Burst  int // at least 1
}

// Taken is what [Bot.Take] made of a delivery.
type Taken struct {
	// Seen says that the delivery had its effect before; there is no screen then.
	Seen bool
	// Unheard says that the conversation has had too many deliveries in a short time, and was
	// told so: this one has no effect, and nothing is shown for it.
	Unheard bool
	// Screen is the one that is owed now, and will be posted.
	Screen conversation.Screen
	// Session is as the delivery left it.
	Session Session
	// Reference is not empty where the turn panicked: the delivery had no effect but to be
	// noted, and the screen is the present one with a notice that names the reference.
	Reference string
}
