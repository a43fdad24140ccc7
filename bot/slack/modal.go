package slack

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// Buttons that open a modal, or do something else than the interview.
const (
	hrType    = "hr:type"    // an answer is typed
	hrForm    = "hr:form"    // all open questions are answered
	hrAsk     = "hr:ask"     // the candidate answers, elsewhere
	hrSalary  = "hr:salary"  // the salary for 70 and 80 points
	hrCompare = "hr:compare" // two offers side by side
	hrShare   = "hr:share"   // the summary goes to the channel
	hrClose   = "hr:close"   // nothing
	hrExport  = "hr:export"  // the file of the channel's candidates
	hrData    = "hr:data"    // the file of what is stored
	hrOpen    = "hr:open"    // a link
	hrArchive = "hr:archive" // out of the list
	hrRestore = "hr:restore" // into it again
	hrDelete  = "hr:delete"  // everything about a candidate, after a question
	hrUndo    = "hr:undo"    // what was done to a candidate
	hrKeep    = "hr:keep"    // a candidate longer
	hrQuiet   = "hr:quiet"   // no reminders
	hrRemind  = "hr:remind"  // reminders again

	hrSettings = "hr:settings" // of the workspace
)

// ownAction reports whether a button is one of those.
func ownAction(action string) bool { return strings.HasPrefix(action, "hr:") }

// The fields of the modals: blocks, and the one action in each.
const (
	fieldAnswer = "answer"
	fieldInput  = "input"
)

// maxTyped is how many characters can be typed into a field.
const maxTyped = 200

// origin is what a modal remembers of what it was opened from. Slack keeps it, and shows it to
// nobody.
type origin struct {
	Key      string `json:"key"` // id of the conversation
	Asks     string `json:"asks,omitempty"`
	Language string `json:"language,omitempty"`
	Warned   bool   `json:"warned,omitempty"` // who will read along has been said
	// Change is what is done to the conversation when the modal is submitted.
	Change change `json:"change,omitzero"`
}

func (o origin) place() place { return placeOf(bot.Key{Platform: Platform, ID: o.Key}) }

func (o origin) text() string { return string(card.JSON(o)) }

// originOf reads what a modal remembers.
func originOf(p wire.Payload) (from origin, ok bool) {
	return from, json.Unmarshal([]byte(p.View.Metadata), &from) == nil
}

// modalAbout returns a function for openModal: a modal about a conversation, and what is done to it
// when that is submitted.
func (s *intake) modalAbout(where place, m change, what string) func(ctx context.Context, language string) slack.ModalViewRequest {
	return func(ctx context.Context, language string) slack.ModalViewRequest {
		session, err := s.session(ctx, where)
		if err != nil {
			return messageModal(locales.In(language), missingText(err))
		}
		if what == hrType || what == hrForm { // what one person alone sees is in their language
			language = session.State.Language
		}
		return s.modal(what, session.State, origin{Key: where.key().ID, Language: language, Change: m})
	}
}

// missingText names the text for a conversation that could not be read.
func missingText(err error) string {
	if errors.Is(err, bot.ErrNoSession) {
		return "slack.refuse.no_candidate"
	}
	return "slack.trouble"
}

// modal is a modal about a conversation.
func (s *Slack) modal(what string, state conversation.State, from origin) slack.ModalViewRequest {
	switch what {
	case hrSalary:
		return s.salaryModal(state, from)
	case hrCompare:
		return compareModal(state, from)
	case hrDelete:
		return deleteModal(from)
	case hrForm:
		return s.formModal(state, from)
	}
	return s.typeModal(state, from)
}

// pressedInModal takes the press of a button in a modal.
func (s *intake) pressedInModal(in install.Installation, p wire.Payload) {
	from, ok := originOf(p)
	if !ok || p.Press.Value != hrCompare {
		return
	}
	s.background(func(ctx context.Context) {
		var view slack.ModalViewRequest
		if refusal := s.refusal(ctx, in, p, from); refusal != "" {
			view = messageModal(locales.In(from.Language), refusal)
		} else {
			view = s.modalAbout(from.place(), from.Change, hrCompare)(ctx, from.Language)
		}
		s.fill(ctx, in, p.View.ID, p.View.Hash, view)
	})
}

// refusal says why somebody may not see what a modal shows of a conversation, or nothing.
func (s *Slack) refusal(ctx context.Context, in install.Installation, p wire.Payload, from origin) string {
	where := from.place()
	if where.install != in.ID || !where.isCandidate() && where.user != p.User {
		return "slack.refuse.no_candidate"
	}
	return s.may(ctx, in, p, where.channel, toSee)
}

