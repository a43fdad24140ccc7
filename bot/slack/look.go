package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
)

// What a candidate's card shows is everybody's: only answers change it. Who looks at something
// (an explanation, a detail, what is stored, what is asked before a deletion) sees it alone, in
// their own language, and nobody else is disturbed. Looking is no turn: it can be repeated.

// looked reports whether an event only opens a view of a candidate, and shows it to who asked.
func (s *intake) looked(in install.Installation, p wire.Payload, where place, session bot.Session, e conversation.Event) bool {
	state, at := session.State, s.o.Now()
	state.View = ""
	if e.At.IsZero() {
		e.At = at
	}
	state = conversation.Step(state, e)
	if state.View == "" {
		return false
	}
	if !s.first(p) {
		return true
	}
	f := card.Read[surface](session.Surface)
	if p.TS == f.Result.ID && f.Result.State != nil { // the details of a result are those of its day
		at = f.Result.At
	}
	s.background(func(ctx context.Context) { s.show(ctx, in, p, where, f.Candidate, state, at) })
	return true
}

// show shows a view of a candidate to one person.
func (s *intake) show(ctx context.Context, in install.Installation, p wire.Payload, where place, who *candidate, state conversation.State, at time.Time) {
	if state.View != "language" { // which says the language of the card
		state.Language = s.language(ctx, in, p)
	}
	screen := conversation.Show(state, at)
	o := renderOptions{tag: where.tag(), command: where.command(), alone: true}
	if who != nil {
		o.about = who.Label
	}
	d := render(&screen, o)
	if p.Ephemeral {
		_ = s.respondPrivately(ctx, p, d, replaceOriginal) // they can press again
		return
	}
	s.postBeside(ctx, in, p, d)
}

// postPrivately sends a message that only the one who did something sees: through the address for
// answers, which Slack does not count, where there is one. It is not tried again, as they can repeat
// what they did.
func (s *Slack) postPrivately(ctx context.Context, in install.Installation, p wire.Payload, d rendered) {
	var err error
	if p.ResponseURL != "" {
		err = s.respondPrivately(ctx, p, d, newMessage)
	} else if p.Channel != "" {
		err = s.postEphemeral(ctx, in, p, d)
	}
	s.logPrivate(err)
}

// postBeside is postPrivately where it has to stand in the thread in which they did something.
func (s *Slack) postBeside(ctx context.Context, in install.Installation, p wire.Payload, d rendered) {
	err := s.postEphemeral(ctx, in, p, d)
	if err != nil && p.ResponseURL != "" {
		err = s.respondPrivately(ctx, p, d, newMessage)
	}
	s.logPrivate(err)
}

func (s *Slack) postEphemeral(ctx context.Context, in install.Installation, p wire.Payload, d rendered) error {
	return s.call(ctx, in.ID, func(api *slack.Client) error {
		options := []slack.MsgOption{slack.MsgOptionText(d.text, false)}
		if d.blocks != nil {
			options = append(options, slack.MsgOptionBlocks(d.blocks...))
		}
		if p.Thread != "" {
			options = append(options, slack.MsgOptionTS(p.Thread))
		}
		_, err := api.PostEphemeralContext(ctx, p.Channel, p.User, options...)
		return err
	})
}

func (s *Slack) respondPrivately(ctx context.Context, p wire.Payload, d rendered, how replyMode) error {
	return s.respond(ctx, p.ResponseURL, answer{Text: d.text, Blocks: d.blocks, Type: "ephemeral", Replace: how == replaceOriginal})
}

func (s *Slack) logPrivate(err error) {
	if err != nil {
		s.o.Log.Debug("private message", "platform", Platform, "error", classify(err).Err)
	}
}

// close takes a message away that only who pressed it sees.
func (s *Slack) close(p wire.Payload) {
	if !p.Ephemeral || p.ResponseURL == "" {
		return
	}
	s.background(func(ctx context.Context) {
		_ = s.respond(ctx, p.ResponseURL, answer{Type: "ephemeral", Delete: true}) // it goes with the next start of their Slack
	})
}
