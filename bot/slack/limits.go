package slack

import (
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
)

// Limits implements [bot.Poster]: about one message a second in a channel, and in a workspace
// 50 changed messages a minute. Answers to a press fall under neither. A screen takes up to
// three changes and may begin when one is left, so in a minute there are at most 16 and two
// and one for each two seconds: 48.
func (s *Slack) Limits(p bot.Post) []bot.Limit {
	where, f := placeOf(p.Session.Key), card.Read[surface](p.Session.Surface)
	posts, changes := f.calls(s.o.Now(), &p)
	channel := f.Channel
	if channel == "" {
		channel = where.user
	}
	var limits []bot.Limit
	for range posts {
		limits = append(limits, bot.Limit{Name: "post " + where.install + "/" + channel, Every: 1100 * time.Millisecond, Burst: 1},
			bot.Limit{Name: "posts " + where.install, Every: 250 * time.Millisecond, Burst: 20, Shared: true})
	}
	for range changes {
		limits = append(limits, bot.Limit{Name: "change " + where.install, Every: 2 * time.Second, Burst: 16, Shared: true})
	}
	return limits
}

// maxDeletes is how many deleted messages are planned for, in Slack's limit on changes.
const maxDeletes = 8

// calls is how many messages a screen is expected to post and to change where this stands.
func (s *surface) calls(now time.Time, p *bot.Post) (posts, changes int) {
	switch {
	case s.Candidate.deleted():
		return 0, 1 + min(len(s.Messages), maxDeletes)
	case !p.Session.Owing():
		return 1, 0 // what the clock does is mostly said in the thread
	}
	if c := s.Candidate; c != nil && c.Head == "" && !c.Absent {
		posts++
	}
	for _, more := range additions {
		if more.due(s, &p.Screen) {
			posts++
		}
	}
	if p.Screen.Kind == conversation.Forgotten {
		changes += min(len(s.Messages), maxDeletes)
	}
	plan := s.Plan(p)
	free := s.Reply.usable(now) // answers to what was done last
	switch {
	case s.Private && free:
		return posts, changes
	case s.Private || s.Card == "":
		if !s.Quiet {
			posts++
		}
		return posts, changes
	case plan.Sends:
		posts++
	case !free || s.Reply.Card != s.Card:
		changes++
	}
	if plan.Restores && !free {
		changes++
	}
	return posts, changes + plan.Leaves
}
