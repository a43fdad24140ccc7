package slacktest

import "strings"

// What people do with their keyboard.

// Say writes in the DM with the app.
func (p *Person) Say(text string) { p.Reply("", text) }

// Reply writes in a thread of the DM with the app.
func (p *Person) Reply(thread, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	m := p.openDM().add(&message{user: p.ID, thread: thread, text: escape.Replace(text)})
	p.s.sendMessageEvent(m, p.orderKey(), p.typed(text))
}

// typed is what an event of a typed text has in addition to the text.
func (p *Person) typed(text string) object {
	out := object{"client_msg_id": p.s.id("c"), "blocks": []object{{"type": "rich_text", "block_id": p.s.id("b"),
		"elements": []object{{"type": "rich_text_section", "elements": []object{{"type": "text", "text": text}}}}}}}
	if p.Stranger != "" {
		out["user_team"], out["source_team"], out["team"] = p.Stranger, p.Stranger, p.Stranger
	}
	return out
}

// Edit changes the last text the person wrote in the DM.
func (p *Person) Edit(text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.openDM()
	for i := len(ch.messages) - 1; i >= 0; i-- {
		m := ch.messages[i]
		if m.bot || m.deleted {
			continue
		}
		before := m.json()
		m.text = escape.Replace(text)
		m.edited++
		m.editedTS = p.s.ts()
		ch.touch()
		p.s.sendChangedEvent(m, before)
		return
	}
}

// Share puts a file into the DM with the app, with a comment or none.
func (p *Person) Share(name, comment string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	f := &file{File: File{ID: p.s.id("F"), Name: name, Title: name}, in: &install{bot: p.ID}}
	m := p.openDM().add(&message{user: p.ID, text: escape.Replace(comment), files: []*file{f}})
	p.s.sendMessageEvent(m, p.orderKey(), nil)
}

// Mention writes to the app in a channel, in a thread unless that is empty. Where the app is
// no member, it does not hear of it. It returns the time stamp of what was written.
func (p *Person) Mention(c *Channel, thread, text string) string {
	return p.MentionAs(c, thread, escape.Replace(text))
}

// MentionAs writes to the app a text as Slack delivers it: with people, whom the person chose from a
// list, as <@ID>, channels as <#ID|name>, and what was typed escaped.
func (p *Person) MentionAs(c *Channel, thread, text string) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	in := p.Team.installed()
	if in == nil {
		p.showError("mention: the app is not installed")
		return ""
	}
	m := c.add(&message{user: p.ID, thread: thread, text: strings.TrimSpace("<@" + in.bot + "> " + text)})
	if !c.hasBoth(p) {
		return m.ts
	}
	p.sendMention(m, text, m.ts)
	return m.ts
}

func (p *Person) sendMention(m *message, text, at string) {
	inner := m.json()
	for k, v := range p.typed(text) {
		inner[k] = v
	}
	inner["type"], inner["channel"], inner["event_ts"] = "app_mention", m.ch.ID, at
	p.s.sendEvent(p.Team, "app_mentions:read", p.orderKey(), p, m.ch, inner)
}

// EditMention changes what the person wrote to the app in a channel, by its time stamp.
func (p *Person) EditMention(c *Channel, ts, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	for _, m := range c.messages {
		if m.ts != ts || m.user != p.ID {
			continue
		}
		mention, _, _ := strings.Cut(m.text, " ")
		m.text = strings.TrimSpace(mention + " " + escape.Replace(text))
		m.edited++
		m.editedTS = p.s.ts()
		c.touch()
		p.sendMention(m, text, m.editedTS)
		return
	}
	p.showError("edit: there is no such message")
}

// Command sends the app's slash command with a text, in a channel or, for nil, in the DM.
func (p *Person) Command(c *Channel, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	if c == nil {
		c = p.openDM()
	}
	p.s.sendCommand(p, c, text)
}

// OpenHome opens the Home tab of the app.
func (p *Person) OpenHome() { p.openTab("home") }

// OpenMessages opens the DM with the app.
func (p *Person) OpenMessages() { p.openTab("messages") }

func (p *Person) openTab(tab string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	inner := object{"type": "app_home_opened", "user": p.ID, "channel": p.openDM().ID, "tab": tab}
	if p.home != nil && tab == "home" {
		inner["view"] = p.home.json()
	}
	p.s.sendEvent(p.Team, "", p.orderKey(), p, nil, inner)
}
