package slack

import (
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Pace returns Slack's limits on a conversation: about one message a second in a channel,
// and in a workspace 50 changed messages a minute. Answers to a press fall under neither.
// The buckets are sized so that no window of a minute, or of ten seconds in a channel,
// holds more.
func (s *Slack) Pace(session bot.Session) []bot.Limit {
	where, f := placeOf(session.Key), readSurface(session.Surface)
	asks := func() bool { return conversation.Show(session.State, s.o.Now()).Kind == conversation.Question }
	posts, changes := f.expected(s.o.Now(), asks)
	channel := f.Channel
	if channel == "" {
		channel = where.user
	}
	var limits []bot.Limit
	for range posts {
		limits = append(limits, bot.Limit{Bucket: "post " + where.install + "/" + channel, Every: 1100 * time.Millisecond, Burst: 1},
			bot.Limit{Bucket: "posts " + where.install, Every: 250 * time.Millisecond, Burst: 20})
	}
	for range changes {
		limits = append(limits, bot.Limit{Bucket: "change " + where.install, Every: 2 * time.Second, Burst: 16})
	}
	return limits
}

// expected is how many messages a screen will post and change where this stands, as long as
// nothing odd happens. Asks says whether the screen is a question.
func (f surface) expected(now time.Time, asks func() bool) (posts, changes int) {
	if c := f.Candidate; c != nil && c.Head == "" && !c.Absent {
		posts++
	}
	if f.Sharing.By != "" {
		posts++
	}
	direct := f.Reply.usable(now)
	leaves := f.Stays && asks()
	switch {
	case f.Only && direct:
	case f.Only || f.Card == "":
		if !f.Quiet {
			posts++
		}
	case f.Below || leaves:
		posts++
		if !leaves || f.Below && !f.Stays || !direct {
			changes++ // the old card is folded up, or the result shown again
		}
	case !direct || f.Reply.Card != f.Card:
		changes++
	}
	if f.Old != "" {
		changes++
	}
	return posts, changes
}
