package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/retry"
	"hspbot/conversation"
	"hspbot/locales"
)

// A candidate that nobody uses expires. The thread says until when it is kept, and once it is gone
// that it is: buttons that stayed would answer nothing.

// expireEvery is how often candidates are looked for that expire before the next time.
const expireEvery = time.Hour

// expire deletes candidates whose time is over, with the messages about them, until ctx ends. It is
// a little ahead of the outbox, which would delete what is stored and leave the messages.
func (s *intake) expire(ctx context.Context) {
	for {
		s.expireAll(ctx)
		if retry.Sleep(ctx, expireEvery) != nil {
			return
		}
	}
}

// expireAll deletes the candidates that expire before it is called again, and a little later.
func (s *intake) expireAll(ctx context.Context) {
	before := s.o.Now().Add(min(2*expireEvery, s.o.TTL/10) - s.o.TTL)
	for after := ""; ; {
		sessions, err := s.bot.List(ctx, "", after, 500)
		if err != nil || len(sessions) == 0 {
			return // an error has been logged, and it is tried again
		}
		for _, session := range sessions {
			after = session.ID
			if placeOf(session.Key).isCandidate() && session.Touched.Before(before) && !session.State.Forgotten {
				s.expireOne(ctx, session)
			}
		}
	}
}

// expireOne says in the thread that a candidate has expired, deletes the other messages, and then
// what is stored. Where that fails it is tried again the next time.
func (s *intake) expireOne(ctx context.Context, session bot.Session) {
	f := card.Read[surface](session.Surface)
	m := messenger{s: s.Slack, place: placeOf(session.Key), surface: &f, post: &bot.Post{Session: session, Screen: conversation.Screen{Kind: conversation.Forgotten}}}
	if who := f.Candidate; who != nil && who.Head != "" {
		text := escape(locales.In(session.State.Language).Say("slack.candidate.expired", "N", int(s.o.TTL.Hours()/24)))
		err := m.update(ctx, who.Head, rendered{text: text, blocks: []slack.Block{section(text)}})
		if err == nil || uneditable(err) {
			err = m.deleteAll(ctx)
		}
		if err != nil && !placeless(err) && classify(err).Outcome != bot.Gone {
			s.o.Log.Debug("expire a candidate", "platform", Platform, "error", classify(err).Err)
			return
		}
	}
	if now, err := s.session(ctx, m.place); err == nil && now.Version == session.Version {
		_ = s.bot.Erase(ctx, session.Key) // an error has been logged, and it expires
	}
}
