package slacktest

import (
	"encoding/json"
	"slices"
)

// Message is a message as it stood when the test asked.
type Message struct {
	Channel   string
	TS        string
	Thread    string // thread_ts; empty outside of threads
	User      string // who wrote it; the app's user id for the app
	Bot       bool   // written by the app
	Text      string // mrkdwn, as sent
	Blocks    json.RawMessage
	Files     []File
	Edited    int  // how often it was changed
	Ephemeral bool // only one person sees it
	Metadata  *Metadata

	src *message
}

// message is a message as it is now.
type message struct {
	ch        *Channel
	ts        string
	thread    string
	user      string
	bot       bool
	text      string
	blocks    []object
	raw       json.RawMessage // of the blocks
	files     []*file
	edited    int
	editedTS  string
	ephemeral *Person
	deleted   bool
	metadata  *Metadata
	states    map[*Person]state
}

// The methods below are called with the lock held.

func (m *message) snapshot() *Message {
	out := &Message{Channel: m.ch.ID, TS: m.ts, Thread: m.thread, User: m.user, Bot: m.bot, Text: m.text, Blocks: m.raw,
		Edited: m.edited, Ephemeral: m.ephemeral != nil, Metadata: m.metadata, src: m}
	for _, f := range m.files {
		out.Files = append(out.Files, f.File)
	}
	return out
}

// set replaces what a message shows.
func (m *message) set(w content) {
	m.text = w.text
	if w.blocks != nil {
		m.blocks, m.raw = w.blocks, w.raw
	}
	for _, st := range m.states {
		st.adapt(m.blocks)
	}
}

// state is what a person has chosen in a message.
func (m *message) state(p *Person) state {
	st := m.states[p]
	if st == nil {
		st = state{}
		st.adapt(m.blocks)
		if m.states == nil {
			m.states = map[*Person]state{}
		}
		m.states[p] = st
	}
	return st
}

// add puts a message into a channel.
func (c *Channel) add(m *message) *message {
	m.ch, m.ts = c, c.s.ts()
	c.messages = append(c.messages, m)
	c.byTS[m.ts] = m
	c.touch()
	return m
}

// addEphemeral puts an ephemeral message into a channel.
func (c *Channel) addEphemeral(p *Person, m *message) *message {
	m.ch, m.ts, m.ephemeral = c, c.s.ts(), p
	p.ephemerals = append(p.ephemerals, m)
	p.touch()
	return m
}

// find returns a message that everybody sees.
func (c *Channel) find(ts string) *message {
	if m := c.byTS[ts]; m != nil && !m.deleted {
		return m
	}
	return nil
}

func (m *message) json() object {
	out := object{"type": "message", "user": m.user, "text": m.text, "ts": m.ts, "team": m.ch.team.ID}
	if m.bot {
		s := m.ch.s
		botID := ""
		if in := m.ch.team.installed(); in != nil {
			botID = in.botID
		}
		out["bot_id"], out["app_id"] = botID, s.o.AppID
		out["bot_profile"] = object{"id": botID, "app_id": s.o.AppID, "name": "hspbot", "deleted": false, "team_id": m.ch.team.ID}
	}
	if m.thread != "" {
		out["thread_ts"] = m.thread
	}
	if len(m.blocks) > 0 {
		out["blocks"] = m.raw
	}
	if m.editedTS != "" {
		out["edited"] = object{"user": m.user, "ts": m.editedTS}
	}
	if len(m.files) > 0 {
		out["subtype"] = "file_share"
		out["upload"] = true
		out["files"] = slices.Collect(func(yield func(object) bool) {
			for _, f := range m.files {
				if !yield(f.json()) {
					return
				}
			}
		})
	}
	return out
}
