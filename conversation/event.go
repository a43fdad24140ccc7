package conversation

import "time"

// EventKind says what a person did.
type EventKind uint8

// The kinds of events.
const (
	Started EventKind = iota // opened the conversation, by a command, a link or a button
	Typed                    // wrote a text
	Pressed                  // chose the action of a [Choice]
	Sent                     // sent something that is no text: a picture, a voice message
	Edited                   // changed a text written before
)

// Event is one thing a person did.
type Event struct {
	Kind   EventKind
	Text   string // Typed, Edited: as written, any length, any characters
	Action string // Pressed: the action of a choice, possibly of an old screen or forged
	// Message is the platform's name for the message that was written or edited; empty where
	// it cannot be edited.
	Message string
	// Language is the tag the platform names for the person ("ja-JP"); empty where it does
	// not. It is used until the person chooses.
	Language string
	// Invited is the language of the link that led the person here (Started only); it counts
	// more than the platform's.
	Invited string
	// Public says that others can read along. Nothing personal is asked there until the
	// person says so.
	Public bool
	// Referral says who sent the person (Started only); kept as it is, at most 64 bytes.
	Referral string
	// Request is the request whose link led the person here (Started only); nil where none did.
	Request *Request
	// Reachable says that the platform can write to the person in private unasked: there may be notices.
	Reachable bool
	// Code is a fresh random [ShareCode], where the action [MakesShare], and SharedAt the address of
	// the page that shows what is shared, without the code; empty where there is none.
	Code, SharedAt string
	// Sent is when it was sent, by the platform's clock; zero where that is not known.
	Sent time.Time
	// Random is a text that nobody guesses, another for each event: a name for what is sent. Where it
	// is empty nothing is sent.
	Random string
	// Candidate says that the answers will be about somebody else (Started only).
	Candidate bool
	// At is when it happened. The day in Japan decides the rules and the age.
	At time.Time
}
