package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/conversation"
)

// Session is one conversation as it is kept. It is a value: copies share nothing that
// anybody changes in place.
type Session struct {
	Key
	State conversation.State
	// Version is how many turns have been taken. 0 is a session that is not stored yet.
	Version int64
	// Shown is the version of the last screen the person has got; never above Version.
	Shown int64
	// Seen are the ids of the last deliveries, oldest first. Use [Session.Remember] or
	// [Session.RememberFor]; a slice that has been stored is not changed in place.
	Seen []string
	// Created and Touched are the times of the first and the last turn.
	Created, Touched time.Time
	// Surface is what the platform keeps of what it has drawn, such as the ids of messages:
	// JSON of its own making, nil at first. It is not changed in place.
	Surface []byte
	// Changes are what turns have done to the surface since it was settled, the oldest first.
	// A slice that has been stored is not changed in place. See [Poster.Change].
	Changes []SurfaceChange
	// Due is when the screen that is owed may be tried again; zero is now.
	Due time.Time
	// Tries is how often it could not be sent because something was broken.
	Tries int
	// Wake is when the platform wants to look at the conversation though nobody does anything, to
	// remind of it or to end it; zero is never. See [Sent].
	Wake time.Time
	// Expires is when [Store.Expire] deletes the session; where it is zero, some time after Touched.
	Expires time.Time
	// Gone says that the person blocked the bot or that the place is no more: nothing is
	// sent until the next delivery.
	Gone bool
}

// SurfaceChange is what a turn did to the surface.
type SurfaceChange struct {
	Version int64  `json:"v"` // that the turn led to
	Data    []byte `json:"d"`
}

// Owing reports whether the person has not got the screen of the last turn. The screen
// itself is not kept: it follows from the state.
func (s *Session) Owing() bool { return s.Version > s.Shown }

// Wanted reports whether a screen is to be posted, now or later: one is owed, and somebody
// is there.
func (s *Session) Wanted() bool { return s.Owing() && !s.Gone }

// Woken reports whether the platform is to look at the conversation at now, or later, though no
// screen is owed.
func (s *Session) Woken(now time.Time) bool {
	return !s.Owing() && !s.Gone && !s.Wake.IsZero() && !s.Wake.After(now)
}

// Settle makes a settlement part of the session. One that belongs to an earlier conversation
// is dropped.
func (s *Session) Settle(t Settlement) {
	if s.Version < t.Version || !t.Created.IsZero() && !t.Created.Equal(s.Created) {
		return
	}
	if t.Shown <= s.Version {
		s.Shown = max(s.Shown, t.Shown)
	}
	s.Surface, s.Due, s.Tries, s.Wake, s.Expires = t.Surface, t.Due, t.Tries, t.Wake, t.Expires
	if s.Version == t.Version {
		s.Gone = s.Gone || t.Gone
	}
	for len(s.Changes) > 0 && s.Changes[0].Version <= t.Version {
		s.Changes = s.Changes[1:]
	}
}

// How many delivery ids a session remembers at least, and at most where they are to be
// remembered for a time. A delivery that failed comes back after later ones, so the last id
// alone is not enough; 1024 in an hour is more than the rate limit of [Bot.Take] lets in.
const (
	minSeen = 16
	maxSeen = 1024
)

// HasSeen reports whether the delivery has had its effect. The empty id never has.
func (s *Session) HasSeen(delivery string) bool {
	return delivery != "" && slices.ContainsFunc(s.Seen, func(seen string) bool {
		if seen == delivery {
			return true
		}
		_, id, timed := strings.Cut(seen, "|")
		return timed && id == delivery
	})
}

// Remember notes the delivery, and forgets the oldest where there are too many.
func (s *Session) Remember(delivery string) {
	if delivery == "" {
		return
	}
	kept := s.Seen[max(0, len(s.Seen)-minSeen+1):]
	s.Seen = slices.Concat(kept, []string{delivery})
}

// RememberFor notes the delivery for a time at least, as long as there are not more than
// any person can make. It is kept as MINUTE|ID: the minute it came, since 1970 in base 36.
func (s *Session) RememberFor(delivery string, now time.Time, keep time.Duration) {
	if delivery == "" {
		return
	}
	old, minute := 0, now.Unix()/60
	for old < len(s.Seen)-minSeen+1 {
		at, _, _ := strings.Cut(s.Seen[old], "|")
		came, err := strconv.ParseInt(at, 36, 64)
		if err == nil && time.Duration(minute-came)*time.Minute <= keep && len(s.Seen)-old < maxSeen {
			break
		}
		old++
	}
	s.Seen = slices.Concat(s.Seen[old:], []string{strconv.FormatInt(minute, 36) + "|" + delivery})
}
