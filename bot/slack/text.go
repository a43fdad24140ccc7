package slack

import (
	"context"

	"github.com/slack-go/slack"
)

// PostText posts a text to a channel of a workspace as it is, whatever it holds. An error holds
// nothing of it.
func (s *Slack) PostText(ctx context.Context, team, channel, text string) error {
	in, err := s.installs.Find(ctx, "", team)
	if err == nil {
		err = s.call(ctx, in.ID, func(api *slack.Client) error {
			_, _, err := api.PostMessageContext(ctx, channel, slack.MsgOptionText(escape(text), false), slack.MsgOptionDisableMarkdown(),
				slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
			return err
		})
	}
	return classify(err).Err
}
