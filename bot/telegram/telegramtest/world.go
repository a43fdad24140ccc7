package telegramtest

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is the type of a chat.
type Kind string

// The types of chats. A forum is a supergroup with topics.
const (
	Private    Kind = "private"
	Group      Kind = "group"
	Supergroup Kind = "supergroup"
)

// User is a person. What is empty gets a value, but LanguageCode: Telegram does not send it
// for everyone.
type User struct {
	ID           int64
	FirstName    string
	Username     string
	LanguageCode string
}

// Chat is what a person sees of a chat.
type Chat struct {
	ID       int64
	Kind     Kind
	Title    string
	Forum    bool
	Messages []Message // that are not deleted, in order
}

// String is the chat as text, for messages of failing tests.
func (c Chat) String() string {
	var out strings.Builder
	for _, m := range c.Messages {
		out.WriteString(m.String())
	}
	return out.String()
}

type world struct {
	users   map[int64]*member
	chats   map[int64]*chat
	queries map[string]*Query
	inline  map[string]*InlineQuery
	nextID  int64 // of users and chats
}

type member struct {
	User
	deactivated bool
}

type chat struct {
	id       int64
	kind     Kind
	title    string
	forum    bool
	topics   map[int]string // by message_thread_id
	messages map[int]*Message
	last     int           // message id
	begun    bool          // by the person, or the bot was added
	out      bool          // the bot is blocked or kicked
	upgraded int64         // the supergroup this group has become
	changed  chan struct{} // closed and replaced when its messages change
}

func newWorld() world {
	return world{users: map[int64]*member{}, chats: map[int64]*chat{}, queries: map[string]*Query{}, inline: map[string]*InlineQuery{}, nextID: 5_000_000_000}
}

// AddUser adds a person and returns their id.
func (s *Server) AddUser(u User) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		s.world.nextID++
		u.ID = s.world.nextID
	}
	u.FirstName = cmp.Or(u.FirstName, "Person "+strconv.FormatInt(u.ID%1000, 10))
	s.world.users[u.ID] = &member{User: u}
	return u.ID
}

// AddGroup adds a basic group with the bot in it.
func (s *Server) AddGroup(title string) int64 { return s.add(Group, title, false) }

// AddSupergroup adds a supergroup with the bot in it.
func (s *Server) AddSupergroup(title string) int64 { return s.add(Supergroup, title, false) }

// AddForum adds a supergroup with topics and with the bot in it.
func (s *Server) AddForum(title string) int64 { return s.add(Supergroup, title, true) }

func (s *Server) add(kind Kind, title string, forum bool) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addChat(kind, title, forum).id
}

func (s *Server) addChat(kind Kind, title string, forum bool) *chat {
	s.world.nextID++
	id := -s.world.nextID
	if kind == Supergroup {
		id -= 1_000_000_000_000
	}
	ch := &chat{id: id, kind: kind, title: title, forum: forum, begun: true}
	s.keep(ch)
	return ch
}

func (s *Server) keep(ch *chat) {
	ch.topics, ch.messages, ch.changed = map[int]string{}, map[int]*Message{}, make(chan struct{})
	s.world.chats[ch.id] = ch
}

// private returns the chat of a person with the bot.
func (s *Server) private(user int64) *chat {
	ch := s.world.chats[user]
	if ch == nil {
		ch = &chat{id: user, kind: Private, title: s.world.users[user].FirstName}
		s.keep(ch)
	}
	return ch
}

// AddTopic adds a topic to a forum and returns its message_thread_id.
func (s *Server) AddTopic(chat int64, name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.world.chats[chat]
	ch.last++
	ch.topics[ch.last] = name
	return ch.last
}

// Chat returns what a person sees of a chat; an empty chat where there is none.
func (s *Server) Chat(id int64) Chat {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.world.chats[id]
	if ch == nil {
		return Chat{ID: id}
	}
	out := Chat{ID: id, Kind: ch.kind, Title: ch.title, Forum: ch.forum}
	for _, n := range slices.Sorted(maps.Keys(ch.messages)) {
		out.Messages = append(out.Messages, *ch.messages[n])
	}
	return out
}

// MakeUneditable makes a message as old as if it had been sent more than two days ago: the bot can no
// longer edit or delete it, and a press on it comes without its text.
func (s *Server) MakeUneditable(chat int64, message int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.world.chats[chat].messages[message]; m != nil {
		m.aged = true
	}
}

// post puts a message into a chat.
func (s *Server) post(ch *chat, m Message) *Message {
	ch.last++
	m.ID, m.At = ch.last, time.Now()
	ch.messages[m.ID] = &m
	s.touch(ch)
	return &m
}

// touch wakes everything that waits for a change of a chat, or for any change.
func (s *Server) touch(ch *chat) {
	close(ch.changed)
	ch.changed = make(chan struct{})
	s.broadcast()
}

// userJSON is a person as the Bot API gives them.
func (s *Server) userJSON(id int64) object {
	if id == s.botID {
		return object{"id": id, "is_bot": true, "first_name": "Bot", "username": s.o.Username}
	}
	u := s.world.users[id]
	o := object{"id": id, "is_bot": false, "first_name": u.FirstName}
	if u.Username != "" {
		o["username"] = u.Username
	}
	if u.LanguageCode != "" {
		o["language_code"] = u.LanguageCode
	}
	return o
}

// chatJSON is a chat as the Bot API gives it.
func (s *Server) chatJSON(ch *chat) object {
	o := object{"id": ch.id, "type": ch.kind}
	if ch.kind == Private {
		o["first_name"] = ch.title
		return o
	}
	o["title"] = ch.title
	if ch.forum {
		o["is_forum"] = true
	}
	return o
}
