package slack

import (
	"cmp"
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

// pressedAtHome takes the press of a button of the Home tab.
func (s *intake) pressedAtHome(ctx context.Context, in install.Installation, p wire.Payload, where place, e conversation.Event) error {
	m := change{Kind: wrote} // the answer comes below all that stands in the direct message
	switch {
	case e.Action == hrSettings:
		s.openModal(in, p, func(ctx context.Context, language string) slack.ModalViewRequest {
			return s.settingsView(ctx, in, p, language)
		})
		return nil
	case e.Action == hrQuiet, e.Action == hrRemind:
		return s.reminders(ctx, in, p)
	case e.Action == startAction:
		e.Kind, e.Action = conversation.Started, ""
	case conversation.IsLanguageAction(e.Action), e.Action == conversation.ActionForget:
		m = change{Kind: elsewhere, Quiet: true}
	}
	if session, err := s.session(ctx, where); err == nil { // the tab stays in its language where all has been deleted
		p.Locale = cmp.Or(session.State.Language, p.Locale)
	}
	if err := s.act(ctx, in, p, where, m, e); err != nil {
		return err
	}
	s.background(func(ctx context.Context) { s.openHome(ctx, in, p, query{}) })
	return nil
}

// openHome draws the Home tab. It is not tried again: it is drawn whenever it is opened.
func (s *intake) openHome(ctx context.Context, in install.Installation, p wire.Payload, q query) {
	where := place{install: in.ID, user: p.User}
	session, err := s.session(ctx, where)
	if err != nil && !errors.Is(err, bot.ErrNoSession) {
		return // it has been logged
	}
	state := session.State
	if state.Language == "" {
		state.Language = s.language(ctx, in, p)
	}
	v := locales.In(state.Language)
	view := s.home(state, append(s.dashboard(ctx, in, p.User, v, q), s.ownSettings(ctx, where, v)...))
	err = s.call(ctx, in.ID, func(api *slack.Client) error {
		_, err := api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: p.User, View: view})
		return err
	})
	if err != nil {
		s.o.Log.Warn("draw the Home tab", "platform", Platform, "error", classify(err).Err)
	}
}

// dashboard are the candidates of all channels that somebody is in, the newest first, to be searched
// by their labels; none where there are none.
func (s *intake) dashboard(ctx context.Context, in install.Installation, user string, v *locales.Voice, q query) []slack.Block {
	if s.who(ctx, in.ID, user).belongs != insider || s.permitted(ctx, in, user, toList) != "" {
		return nil
	}
	sessions, err := s.bot.List(ctx, in.ID+"/", "", maxCandidates)
	if err != nil {
		return nil // it has been logged, and the tab can be opened again
	}
	may := map[string]bool{}
	all := slices.DeleteFunc(entries(sessions), func(e entry) bool {
		channel := e.place.channel
		if _, asked := may[channel]; !asked {
			may[channel] = len(may) < maxChannels && s.memberOf(ctx, in, channel, user) == inside
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
	var p page
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
		p.addAll(summary.Body)
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
	languages := menuOf("homelanguage", label(v.Say("language.title")), languageOptions(conversation.LanguageAction), conversation.LanguageAction(v.Tag()))
	p.blocks = append(append(p.blocks, more...), slack.NewDividerBlock(), slack.NewActionBlock(homeTag+"#language", languages))
	p.small(v.Say("slack.home.channels", "Command", Command))
	p.small(slashed.ReplaceAllString(v.Say("intro.privacy"), "${1}"+Command+" ${2}"))
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: p.blocks}}
}
