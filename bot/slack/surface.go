package slack

import (
	"encoding/json"
	"time"
)

// surface is what stands in Slack, as far as the bot has to know: kept with the session.
type surface struct {
	// Channel is where the card is, or is to be: the direct message, a channel.
	Channel string `json:"channel,omitempty"`
	// Card is the timestamp of the message that shows the present screen, empty where there
	// is none. Asks is the question it asks, empty where it asks none.
	Card string `json:"card,omitempty"`
	Asks string `json:"asks,omitempty"`
	// Stays says that the card is a result, or a detail opened on one: it is not replaced by
	// a question.
	Stays bool `json:"stays,omitempty"`
	// Below says that something else stands below the card: the next screen comes under it.
	Below bool `json:"below,omitempty"`
	// Only says that the card is visible to the person alone: it can be changed through Reply
	// only, and has no timestamp. Shown says that there is one.
	Only  bool `json:"only,omitempty"`
	Shown bool `json:"shown,omitempty"`
	// Old is an earlier card whose buttons are still to be taken away, and what it asked.
	Old     string `json:"old,omitempty"`
	OldAsks string `json:"old_asks,omitempty"`
	// Reply is Slack's address for answers to what was done last, for as long as it lives.
	Reply *reply `json:"reply,omitempty"`
	// Filed is the version of the session whose file has been sent.
	Filed int64 `json:"filed,omitempty"`
	// Direct is the channel of the direct message with the person, once it is known.
	Direct string `json:"direct,omitempty"`
	// Home says that the Home tab has to be drawn again, and Quiet that no new message is
	// wanted for this turn.
	Home  bool `json:"home,omitempty"`
	Quiet bool `json:"quiet,omitempty"`
	// Sharing is the summary that is to be posted to a channel, and the one posted last.
	Sharing sharing `json:"sharing,omitzero"`
	// Candidate is what is kept of one beside the facts.
	Candidate *candidate `json:"candidate,omitempty"`
}

// sharing is a summary for a channel. It is posted once for each time it is asked for, and a
// second tap does not ask again.
type sharing struct {
	By      string    `json:"by,omitempty"` // who asked; empty where nobody waits for it
	Channel string    `json:"channel,omitempty"`
	Posted  string    `json:"posted,omitempty"` // what was posted last, as a hash
	At      time.Time `json:"at,omitzero"`      // and when
}

// sameTap is how long the same summary is not posted again.
const sameTap = time.Minute

// candidate is what a thread about somebody shows.
type candidate struct {
	Label  string `json:"label"`            // what HR calls the candidate
	By     string `json:"by"`               // user who began
	Last   string `json:"last,omitempty"`   // user who answered last
	Root   string `json:"root,omitempty"`   // timestamp of the message the thread hangs on
	Head   string `json:"head,omitempty"`   // timestamp of our first message in it
	Drawn  string `json:"drawn,omitempty"`  // what the head shows, as a hash
	Absent bool   `json:"absent,omitempty"` // the head is gone, and is not posted again
}

// reply is where answers to a delivery go: five of them within half an hour.
type reply struct {
	URL   string    `json:"url"`
	Until time.Time `json:"until"`
	Left  int       `json:"left"`
	// Card is the card the address belongs to: its message can be replaced through it.
	// Empty for a command, and for a message only one person sees.
	Card string `json:"card,omitempty"`
}

// How often and how long an address for answers is used: Slack takes five within thirty
// minutes, and our clock is not Slack's.
const (
	replyUses = 5
	replyLife = 29 * time.Minute
)

// usable reports whether the address can be used now.
func (r *reply) usable(now time.Time) bool {
	return r != nil && r.URL != "" && r.Left > 0 && now.Before(r.Until)
}

// readSurface reads what a session keeps; what cannot be read is as if nothing stood there,
// so that a new card is posted.
func readSurface(b []byte) surface {
	var s surface
	if json.Unmarshal(b, &s) != nil {
		return surface{}
	}
	return s
}

func (s surface) bytes() []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return nil
	}
	return b
}

// changeKind says what a delivery did to the surface.
type changeKind string

const (
	said    changeKind = "said"    // somebody wrote below the card
	pressed changeKind = "pressed" // a button of a message
	called  changeKind = "called"  // the slash command, where only the person sees the answer
	atHome  changeKind = "home"    // a button of the Home tab
	began   changeKind = "began"   // a candidate
)

