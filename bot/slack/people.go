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
	personLife  = 12 * time.Hour  // Slack reports changes of a profile; one may be missed
	memberLife  = 2 * time.Minute // as long, who has left a channel may still answer for its candidates
	channelLife = 10 * time.Minute
	brokenLife  = 5 * time.Second // after a failure the next delivery does not wait as well
	maxPeople   = 20_000          // some 200 bytes each
	maxSets     = 500             // of members, in channels of up to some thousand
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
func (s *Slack) who(ctx context.Context, in install.Installation, user string) person {
	key := in.ID + "/" + user
	if p, ok := s.people.Get(key); ok {
		return p
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	if in.Team == "" && in.Enterprise == "" { // who belongs to it is told by its workspace and organisation
		if whole, err := s.installs.Find(ctx, in.ID, in.ID); err == nil {
			in = whole
		}
	}
	var info *slack.User
	err := retry.Do(ctx, askAgain, askTimes, func() error { // else they are spoken to in another language, or refused
		err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
			info, err = api.GetUserInfoContext(ctx, user)
			return err
		})
		if outcome := classify(err).Outcome; err != nil && outcome != bot.Broken && outcome != bot.Later {
			return retry.Permanent(err)
		}
		return err
	})
	if err != nil {
		usual, _ := s.people.Get(in.ID + "/") // better than English in a workspace that speaks another language
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
	if in.Team+in.Enterprise == "" { // whether they belong there is not known by it
		return p
	}
	s.people.Set(key, p, personLife)
	s.people.Set(in.ID+"/", person{locale: p.locale}, personLife)
	return p
}

// zone is the time zone in which somebody is; that of Japan where Slack does not tell.
func (s *Slack) zone(ctx context.Context, id, user string) *time.Location {
	return cmp.Or(s.who(ctx, install.Installation{ID: id}, user).zone, conversation.Japan)
}

// isAdmin reports whether somebody is an admin or an owner of the workspace; where the app is
// installed for an organisation, of that. Slack is asked each time, as they may have been until a
// moment ago; where it does not answer they are not.
func (s *Slack) isAdmin(ctx context.Context, in install.Installation, user string) bool {
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var info *slack.User
	err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
		info, err = api.GetUserInfoContext(ctx, user)
		return err
	})
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

// memberOf reports whether somebody is in a channel. Who was not a moment ago may have
// joined since, so that is asked again.
func (s *Slack) memberOf(ctx context.Context, in install.Installation, channel, user string) membership {
	key := in.ID + "/" + channel
	if set, ok := s.members.Get(key); ok && set[user] {
		return inside
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	set := map[string]bool{}
	for cursor := ""; ; {
		var page []string
		err := s.call(ctx, in.ID, func(api *slack.Client) (err error) {
			page, cursor, err = api.GetUsersInConversationContext(ctx, &slack.GetUsersInConversationParameters{ChannelID: channel, Cursor: cursor, Limit: 1000})
			return err
		})
		if placeless(err) {
			return hidden
		}
		if err != nil {
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
	key := in.ID + "/" + channel
	if shared, ok := s.channels.Get(key); ok {
		return shared
	}
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
	shared := info.IsExtShared || info.IsPendingExtShared
	s.channels.Set(key, shared, channelLife)
	return shared
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
		if name := s.who(ctx, in, id).name; name != "" {
			text = strings.ReplaceAll(text, "<@"+id+">", "@"+name)
		}
	}
	return text
}
