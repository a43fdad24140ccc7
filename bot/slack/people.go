package slack

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/retry"
	"hspbot/bot/slack/install"
	"hspbot/bot/slack/wire"
	"hspbot/conversation"
)

// What Slack says of people is asked for once and remembered for a while. It is kept in memory
// only.

const (
	personLife = 12 * time.Hour  // Slack reports changes of a profile; one may be missed
	memberLife = 2 * time.Minute // as long, who has left a channel may still answer for its candidates
	brokenLife = 5 * time.Second // after a failure the next delivery does not wait as well
	maxPeople  = 20_000          // some 200 bytes each
	maxSets    = 500             // of members, in channels and groups of up to some thousand
	// askTime is how long a delivery waits to hear about a person: it has to be acknowledged.
	askTime = time.Second
	// askTimes is how often it is asked within that.
	askTimes = 4
)

// askAgain is how soon.
var askAgain = retry.Backoff{Min: 50 * time.Millisecond, Max: 200 * time.Millisecond}

// person is what the bot knows of somebody; nothing where Slack did not tell.
type person struct {
	locale  string
	name    string // as they are called when somebody mentions them
	belongs belonging
	admin   bool           // by what was last heard: see isAdmin
	zone    *time.Location // nil where Slack does not tell
}

// who returns what Slack says of a person; nothing where it does not answer.
func (s *Slack) who(ctx context.Context, install, user string) person {
	key := install + "/" + user
	if p, ok := s.people.Get(key); ok {
		return p
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	in, err := s.installs.Find(ctx, install, install)
	var info *slack.User
	if err == nil {
		err = retry.Do(ctx, askAgain, askTimes, func() (err error) { // else they are spoken to in another language, or refused
			info, err = s.userInfo(ctx, install, user)
			if outcome := classify(err).Outcome; err != nil && outcome != bot.Broken && outcome != bot.Later {
				return retry.Permanent(err)
			}
			return err
		})
	}
	if err != nil {
		usual, _ := s.people.Get(install + "/") // better than English in a workspace that speaks another language
		s.people.Set(key, usual, brokenLife)
		return usual
	}
	p := person{locale: info.Locale, name: cmp.Or(info.Profile.DisplayName, info.RealName, info.Name),
		belongs: belongs(in, info.TeamID, info.Enterprise.EnterpriseID), admin: isAdmin(in, info)}
	if info.IsStranger || in.OrgWide && p.belongs == unsaid { // all people of an organisation have its id
		p.belongs = stranger
	}
	if info.TZ != "" {
		p.zone = time.FixedZone(info.TZ, info.TZOffset)
	}
	s.people.Set(key, p, personLife)
	s.people.Set(install+"/", person{locale: p.locale}, personLife)
	return p
}

func (s *Slack) userInfo(ctx context.Context, install, user string) (info *slack.User, err error) {
	err = s.call(ctx, install, func(api *slack.Client) (err error) {
		info, err = api.GetUserInfoContext(ctx, user)
		return err
	})
	return info, err
}

// zone is the time zone in which somebody is; that of Japan where Slack does not tell.
func (s *Slack) zone(ctx context.Context, install, user string) *time.Location {
	return cmp.Or(s.who(ctx, install, user).zone, conversation.Japan)
}

// isAdmin reports whether somebody is an admin or an owner of the workspace; where the app is
// installed for an organisation, of that. Slack is asked each time, as they may have been until a
// moment ago; where it does not answer they are not.
func (s *Slack) isAdmin(ctx context.Context, in install.Installation, user string) bool {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	info, err := s.userInfo(ctx, in.ID, user)
	return err == nil && isAdmin(in, info) && !info.IsStranger && belongs(in, info.TeamID, info.Enterprise.EnterpriseID) == insider
}

func isAdmin(in install.Installation, info *slack.User) bool {
	if info.Deleted || info.IsBot || info.IsRestricted || info.IsUltraRestricted {
		return false
	}
	if e := info.Enterprise; in.OrgWide {
		return e.IsAdmin || e.IsOwner
	}
	return info.IsAdmin || info.IsOwner || info.IsPrimaryOwner
}

// membership says whether somebody is in a channel: yes, no, or why Slack did not tell.
type membership uint8

const (
	unknown membership = iota
	hidden             // the app is not let into the channel
	outside
	inside
)

// memberOf reports whether somebody is in a channel.
func (s *Slack) memberOf(ctx context.Context, in install.Installation, channel, user string) membership {
	return s.among(ctx, in, channel, user, func(api *slack.Client, cursor string) ([]string, string, error) {
		return api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: 1000})
	})
}

