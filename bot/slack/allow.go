package slack

import (
	"context"
	"slices"

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

// operation is what somebody does with the candidates of a channel. The admins may keep some operations for
// some people; their names are those of the fields of that modal.
type operation string

const (
	toAnswer operation = "answer"
	toSee    operation = "see" // facts of theirs
	toStart  operation = "start"
	toList   operation = "list"
	toExport operation = "export"
)

// kept are the operations that the admins may keep for some.
var kept = []operation{toStart, toList, toExport}

// may returns the text that says why somebody may not do something with the candidates of a channel, or
// "". The channel may not be known yet.
//
// A guest of another organisation may seem to be of the workspace, so Slack is asked in any case; it
// is only where it does not answer that the delivery alone is believed. Where Slack does not say who is
// in the channel, people may answer and start, and see nothing; for that it is asked anew, as who has
// left sees nothing any more.
func (s *Slack) may(ctx context.Context, in install.Installation, p wire.Payload, channel string, op operation) (refusal string) {
	said, known := belongs(in, p.UserTeam, p.UserEnterprise), s.who(ctx, in.ID, p.User).belongs
	switch {
	case said == stranger || known == stranger:
		return "slack.refuse.guest"
	case said == unsaid && known == unsaid:
		return "slack.refuse.unsaid"
	}
	if channel != "" {
		sees := op != toAnswer && op != toStart
		if sees {
			s.members.Delete(in.ID + "/" + channel)
		}
		switch at := s.memberOf(ctx, in, channel, p.User); {
		case at == outside:
			return "slack.refuse.outside"
		case sees && at == hidden:
			return "slack.export.not_here"
		case sees && at == unknown:
			return "slack.refuse.unknown"
		}
	}
	return s.permitted(ctx, in, p.User, op)
}

// permitted returns the text that says why the admins do not let somebody do something, or "".
// Whatever is in doubt is a no.
func (s *Slack) permitted(ctx context.Context, in install.Installation, user string, op operation) (refusal string) {
	if !slices.Contains(kept, op) {
		return ""
	}
	set, err := s.settings(ctx, in.ID)
	if err != nil {
		s.o.Log.Error("read the settings of a workspace", "platform", Platform, "error", err)
		return "slack.trouble"
	}
	switch set.Kept[op] {
	case everyone:
		return ""
	case chosenBy:
		if slices.Contains(set.Members, user) || s.inGroup(ctx, in, set.Group, user) {
			return ""
		}
	}
	if s.isAdmin(ctx, in, user) {
		return ""
	}
	return "slack.refuse.permission"
}

// language is the one to speak to somebody who is not in a conversation.
func (s *Slack) language(ctx context.Context, in install.Installation, p wire.Payload) string {
	tag := p.Locale
	if tag == "" {
		tag = s.who(ctx, in.ID, p.User).locale
	}
	match, _ := locales.Match(tag)
	return match
}
