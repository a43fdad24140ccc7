package card

import (
	"encoding/json"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Surface is what stands in a chat. Messages are named by the platform's ids; the zero id is
// no message.
type Surface[ID comparable] struct {
	// Card is the message that shows the present screen, and Asks the question that it asks,
	// empty where it asks none.
	Card ID     `json:"card,omitzero"`
	Asks string `json:"asks,omitempty"`
	// Below says that something else stands below the card.
	Below bool `json:"below,omitempty"`
	// Result is the last result, as long as it has its buttons. It may be the card.
	Result Result[ID] `json:"document,omitzero"`
	// Left are cards that are still to lose their buttons.
	Left []Left[ID] `json:"left,omitempty"`
	// Messages are those of the conversation that can be deleted when the person is forgotten,
	// as far as they are known: the newest, oldest first. A slice that has been stored is not
	// changed in place.
	Messages []Message[ID] `json:"messages,omitempty"`
	// Filed is the version of the session whose file has been sent.
	Filed int64 `json:"filed,omitempty"`
}

// Left is a card that is given up.
type Left[ID comparable] struct {
	ID     ID          `json:"id"`
	Asks   string      `json:"asks,omitempty"`   // the question that it asked
	Result *Result[ID] `json:"result,omitempty"` // it is a result
}

// Message is a message of the conversation, and when it was sent, in seconds since 1970.
type Message[ID comparable] struct {
	ID ID    `json:"id"`
	At int64 `json:"at"`
}

// MaxMessages is how many messages are known, to be deleted.
const MaxMessages = 100

// Sent notes that there is another message.
func (s *Surface[ID]) Sent(id ID, at time.Time) {
	kept := s.Messages[max(0, len(s.Messages)-MaxMessages+1):]
	s.Messages = append(append([]Message[ID](nil), kept...), Message[ID]{id, at.Unix()})
}

// Written notes that something was written below the card.
func (s *Surface[ID]) Written() { s.Below = true }

// Pressed notes that a button of a message was pressed, which shows a result or not. The details
// of the last result open on it. One before it speaks of other answers: it is left. Any
// other message becomes the card again, and the one that was it is left.
func (s *Surface[ID]) Pressed(id ID, result bool) {
	var none ID
	if result && s.Result.ID == none && (id == s.Card || s.Card == none) {
		s.Result = Result[ID]{ID: id} // it was not known
	}
	if id == s.Card {
		return
	}
	if result && id != s.Result.ID {
		s.leave(Left[ID]{ID: id, Result: &Result[ID]{ID: id}})
		return
	}
	if s.Card != none && s.Card != s.Result.ID {
		s.leave(Left[ID]{ID: s.Card, Asks: s.Asks})
	}
	s.Card, s.Asks, s.Below = id, "", false
}

// leave notes that a card is to lose its buttons.
func (s *Surface[ID]) leave(l Left[ID]) { s.Left = append(append([]Left[ID](nil), s.Left...), l) }

// Forget takes the card to be no more.
func (s *Surface[ID]) Forget() { *s = Surface[ID]{Filed: s.Filed, Messages: s.Messages} }

// Forgotten drops what is known of the person, who is to be forgotten.
func (s *Surface[ID]) Forgotten() {
	s.Result.State, s.Left = nil, append([]Left[ID](nil), s.Left...)
	for i := range s.Left {
		if s.Left[i].Result != nil {
			s.Left[i].Result = &Result[ID]{ID: s.Left[i].ID}
		}
	}
}

// Plan is what [Show] does where nothing odd happens.
type Plan struct {
	Sends    bool // a new message; otherwise it changes the card
	Restores bool // closes the detail that is open on the result
	Ends     bool // gives up the result
	Leaves   int  // messages that lose their buttons
}

// Plan returns what [Show] is expected to do with a post where this stands in the chat.
func (s *Surface[ID]) Plan(p *bot.Post) Plan {
	var none ID
	var plan Plan
	kind, stands := p.Screen.Kind, s.stands(p)
	known := s.Result.ID != none
	onResult := known && s.Card == s.Result.ID
	apart := kind == conversation.Question || kind == conversation.Forgotten || p.Screen.Confirms
	plan.Sends = s.Card == none || s.Below || onResult && (apart || !stands)
	away := plan.Sends || !onResult // the card will be another message than the result
	plan.Restores = stands && away && s.Result.Opened && s.Result.State != nil
	plan.Ends = known && away && (!stands || kind == conversation.Result)
	plan.Leaves = len(s.Left)
	if plan.Ends {
		plan.Leaves++
	}
	if plan.Sends && s.Card != none && !onResult {
		plan.Leaves++
	}
	return plan
}

// Read reads what [JSON] wrote. What cannot be read is as if nothing stood there, so that a
// new card is sent.
func Read[T any](b []byte) T {
	var v, none T
	if json.Unmarshal(b, &v) != nil {
		return none
	}
	return v
}

// JSON writes a surface, or a change of one.
func JSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return nil
	}
	return b
}
