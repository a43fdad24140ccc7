package slack

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"hspbot/bot"
)

// Platform names Slack in keys.
const Platform = "slack"

// place is where a conversation is held: with a person, or about a candidate in a channel.
type place struct {
	install   string // id of the installation: its data begins with it
	user      string // the person, empty for a candidate
	channel   string // the candidate's channel
	candidate string // id of the candidate in its channel
}

// key writes a place as "install/user" or "install/channel/candidate".
func (p place) key() bot.Key {
	id := p.install + "/" + p.user
	if p.user == "" {
		id = channelPrefix(p.install, p.channel) + p.candidate
	}
	return bot.Key{Platform: Platform, ID: id}
}

// channelPrefix is what the ids of a channel's candidates begin with.
func channelPrefix(install, channel string) string { return install + "/" + channel + "/" }

// placeOf reads a key; a key that is none of ours is the zero place.
func placeOf(k bot.Key) place {
	parts := strings.Split(k.ID, "/")
	switch {
	case len(parts) == 2 && parts[0] != "" && parts[1] != "":
		return place{install: parts[0], user: parts[1]}
	case len(parts) == 3 && parts[0] != "" && parts[1] != "" && parts[2] != "":
		return place{install: parts[0], channel: parts[1], candidate: parts[2]}
	}
	return place{}
}

func (p place) isCandidate() bool { return p.channel != "" }

// candidateID names a new candidate by the delivery that made it, so that the same delivery
// makes no second one.
func candidateID(delivery string) string {
	sum := sha256.Sum256([]byte(delivery))
	return base64.RawURLEncoding.EncodeToString(sum[:9])
}

// The tags of block ids say whose card a button is on.
const (
	ownTag  = "me"   // of the person who sees it
	homeTag = "home" // on the Home tab
	viewTag = "view" // in a modal; its metadata says the rest
	listTag = "list" // on a list of candidates
	rowTag  = "row"  // of a candidate in a list; after it stands which
	findTag = "find" // where the Home tab is searched
	askTag  = "ask"  // on a question before a candidate is begun; after it stands the thread
)

// tag is what stands in the block ids of a card of this place.
func (p place) tag() string {
	if p.isCandidate() {
		return p.candidate
	}
	return ownTag
}

// tagOf reads the tag of a block id.
func tagOf(block string) string {
	tag, _, _ := strings.Cut(block, "#")
	return tag
}

// command is what stands before a command's name in this place, where it is given: the
// slash command serves the person, a mention the candidate of the thread.
func (p place) command() string {
	if p.isCandidate() {
		return "@hspbot /"
	}
	return Command + " "
}
