package slack

import (
	"cmp"
	"context"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// Who may do what. Guests of another organisation, as Slack Connect lets them into a
// channel, may do nothing with a candidate; neither may people who are not in the channel.

// foreign reports whether somebody's workspace and organisation are not those of the
// installation. Where Slack does not say, they are taken to be.
func foreign(in install.Installation, team, enterprise string) bool {
	switch {
	case in.Enterprise != "" && enterprise == in.Enterprise:
		return false // one organisation may have many workspaces
	case in.OrgWide:
		return enterprise != "" // the workspaces of an organisation cannot be told apart from others by their id
	case in.Team != "" && team != "":
		return team != in.Team
	}
	return false
}

// mayCreate returns the text that says why somebody may have nothing to do with candidates, or "".
func (s *Slack) mayCreate(ctx context.Context, in install.Installation, p wire.Payload) (refusal string) {
	if foreign(in, p.UserTeam, p.UserEnterprise) || s.who(ctx, in, p.User).stranger {
		return "slack.refuse.guest"
	}
	return ""
}

// mayStart returns the text that says why somebody may not begin a candidate in the channel they are
// in, or "".
func (s *Slack) mayStart(ctx context.Context, in install.Installation, p wire.Payload) (refusal string) {
	return cmp.Or(s.mayAnswer(ctx, in, p, p.Channel), s.permitted(ctx, in, p.User, toStart))
}

// mayAnswer returns the text that says why somebody may not answer for a candidate of a
// channel, or "". Where Slack does not say who is in the channel, they may.
func (s *Slack) mayAnswer(ctx context.Context, in install.Installation, p wire.Payload, channel string) (refusal string) {
	if refusal := s.mayCreate(ctx, in, p); refusal != "" || channel == "" {
		return refusal
	}
	if s.memberOf(ctx, in, channel, p.User) == outside {
		return "slack.refuse.outside"
	}
	return ""
}

// maySee returns the text that says why somebody may not see facts of the candidates of a
// channel, or "". Where Slack does not say who is in the channel, they may not.
func (s *Slack) maySee(ctx context.Context, in install.Installation, p wire.Payload, channel string) (refusal string) {
	if refusal := s.mayCreate(ctx, in, p); refusal != "" || channel == "" {
		return refusal
	}
	switch s.memberOf(ctx, in, channel, p.User) {
	case outside:
		return "slack.refuse.outside"
	case hidden:
		return "slack.export.not_here"
	case unknown:
		return "slack.refuse.unknown"
	}
	return ""
}

// language is the one to speak to somebody who is not in a conversation.
func (s *Slack) language(ctx context.Context, in install.Installation, p wire.Payload) string {
	tag := p.Locale
	if tag == "" {
		tag = s.who(ctx, in, p.User).locale
	}
	match, _ := locales.Match(tag)
	return match
}
