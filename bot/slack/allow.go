package slack

import (
	"cmp"
	"context"

	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/locales"
)

// Who may do what. Guests of another organisation, as Slack Connect lets them into a
// channel, may do nothing with a candidate; neither may people who are not in the channel. Of whom
// Slack does not say whose they are, they are not taken to be members.

// belonging says whether somebody is of the organisation that installed the app.
type belonging uint8

const (
	unsaid belonging = iota // Slack does not tell, or not yet
	insider
	stranger // of another organisation
)

// belongs compares somebody's workspace and organisation with those of the installation.
func belongs(in install.Installation, team, enterprise string) belonging {
	switch {
	case in.Enterprise != "" && enterprise == in.Enterprise:
		return insider // one organisation may have many workspaces
	case in.OrgWide && enterprise == "":
		return unsaid // the workspaces of an organisation cannot be told apart from others by their id
	case in.OrgWide:
		return stranger
	case in.Team == "" || team == "":
		return unsaid
	case team == in.Team:
		return insider
	}
	return stranger
}

// foreign reports whether a delivery says that it is of somebody of another organisation.
func foreign(in install.Installation, p wire.Payload) bool {
	return belongs(in, p.UserTeam, p.UserEnterprise) == stranger
}

// mayCreate returns the text that says why somebody may have nothing to do with candidates, or "". A
// guest of another organisation may seem to be of the workspace, so Slack is asked in any case; it
// is only where it does not answer that the delivery alone is believed.
func (s *Slack) mayCreate(ctx context.Context, in install.Installation, p wire.Payload) (refusal string) {
	said, known := belongs(in, p.UserTeam, p.UserEnterprise), s.who(ctx, in, p.User).belongs
	switch {
	case said == stranger || known == stranger:
		return "slack.refuse.guest"
	case said == unsaid && known == unsaid:
		return "slack.refuse.unsaid"
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
// channel, or "". Where Slack does not say who is in the channel, they may not. It is asked anew:
// who has left sees nothing any more.
func (s *Slack) maySee(ctx context.Context, in install.Installation, p wire.Payload, channel string) (refusal string) {
	if refusal := s.mayCreate(ctx, in, p); refusal != "" || channel == "" {
		return refusal
	}
	s.members.Delete(in.ID + "/" + channel)
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
