package slack

import (
	"context"
	"errors"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/records"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/locales"
)

// Take implements [wire.Taker].
func (s *intake) Take(ctx context.Context, p wire.Payload) (wire.Reply, error) {
	switch p.Kind {
	case wire.Other:
		return wire.Reply{}, nil
	case wire.RateLimited:
		s.o.Log.Warn("Slack holds events back for an hour: too many came", "platform", Platform)
		return wire.Reply{}, nil
	case wire.Uninstalled, wire.TokensRevoked:
		return wire.Reply{}, s.left(ctx, p)
	case wire.Executed:
		return wire.Reply{}, s.executed(ctx, p)
	}
	in, err := s.installs.Find(ctx, p.Enterprise, p.Team)
	if errors.Is(err, install.ErrNotInstalled) {
		return wire.Reply{}, nil // without a token there is no answer
	}
	if err != nil {
		return wire.Reply{}, err
	}
	if p.Kind == wire.Joined && p.User == in.Bot {
		s.joined(in, p)
	}
	if p.User == "" || p.User == in.Bot {
		return wire.Reply{}, nil
	}
	switch p.Kind {
	case wire.UserChanged:
		s.people.Delete(in.ID + "/" + p.User)
	case wire.HomeOpened:
		s.background(func(ctx context.Context) { s.openHome(ctx, in, p, query{}) })
	case wire.MessagesOpened:
		s.greet(in, p)
	case wire.Message, wire.NonText, wire.Edited:
		return wire.Reply{}, s.written(ctx, in, p)
	case wire.Mention, wire.EditedMention:
		return wire.Reply{}, s.mentioned(ctx, in, p)
	case wire.Command:
		return wire.Reply{}, s.commanded(ctx, in, p)
	case wire.Action:
		return wire.Reply{}, s.acted(ctx, in, p)
	case wire.Submission:
		return s.submitted(ctx, in, p)
	case wire.Shortcut:
		s.shortcut(in, p)
	}
	return wire.Reply{}, nil
}

// deliver takes a turn. What can never be taken is acknowledged.
func (s *intake) deliver(ctx context.Context, p wire.Payload, where place, e conversation.Event, m change) error {
	if e.At.IsZero() {
		e.At = s.o.Now()
	}
	if e.Kind == conversation.Typed || e.Kind == conversation.Edited {
		e.Message = p.TS
	}
	d := bot.Delivery{Key: where.key(), ID: p.ID, Event: e, Change: card.JSON(m)}
	if where.isCandidate() {
		d.After = undoable(e.At, m)
	}
	_, err := s.bot.Take(ctx, d)
	if errors.Is(err, bot.ErrCorrupt) {
		return nil
	}
	return err
}

// written takes what a person wrote in the direct message.
func (s *intake) written(ctx context.Context, in install.Installation, p wire.Payload) error {
	if foreign(in, p) {
		return nil
	}
	e := conversation.Event{Kind: conversation.Typed, Text: orMenu(p.Text), Language: s.who(ctx, in.ID, p.User).locale}
	switch p.Kind {
	case wire.NonText:
		e.Kind, e.Text = conversation.Sent, ""
	case wire.Edited:
		e.Kind = conversation.Edited
	}
	return s.deliver(ctx, p, place{install: in.ID, user: p.User}, e, change{Kind: wrote, Channel: p.Channel, Direct: true})
}

// orMenu is what was written, or the command of the entry of the menu that was written out.
func orMenu(text string) string {
	for id, command := range map[string]string{"slack.menu.mydata": "/mydata", "slack.menu.forget": "/forget", "slack.menu.result": "/result"} {
		if isWord(text, id) {
			return command
		}
	}
	return text
}

// onceKind is the kind of the records of deliveries that have had an effect which is no turn.
const onceKind = "slack-once"

// once reports whether a delivery that is no turn comes for the first time, to whatever process. It
// may be the only one that stops it: in doubt it is not the first time.
func (s *intake) once(ctx context.Context, p wire.Payload) bool {
	if !s.first(p) {
		return false
	}
	now := s.o.Now()
	first, err := records.Once(ctx, s.o.Records, onceKind, p.ID, now, now.Add(handledLife))
	if err != nil {
		s.o.Log.ErrorContext(ctx, "note a delivery", "platform", Platform, "error", err)
	}
	return first
}

// session returns a conversation. One whose person asked to be forgotten is there only until
// the goodbye has been posted, and a candidate that was deleted only to undo that: they count as
// deleted.
func (s *intake) session(ctx context.Context, where place) (bot.Session, error) {
	session, err := s.bot.Session(ctx, where.key())
	if err == nil && (session.State.Forgotten || isDeleted(session)) {
		return bot.Session{}, bot.ErrNoSession
	}
	return session, err
}

// replyOf is the address for answers to a press or a command.
func (s *Slack) replyOf(p wire.Payload) *reply {
	if p.ResponseURL == "" || !s.trusted(p.ResponseURL) {
		return nil
	}
	r := &reply{URL: p.ResponseURL, Until: s.o.Now().Add(replyLife).UTC(), Left: replyUses}
	if p.Kind == wire.Action && !p.Ephemeral {
		r.Card = p.TS
	}
	return r
}

// notify shows a text to the person who did something, and to nobody else.
func (s *Slack) notify(in install.Installation, p wire.Payload, id string, pairs ...any) {
	s.background(func(ctx context.Context) {
		text := escape(locales.In(s.language(ctx, in, p)).Say(id, pairs...))
		s.postPrivately(ctx, in, p, rendered{text: text})
	})
}

// Trouble implements [wire.Taker].
func (s *intake) Trouble(p wire.Payload) wire.Reply {
	tag := p.Locale
	if who, ok := s.people.Get(p.Team + "/" + p.User); ok && tag == "" {
		tag = who.locale
	}
	match, _ := locales.Match(tag)
	text := locales.In(match).Say("slack.trouble")
	switch {
	case p.Kind == wire.Command:
		return wire.Reply{Body: map[string]any{"response_type": "ephemeral", "text": escape(text)}}
	case p.Kind == wire.Submission:
		return wrong(fieldOf(p), text)
	}
	return wire.Reply{}
}
