package slacktest

import "fmt"

// Shortcut chooses a shortcut of the whole workspace, by its callback_id.
func (p *Person) Shortcut(callback string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.sendShortcut("shortcut", callback, nil)
}

// MessageShortcut chooses a shortcut of a message, by its callback_id.
func (p *Person) MessageShortcut(m *Message, callback string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.sendShortcut("message_action", callback, m.src)
}

// sendShortcut queues a shortcut. It is called with the lock held.
func (p *Person) sendShortcut(kind, callback string, m *message) {
	if p.Team.installed() == nil {
		p.showError("shortcut: the app is not installed")
		return
	}
	out := p.s.interaction(p, kind)
	out["callback_id"], out["action_ts"] = callback, p.s.ts()
	if m != nil {
		out["message_ts"], out["message"] = m.ts, m.json()
		out["channel"] = object{"id": m.ch.ID, "name": m.ch.commandName()}
		out["response_url"] = p.s.newResponseURL(p, m.ch, nil)
	}
	p.s.sendInteraction(p, out, "action", nil)
}

// ChooseUsers chooses people in an input of the modal on top, named by its block_id.
func (p *Person) ChooseUsers(block string, people ...*Person) error {
	ids := []any{}
	for _, other := range people {
		ids = append(ids, other.ID)
	}
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.fill(block, "multi_users_select", ids)
}

// ChooseChannel chooses a conversation in an input of the modal on top, named by its block_id.
func (p *Person) ChooseChannel(block string, c *Channel) error {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.fill(block, "conversations_select", c.ID)
}

// fill gives an input of the modal on top, of a kind and named by its block_id, a value. It is
// called with the lock held.
func (p *Person) fill(block, kind string, value any) error {
	v := p.top()
	if v == nil {
		return fmt.Errorf("%w: no modal", ErrNotFound)
	}
	for _, e := range elements(v.blocks) {
		if e.kind() == kind && e.blockID() == block {
			v.state.set(e, object{"type": e.kind(), interactive[kind]: value})
			p.touch()
			return nil
		}
	}
	return fmt.Errorf("%w: input %q", ErrNotFound, block)
}
