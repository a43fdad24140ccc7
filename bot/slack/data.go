package slack

import (
	"context"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
)

// direct sends somebody a file in the direct message with the app, wherever they asked for it: a file
// in a channel would be everybody's, and would stay when all else is deleted.
func (s *Slack) direct(ctx context.Context, in install.Installation, user string, f conversation.File, title, comment string) error {
	return s.call(ctx, in.ID, func(api *slack.Client) error {
		to, _, _, err := api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
		if err != nil {
			return err
		}
		_, err = api.UploadFileContext(ctx, slack.UploadFileParameters{Filename: f.Name, Title: title, Content: string(f.Data),
			FileSize: len(f.Data), Channel: to.ID, InitialComment: comment})
		return err
	})
}

// sendData sends who presses for it what is stored in a conversation, as a file for machines.
func (s *intake) sendData(in install.Installation, p wire.Payload, where place) {
	s.background(func(ctx context.Context) {
		if !s.once(ctx, p) {
			return
		}
		session, err := s.session(ctx, where)
		if err != nil {
			s.notify(in, p, missingText(err))
			return
		}
		session.State.View = "mydata"
		screen := conversation.Show(session.State, s.o.Now())
		s.told(in, p, "send what is stored", s.direct(ctx, in, p.User, *screen.File, screen.File.Name, ""))
	})
}

// told says to who asked for a file what became of it.
func (s *intake) told(in install.Installation, p wire.Payload, doing string, err error) {
	switch {
	case err == nil && p.Direct && !p.Ephemeral: // it stands there
	case err == nil:
		s.notify(in, p, "slack.export.sent")
	case placeless(err):
		s.notify(in, p, "slack.export.no_direct")
	default:
		s.o.Log.Warn(doing, "platform", Platform, "error", classify(err).Err)
		s.notify(in, p, "slack.trouble")
	}
}
