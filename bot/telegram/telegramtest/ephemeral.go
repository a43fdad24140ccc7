package telegramtest

import (
	"slices"
	"strings"
)

// Ephemeral messages are seen by one member of a group only, and by the bot. They have ids of
// their own, and methods of their own that edit and delete them.

// ephemeralLife is for how many seconds an action can be answered by an ephemeral message.
const ephemeralLife = 15

// reads reports whether the person sees a message.
func (p *Person) reads(m Message) bool {
	return !m.Ephemeral || m.From == p.user || m.receiver == p.user
}

// chatOf is the chat of a person.
func (s *Server) chatOf(p *Person) *chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.currentChat(p.chat)
}

// SayEphemeral sends a command that nobody else in the group sees, as clients do with a command that
// the bot has declared ephemeral.
func (p *Person) SayEphemeral(command string) int {
	p.s.t.Helper()
	p.s.mu.Lock()
	ephemeral := slices.ContainsFunc(p.s.profile.commands[`{"type":"all_group_chats"}`], func(v any) bool {
		c := args(v.(map[string]any))
		return "/"+c.text("command") == strings.Split(command, " ")[0] && c.boolean("is_ephemeral")
	})
	p.s.mu.Unlock()
	if !ephemeral {
		p.s.t.Errorf("no client sends %s as an ephemeral command", command)
	}
	m := Message{Ephemeral: true}
	m.set(formatted{text: command, entities: p.s.marks(command)})
	return p.send(m)
}

// eligible returns why a bot that is no administrator may not send an ephemeral message.
func (c *call) eligible(ch *chat, e args) *apiError {
	receiver, life := e.number("receiver_user_id"), c.s.seconds(ephemeralLife)
	if ch.kind == Private || c.s.world.users[receiver] == nil {
		return badRequest("ephemeral messages can be sent to members of groups only")
	}
	q := c.s.world.queries[e.text("callback_query_id")]
	if q != nil && q.User == receiver && q.Chat == ch.id && c.at.Sub(q.At) <= life {
		if m := ch.messages[q.Message]; m != nil && m.Ephemeral && e.boolean("replace_callback_query_message") {
			return c.refuse("an ephemeral message is edited, not replaced")
		}
		return nil
	}
	m := ch.messages[int(c.args.object("reply_parameters").number("ephemeral_message_id"))]
	if m != nil && m.Ephemeral && m.From == receiver && c.at.Sub(m.At) <= life {
		return nil
	}
	return badRequest("no action of the user can be answered by an ephemeral message")
}

// ephemeral returns the message that a call is about.
func (c *call) ephemeral() (*chat, *Message, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, nil, refused
	}
	m := ch.messages[int(c.args.number("ephemeral_message_id"))]
	if m == nil || !m.Ephemeral || !m.FromBot || m.receiver != c.args.number("receiver_user_id") {
		return nil, nil, badRequest("message to edit not found")
	}
	return ch, m, nil
}

func (c *call) editEphemeralMessageText() (any, *apiError) {
	f, refused := c.parseText("text", "entities", maxText)
	if refused != nil {
		return nil, refused
	}
	if f.text == "" {
		return nil, c.refuse("message text is empty")
	}
	k, refused := c.parseKeyboard()
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.ephemeral()
	if refused != nil {
		return nil, refused
	}
	_, refused = c.edit(ch, m, f, k)
	return refused == nil, refused
}

func (c *call) editEphemeralMessageReplyMarkup() (any, *apiError) {
	k, refused := c.parseKeyboard()
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.ephemeral()
	if refused != nil {
		return nil, refused
	}
	_, refused = c.edit(ch, m, m.formatted(), k)
	return refused == nil, refused
}

func (c *call) deleteEphemeralMessage() (any, *apiError) {
	ch, m, refused := c.ephemeral()
	if refused != nil {
		return nil, refused
	}
	delete(ch.messages, m.ID)
	c.s.touch(ch)
	return true, nil
}

// Vanish takes away the ephemeral messages that a person sees, as when their app starts anew.
func (p *Person) Vanish() {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.currentChat(p.chat)
	for id, m := range ch.messages {
		if m.Ephemeral && p.reads(*m) {
			delete(ch.messages, id)
		}
	}
	p.s.touch(ch)
}
