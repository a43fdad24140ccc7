package slack

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// Who has a candidate's CV fills in one form instead of answering a dozen cards. It has the open
// questions of the interview, with the same options; what is left empty stays open.

// The blocks of the form: what is chosen for a question, and what is typed.
const (
	chosenPrefix = "chosen."
	typedPrefix  = "typed."
)

// maxBoxes is how many boxes stand in one group.
const maxBoxes = 10

// openQuestions are the screens of all questions that would be asked of somebody who is sure of
// nothing more than is known.
func openQuestions(state conversation.State, at time.Time) []conversation.Screen {
	state.View, state.Editing, state.Draft, state.DraftOf = "", "", "", ""
	var list []conversation.Screen
	for {
		screen := conversation.Show(state, at)
		asked := slices.ContainsFunc(list, func(s conversation.Screen) bool { return s.ID == screen.ID })
		if screen.Kind != conversation.Question || screen.ID == "goal" || asked {
			return list
		}
		list = append(list, screen)
		state = conversation.Step(state, conversation.Event{Kind: conversation.Pressed, Action: conversation.AnswerAction(screen.ID, "not-sure"), At: at})
	}
}

// formModal is the form of the open questions.
func (s *Slack) formModal(state conversation.State, from origin) slack.ModalViewRequest {
	v := locales.In(state.Language)
	blocks := []slack.Block{section(escape(v.Say("slack.form.about")))}
	questions := openQuestions(state, s.o.Now())
	if len(questions) == 0 {
		return messageModal(v, "slack.type.answered")
	}
	for i := range questions {
		blocks = append(blocks, questionFields(v, &questions[i])...)
	}
	view := newModal(v, "slack.form.title", from, blocks...)
	view.CallbackID, view.Submit = hrForm, label(v.Say("slack.modal.submit"))
	return view
}

// questionFields are the inputs of a question, all of which may stay empty.
func questionFields(v *locales.Voice, q *conversation.Screen) []slack.Block {
	var options []*slack.OptionBlockObject
	for _, c := range q.Choices {
		if c.Role == conversation.Option || c.ID == "none" {
			options = append(options, slack.NewOptionBlockObject(c.ID, label(card.Clip(c.Label, maxButton)), nil))
		}
	}
	title := label(card.Clip(q.Title, 1900))
	var choice slack.BlockElement = slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, fieldInput, options...)
	if q.Several {
		choice = slack.NewCheckboxGroupsBlockElement(fieldInput, options[:min(len(options), maxBoxes)]...)
	}
	blocks := []slack.Block{slack.NewInputBlock(chosenPrefix+q.ID, title, nil, choice).WithOptional(true)}
	if !q.Number {
		return blocks
	}
	input := slack.NewPlainTextInputBlockElement(nil, fieldInput).WithMaxLength(maxTyped)
	var hint *slack.TextBlockObject
	if q.Hint != "" {
		hint = label(card.Clip(q.Hint, 1900))
	}
	return append(blocks, slack.NewInputBlock(typedPrefix+q.ID, label(v.Say("slack.form.exact")), hint, input).WithOptional(true))
}

// filled takes the form: each field that is filled in is an answer of the interview. What it would
// not understand is shown beside its field, and nothing has changed then.
func (s *intake) filled(ctx context.Context, p wire.Payload, from origin, session bot.Session) (wire.Reply, error) {
	state, now := session.State, s.o.Now()
	state.View, state.Editing = "", ""
	problems := map[string]string{}
	var events []conversation.Event
	for _, q := range openQuestions(state, now) {
		typed, chosen := first(p.Values[typedPrefix+q.ID][fieldInput]), p.Values[chosenPrefix+q.ID][fieldInput]
		switch {
		case typed != "":
			answer := []conversation.Event{{Kind: conversation.Pressed, Action: conversation.EditAction(q.ID), At: now}, {Kind: conversation.Typed, Text: typed, At: now}}
			before := state
			for _, e := range answer {
				state = conversation.Step(state, e)
			}
			if screen := conversation.Show(state, now); state.Facts == before.Facts && screen.Notice != "" {
				problems[typedPrefix+q.ID] = card.Clip(screen.Notice, 1000)
				state = before
			}
			events = append(events, answer...)
		case len(chosen) > 0:
			e := conversation.Event{Kind: conversation.Pressed, Action: conversation.AnswerAction(q.ID, chosen...), At: now}
			state = conversation.Step(state, e)
			events = append(events, e)
		}
	}
	if len(problems) > 0 {
		return wire.Reply{Body: fieldErrors{Action: "errors", Errors: problems}}, nil
	}
	for i, e := range events {
		part := p
		part.ID += "." + strconv.Itoa(i)
		if err := s.deliver(ctx, part, from.place(), e, change{Kind: elsewhere, By: p.User}); err != nil {
			return wire.Reply{}, err
		}
	}
	return wire.Reply{}, nil
}
