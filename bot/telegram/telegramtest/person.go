package telegramtest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Person is a person in a chat, who uses Telegram. What they do comes to the bot
// as an update, in groups only what the bot may read there.
type Person struct {
	s      *Server
	user   int64
	chat   int64
	thread int
}

// Person returns a person in a chat; 0 is their private chat with the bot. A person who is
// not known is added.
func (s *Server) Person(user, chat int64) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.world.users[user] == nil {
		s.world.users[user] = &member{User: User{ID: user, FirstName: "Person " + strconv.FormatInt(user%1000, 10)}}
	}
	if chat == 0 || chat == user {
		chat = s.private(user).id
	}
	return &Person{s: s, user: user, chat: chat}
}

// AddPerson adds a person with a language_code and returns them in their private chat.
func (s *Server) AddPerson(language string) *Person {
	return s.Person(s.AddUser(User{LanguageCode: language}), 0)
}

// InTopic returns the same person in a topic of the chat.
func (p *Person) InTopic(thread int) *Person {
	other := *p
	other.thread = thread
	return &other
}

// ID is the person's user id.
func (p *Person) ID() int64 { return p.user }

// Chat returns the chat as the person sees it, the supergroup where the group became one.
func (p *Person) Chat() Chat {
	p.s.mu.Lock()
	id := p.s.currentChat(p.chat).id
	p.s.mu.Unlock()
	ch := p.s.Chat(id)
	ch.Messages = slices.DeleteFunc(ch.Messages, func(m Message) bool { return !p.reads(m) })
	return ch
}

// Say sends a text and returns its message id, the last one if the text needs several.
func (p *Person) Say(text string) int { return p.say(text, 0) }

// Reply answers a message with a text.
func (p *Person) Reply(message int, text string) int { return p.say(text, message) }

func (p *Person) say(text string, to int) (id int) {
	for rest := []rune(text); ; {
		n := min(len(rest), maxText)
		f, _ := formatted{text: string(rest[:n])}.trim()
		f.entities = p.s.marks(f.text)
		m := Message{ReplyTo: to}
		if replied, ok := p.s.message(p.s.chatOf(p), to); ok {
			m.Ephemeral = replied.Ephemeral
		}
		m.set(f)
		id = p.send(m)
		if rest = rest[n:]; len(rest) == 0 {
			return id
		}
	}
}

// SayAsGroup sends a text in a group as an administrator who is anonymous there.
func (p *Person) SayAsGroup(text string) int {
	p.s.mu.Lock()
	group := p.s.chatJSON(p.s.currentChat(p.chat))
	p.s.mu.Unlock()
	m := Message{extra: object{"sender_chat": group,
		"from": object{"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"}}}
	m.set(formatted{text: text, entities: p.s.marks(text)})
	return p.send(m)
}

// Deeplink opens a link to the bot with a start payload: 1-64 of A-Z a-z 0-9 _ and -.
func (p *Person) Deeplink(payload string) int {
	p.s.t.Helper()
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`).MatchString(payload) {
		p.s.t.Errorf("no app opens a link with the payload %q", payload)
		return 0
	}
	return p.Say("/start " + payload)
}

// SendPhoto sends a picture.
func (p *Person) SendPhoto(caption string) int {
	o := object{"photo": []object{{"file_id": "photo", "file_unique_id": "p", "width": 90, "height": 90}}}
	if caption != "" {
		o["caption"] = caption
	}
	return p.send(Message{extra: o})
}

// SendVoice sends a voice message.
func (p *Person) SendVoice() int {
	return p.send(Message{extra: object{"voice": object{"file_id": "voice", "file_unique_id": "v", "duration": 3}}})
}

// SendSticker sends a sticker.
func (p *Person) SendSticker() int {
	return p.send(Message{extra: object{"sticker": object{"file_id": "sticker", "file_unique_id": "s", "type": "regular",
		"width": 512, "height": 512, "is_animated": false, "is_video": false, "emoji": "👍"}}})
}

// Forward forwards a text from somebody who hides their account.
func (p *Person) Forward(text string) int {
	m := Message{extra: object{"forward_origin": object{"type": "hidden_user", "sender_user_name": "Hidden",
		"date": time.Now().Add(-time.Hour).Unix()}}}
	m.set(formatted{text: text, entities: commands(text)})
	return p.send(m)
}

// EditMessage changes a text the person has sent.
func (p *Person) EditMessage(message int, text string) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.currentChat(p.chat)
	m := ch.messages[message]
	if m == nil {
		return
	}
	m.set(formatted{text: text, entities: commands(text)})
	m.Edits++
	p.s.touch(ch)
	if p.s.botReads(ch, m) {
		p.s.sendMessageUpdate("edited_message", ch, m)
	}
}

// Block blocks the bot, in a private chat.
func (p *Person) Block() { p.s.setBotStatus(p.chat, p.user, "kicked") }

// Unblock unblocks the bot.
func (p *Person) Unblock() { p.s.setBotStatus(p.chat, p.user, "member") }

// send adds a message to the chat and delivers it to the bot.
func (p *Person) send(m Message) int {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	ch := p.s.currentChat(p.chat)
	m.From, m.Thread = p.user, p.thread
	ch.begun = true
	posted := p.s.post(ch, m)
	if p.s.botReads(ch, posted) {
		p.s.sendMessageUpdate("message", ch, posted)
	}
	return posted.ID
}

// marks finds the commands in a text, and that it names the bot.
func (s *Server) marks(text string) []Entity {
	list := commands(text)
	name := "@" + s.o.Username
	if i := strings.Index(text, name); i >= 0 && !slices.ContainsFunc(list, func(e Entity) bool { return e.Offset+e.Length > utf16Len(text[:i]) }) {
		list = append(list, Entity{Type: "mention", Offset: utf16Len(text[:i]), Length: utf16Len(name)})
	}
	return list
}

// botReads reports whether the bot gets a message: in groups, with privacy mode on, only commands
// that name no other bot, and replies to its messages.
func (s *Server) botReads(ch *chat, m *Message) bool {
	if ch.out {
		return false
	}
	if ch.kind == Private || s.o.ReadsGroups || m.Ephemeral {
		return true
	}
	if replied := ch.messages[m.ReplyTo]; replied != nil && replied.FromBot {
		return true
	}
	for _, e := range m.Entities {
		_, name, named := strings.Cut(slice(m.Text, e.Offset, e.Offset+e.Length), "@")
		if e.Type == "bot_command" && (!named || strings.EqualFold(name, s.o.Username)) {
			return true
		}
	}
	return false
}