// inGroup reports whether somebody is in a user group. Where Slack does not tell they are not.
func (s *Slack) inGroup(ctx context.Context, in install.Installation, group, user string) bool {
	return group != "" && s.among(ctx, in, group, user, func(api *slack.Client, _ string) ([]string, string, error) {
		users, err := api.GetUserGroupMembersContext(ctx, group)
		return users, "", err
	}) == inside
}

// among reports whether somebody is among the users of a channel or a group, of which list returns a
// page. Who was not a moment ago may be since, so that is asked again.
func (s *Slack) among(ctx context.Context, in install.Installation, id, user string, list func(api *slack.Client, cursor string) (page []string, next string, err error)) membership {
	key := in.ID + "/" + id
	if set, ok := s.members.Get(key); ok && set[user] {
		return inside
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	set := map[string]bool{}
	for cursor := ""; ; {
		var page []string
		err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
			page, cursor, err = list(api, cursor)
			return err
		})
		switch {
		case placeless(err):
			return hidden
		case err != nil:
			return unknown
		}
		for _, u := range page {
			set[u] = true
		}
		if cursor == "" || set[user] {
			break
		}
	}
	s.members.Set(key, set, memberLife)
	if set[user] {
		return inside
	}
	return outside
}

// shared reports whether people of other organisations are in a channel, by Slack Connect, or may
// be: where Slack does not say, it is asked before they see something.
func (s *Slack) shared(ctx context.Context, in install.Installation, channel string) bool {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var info *slack.Channel
	err := retry.Do(ctx, askAgain, askTimes, func() error {
		err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
			info, err = api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
			return err
		})
		if placeless(err) {
			return retry.Permanent(err)
		}
		return err
	})
	if err != nil {
		return !placeless(err) // where the app is not let in, nothing can be posted
	}
	return info.IsExtShared || info.IsPendingExtShared
}

// threadLink is the address of a candidate's thread; empty where Slack does not tell.
func (s *Slack) threadLink(ctx context.Context, in install.Installation, channel string, who *candidate) string {
	if who.Head == "" {
		return ""
	}
	link := s.permalink(ctx, in, channel, who.Head)
	if link != "" && who.Root != who.Head {
		link += "?thread_ts=" + who.Root + "&cid=" + channel
	}
	return link
}

// linkTo is a link to a candidate's thread, marked up.
func (s *Slack) linkTo(ctx context.Context, in install.Installation, channel string, who *candidate, text string) string {
	link := s.threadLink(ctx, in, channel, who)
	if link == "" {
		return plainMarkup(text)
	}
	return "<" + escape(link) + "|" + plainMarkup(text) + ">"
}

// permalink is the address of a message; empty where Slack does not tell. All addresses in a
// workspace are made alike, so Slack is asked for the first.
func (s *Slack) permalink(ctx context.Context, in install.Installation, channel, ts string) string {
	host, ok := s.hosts.Get(in.ID)
	if !ok {
		var link string
		err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
			link, err = api.GetPermalinkContext(ctx, &slack.PermalinkParameters{Channel: channel, Ts: ts})
			return err
		})
		if host, _, ok = strings.Cut(link, "/archives/"); err != nil || !ok {
			return ""
		}
		s.hosts.Set(in.ID, host, personLife)
	}
	return host + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
}

// named is a text in which those it mentions have their names, as whoever wrote it saw them: Slack
// writes their ids.
func (s *Slack) named(ctx context.Context, in install.Installation, p wire.Payload, text string) string {
	for _, id := range p.Mentioned {
		if name := s.who(ctx, in.ID, id).name; name != "" {
			text = strings.ReplaceAll(text, "<@"+id+">", "@"+name)
		}
	}
	return text
}
