// Package card is what platforms have in common on which a conversation is held by one live
// card: a message with buttons that is changed in place as the interview goes on.
//
// A result is left standing to be read again: the question after it is a message of its own.
// So is whatever comes after something was written below the card, as nobody looks up
// there. A card that is left loses its buttons.
//
// The package knows no platform: a [Messenger] sends and changes messages. What stands in the
// chat is a [Surface], which is kept with the session.
package card

import (
	"context"
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
	// Result says that the card is a result, or a detail opened on one.
	Result bool `json:"result,omitempty"`
	// Below says that something else stands below the card.
	Below bool `json:"below,omitempty"`
	// Old is an earlier card that is still to be left, and OldAsks what it asked.
	Old     ID     `json:"old,omitzero"`
	OldAsks string `json:"old_asks,omitempty"`
	// Filed is the version of the session whose file has been sent.
	Filed int64 `json:"filed,omitempty"`
}

// Written notes that something was written below the card.
func (s *Surface[ID]) Written() { s.Below = true }

// Pressed notes that a button was pressed of a message, which shows a result or not. An older
// message becomes the card again, and the one that was it is left, unless it is a result.
func (s *Surface[ID]) Pressed(id ID, result bool) {
	if id == s.Card {
		return
	}
	var none ID
	if s.Card != none && !s.Result {
		s.Old, s.OldAsks = s.Card, s.Asks
	}
	s.Card, s.Asks, s.Result, s.Below = id, "", result, false
}

// Forget takes the card to be no more.
func (s *Surface[ID]) Forget() { *s = Surface[ID]{Filed: s.Filed} }

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

// Messenger sends and changes messages in one chat.
type Messenger[ID comparable] interface {
	// Send sends a screen as a new message.
	Send(ctx context.Context, s *conversation.Screen) (ID, error)
	// Change has a message show a screen.
	Change(ctx context.Context, id ID, s *conversation.Screen) error
	// Leave gives up a message. It shows a result from now on, where there is one, and loses
	// its buttons otherwise; asks is the question that it asked. A message that is gone or
	// cannot be changed is no error.
	Leave(ctx context.Context, id ID, asks string, result *conversation.Screen) error
	// Uneditable reports whether an error of Change says that the message is gone or cannot
	// be changed any more.
	Uneditable(err error) bool
	// File returns the file that goes with a screen; nil is none.
	File(s *conversation.Screen) *conversation.File
	// SendFile sends a file as a message.
	SendFile(ctx context.Context, f *conversation.File) error
}

// Show brings what stands in a chat up to a post. It does what is still to be done, and can
// be called again after an error, with the surface as it was left.
func Show[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post, now time.Time) error {
	if p.Session.Version == 1 {
		s.Result = false // what stands there is of an earlier conversation
	}
	if err := leave(ctx, m, s, p, now); err != nil {
		return err
	}
	if err := show(ctx, m, s, &p.Screen); err != nil {
		return err
	}
	if err := leaveOld(ctx, m, s); err != nil {
		return err
	}
	file := m.File(&p.Screen)
	if file == nil || s.Filed == p.Session.Version {
		return nil
	}
	if err := m.SendFile(ctx, file); err != nil {
		return err
	}
	s.Filed, s.Below = p.Session.Version, true
	return nil
}

// Plan returns what [Show] is expected to do where this stands in the chat, as long as nothing
// odd happens: whether it sends a new message rather than changing one, whether it shows a
// result again, and how many messages it leaves without one.
func (s *Surface[ID]) Plan(kind conversation.ScreenKind) (sends, restores bool, leaves int) {
	var none ID
	restores = s.Card != none && s.Result && !s.Below && kind == conversation.Question
	if s.Card != none && s.Below && !s.Result {
		leaves++
	}
	if s.Old != none {
		leaves++
	}
	return s.Card == none || s.Below || restores, restores, leaves
}

// leave gives up the card where the next screen is to be a message of its own.
func leave[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post, now time.Time) error {
	var none ID
	sends, restores, _ := s.Plan(p.Screen.Kind)
	if s.Card == none || !sends {
		return nil
	}
	var result *conversation.Screen
	if restores {
		result = resultOf(p.Session.State, now)
	}
	switch {
	case result != nil:
		if err := m.Leave(ctx, s.Card, "", result); err != nil {
			return err
		}
	case restores || !s.Result:
		if err := leaveOld(ctx, m, s); err != nil {
			return err
		}
		s.Old, s.OldAsks = s.Card, s.Asks
	}
	s.Card, s.Asks, s.Result, s.Below = none, "", false, false
	return nil
}

// leaveOld gives up the old card, if there is one.
func leaveOld[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID]) error {
	var none ID
	if s.Old == none {
		return nil
	}
	if err := m.Leave(ctx, s.Old, s.OldAsks, nil); err != nil {
		return err
	}
	s.Old, s.OldAsks = none, ""
	return nil
}

// show changes the card, or sends one.
func show[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], screen *conversation.Screen) error {
	err := place(ctx, m, s, screen)
	if err != nil {
		return err
	}
	s.Asks = ""
	if screen.Kind == conversation.Question {
		s.Asks = screen.ID
	}
	s.Result = screen.Kind == conversation.Result || s.Result && screen.Kind != conversation.Question
	return nil
}

// place has a message show a screen. Where a button of a message was pressed that is gone, the
// card that it was to replace is not.
func place[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], screen *conversation.Screen) error {
	var none ID
	for s.Card != none {
		err := m.Change(ctx, s.Card, screen)
		if !m.Uneditable(err) {
			return err
		}
		s.Card, s.Asks, s.Result = s.Old, s.OldAsks, false
		s.Old, s.OldAsks = none, ""
	}
	id, err := m.Send(ctx, screen)
	if err != nil {
		return err
	}
	s.Card, s.Below, s.Result = id, false, false
	return nil
}

// resultOf returns the result of a state, or nil where there is none.
func resultOf(state conversation.State, at time.Time) *conversation.Screen {
	if state.Forgotten {
		return nil
	}
	state.View, state.Editing, state.Notice = "result", "", nil
	result := conversation.Show(state, at)
	if result.Kind != conversation.Result {
		return nil
	}
	return &result
}

// FileOf returns the file of a screen, or all of its text as a file.
func FileOf(s *conversation.Screen) *conversation.File {
	if s.File != nil {
		return s.File
	}
	return &conversation.File{Name: s.ID + ".txt", Type: "text/plain", Data: []byte(s.Plain())}
}
