package slack

import (
	"cmp"
	"encoding/json"

	"hspbot/bot/card"
	"hspbot/conversation"
)

// changeKind says what a delivery did to the surface.
type changeKind string

const (
	wrote     changeKind = "wrote"     // somebody wrote below the card
	pressed   changeKind = "pressed"   // a button of a message
	commanded changeKind = "commanded" // the slash command, where only the person sees the answer
	created   changeKind = "created"   // a candidate
	filed     changeKind = "filed"     // a candidate is put out of the list, or back
	undid     changeKind = "undid"     // a candidate is as it was before
	replied   changeKind = "replied"   // the candidate has shared something, from another platform
	elsewhere changeKind = "elsewhere" // a button that is not on the card, nor becomes it
	unnamed   changeKind = "unnamed"   // By is forgotten: it is not to be named any more
)

// change is what a delivery did to the surface.
type change struct {
	Kind    changeKind `json:"kind"`
	Channel string     `json:"channel,omitempty"`
	By      string     `json:"by,omitempty"`
	TS      string     `json:"ts,omitempty"`      // of the message pressed
	Thread  string     `json:"thread,omitempty"`  // it is in
	Result  bool       `json:"result,omitempty"`  // it shows a result
	Private bool       `json:"private,omitempty"` // it is visible to the person alone
	Direct  bool       `json:"direct,omitempty"`  // Channel is a direct message, of whomever
	Quiet   bool       `json:"quiet,omitempty"`
	Reply   *reply     `json:"reply,omitempty"`
	Share   string     `json:"share,omitempty"`
	// Candidate is the one that was created.
	Candidate *candidate `json:"candidate,omitempty"`
	// Archived is whether a candidate is out of the list.
	Archived bool `json:"archived,omitempty"`
	// Undo is what the delivery did, where it can be undone.
	Undo *undo `json:"undo,omitempty"`
	// Shows is what the candidate has shared.
	Shows *conversation.Screen `json:"shows,omitempty"`
}

// Change implements [bot.Poster].
func (s *Slack) Change(b, data []byte) []byte {
	f := card.Read[surface](b)
	var c change
	switch {
	case data == nil:
		f.forget()
	case json.Unmarshal(data, &c) != nil:
		return b
	case c.Kind != unnamed:
		f.apply(c)
	case !f.unname(c.By):
		return b
	}
	return card.JSON(f)
}

// apply notes what a delivery did.
func (s *surface) apply(c change) {
	s.Quiet = c.Quiet
	if c.Share != "" {
		s.Sharing.By, s.Sharing.Channel = c.Share, c.Channel
	}
	if s.Candidate != nil {
		s.Candidate.apply(c)
	}
	switch c.Kind {
	case wrote:
		if s.Candidate == nil {
			s.toDirect(c.Channel)
		}
		s.Written()
		s.Reply = nil
	case pressed:
		s.pressed(c)
	case commanded:
		if c.Direct && c.Channel == s.Direct {
			s.toDirect(c.Channel)
			s.Written()
			break
		}
		s.leaveCard()
		s.Channel, s.Private, s.Reply = c.Channel, true, c.Reply
	case created:
		if s.Candidate == nil {
			s.Channel, s.Candidate, s.Reply = c.Channel, c.Candidate, c.Reply
		}
	default:
		s.Reply = nil
	}
}

// apply notes what a delivery did to a candidate.
func (c *candidate) apply(did change) {
	if did.By != "" {
		c.Last, c.Wrote = did.By, did.Kind == wrote
	}
	switch did.Kind {
	case undid:
		c.undid(did)
		return
	case replied:
		c.Reply = did.Shows
	case filed:
		c.Archived = did.Archived
	}
	if did.Undo != nil {
		c.Undo, c.Undone = did.Undo, nil
	}
}

// toDirect brings the conversation into the direct message, whose channel may not be known.
func (s *surface) toDirect(channel string) {
	s.Direct = cmp.Or(channel, s.Direct)
	if s.Private || s.Channel != s.Direct {
		s.leaveCard()
		s.Channel = s.Direct
	}
}

// leaveCard takes no card to stand anywhere.
func (s *surface) leaveCard() {
	s.Forget()
	s.Channel, s.Private, s.Reply = "", false, nil
}

// answeredIn notes in which thread people answer. It is another than ours where our first message
// came twice, as it was not known to have arrived.
func (c *candidate) answeredIn(thread string) {
	if thread == "" || thread == c.Root {
		return
	}
	if c.Head == c.Root {
		c.Head, c.Rendered = thread, ""
	}
	c.Root = thread
}

// pressed notes that a button of a message was pressed.
func (s *surface) pressed(c change) {
	if c.Private {
		if !s.Private || s.Channel != c.Channel {
			s.leaveCard()
		}
		s.Channel, s.Private, s.Reply = c.Channel, true, c.Reply
		s.Card, s.Result = ephemeral, card.Result[string]{}
		if c.Result {
			s.Result.ID = ephemeral
		}
		return
	}
	if s.Private || s.Channel != c.Channel {
		s.Forget() // the card there cannot be changed from here
	}
	s.Pressed(c.TS, c.Result)
	s.Channel, s.Private, s.Reply = c.Channel, false, c.Reply
	if s.Candidate != nil {
		s.Candidate.answeredIn(c.Thread)
	} else if c.Direct {
		s.Direct = c.Channel
	}
}
