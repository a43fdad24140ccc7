package slack

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
)

// surface is what stands in Slack, as far as the bot has to know: kept with the session.
// Messages are named by their timestamps.
type surface struct {
	card.Surface[string]
	// Channel is where the card is, or is to be: the direct message, a channel.
	Channel string `json:"channel,omitempty"`
	// Private says that the conversation is held in Channel in messages that only the person
	// sees. They can be changed through Reply only, and have no timestamps: Card is ephemeral.
	Private bool `json:"private,omitempty"`
	// Reply is Slack's address for answers to what was done last, for as long as it lives.
	Reply *reply `json:"reply,omitempty"`
	// Direct is the channel of the direct message with the person, once it is known.
	Direct string `json:"direct,omitempty"`
	// Quiet says that no new message is wanted for this turn.
	Quiet bool `json:"quiet,omitempty"`
	// Sharing is the summary that is to be posted to a channel, and the one posted last.
	Sharing sharing `json:"sharing,omitzero"`
	// Candidate is what is kept of a candidate other than the facts.
	Candidate *candidate `json:"candidate,omitempty"`
	// Told is what somebody who asked for notices has been told.
	Told conversation.Told `json:"told,omitzero"`
}

// ephemeral stands for the timestamp of a card that only the person sees.
const ephemeral = "ephemeral"

// sharing is a summary for a channel. It is posted once for each time it is asked for, and a
// second tap does not ask again.
type sharing struct {
	By      string    `json:"by,omitempty"` // who asked; empty when it has been posted
	Channel string    `json:"channel,omitempty"`
	Posted  string    `json:"posted,omitempty"` // what was posted last, as a hash
	At      time.Time `json:"at,omitzero"`      // and when
}

// sameTap is how long the same summary is not posted again.
const sameTap = time.Minute

// candidate is what a thread about somebody shows.
type candidate struct {
	Label    string `json:"label"`              // what HR calls the candidate
	By       string `json:"by"`                 // user who began
	Last     string `json:"last,omitempty"`     // user who answered last
	Wrote    bool   `json:"wrote,omitempty"`    // Last wrote the answer in the thread
	Root     string `json:"root,omitempty"`     // timestamp of the message the thread hangs on
	Head     string `json:"head,omitempty"`     // timestamp of our first message in it
	Rendered string `json:"rendered,omitempty"` // what the head shows, as a hash
	Absent   bool   `json:"absent,omitempty"`   // the head is gone, and is not posted again
	Archived bool   `json:"archived,omitempty"` // it is not in the list
	Told     bool   `json:"told,omitempty"`     // who began has been told of the result
	Shared   bool   `json:"shared,omitempty"`   // people of other organisations are in the channel
	Reminded bool   `json:"reminded,omitempty"` // who began has been reminded of it
	// Warning is the message that warned of the end of the candidate.
	Warning mark    `json:"warning,omitzero"`
	Undo    *undo   `json:"undo,omitempty"`   // what can be undone
	Undone  *undone `json:"undone,omitempty"` // what has been
	// Reply is what the candidate has shared and is still to be posted.
	Reply *conversation.Screen `json:"reply,omitempty"`
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

// Mentions implements [bot.Mentioner]: the candidates of an installation name who began them, who
// answered last, and who deleted or started them again.
func (s *Slack) Mentions(k bot.Key) (prefix string, taken []byte) {
	where := placeOf(k)
	if where.user == "" {
		return "", nil
	}
	return where.install + "/", card.JSON(change{Kind: unnamed, By: hashOfUser(where.user)})
}

// hashOfUser stands for a person in a change that takes their name out, so that it does not bring it back.
func hashOfUser(user string) string {
	sum := sha256.Sum256([]byte(user))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// unname takes the name of a person, given by the hash, out of a candidate's surface, and reports
// whether it was in there.
func (s *surface) unname(hash string) (named bool) {
	who := s.Candidate
	if who == nil {
		return false
	}
	names := []*string{&who.By, &who.Last, &s.Sharing.By}
	if who.Undo != nil {
		names = append(names, &who.Undo.By)
	}
	if who.Undone != nil {
		names = append(names, &who.Undone.Did, &who.Undone.By)
	}
	for _, name := range names {
		if *name != "" && hashOfUser(*name) == hash {
			*name, named = "", true
		}
	}
	return named
}

// forget leaves what the goodbye needs of a surface: not what HR calls a candidate.
func (s *surface) forget() {
	s.Sharing, s.Told = sharing{}, conversation.Told{}
	s.Forgotten()
	if s.Candidate != nil {
		s.Candidate.Label, s.Candidate.Reply = "", nil
	}
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
