package telegramtest

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// ErrNoButton says that a person cannot press what they were told to.
var ErrNoButton = errors.New("no such button")

// Press presses the button with a label or callback data on the newest message that has
// buttons, and returns the id of the press for [Server.Query]. Without such a button the
// test fails.
func (p *Person) Press(label string) string {
	p.s.t.Helper()
	m, _ := p.newest(func(m Message) bool { return len(m.Keyboard) > 0 })
	return p.PressOn(m.ID, label)
}

// PressOn presses a button of a given message.
func (p *Person) PressOn(message int, label string) string {
	p.s.t.Helper()
	id, err := p.TryPress(message, label)
	if err != nil {
		p.s.t.Errorf("person %d: %v in\n%s", p.user, err, p.Chat())
	}
	return id
}

// TryPress is PressOn with an error instead of a failing test.
func (p *Person) TryPress(message int, label string) (string, error) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.currentChat(p.chat)
	m := ch.messages[message]
	if m == nil {
		return "", fmt.Errorf("%w: %s, message %d is not there", ErrNoButton, quoted(label), message)
	}
	b, ok := m.Keyboard.Find(label)
	if !ok || b.CallbackData == "" {
		return "", fmt.Errorf("%w: %s on message %d", ErrNoButton, quoted(label), message)
	}
	return p.press(ch, message, b.CallbackData), nil
}

// PressData presses a button that the message may have no longer, as a phone does that has
// not heard of the change yet; also of a deleted message.
func (p *Person) PressData(message int, data string) string {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	return p.press(p.s.currentChat(p.chat), message, data)
}

// press delivers a press to the bot.
func (p *Person) press(ch *chat, message int, data string) string {
	q := &Query{ID: strconv.FormatUint(p.s.random.Uint64(), 10), Chat: ch.id, User: p.user, Message: message, Data: data, At: time.Now()}
	p.s.world.queries[q.ID] = q
	in := object{"message_id": message, "date": 0, "chat": p.s.chatJSON(ch)} // inaccessible
	if m := ch.messages[message]; m != nil && !m.aged {
		in = p.s.messageJSON(ch, m)
	}
	if !ch.out {
		p.s.sendUpdate("callback_query", pressKey(p.user), p.user, object{"id": q.ID, "from": p.s.userJSON(p.user),
			"message": in, "chat_instance": strconv.FormatInt(ch.id*7919, 10), "data": data})
	}
	p.s.broadcast()
	return q.ID
}

// Follow presses a button or a link in the text of the newest message that has it, where
// that opens this bot with a payload. It returns the person in their private chat, which
// has begun with the payload. label is the label of the button; of links, any part of the
// address.
func (p *Person) Follow(label string) *Person {
	p.s.t.Helper()
	var address string
	p.newest(func(m Message) bool {
		if b, ok := m.Keyboard.Find(label); ok {
			address = b.URL
		}
		for _, e := range m.Entities {
			if strings.Contains(e.URL, label) {
				address = e.URL
			}
		}
		return address != ""
	})
	u, err := url.Parse(address)
	if err != nil || u.Host != "t.me" || !strings.EqualFold(u.Path, "/"+p.s.o.Username) {
		p.s.t.Errorf("person %d: %s opens %q in\n%s", p.user, quoted(label), address, p.Chat())
		return p
	}
	private := p.s.Person(p.user, 0)
	private.Deeplink(u.Query().Get("start"))
	return private
}
