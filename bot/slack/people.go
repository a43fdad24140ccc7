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

// memory keeps what Slack has told for a while. When it holds too much it begins anew.
type memory[T any] struct {
	mu  sync.Mutex
	all map[string]remembered[T]
}

type remembered[T any] struct {
	what  T
	until time.Time
}

func (m *memory[T]) get(key string, now time.Time) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.all[key]
	return r.what, ok && now.Before(r.until)
}

func (m *memory[T]) put(key string, what T, until time.Time, most int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.all == nil || len(m.all) >= most {
		m.all = map[string]remembered[T]{}
	}
	m.all[key] = remembered[T]{what, until}
}

func (m *memory[T]) drop(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.all, key)
}

// person is what the bot knows of somebody; nothing where Slack did not tell.
type person struct {
	locale   string
	stranger bool // of another organisation
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
	if err != nil {
		s.people.put(key, person{}, now.Add(brokenLife), mostPeople)
		return person{}
	}
	p := person{locale: info.Locale, stranger: info.IsStranger || foreign(in, info.TeamID, info.Enterprise.EnterpriseID)}
	s.people.put(key, p, now.Add(personLife), mostPeople)
	return p
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
	if set, ok := s.members.get(key, now); ok && set[user] {
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
	s.members.put(key, set, now.Add(memberLife), mostSets)
	if set[user] {
		return inside
	}
	return outside
}
