package telegramtest

import (
	"context"
	"strings"
)

// Phone is a person who looks at one card at a time, a message of the bot with buttons, and
// answers it.
type Phone struct {
	*Person
	seen Message
}

// Phone returns the person's phone, on which no card is seen yet.
func (p *Person) Phone() *Phone { return &Phone{Person: p} }

// Press presses a button of the card that is seen, by its callback data. Of a card that has lost
// its buttons meanwhile nothing can be pressed: the person looks for the newest that has some,
// which may stand above it where a card came twice.
func (p *Phone) Press(data string) {
	if m, ok := p.newest(func(m Message) bool { return m.ID == p.seen.ID }); ok && len(m.Keyboard) == 0 {
		p.seen = Message{}
		return
	}
	p.PressData(p.seen.ID, data)
}

// Say writes.
func (p *Phone) Say(text string) { p.Person.Say(text) }

// Await waits for another card whose text is wanted, a newer message or the same one edited,
// and looks at it, or at a file of data; false where none came before ctx ended.
func (p *Phone) Await(ctx context.Context, want func(text string) bool) bool {
	m, err := p.Person.Await(ctx, func(m Message) bool {
		return m.FromBot && (len(m.Keyboard) > 0 || m.isData()) && want(m.readable()) && (m.ID > p.seen.ID || m.ID == p.seen.ID && m.Edits > p.seen.Edits)
	})
	if err != nil {
		return false
	}
	p.seen = m
	return true
}

// Card is the text of the card that is seen, and the callback data of its buttons.
func (p *Phone) Card() (text string, data []string) {
	for _, row := range p.seen.Keyboard {
		for _, b := range row {
			data = append(data, b.CallbackData)
		}
	}
	return p.seen.readable(), data
}

// isData reports whether the message is a file of data, which has no buttons.
func (m *Message) isData() bool {
	return m.Document != nil && strings.HasSuffix(m.Document.Name, ".json")
}

// readable is the text of a message, or what is in its file of data.
func (m *Message) readable() string {
	if m.isData() {
		return string(m.Document.Content)
	}
	return m.Text
}

// String is the person's chat.
func (p *Phone) String() string { return p.Chat().String() }
