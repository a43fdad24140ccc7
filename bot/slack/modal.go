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

// openModal opens a modal at once, as the permission to do so lives for three seconds and is good
// once, and fills it then.
func (s *intake) openModal(in install.Installation, p wire.Payload, view func(ctx context.Context, language string) slack.ModalViewRequest) {
	if !s.first(p) {
		return
	}
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		opened, err := s.openView(ctx, in, p, messageModal(locales.In(language), "slack.modal.wait"))
		if err != nil {
			s.notify(in, p, "slack.modal.late")
			return
		}
		s.fill(ctx, in, opened.View.ID, opened.View.Hash, view(ctx, language))
	})
}

func (s *Slack) openView(ctx context.Context, in install.Installation, p wire.Payload, view slack.ModalViewRequest) (opened *slack.ViewResponse, err error) {
	err = s.call(ctx, in.ID, func(api *slack.Client) (err error) {
		opened, err = api.OpenViewContext(ctx, p.Trigger, view)
		return err
	})
	if err != nil {
		s.o.Log.Debug("open modal", "platform", Platform, "error", classify(err).Err)
	}
	return opened, err
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

// fill replaces what a modal shows, unless it has changed since.
func (s *Slack) fill(ctx context.Context, in install.Installation, id, hash string, view slack.ModalViewRequest) {
	update := func(api *slack.Client) error {
		_, err := api.UpdateViewContext(ctx, view, "", hash, id)
		return err
	}
	err := s.call(ctx, in.ID, update)
	if err != nil && classify(err).Outcome == bot.Broken { // else somebody looks at "one moment" for ever
		err = s.call(ctx, in.ID, update)
	}
	if c := code(err); err != nil && c != "hash_conflict" && c != "not_found" { // closed, or ahead of us
		s.o.Log.Warn("fill modal", "platform", Platform, "error", classify(err).Err)
	}
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

// fieldErrors keeps a modal open, with an error for each field.
type fieldErrors struct {
	Action string            `json:"response_action"`
	Errors map[string]string `json:"errors"`
}

func wrong(field, text string) wire.Reply {
	return wire.Reply{Body: fieldErrors{Action: "errors", Errors: map[string]string{field: text}}}
}

// fieldOf is the field of a modal at which its errors are shown.
func fieldOf(p wire.Payload) string {
	switch p.View.Callback {
	case hrForm:
		return slices.Min(append(slices.Collect(maps.Keys(p.Values)), "~")) // any of those that are there
	case hrCompare:
		return fieldFirst
	case hrNew:
		return fieldLabel
	case hrSettings:
		return fieldDays
	}
	return fieldAnswer
}

// nextView shows something else in the modal.
type nextView struct {
	Action string                 `json:"response_action"`
	View   slack.ModalViewRequest `json:"view"`
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
	view := newModal(v, "slack.delete.title", from, section(escape(v.Say("slack.candidate.forget_text"))))
	view.CallbackID, view.Submit = hrDelete, label(v.Say("slack.row.delete"))
	return view
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
	s.listAgain(in, p)
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
	var hint *slack.TextBlockObject
	if screen.Hint != "" {
		hint = label(card.Clip(screen.Hint, 1900))
	}
	input := slack.NewPlainTextInputBlockElement(nil, fieldInput).WithMaxLength(maxTyped)
	input.FocusOnLoad = true
	view := newModal(v, "slack.type.title", from, slack.NewInputBlock(fieldAnswer, label(card.Clip(screen.Title, 1900)), hint, input))
	view.CallbackID, view.Submit = hrType, label(v.Say("slack.modal.submit"))
	return view
}

// label is plain text.
func label(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

func newModal(v *locales.Voice, title string, from origin, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, Title: label(v.Say(title)), Close: label(v.Say("slack.modal.close")),
		Blocks: slack.Blocks{BlockSet: blocks}, PrivateMetadata: from.text()}
}

// messageModal says one thing.
func messageModal(v *locales.Voice, id string) slack.ModalViewRequest {
	return newModal(v, "slack.modal.title", origin{}, section(escape(v.Say(id))))
}

// choice is a menu of options of which one is chosen, as a field of a modal.
func choice(field, title string, options []*slack.OptionBlockObject, now string) *slack.InputBlock {
	return slack.NewInputBlock(field, label(title), nil, menuOf(fieldInput, nil, options, now))
}

// menuOf is a menu of options of which one is chosen, by its value.
func menuOf(action string, placeholder *slack.TextBlockObject, options []*slack.OptionBlockObject, now string) *slack.SelectBlockElement {
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, placeholder, action, options...)
	for _, o := range options {
		if o.Value == now {
			menu.InitialOption = o
		}
	}
	return menu
}

// languageOptions are the options of a menu of languages, each with a value of its tag.
func languageOptions(value func(tag string) string) (options []*slack.OptionBlockObject) {
	for _, tag := range locales.Tags() {
		options = append(options, slack.NewOptionBlockObject(value(tag), label(locales.In(tag).Say("language.name")), nil))
	}
	return options
}
