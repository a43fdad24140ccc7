package slack

import (
	"crypto/sha256"
	"encoding/base64"
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
	// Card is the card the address belongs to: its message can be replaced through it.
	// Empty for a command, and for a message only one person sees.
	Card string `json:"card,omitempty"`
}

// replyLife is how long an address for answers is used: Slack takes them for thirty minutes, and our
// clock is not Slack's.
const replyLife = 29 * time.Minute

// usable reports whether the address can be used now.
func (r *reply) usable(now time.Time) bool {
	return r != nil && now.Before(r.Until)
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
