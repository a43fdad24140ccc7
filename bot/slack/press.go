package slack

import (
	"context"
	"errors"
	"strings"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
)

// acted takes the press of a button, on a card, the Home tab or a modal.
func (s *intake) acted(ctx context.Context, in install.Installation, p wire.Payload) error {
	where, tag := place{install: in.ID, user: p.User}, tagOf(p.Press.Block)
	e := conversation.Event{Kind: conversation.Pressed, Action: p.Press.Value}
	switch tag {
	case "":
		return nil // a button that is only a link
	case viewTag:
		s.pressedInModal(in, p)
		return nil
	case listTag, findTag:
		s.pressedInList(in, p)
		return nil
	case rowTag:
		return s.inRow(ctx, in, p)
	case askTag:
		return s.answeredAsk(ctx, in, p)
	case homeTag, ownTag:
	default:
		return s.pressedOn(ctx, in, p, place{install: in.ID, channel: p.Channel, candidate: tag}, e)
	}
	if foreign(in, p) {
		s.notify(in, p, "slack.refuse.guest")
		return nil
	}
	e.Language = s.who(ctx, in.ID, p.User).locale
	if tag == homeTag {
		return s.pressedAtHome(ctx, in, p, where, e)
	}
	return s.act(ctx, in, p, where, s.pressOf(p), e)
}

// pressOf is what a press does to the message it is on, which becomes the card.
func (s *Slack) pressOf(p wire.Payload) change {
	return change{Kind: pressed, Channel: p.Channel, TS: p.TS, Thread: p.Thread, Private: p.Ephemeral, Direct: p.Direct,
		Result: strings.HasSuffix(p.Press.Block, resultEnding), Reply: s.replyOf(p)}
}

// continued is an event that changes nothing.
func continued() conversation.Event {
	return conversation.Event{Kind: conversation.Pressed, Action: conversation.ActionContinue}
}

// pressedOn takes the press of a button about a candidate: on the card that all see, or in what
// only one person sees beside it.
func (s *intake) pressedOn(ctx context.Context, in install.Installation, p wire.Payload, where place, e conversation.Event) error {
	if e.Action == hrUndo {
		return s.undo(ctx, in, p, where)
	}
	session, refused, err := s.refused(ctx, in, p, where)
	if refused || err != nil {
		return err
	}
	switch e.Action {
	case hrQuiet:
		return s.reminders(ctx, in, p)
	case hrKeep:
		return s.deliver(ctx, p, where, continued(), change{Kind: elsewhere})
	}
	m := s.pressOf(p)
	if p.Ephemeral {
		m = change{Kind: elsewhere}
	}
	m.By = p.User
	switch {
	case p.Ephemeral && e.Action == conversation.ActionContinue: // back to the card, which stands where it was
		s.close(p)
		return nil
	case !ownAction(e.Action) && s.looked(in, p, where, session, e):
		return nil
	}
	err = s.act(ctx, in, p, where, m, e)
	if err == nil && !ownAction(e.Action) {
		s.close(p)
	}
	return err
}

// act takes a press as a turn, or opens the modal that it asks for.
func (s *intake) act(ctx context.Context, in install.Installation, p wire.Payload, where place, m change, e conversation.Event) error {
	switch action := e.Action; action {
	case hrType, hrForm, hrSalary, hrCompare:
		s.openModal(in, p, s.modalAbout(where, m, action))
		return nil
	case hrAsk:
		s.openModal(in, p, func(ctx context.Context, language string) slack.ModalViewRequest {
			return s.askModal(ctx, in, where, language)
		})
		return nil
	case hrData:
		s.sendData(in, p, where)
		return nil
	case hrShare:
		e.Action, m.Share = conversation.ActionContinue, p.User
	}
	return s.deliver(ctx, p, where, e, m)
}

// refused reports whether somebody may not act on a candidate, or the candidate does not
// exist. They are told so.
func (s *intake) refused(ctx context.Context, in install.Installation, p wire.Payload, where place) (bot.Session, bool, error) {
	session, err := s.session(ctx, where)
	if errors.Is(err, bot.ErrNoSession) {
		s.notify(in, p, "slack.refuse.no_candidate") // deleted, or a button that was carried elsewhere
		return session, true, nil
	}
	if err != nil && !errors.Is(err, bot.ErrCorrupt) {
		return session, false, err
	}
	what := toAnswer
	switch p.Press.Value {
	case hrSalary, hrCompare, hrData:
		what = toSee
	}
	if refusal := s.may(ctx, in, p, where.channel, what); refusal != "" {
		s.notify(in, p, refusal)
		return session, true, nil
	}
	return session, false, nil
}
