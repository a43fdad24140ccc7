package slacktest

import (
	"slices"
	"strings"
)

// channel finds the conversation a call names, as the app may see it.
func (c *call) channel(name string) (*Channel, *refusal) {
	ch := c.s.world.channels[c.args.text(name)]
	if ch == nil || !c.actsIn(ch.team) || !ch.bot && ch.kind() != "channel" {
		return nil, refuse("channel_not_found")
	}
	return ch, nil
}

// actsIn reports whether the token of a call is good in a workspace.
func (c *call) actsIn(tm *Team) bool { return slices.Contains(c.token.in.teams(), tm) }

// person finds a person by id where the token acts, nil where there is none.
func (c *call) person(id string) *Person {
	for _, tm := range c.token.in.teams() {
		if p := tm.people[id]; p != nil {
			return p
		}
	}
	return nil
}

// target is where a message is to be posted; the id of a person is their DM.
func (c *call) target() (*Channel, *refusal) {
	if p := c.person(c.args.text("channel")); p != nil {
		if p.Unreachable {
			return nil, refuse("channel_not_found")
		}
		return p.openDM(), nil
	}
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	if ch.archived {
		return nil, refuse("is_archived")
	}
	return ch, nil
}

// thread checks the thread_ts of a call. What replies to a reply goes to its parent, what
// replies to a deleted message to the channel.
func (c *call) thread(ch *Channel) (string, *refusal) {
	ts := c.args.text("thread_ts")
	if ts == "" {
		return "", nil
	}
	parent := ch.byTS[ts]
	switch {
	case parent == nil:
		return "", c.malformed("cannot_reply_to_message", "thread_ts of no message in the channel")
	case parent.deleted:
		return "", nil
	case parent.thread != "" && parent.thread != ts:
		c.violate("thread_ts of a reply, not of its parent")
		return parent.thread, nil
	}
	return ts, nil
}

func (c *call) chatPostMessage() (object, *refusal) {
	ch, r := c.target()
	if r != nil {
		return nil, r
	}
	if !ch.bot && !c.token.in.has("chat:write.public") {
		return nil, refuse("not_in_channel")
	}
	w, r := c.content(maxText)
	if r != nil {
		return nil, r
	}
	thread, r := c.thread(ch)
	if r != nil {
		return nil, r
	}
	metadata, r := c.metadata()
	if r != nil {
		return nil, r
	}
	m := &message{user: c.token.in.bot, bot: true, thread: thread, metadata: metadata}
	m.set(w)
	ch.add(m)
	c.s.sendPostedEvent(m)
	return object{"channel": ch.ID, "ts": m.ts, "message": m.json()}, nil
}

// ownMessage finds the message of the app that a call names; denied is the code for others' messages.
func (c *call) ownMessage(denied string) (*message, *refusal) {
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	ts := c.args.text("ts")
	if c.s.isEphemeral(ch, ts) {
		return nil, c.malformed("message_not_found", "the message is ephemeral")
	}
	m := ch.find(ts)
	if m == nil {
		return nil, refuse("message_not_found")
	}
	if !m.bot {
		return nil, c.malformed(denied)
	}
	return m, nil
}

// isEphemeral reports whether a time stamp is that of an ephemeral message.
func (s *Server) isEphemeral(ch *Channel, ts string) bool {
	for _, p := range ch.members {
		for _, m := range p.ephemerals {
			if m.ch == ch && m.ts == ts {
				return true
			}
		}
	}
	return false
}

func (c *call) chatUpdate() (object, *refusal) {
	m, r := c.ownMessage("cant_update_message")
	if r != nil {
		return nil, r
	}
	w, r := c.content(advisedText)
	if r != nil {
		return nil, r
	}
	if len(m.blocks) > 0 && w.blocks == nil {
		c.violate("without blocks the message keeps those it has, and the text is not seen: send blocks, or [] to take them away")
	}
	before := m.json()
	m.set(w)
	m.edited++
	m.editedTS = c.s.ts()
	m.ch.touch()
	c.s.sendChangedEvent(m, before)
	return object{"channel": m.ch.ID, "ts": m.ts, "text": m.text, "message": m.json()}, nil
}

func (c *call) chatDelete() (object, *refusal) {
	m, r := c.ownMessage("cant_delete_message")
	if r != nil {
		return nil, r
	}
	before := m.json()
	m.deleted = true
	m.ch.touch()
	c.s.sendDeletedEvent(m, before)
	return object{"channel": m.ch.ID, "ts": m.ts}, nil
}

func (c *call) chatPostEphemeral() (object, *refusal) {
	ch, r := c.target()
	if r != nil {
		return nil, r
	}
	if !ch.bot {
		return nil, refuse("not_in_channel")
	}
	var to *Person
	for _, p := range ch.members {
		if p.ID == c.args.text("user") {
			to = p
		}
	}
	if to == nil {
		return nil, refuse("user_not_in_channel")
	}
	w, r := c.content(maxText)
	if r != nil {
		return nil, r
	}
	thread, r := c.thread(ch)
	if r != nil {
		return nil, r
	}
	m := &message{user: c.token.in.bot, bot: true, thread: thread}
	m.set(w)
	ch.addEphemeral(to, m)
	return object{"message_ts": m.ts}, nil
}

func (c *call) chatPermalink() (object, *refusal) {
	ch, r := c.channel("channel")
	if r != nil {
		return nil, r
	}
	m := ch.find(c.args.text("message_ts"))
	if m == nil {
		return nil, refuse("message_not_found")
	}
	return object{"channel": ch.ID, "permalink": m.permalink()}, nil
}

// permalink is the address of a message in Slack.
func (m *message) permalink() string {
	link := "https://workspace-" + m.ch.team.ID + ".slack.com/archives/" + m.ch.ID + "/p" + strings.ReplaceAll(m.ts, ".", "")
	if m.thread != "" && m.thread != m.ts {
		link += "?thread_ts=" + m.thread + "&cid=" + m.ch.ID
	}
	return link
}

// Permalink is the address of a message.
func (m *Message) Permalink() string { return m.src.permalink() }
