package slacktest

import "slices"

// Channel is a conversation.
type Channel struct {
	ID   string // "C…", "D…" for a DM
	Name string // "directmessage" for a DM

	// Set these before anything happens there.
	Private bool
	Shared  bool // with another organisation, by Slack Connect

	s        *Server
	team     *Team
	owner    *Person // of a DM with the app
	bot      bool    // the app is a member
	archived bool
	opened   bool // by the app
	members  []*Person
	messages []*message
	byTS     map[string]*message
}

// Channel returns a channel of the workspace, made at the first use, and adds members. The app
// is no member before [Channel.Invite].
func (tm *Team) Channel(id string, members ...*Person) *Channel {
	tm.s.mu.Lock()
	defer tm.s.mu.Unlock()
	c := tm.s.world.channels[id]
	if c == nil {
		c = &Channel{ID: id, Name: "channel-" + id, s: tm.s, team: tm, byTS: map[string]*message{}}
		tm.s.world.channels[id] = c
	}
	for _, p := range members {
		if !slices.Contains(c.members, p) {
			c.members = append(c.members, p)
		}
	}
	return c
}

// Invite adds the app to the channel and returns the channel.
func (c *Channel) Invite() *Channel {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.bot = true
	return c
}

// InviteBy has somebody add the app to the channel, which it is told.
func (c *Channel) InviteBy(p *Person) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.bot = true
	in := c.team.installed()
	if in == nil {
		return
	}
	kind := map[string]string{"channel": "C", "group": "G"}[c.kind()]
	c.s.sendEvent(c.team, c.readScope(), p.orderKey(), nil, c, object{"type": "member_joined_channel", "user": in.bot, "channel": c.ID, "channel_type": kind,
		"team": c.team.ID, "inviter": p.ID})
}

// Kick removes the app from the channel.
func (c *Channel) Kick() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.bot = false
}

// Archive archives the channel.
func (c *Channel) Archive() {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.archived = true
}

// Messages returns what everybody in the channel sees, the oldest first.
func (c *Channel) Messages() []*Message {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.snapshots()
}

// The methods below are called with the lock held.

func (c *Channel) snapshots() []*Message {
	out := make([]*Message, 0, len(c.messages))
	for _, m := range c.messages {
		if !m.deleted {
			out = append(out, m.snapshot())
		}
	}
	return out
}

// touch wakes who waits for what is in the channel.
func (c *Channel) touch() {
	for _, p := range c.members {
		p.changed.broadcast()
	}
	c.s.changed.broadcast()
}

// kind is the channel_type of events.
func (c *Channel) kind() string {
	switch {
	case c.owner != nil:
		return "im"
	case c.Private:
		return "group"
	}
	return "channel"
}

// readScope is the scope that reading about the channel takes.
func (c *Channel) readScope() string {
	return map[string]string{"im": "im:read", "group": "groups:read", "channel": "channels:read"}[c.kind()]
}

// commandName is the name in commands and interactions, which hide that of a DM and of a
// private channel.
func (c *Channel) commandName() string {
	switch c.kind() {
	case "im":
		return "directmessage"
	case "group":
		return "privategroup"
	}
	return c.Name
}

// json is the channel as conversations.info tells it.
func (c *Channel) json() object {
	out := object{"id": c.ID, "created": 1, "is_archived": c.archived, "is_im": c.owner != nil, "is_mpim": false,
		"is_channel": c.kind() == "channel", "is_group": c.kind() == "group", "is_private": c.kind() != "channel",
		"is_ext_shared": c.Shared, "is_shared": c.Shared, "is_org_shared": false, "is_member": c.bot, "context_team_id": c.team.ID}
	if c.owner != nil {
		out["user"] = c.owner.ID
		return out
	}
	out["name"], out["name_normalized"] = c.Name, c.Name
	return out
}