// fieldOf is the field of a modal at which its errors are shown.
func fieldOf(p wire.Payload) string {
	if p.View.Callback == hrNew {
		return fieldLabel
	}
	return slices.Min(append(slices.Collect(maps.Keys(p.Values)), "~")) // any of those that are there
}

// submitted takes what was typed into a modal.
func (s *intake) submitted(ctx context.Context, in install.Installation, p wire.Payload) (wire.Reply, error) {
	from, ok := originOf(p)
	switch {
	case !ok:
		return wire.Reply{}, nil
	case p.View.Callback == hrNew:
		return s.startNew(ctx, in, p, from)
	case p.View.Callback == hrSettings:
		return s.setSettings(ctx, in, p, from)
	}
	field := fieldOf(p)
	v := locales.In(from.Language)
	if refusal := s.refusal(ctx, in, p, from); refusal != "" {
		return wrong(field, v.Say(refusal)), nil
	}
	session, err := s.session(ctx, from.place())
	switch {
	case errors.Is(err, bot.ErrNoSession), errors.Is(err, bot.ErrCorrupt):
		return wrong(field, v.Say("slack.refuse.no_candidate")), nil
	case err != nil:
		return wire.Reply{}, err
	case p.View.Callback == hrCompare:
		return s.compare(session.State, from, p.Values), nil
	case p.View.Callback == hrForm:
		return s.filled(ctx, p, from, session)
	case p.View.Callback == hrDelete:
		return wire.Reply{}, s.deleted(ctx, in, p, from)
	}
	return s.typed(ctx, p, from, session)
}

// typed takes an answer typed into a modal. What the interview would not understand is shown
// as an error of the field; nothing has changed then.
func (s *intake) typed(ctx context.Context, p wire.Payload, from origin, session bot.Session) (wire.Reply, error) {
	v, now := locales.In(session.State.Language), s.o.Now()
	text := first(p.Values[fieldAnswer][fieldInput])
	before := asking(session.State, now)
	if before.ID != from.Asks {
		if session.HasSeen(p.ID) {
			return wire.Reply{}, nil // this very answer did it
		}
		return wrong(fieldAnswer, v.Say("slack.type.answered")), nil
	}
	e := conversation.Event{Kind: conversation.Typed, Text: text, At: now}
	after := conversation.Step(session.State, e)
	if screen := conversation.Show(after, e.At); screen.Notice != "" && screen.ID == before.ID && after.Facts == session.State.Facts {
		return wrong(fieldAnswer, card.Clip(screen.Notice, 1000)), nil
	}
	return wire.Reply{}, s.deliver(ctx, p, from.place(), e, from.Change)
}

// deleteModal asks once before everything about a candidate is deleted, in the language of who
// asked for it.
func deleteModal(from origin) slack.ModalViewRequest {
	v := locales.In(from.Language)
	return inputModal(v, "slack.delete.title", hrDelete, "slack.row.delete", from, section(escape(v.Say("slack.candidate.forget_text"))))
}

// deleted deletes a candidate, and draws the list again from which that was asked for.
func (s *intake) deleted(ctx context.Context, in install.Installation, p wire.Payload, from origin) error {
	e := conversation.Event{Kind: conversation.Pressed, Action: conversation.ActionForget}
	if err := s.deliver(ctx, p, from.place(), e, change{Kind: elsewhere, By: p.User}); err != nil {
		return err
	}
	p.Kind, p.Channel, p.Ephemeral = wire.Action, from.Change.Channel, from.Change.Private
	if from.Change.Reply != nil {
		p.ResponseURL = from.Change.Reply.URL
	}
	s.listAgain(in, p, query{})
	return nil
}

// asking is the question of a conversation, also while something else is looked at.
func asking(state conversation.State, at time.Time) conversation.Screen {
	state.View = ""
	return conversation.Show(state, at)
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// typeModal asks for the answer to the present question.
func (s *Slack) typeModal(state conversation.State, from origin) slack.ModalViewRequest {
	v := locales.In(state.Language)
	screen := asking(state, s.o.Now())
	if screen.Kind != conversation.Question {
		return messageModal(v, "slack.type.answered")
	}
	from.Asks = screen.ID
	input := slack.NewPlainTextInputBlockElement(nil, fieldInput).WithMaxLength(maxTyped)
	input.FocusOnLoad = true
	return inputModal(v, "slack.type.title", hrType, "slack.modal.submit", from, slack.NewInputBlock(fieldAnswer, fieldText(screen.Title), fieldText(screen.Hint), input))
}
