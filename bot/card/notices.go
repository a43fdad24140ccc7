package card

import (
	"hash/fnv"
	"time"

	"hspbot/bot"
	"hspbot/conversation"
)

// Notices brings the notices of one conversation up to a post: see [conversation.State.News]. What
// has been told is kept with what stands in the chat, so that each is told once, by the process
// that posts.
type Notices struct {
	Told *conversation.Told
	Zone *time.Location // of the person
	// Send sends a notice as a new message.
	Send func(*conversation.Screen) error
	// Apart says that nobody else reads what is sent. People ask for notices only where it is so.
	Apart bool
}

// The hours in which people are written to who have done nothing.
const dayBegins, dayEnds = 9, 18

// Post says what is to be told, where the outbox woke the conversation, and returns when to look
// again and until when the session is kept. Where nobody asked for notices both are zero. An error
// of what was posted before is returned as it is, and nothing is told.
func (n Notices) Post(p *bot.Post, now time.Time, failed error) (wake, expires time.Time, err error) {
	s := &p.Session
	if failed != nil {
		return s.Wake, s.Expires, failed
	}
	if err := n.lead(s, now); err != nil {
		return s.Wake, s.Expires, err
	}
	if !s.State.Notify || s.State.Forgotten {
		*n.Told = conversation.Told{Lead: n.Told.Lead}
		return time.Time{}, time.Time{}, nil
	}
	if !s.Owing() && s.Wake.After(now) { // the clock of who woke it goes before ours
		now = s.Wake
	}
	screen, told, ok := s.State.News(*n.Told, now)
	switch asleep := !byDay(now, n.Zone); {
	case !n.Told.Begun():
		*n.Told = told
	case s.Owing() || asleep: // it is told when the conversation is woken by day
	case ok:
		if err := n.Send(&screen); err != nil {
			return s.Wake, s.Expires, err
		}
		*n.Told = told
	default:
		*n.Told = told
	}
	return nextLook(s.Key, now, n.Zone).UTC(), s.State.NoticesUntil().UTC(), nil
}

// lead tells of a delivery to a partner that failed in the end, at whatever hour: the person waits for
// an answer that will not come.
func (n Notices) lead(s *bot.Session, now time.Time) error {
	screen, what := s.State.LeadNews(now)
	if what == n.Told.Lead || what != "" && !n.Apart {
		return nil
	}
	if what != "" {
		if err := n.Send(&screen); err != nil {
			return err
		}
	}
	n.Told.Lead = what
	return nil
}

// byDay reports whether people in a time zone may be written to at a time.
func byDay(at time.Time, zone *time.Location) bool {
	hour := at.In(zone).Hour()
	return hour >= dayBegins && hour < dayEnds
}

// nextLook is when a conversation is looked at again: once a day, each at its own minute, so that
// they do not all come at once, and an hour before the day ends at the latest.
func nextLook(k bot.Key, now time.Time, zone *time.Location) time.Time {
	h := fnv.New32a()
	h.Write([]byte(k.ID))
	const minutes = (dayEnds - dayBegins - 1) * 60
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), dayBegins, int(h.Sum32()%minutes), 0, 0, zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}
