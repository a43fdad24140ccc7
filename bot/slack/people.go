package slack

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"hspbot/bot"
	"hspbot/bot/slack/install"
)

// What Slack tells of people is asked for once and known for a while. It is kept in memory
// only.

const (
	personLife = 12 * time.Hour
	memberLife = 2 * time.Minute
	brokenLife = time.Minute // after a failure nobody waits again so soon
	mostPeople = 20_000
	mostSets   = 500
	// askTime is how long a delivery waits to hear about a person: it has to be acknowledged.
	askTime = time.Second
)

// person is what the bot knows of somebody.
type person struct {
	known    bool // Slack has told
	locale   string
	stranger bool // of another organisation
	until    time.Time
}

type people struct {
	mu  sync.Mutex
	all map[string]person
}

func (l *people) get(key string, now time.Time) (person, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.all[key]
	return p, ok && now.Before(p.until)
}

func (l *people) put(key string, p person) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil || len(l.all) >= mostPeople {
		l.all = map[string]person{}
	}
	l.all[key] = p
}

func (l *people) drop(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.all, key)
}

// who returns what Slack tells of a person, or what can be said without Slack.
func (s *Slack) who(ctx context.Context, in install.Installation, user string) person {
	key, now := in.ID+"/"+user, s.o.Now()
	if p, ok := s.people.get(key, now); ok {
		return p
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	var info *slack.User
	ask := func(api *slack.Client) (err error) {
		info, err = api.GetUserInfoContext(ctx, user)
		return err
	}
	err := s.call(ctx, in.ID, ask)
	if err != nil && classify(err).Outcome == bot.Broken { // else they are spoken to in the wrong language all along
		err = s.call(ctx, in.ID, ask)
	}
	p := person{until: now.Add(brokenLife)}
	if err == nil {
		p = person{known: true, locale: info.Locale, until: now.Add(personLife),
			stranger: info.IsStranger || foreign(in, info.TeamID, info.Enterprise.EnterpriseID)}
	}
	s.people.put(key, p)
	return p
}

// members are the people of channels.
type members struct {
	mu  sync.Mutex
	all map[string]memberSet
}

type memberSet struct {
	users map[string]bool
	until time.Time
}

func (m *members) get(key string, now time.Time) (memberSet, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	set, ok := m.all[key]
	return set, ok && now.Before(set.until)
}

func (m *members) put(key string, set memberSet) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil || len(m.all) >= mostSets {
		m.all = map[string]memberSet{}
	}
	m.all[key] = set
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
	key, now := in.ID+"/"+channel, s.o.Now()
	if set, ok := s.members.get(key, now); ok && set.users[user] {
		return inside
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	set := memberSet{users: map[string]bool{}, until: now.Add(memberLife)}
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
			set.users[u] = true
		}
		if cursor == "" || set.users[user] {
			break
		}
	}
	s.members.put(key, set)
	if set.users[user] {
		return inside
	}
	return outside
}
