// Package card is what platforms have in common on which a conversation is held by one live
// card: a message with buttons that is changed in place as the interview goes on.
//
// A result is a document: it stays as it was said, with its details, and the question or the
// confirmation after it is a message of its own. A newer result, a restart or a deletion takes
// its buttons off. Whatever comes after something was written below the card is a new message,
// too, as nobody looks up there. A card that is left loses its buttons, and all messages that
// are known are deleted with the person's data.
//
// The package knows no platform: a [Messenger] sends and changes messages. What stands in the
// chat is a [Surface], which is kept with the session.
package card

import (
	"context"
	"slices"
	"time"

	"golang.org/x/sync/semaphore"

	"hspbot/bot"
	"hspbot/conversation"
)

// Messenger sends and changes messages in one chat. A message that is gone, or cannot be
// changed any more, is no error of Leave and Delete.
type Messenger[ID comparable] interface {
	// Send sends a screen as a new message.
	Send(ctx context.Context, s *conversation.Screen) (ID, error)
	// Change has a message show a screen.
	Change(ctx context.Context, id ID, s *conversation.Screen) error
	// Leave takes a message its buttons. Where it is a result, it is to say what result says,
	// and stays as it is where that is nil.
	Leave(ctx context.Context, l Left[ID], result *conversation.Screen) error
	// Delete deletes messages, as far as the platform allows it.
	Delete(ctx context.Context, list []Message[ID]) error
	// Uneditable reports whether an error of Change says that the message is gone or cannot
	// be changed any more.
	Uneditable(err error) bool
	// File returns the file that goes with a screen; nil is none.
	File(s *conversation.Screen) *conversation.File
	// SendFile sends a file as a message; the id is zero where it has none.
	SendFile(ctx context.Context, f *conversation.File) (ID, error)
}

// Show brings what stands in a chat up to a post. It does what is still to be done, and can
// be called again after an error, with the surface as it was left.
func Show[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post, now time.Time) error {
	if err := prepare(ctx, m, s, p); err != nil {
		return err
	}
	if err := show(ctx, m, s, p, now); err != nil {
		return err
	}
	if p.Screen.Kind == conversation.Forgotten {
		if err := deleteOthers(ctx, m, s); err != nil {
			return err
		}
	}
	for len(s.Left) > 0 {
		l := s.Left[0]
		var result *conversation.Screen
		if l.Result != nil {
			result = l.Result.screen(p)
		}
		if err := m.Leave(ctx, l, result); err != nil {
			return err
		}
		s.Left = s.Left[1:]
	}
	return sendFile(ctx, m, s, p, now)
}

// prepare closes a detail on the result, and gives up what will not be the card.
func prepare[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post) error {
	var none ID
	plan := s.Plan(p)
	if plan.Restores {
		if err := m.Change(ctx, s.Result.ID, s.Result.screen(p)); err != nil && !m.Uneditable(err) {
			return err
		}
		s.Result.Opened = false
	}
	onResult := s.Card == s.Result.ID
	if plan.Ends {
		ended := s.Result
		s.leave(Left[ID]{ID: ended.ID, Result: &ended})
		s.Result = Result[ID]{}
	}
	if !plan.Sends {
		return nil
	}
	if s.Card != none && !onResult {
		s.leave(Left[ID]{ID: s.Card, Asks: s.Asks})
	}
	s.Card, s.Asks, s.Below = none, "", false
	return nil
}

// show changes the card, or sends one.
func show[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post, now time.Time) error {
	screen := &p.Screen
	if err := place(ctx, m, s, screen, now); err != nil {
		return err
	}
	s.Asks = ""
	if screen.Kind == conversation.Question {
		s.Asks = screen.ID
	}
	switch onResult := s.Card == s.Result.ID; {
	case screen.Kind != conversation.Result:
		s.Result.Opened = s.Result.Opened || onResult
	case onResult && s.Result.State != nil:
		s.Result = said(s.Card, p.Session.State, s.Result.At)
	default:
		s.Result = said(s.Card, p.Session.State, now)
	}
	return nil
}

// place has a message show a screen. Where a button of a message was pressed that is gone, the
// card that it was to replace is not.
func place[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], screen *conversation.Screen, now time.Time) error {
	var none ID
	for s.Card != none {
		err := m.Change(ctx, s.Card, screen)
		if !m.Uneditable(err) {
			return err
		}
		if s.Card == s.Result.ID {
			s.Result = Result[ID]{}
		}
		s.Card, s.Asks = none, ""
		if last := len(s.Left) - 1; last >= 0 && s.Left[last].Asks != "" {
			s.Card, s.Asks, s.Left = s.Left[last].ID, s.Left[last].Asks, s.Left[:last]
		}
	}
	id, err := m.Send(ctx, screen)
	if err != nil {
		return err
	}
	s.Card, s.Below = id, false
	if s.Result.ID == id { // ids of this chat do not tell messages apart
		s.Result = Result[ID]{}
	}
	s.Sent(id, now)
	return nil
}

// deleteOthers deletes all messages but the card.
func deleteOthers[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID]) error {
	others := slices.DeleteFunc(slices.Clone(s.Messages), func(o Message[ID]) bool { return o.ID == s.Card })
	if len(others) == 0 {
		return nil
	}
	if err := m.Delete(ctx, others); err != nil {
		return err
	}
	s.Messages = nil
	return nil
}

// sendFile sends the file that goes with the screen, once.
func sendFile[ID comparable](ctx context.Context, m Messenger[ID], s *Surface[ID], p *bot.Post, now time.Time) (err error) {
	var none ID
	file := m.File(&p.Screen)
	if file == nil || s.Filed == p.Session.Version {
		return nil
	}
	if file, err = Made(ctx, file); err != nil {
		return err
	}
	id, err := m.SendFile(ctx, file)
	if err != nil {
		return err
	}
	if id != none {
		s.Sent(id, now)
	}
	s.Filed, s.Below = p.Session.Version, true
	return nil
}

// making bounds how many files are made at once: each takes a processor for a while.
var making = semaphore.NewWeighted(2)

// Made returns a file with its content. It waits while others are made.
func Made(ctx context.Context, f *conversation.File) (*conversation.File, error) {
	if !f.OnDemand() {
		return f, nil
	}
	if err := making.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer making.Release(1)
	data, err := f.Content()
	return &conversation.File{Name: f.Name, Type: f.Type, Alt: f.Alt, Data: data}, err
}

// FileOf returns the file of a screen, or all of its text as a file.
func FileOf(s *conversation.Screen) *conversation.File {
	if s.File != nil {
		return s.File
	}
	return &conversation.File{Name: s.ID + ".txt", Type: "text/plain", Data: []byte(s.Plain())}
}
