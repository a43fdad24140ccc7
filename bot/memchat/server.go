package memchat

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// pollTimeout is how long a request for updates waits for one.
const pollTimeout = time.Second

// Server is a chat that keeps everything in memory, for tests.
type Server struct {
	http *httptest.Server

	mu       sync.Mutex
	changed  chan struct{} // closed at the next change
	last     int64
	updates  []Update // not known to be safe
	chats    map[string]*history
	limited  int // answers 429 that are still to be given
	repeated int
}

// history is what happened in a chat.
type history struct {
	messages []Message
	written  []string // by both, for failing tests
	updates  int      // made by the person
}

// NewServer starts a chat.
func NewServer() *Server {
	s := &Server{changed: make(chan struct{}), chats: map[string]*history{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /updates", s.serveUpdates)
	mux.HandleFunc("POST /messages", s.serveMessages)
	s.http = httptest.NewServer(mux)
	return s
}

// Address is where it is served.
func (s *Server) Address() string { return s.http.URL }

// Close ends it.
func (s *Server) Close() { s.http.Close() }

// Repeated returns how often a message came again that was there already.
func (s *Server) Repeated() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.repeated
}

// Limit has so many messages refused, to be sent again after a second.
func (s *Server) Limit(messages int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.limited = messages
}

// Pending returns how many updates are not known to be safe.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates)
}

// Wait waits until a condition holds, or until ctx ends.
func (s *Server) Wait(ctx context.Context, condition func() bool) bool {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if condition() {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// change notes that something has changed. The mutex is held.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) serveUpdates(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64)
	s.mu.Lock()
	before := len(s.updates)
	s.updates = slices.DeleteFunc(s.updates, func(u Update) bool { return u.ID <= after })
	if len(s.updates) < before {
		s.change()
	}
	s.mu.Unlock()
	ctx, cancel := context.WithTimeout(r.Context(), pollTimeout)
	defer cancel()
	s.Wait(ctx, func() bool { return s.Pending() > 0 })
	s.mu.Lock()
	list := slices.Clone(s.updates[:min(100, len(s.updates))])
	s.mu.Unlock()
	_ = json.NewEncoder(w).Encode(list)
}

func (s *Server) serveMessages(w http.ResponseWriter, r *http.Request) {
	var m Message
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Key == "" || m.Text == "" {
		http.Error(w, "not a message", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	chat := s.chats[m.Chat]
	switch {
	case chat == nil:
		http.Error(w, "no such chat", http.StatusGone)
		return
	case s.limited > 0:
		s.limited--
		w.Header().Set("Retry-After", "1")
		http.Error(w, "too many messages", http.StatusTooManyRequests)
		return
	case slices.ContainsFunc(chat.messages, func(other Message) bool { return other.Key == m.Key }):
		s.repeated++
		return
	}
	chat.messages = append(chat.messages, m)
	chat.written = append(chat.written, fmt.Sprintf("bot: %s %v", m.Text, m.Buttons))
	s.change()
}

// Person is somebody with a chat of their own.
type Person struct {
	server   *Server
	id       string
	language string
	seen     int // messages
}

// Person adds somebody.
func (s *Server) Person(language string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &Person{server: s, id: "chat" + strconv.Itoa(len(s.chats)+1), language: language}
	s.chats[p.id] = &history{}
	return p
}

// ID is the id of the chat.
func (p *Person) ID() string { return p.id }

// Say writes.
func (p *Person) Say(text string) { p.do(Update{Text: text}) }

// Press presses a button.
func (p *Person) Press(action string) { p.do(Update{Action: action}) }

func (p *Person) do(u Update) {
	s := p.server
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	u.ID, u.Chat, u.Language = s.last, p.id, p.language
	s.updates = append(s.updates, u)
	chat := s.chats[p.id]
	chat.updates++
	chat.written = append(chat.written, "person: "+u.Text+u.Action)
	s.change()
}

// Did returns how many things they have done.
func (p *Person) Did() int {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return p.server.chats[p.id].updates
}

// Messages returns what the bot has said.
func (p *Person) Messages() []Message {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return slices.Clone(p.server.chats[p.id].messages)
}

// Await waits for a message after the one that is seen whose text is wanted, and looks at it;
// false where none came before ctx ended.
func (p *Person) Await(ctx context.Context, want func(text string) bool) bool {
	return p.server.Wait(ctx, func() bool {
		all := p.Messages()
		for i := len(all); i > p.seen; i-- {
			if want(all[i-1].Text) {
				p.seen = i
				return true
			}
		}
		return false
	})
}

// Card is the text of the message that is seen, and what its buttons do.
func (p *Person) Card() (text string, actions []string) {
	if p.seen == 0 {
		return "", nil
	}
	m := p.Messages()[p.seen-1]
	for _, b := range m.Buttons {
		actions = append(actions, b.Action)
	}
	return m.Text, actions
}

// String is all that happened in the chat.
func (p *Person) String() string {
	p.server.mu.Lock()
	defer p.server.mu.Unlock()
	return strings.Join(p.server.chats[p.id].written, "\n")
}
