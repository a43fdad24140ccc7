package telegramtest

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as " +
	"a current content and reply markup of the message"

// messageToEdit returns the message that a call wants to edit.
func (c *call) messageToEdit() (*chat, *Message, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, nil, refused
	}
	if !c.args.has("message_id") {
		return nil, nil, c.refuse("message identifier is not specified")
	}
	m := ch.messages[int(c.args.number("message_id"))]
	switch {
	case m == nil || m.Ephemeral:
		return nil, nil, badRequest("message to edit not found")
	case !m.FromBot || m.aged:
		return nil, nil, badRequest("message can't be edited")
	}
	return ch, m, nil
}

// edit gives a message its new text and keyboard.
func (c *call) edit(ch *chat, m *Message, f formatted, k Keyboard) (any, *apiError) {
	if !m.Rich && m.formatted().equal(f) && m.Keyboard.equal(k) {
		return nil, badRequest("%s", notModified)
	}
	if refused := c.throttle(ch); refused != nil {
		return nil, refused
	}
	m.set(f)
	m.Keyboard = k
	m.Edits++
	c.s.touch(ch)
	return c.s.messageJSON(ch, m), nil
}

func (c *call) editMessageText() (any, *apiError) {
	if c.args.has("rich_message") {
		return c.editRich()
	}
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
	ch, m, refused := c.messageToEdit()
	if refused != nil {
		return nil, refused
	}
	if m.Document != nil {
		return nil, badRequest("there is no text in the message to edit")
	}
	return c.edit(ch, m, f, k)
}

func (c *call) editMessageReplyMarkup() (any, *apiError) {
	k, refused := c.parseKeyboard()
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.messageToEdit()
	if refused != nil {
		return nil, refused
	}
	if m.Rich {
		return c.relabel(ch, m, k)
	}
	return c.edit(ch, m, m.formatted(), k)
}

// relabel gives a rich message another keyboard.
func (c *call) relabel(ch *chat, m *Message, k Keyboard) (any, *apiError) {
	if m.Keyboard.equal(k) {
		return nil, badRequest("%s", notModified)
	}
	if refused := c.throttle(ch); refused != nil {
		return nil, refused
	}
	m.Keyboard = k
	m.Edits++
	c.s.touch(ch)
	return c.s.messageJSON(ch, m), nil
}

func (c *call) deleteMessage() (any, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, refused
	}
	m := ch.messages[int(c.args.number("message_id"))]
	if m == nil || m.Ephemeral {
		return nil, badRequest("message to delete not found")
	}
	if !deletable(ch, m) {
		return nil, badRequest("message can't be deleted")
	}
	delete(ch.messages, m.ID)
	c.s.touch(ch)
	return true, nil
}

// deletable reports whether the bot may delete a message: not an old one, and in groups only
// its own.
func deletable(ch *chat, m *Message) bool { return !m.aged && (m.FromBot || ch.kind == Private) }

// deleteMessages deletes up to 100 messages. Those that are not there are skipped; one that
// cannot be deleted keeps all of them.
func (c *call) deleteMessages() (any, *apiError) {
	ch, refused := c.target()
	if refused != nil {
		return nil, refused
	}
	list := c.args.list("message_ids")
	if len(list) < 1 || len(list) > 100 {
		return nil, c.refuse("message identifiers: 1-100, not %d", len(list))
	}
	var ids []int
	for _, v := range list {
		id, _ := v.(int64)
		if m := ch.messages[int(id)]; m != nil && (m.Ephemeral || !deletable(ch, m)) {
			return nil, badRequest("message can't be deleted")
		}
		ids = append(ids, int(id))
	}
	for _, id := range ids {
		delete(ch.messages, id)
	}
	c.s.touch(ch)
	return true, nil
}
