package slack

import (
	"cmp"
	"context"
	"slices"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// list shows who asks the candidates of the channel.
func (s *intake) list(in install.Installation, p wire.Payload) {
	s.forMembers(in, p, func(ctx context.Context, language string, all []hiring.Candidate) {
		screen := hiring.Table(all, language, s.o.Now())
		page := page{complete: true}
		page.markup(bold(screen.Title))
		for i := range screen.Body {
			page.block(&screen.Body[i])
		}
		if !page.complete {
			page.complete = true
			page.small(locales.In(language).Say("slack.list.more", "Command", Command))
		}
		s.postEphemeral(ctx, in, p, fallbackText(&screen), page.blocks)
	})
}

// export posts a file of the candidates to their channel.
func (s *intake) export(in install.Installation, p wire.Payload) {
	s.forMembers(in, p, func(ctx context.Context, language string, all []hiring.Candidate) {
		if !s.handled.Add(p.ID, struct{}{}, handledLife) {
			return
		}
		v, content := locales.In(language), string(hiring.CSV(all, language, s.o.Now()))
		err := s.call(ctx, in.ID, func(api *slack.Client) error {
			_, err := api.UploadFileContext(ctx, slack.UploadFileParameters{Filename: "candidates.csv", Title: v.Say("slack.export.title"), Content: content,
				FileSize: len(content), Channel: p.Channel, InitialComment: v.Say("slack.export.by", "User", "<@"+p.User+">")})
			return err
		})
		switch {
		case err == nil:
		case placeless(err):
			s.notify(in, p, "slack.export.not_here")
		default:
			s.o.Log.Warn("export candidates", "platform", Platform, "error", classify(err).Err)
			s.notify(in, p, "slack.trouble")
		}
	})
}

// forMembers has f called with the candidates of a channel, where who asks is one of its members.
func (s *intake) forMembers(in install.Installation, p wire.Payload, f func(ctx context.Context, language string, all []hiring.Candidate)) {
	s.background(func(ctx context.Context) {
		language := s.language(ctx, in, p)
		if p.Direct {
			s.notify(in, p, "slack.candidate.only_channels", "Command", Command)
			return
		}
		if refusal := s.maySee(ctx, in, p, p.Channel); refusal != "" {
			s.notify(in, p, refusal)
			return
		}
		sessions, err := s.candidates(ctx, in, p.Channel)
		if err != nil {
			s.o.Log.Error("list candidates", "platform", Platform, "error", err)
			s.notify(in, p, "slack.trouble")
			return
		}
		if all := listed(sessions); len(all) > 0 {
			f(ctx, language, all)
			return
		}
		s.notify(in, p, "slack.list.none", "Command", Command)
	})
}

// listed are the candidates whose threads stand in the channel, the oldest first.
func listed(sessions []bot.Session) []hiring.Candidate {
	slices.SortFunc(sessions, func(a, b bot.Session) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	var all []hiring.Candidate
	for _, c := range sessions {
		if who := card.Read[surface](c.Surface).Candidate; who != nil && who.Head != "" {
			all = append(all, hiring.Candidate{Label: who.Label, State: c.State, Touched: c.Touched})
		}
	}
	return all
}
