package slack

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
	"hspbot/conversation/hiring"
	"hspbot/locales"
)

// startAction begins the interview from the Home tab.
const startAction = "start"

// openHome draws the Home tab of somebody who has opened it.
func (s *intake) openHome(ctx context.Context, in install.Installation, p wire.Payload, q query) {
	where := place{install: in.ID, user: p.User}
	session, err := s.session(ctx, where)
	if err != nil && !errors.Is(err, bot.ErrNoSession) {
		return // it has been logged, and the tab can be opened again
	}
	if session.State.Language == "" {
		session.State.Language = s.language(ctx, in, p)
	}
	s.publishHome(ctx, where, session.State, q)
}

// publishHome draws the Home tab. It is not tried again: it is drawn whenever it is opened.
func (s *Slack) publishHome(ctx context.Context, where place, state conversation.State, q query) {
	v := locales.In(state.Language)
	view := s.home(state, append(s.dashboard(ctx, where, v, q), s.ownSettings(ctx, where, v)...))
	err := s.call(ctx, where.install, func(api *slack.Client) error {
		_, err := api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: where.user, View: view})
		return err
	})
	if err != nil {
		s.o.Log.Warn("draw the Home tab", "platform", Platform, "error", classify(err).Err)
	}
}

// dashboard are the candidates of all channels that somebody is in, the newest first, to be searched
// by their labels; none where there are none.
func (s *Slack) dashboard(ctx context.Context, where place, v *locales.Voice, q query) []slack.Block {
	b := s.sessions.Load()
	if b == nil {
		return nil
	}
	in, err := s.installs.Find(ctx, where.install, where.install)
	if err != nil || s.who(ctx, in, where.user).belongs != insider || s.permitted(ctx, in, where.user, toList) != "" {
		return nil
	}
	sessions, err := b.List(ctx, where.install+"/", "", maxCandidates)
	if err != nil {
		return nil // it has been logged, and the tab can be opened again
	}
	may := map[string]bool{}
	all := slices.DeleteFunc(entries(sessions), func(e entry) bool {
		channel := e.place.channel
		if _, asked := may[channel]; !asked {
			may[channel] = len(may) < maxChannels && s.memberOf(ctx, in, channel, where.user) == inside
		}
		return !may[channel]
	})
	if len(all) == 0 {
		return nil
	}
	input := slack.NewPlainTextInputBlockElement(nil, "find").WithMaxLength(maxLabel)
	input.DispatchActionConfig = &slack.DispatchActionConfig{TriggerActionsOn: []string{"on_enter_pressed"}}
	input.InitialValue = q.Search
	search := slack.NewInputBlock(findTag+"#", label(v.Say("slack.home.search")), nil, input).WithDispatchAction(true)
	search.Optional = true
	blocks := []slack.Block{slack.NewDividerBlock(), section("*" + escape(v.Say("slack.home.candidates")) + "*"), search}
	return append(blocks, s.rows(ctx, in, v, all, q)...)
}

// maxChannels is how many channels are asked for their members when a Home tab is drawn.
const maxChannels = 50

// home is the Home tab: the last result, the ways on, the candidates, and what can be set.
func (s *Slack) home(state conversation.State, more []slack.Block) slack.HomeTabViewRequest {
	v := locales.In(state.Language)
	p := page{complete: true}
	p.blocks = append(p.blocks, slack.NewHeaderBlock(label(v.Say("slack.home.title"))))
	p.markup(escape(v.Say("slack.home.about")))
	var buttons []slack.BlockElement
	add := func(action, text string) {
		b := slack.NewButtonBlockElement("home"+action, action, label(card.Clip(text, maxButton)))
		if len(buttons) == 0 {
			b.WithStyle(slack.StylePrimary)
		}
		buttons = append(buttons, b)
	}
	if state.Goal == "" {
		add(startAction, v.Say("slack.home.start"))
	} else {
		p.blocks = append(p.blocks, slack.NewDividerBlock())
		summary := hiring.Summary(state, s.o.Now())
		for i := range summary.Body {
			p.block(&summary.Body[i])
		}
		if state.Progress(s.o.Now()) != "" {
			add(conversation.ActionContinue, v.Say("control.continue"))
		} else {
			add(conversation.ShowAction("points"), v.Say("control.points"))
		}
		add(conversation.ShowAction("change"), v.Say("control.change"))
		add(conversation.ShowAction("notify"), v.Say("control.notify"))
	}
	if state.Goal != "" || !state.Started.IsZero() {
		erase := slack.NewButtonBlockElement("homeforget", conversation.ActionForget, label(v.Say("slack.menu.forget"))).WithStyle(slack.StyleDanger)
		erase.WithConfirm(slack.NewConfirmationBlockObject(label(card.Clip(v.Say("forget.title"), 100)), label(card.Clip(v.Say("forget.text"), 300)),
			label(card.Clip(v.Say("forget.yes"), 30)), label(card.Clip(v.Say("forget.no"), 30))))
		buttons = append(buttons, erase)
	}
	p.blocks = append(p.blocks, slack.NewActionBlock(homeTag+"#ways", buttons...))
	p.blocks = append(append(p.blocks, more...), slack.NewDividerBlock(), s.languages(v))
	p.small(v.Say("slack.home.channels", "Command", Command))
	p.small(slashed.ReplaceAllString(v.Say("intro.privacy"), "${1}"+Command+" ${2}"))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: p.blocks}}
}

// languages is the choice of a language.
func (s *Slack) languages(v *locales.Voice) slack.Block {
	var options []*slack.OptionBlockObject
	var now *slack.OptionBlockObject
	for _, tag := range locales.Tags() {
		o := slack.NewOptionBlockObject(conversation.LanguageAction(tag), label(locales.In(tag).Say("language.name")), nil)
		options = append(options, o)
		if tag == v.Tag() {
			now = o
		}
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, label(v.Say("language.title")), "homelanguage", options...)
	menu.InitialOption = now
	return slack.NewActionBlock(homeTag+"#language", menu)
}