// change is what a delivery did to the surface.
type change struct {
	Kind    changeKind `json:"kind"`
	Channel string     `json:"channel,omitempty"`
	By      string     `json:"by,omitempty"`
	TS      string     `json:"ts,omitempty"`     // of the message pressed
	Thread  string     `json:"thread,omitempty"` // it is in
	Result  bool       `json:"result,omitempty"` // it shows a result
	Only    bool       `json:"only,omitempty"`   // it is visible to the person alone
	Direct  bool       `json:"direct,omitempty"` // Channel is a direct message, of whomever
	Quiet   bool       `json:"quiet,omitempty"`
	Reply   *reply     `json:"reply,omitempty"`
	Share   string     `json:"share,omitempty"`
	Label   string     `json:"label,omitempty"`
	Root    string     `json:"root,omitempty"`
}

func (m change) bytes() []byte {
	b, err := json.Marshal(m)
	if err != nil {
		return nil
	}
	return b
}

// Change implements [bot.Poster]. The goodbye does not need what HR calls a candidate.
func (s *Slack) Change(b, data []byte) []byte {
	if data == nil {
		return readSurface(b).forgotten().bytes()
	}
	var m change
	if json.Unmarshal(data, &m) != nil {
		return b
	}
	return readSurface(b).after(m).bytes()
}

// forgotten is what the goodbye needs of a surface.
func (s surface) forgotten() surface {
	s.Sharing = sharing{}
	if s.Candidate != nil {
		c := *s.Candidate
		c.Label = ""
		s.Candidate = &c
	}
	return s
}

// after is the surface after a change.
func (s surface) after(m change) surface {
	s.Quiet = m.Quiet
	if m.Share != "" {
		s.Sharing.By, s.Sharing.Channel = m.Share, m.Channel
	}
	if s.Candidate != nil && m.By != "" {
		c := *s.Candidate
		c.Last = m.By
		s.Candidate = &c
	}
	switch m.Kind {
	case said:
		if s.Candidate == nil {
			s = s.direct(m.Channel)
		}
		s.Below, s.Reply = true, nil
	case pressed:
		s = s.pressed(m)
	case called:
		if m.Direct && m.Channel == s.Direct {
			s = s.direct(m.Channel)
			s.Below = true
			break
		}
		s = s.bare()
		s.Channel, s.Only, s.Reply = m.Channel, true, m.Reply
	case atHome:
		s.Home = true
		if s.Only && !m.Quiet {
			s = s.direct(s.Direct)
		}
		if !m.Quiet {
			s.Below = true
		}
		s.Reply = nil
	case began:
		if s.Candidate == nil {
			s.Channel = m.Channel
			s.Candidate = &candidate{Label: m.Label, By: m.By, Root: m.Root}
			s.Reply = m.Reply
		}
	}
	return s
}

// direct brings the conversation into the direct message.
func (s surface) direct(channel string) surface {
	if channel != "" {
		s.Direct = channel
	}
	if !s.Only && s.Channel == s.Direct {
		return s
	}
	s = s.bare()
	s.Channel = s.Direct
	return s
}

// bare is the surface without a card.
func (s surface) bare() surface {
	return surface{Filed: s.Filed, Direct: s.Direct, Home: s.Home, Sharing: s.Sharing, Quiet: s.Quiet}
}

// in is the candidate whose thread people answer in. It is another than ours where our first
// message came twice, as nobody knew that it had arrived.
func (c *candidate) in(thread string) *candidate {
	if c == nil || thread == "" || thread == c.Root {
		return c
	}
	moved := *c
	if moved.Head == moved.Root {
		moved.Head, moved.Drawn = thread, ""
	}
	moved.Root = thread
	return &moved
}

// pressed notes that a button of a message was pressed. An older message becomes the card
// again, and the one that was it loses its buttons, unless it is a result.
func (s surface) pressed(m change) surface {
	if m.Only {
		if !s.Only || s.Channel != m.Channel {
			s = s.bare()
		}
		s.Channel, s.Only, s.Shown, s.Reply, s.Stays = m.Channel, true, true, m.Reply, m.Result
		return s
	}
	s.Candidate = s.Candidate.in(m.Thread)
	if m.TS == s.Card && s.Card != "" {
		s.Reply = m.Reply
		return s
	}
	if s.Card != "" && !s.Stays && !s.Only && s.Channel == m.Channel {
		s.Old, s.OldAsks = s.Card, s.Asks
	}
	s.Only, s.Shown, s.Below = false, false, false
	s.Channel, s.Card, s.Asks, s.Stays, s.Reply = m.Channel, m.TS, "", m.Result, m.Reply
	if s.Candidate == nil && m.Direct {
		s.Direct = m.Channel
	}
	return s
}
