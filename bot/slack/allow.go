package slack

import (
	"context"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// Who may do what. Guests of another organisation, as Slack Connect lets them into a
// channel, may do nothing with a candidate; neither may people who are not in the channel.

// foreign reports whether somebody's workspace and organisation are not those of the
// installation. What Slack does not tell is no reason.
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

// permitted says whether somebody may do what they did, or the text that tells why not.
// Sees says that it would show them facts of a candidate: then doubt is a no.
func (s *Slack) permitted(ctx context.Context, in install.Installation, p wire.Payload, channel string, sees bool) (refusal string) {
	if foreign(in, p.UserTeam, p.UserEnterprise) || s.who(ctx, in, p.User).stranger {
		return "slack.refuse.guest"
	}
	if channel == "" {
		return ""
	}
	switch s.memberOf(ctx, in, channel, p.User) {
	case outside:
		return "slack.refuse.outside"
	case hidden:
		if sees {
			return "slack.export.not_here"
		}
	case unknown:
		if sees {
			return "slack.refuse.unknown"
		}
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
