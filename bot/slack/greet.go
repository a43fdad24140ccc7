package slack

import (
	"context"

	"github.com/slack-go/slack"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// greet says in an empty direct message what can be done there. It has no button: that would stay. Nothing is
// kept of who only looks; that it has been said is seen from the messages that stand there.
func (s *intake) greet(in install.Installation, p wire.Payload) {
	if p.Channel == "" || foreign(in, p) || !s.handled.Add("greeting/"+in.ID+"/"+p.User, struct{}{}, handledLife) {
		return
	}
	s.background(func(ctx context.Context) {
		s.greeted(s.call(ctx, in.ID, func(api *slack.Client) error {
			history, err := api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: p.Channel, Limit: 1})
			if err != nil || len(history.Messages) > 0 {
				return err
			}
			v := locales.In(s.language(ctx, in, p))
			about, more := escape(v.Say("slack.home.about"))+"\n"+escape(v.Say("slack.greeting")), escape(v.Say("slack.home.channels", "Command", Command))
			_, _, err = api.PostMessageContext(ctx, p.Channel, slack.MsgOptionText(about+"\n"+more, false), slack.MsgOptionBlocks(section(about), contextBlock(more)))
			return err
		}))
	})
}

// greeted logs that a greeting could not be posted. Nobody misses it.
func (s *intake) greeted(err error) {
	if err != nil {
		s.o.Log.Debug("greet", "platform", Platform, "error", classify(err).Err)
	}
}

// joined says one sentence in a channel to which the app has been invited, in the language of who
// invited it.
func (s *intake) joined(in install.Installation, p wire.Payload) {
	if p.Channel == "" || !s.first(p) {
		return
	}
	s.background(func(ctx context.Context) {
		tag := ""
		if p.By != "" {
			tag = s.who(ctx, in.ID, p.By).locale
		}
		match, _ := locales.Match(tag)
		text := escape(locales.In(match).Say("slack.joined", "Command", Command))
		s.greeted(s.call(ctx, in.ID, func(api *slack.Client) error {
			_, _, err := api.PostMessageContext(ctx, p.Channel, slack.MsgOptionText(text, false), slack.MsgOptionBlocks(section(text)))
			return err
		}))
	})
}
