package bot

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/conversation"
)

// How many delivery ids a session remembers at least, and at most where they are to be
// remembered for a time. A delivery that failed comes back after later ones, so the last id
// alone is not enough.
const (
	seenKept = 16
	seenMost = 1024
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
	// Seen are the ids of the last deliveries, oldest first. Use [Session.Note] or
	// [Session.NoteFor]; a slice that has been stored is not changed in place.
	Seen []string
	// Created and Touched are the times of the first and the last turn.
	Created, Touched time.Time
	// Surface is what the platform keeps of what it has drawn, such as the ids of messages:
	// JSON of its own making, nil at first. It is not changed in place.
	Surface []byte
	// Marks are what turns have done to the surface since it was settled, the oldest first. A
	// slice that has been stored is not changed in place. See [Poster.Mark].
	Marks []Marked
	// Due is when the screen that is owed may be tried again; zero is now.
	Due time.Time
	// Tries is how often it could not be sent because something was broken.
	Tries int
	// Gone says that the person blocked the bot or that the place is no more: nothing is
	// sent until the next delivery.
	Gone bool
	// Lease names who posts the screens; empty is nobody in particular. It is the store's: a
	// turn does not change it. See [Shared].
	Lease string
	// Elsewhere says that this replica has not got the lease, when the store was asked: it
	// does not post.
	Elsewhere bool
}

// Marked is a mark of a turn.
type Marked struct {
	Version int64  `json:"v"` // that the turn led to
	Data    []byte `json:"d"`
}

// marksKept is how many marks wait at most: a person who goes on while nothing can be
// posted makes no session large.
const marksKept = 32

// Owing reports whether the person has not got the screen of the last turn. The screen
// itself is not kept: it follows from the state.
func (s *Session) Owing() bool { return s.Version > s.Shown }

// Wanted reports whether a screen is to be posted, now or later: one is owed, and somebody
// is there.
func (s *Session) Wanted() bool { return s.Owing() && !s.Gone }

// forgotten reports whether the last turn emptied the session and only its deletion is
// missing: no other turn leaves a zero state.
func (s *Session) forgotten() bool { return s.Version > 0 && reflect.ValueOf(s.State).IsZero() }

// Saw reports whether the delivery has had its effect. The empty id never has.
func (s *Session) Saw(delivery string) bool {
	return delivery != "" && slices.ContainsFunc(s.Seen, func(seen string) bool {
		if seen == delivery {
			return true
		}
		_, id, stamped := strings.Cut(seen, stamp)
		return stamped && id == delivery
	})
}

// Note remembers the delivery, and forgets the oldest where there are too many.
func (s *Session) Note(delivery string) {
	if delivery == "" {
		return
	}
	kept := s.Seen[max(0, len(s.Seen)-seenKept+1):]
	s.Seen = slices.Concat(kept, []string{delivery})
}

// stamp stands between the minute at which a delivery came, since 1970 in base 36, and its id.
const stamp = "|"

// NoteFor remembers the delivery for a time at least, as long as there are not more than
// any person can make.
func (s *Session) NoteFor(delivery string, now time.Time, keep time.Duration) {
	if delivery == "" {
		return
	}
	old, minute := 0, now.Unix()/60
	for old < len(s.Seen)-seenKept+1 {
		at, _, _ := strings.Cut(s.Seen[old], stamp)
		came, err := strconv.ParseInt(at, 36, 64)
		if err == nil && time.Duration(minute-came)*time.Minute <= keep && len(s.Seen)-old < seenMost {
			break
		}
		old++
	}
	s.Seen = slices.Concat(s.Seen[old:], []string{strconv.FormatInt(minute, 36) + stamp + delivery})
}
