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
	if !s.handled.Add(p.ID, struct{}{}, handledLife) {
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
		_ = s.respond(ctx, p.ResponseURL, answer{Text: d.text, Blocks: d.blocks, Type: "ephemeral", Replace: true}) // they can press again
		return
	}
	s.whisper(ctx, in, p, d)
}

// whisper posts a message that one person sees where they did something: in the thread.
func (s *Slack) whisper(ctx context.Context, in install.Installation, p wire.Payload, d rendered) {
	err := s.call(ctx, in.ID, func(api *slack.Client) error {
		options := []slack.MsgOption{slack.MsgOptionText(d.text, false), slack.MsgOptionBlocks(d.blocks...)}
		if p.Thread != "" {
			options = append(options, slack.MsgOptionTS(p.Thread))
		}
		_, err := api.PostEphemeralContext(ctx, p.Channel, p.User, options...)
		return err
	})
	if err != nil && p.ResponseURL != "" {
		err = s.respond(ctx, p.ResponseURL, answer{Text: d.text, Blocks: d.blocks, Type: "ephemeral"})
	}
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
