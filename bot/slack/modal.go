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

// origin is what a modal remembers of the card it was opened from. Slack keeps it, and shows
// it to nobody.
type origin struct {
	Key      string    `json:"key"` // id of the conversation
	Asks     string    `json:"asks,omitempty"`
	Language string    `json:"language,omitempty"`
	Channel  string    `json:"channel,omitempty"`
	TS       string    `json:"ts,omitempty"`
	Private  bool      `json:"private,omitempty"`
	Direct   bool      `json:"direct,omitempty"`
	URL      string    `json:"url,omitempty"`
	Warned   bool      `json:"warned,omitempty"` // who will read along has been said
	Until    time.Time `json:"until,omitzero"`
}

func (o origin) place() place { return placeOf(bot.Key{Platform: Platform, ID: o.Key}) }

func (o origin) text() string {
	b, err := json.Marshal(o)
	if err != nil {
		return ""
	}
	return string(b)
}

// reply is the address for answers to the press that opened the modal.
func (o origin) reply() *reply {
	if o.URL == "" {
		return nil
	}
	r := &reply{URL: o.URL, Until: o.Until, Left: replyUses - 1}
	if !o.Private {
		r.Card = o.TS
	}
	return r
}

// openModal opens a modal at once, as the permission to do so lives for three seconds, and
// fills it then.
func (s *intake) openModal(in install.Installation, p wire.Payload, where place, what string) {
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		opened := s.openWaiting(ctx, in, p, language)
		if opened == nil {
			s.notify(in, p, "slack.modal.late")
			return
		}
		session, err := s.session(ctx, where)
		if err != nil {
			s.fill(ctx, in, opened.View.ID, opened.View.Hash, messageModal(locales.In(language), missingText(err)))
			return
		}
		if what != hrDelete && what != hrSalary && what != hrCompare { // what one person alone sees is in their language
			language = session.State.Language
		}
		from := origin{Key: where.key().ID, Language: language, Channel: p.Channel, TS: p.TS, Private: p.Ephemeral, Direct: p.Direct}
		if r := s.replyOf(p); r != nil {
			from.URL, from.Until = r.URL, r.Until
		}
		s.fill(ctx, in, opened.View.ID, opened.View.Hash, s.modal(what, session.State, from))
	})
}

// openWaiting opens a modal that says that it takes a moment; nil where Slack does not let it.
func (s *Slack) openWaiting(ctx context.Context, in install.Installation, p wire.Payload, language string) *slack.ViewResponse {
	var opened *slack.ViewResponse
	err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
		opened, err = api.OpenViewContext(ctx, p.Trigger, waiting(locales.In(language)))
		return err
	})
	if err != nil {
		s.o.Log.Debug("open modal", "platform", Platform, "error", classify(err).Err)
		return nil
	}
	return opened
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
	s.background(func(ctx context.Context) {
		var from origin
		if json.Unmarshal([]byte(p.View.Metadata), &from) != nil || p.Press.Value != hrCompare {
			return
		}
		v := locales.In(from.Language)
		if refusal := s.refusal(ctx, in, p, from); refusal != "" {
			s.fill(ctx, in, p.View.ID, p.View.Hash, messageModal(v, refusal))
			return
		}
		session, err := s.session(ctx, from.place())
		if err != nil {
			s.fill(ctx, in, p.View.ID, p.View.Hash, messageModal(v, missingText(err)))
			return
		}
		s.fill(ctx, in, p.View.ID, p.View.Hash, compareModal(session.State, from))
	})
}

// refusal says why somebody may not see what a modal shows of a conversation, or nothing.
func (s *Slack) refusal(ctx context.Context, in install.Installation, p wire.Payload, from origin) string {
	where := from.place()
	if where.install != in.ID || !where.isCandidate() && where.user != p.User {
		return "slack.refuse.no_candidate"
	}
	return s.maySee(ctx, in, p, where.channel)
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
	switch p.View.Callback {
	case hrNew:
		return s.startNew(ctx, in, p)
	case hrSettings:
		return s.setSettings(ctx, in, p)
	}
	var from origin
	if json.Unmarshal([]byte(p.View.Metadata), &from) != nil {
		return wire.Reply{}, nil
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
	where := from.place()
	m := change{Kind: pressed, Channel: from.Channel, TS: from.TS, Private: from.Private, Direct: from.Direct, Reply: from.reply()}
	if where.isCandidate() {
		m.By = p.User
	}
	return wire.Reply{}, s.deliver(ctx, p, where, e, m)
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
	if err := s.deliver(ctx, p, from.place(), e, change{Kind: chosen, By: p.User}); err != nil {
		return err
	}
	p.Kind, p.Channel, p.ResponseURL, p.Ephemeral = wire.Action, from.Channel, from.URL, from.Private
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

// waiting is what a modal shows until it is filled.
func waiting(v *locales.Voice) slack.ModalViewRequest {
	return messageModal(v, "slack.modal.wait")
}

// messageModal says one thing.
func messageModal(v *locales.Voice, id string) slack.ModalViewRequest {
	return newModal(v, "slack.modal.title", origin{}, section(escape(v.Say(id))))
}
