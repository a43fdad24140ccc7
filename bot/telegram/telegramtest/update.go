package telegramtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// update is what a person did, until the bot has acknowledged it.
type update struct {
	id         int64
	kind       string
	orderKey   string // updates of the same key come one after the other
	user       int64
	at         time.Time
	life       time.Duration
	body       json.RawMessage
	tries      int
	duplicated bool // it has come twice already
}

func (u *update) expired() bool { return time.Since(u.at) > u.life }

// Delivery is an update that was handed to the bot, or tried to.
type Delivery struct {
	At       time.Time
	UpdateID int64
	Kind     string // "message", "callback_query", …
	User     int64
	Try      int // from 1
	Via      string
	Status   int // of the webhook's answer, 0 where none came
}

// queue is what the bot has not acknowledged yet.
type queue struct {
	updates    []*update // ids rise
	next       int64
	held       map[string][]*update // by orderKey, not in updates yet
	delivering map[string]bool      // by orderKey: a goroutine delivers its updates
	duplicates []*update            // to come once more, by polling
	deliveries []Delivery
}

func newQueue(first int64) queue {
	return queue{next: first + 1, held: map[string][]*update{}, delivering: map[string]bool{}}
}

func (q *queue) clear() { q.updates, q.duplicates, q.held = nil, nil, map[string][]*update{} }

func (q *queue) remove(u *update) {
	q.updates = slices.DeleteFunc(q.updates, func(other *update) bool { return other == u })
}

// expire removes what Telegram no longer keeps.
func (q *queue) expire() { q.updates = slices.DeleteFunc(q.updates, (*update).expired) }

// head returns the first update of a key.
func (q *queue) head(key string) *update {
	if i := slices.IndexFunc(q.updates, func(u *update) bool { return u.orderKey == key }); i >= 0 {
		return q.updates[i]
	}
	return nil
}

func chatKey(id int64) string  { return "chat " + strconv.FormatInt(id, 10) }
func pressKey(id int64) string { return "presses of " + strconv.FormatInt(id, 10) }

// Pending counts the updates that the bot has not acknowledged.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.queue.updates) + len(s.queue.duplicates)
	for _, held := range s.queue.held {
		n += len(held)
	}
	return n
}

// Deliveries returns all attempts to hand updates to the bot.
func (s *Server) Deliveries() []Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.queue.deliveries)
}

func (s *Server) recordDelivery(u *update, via string, status int) {
	u.tries++
	s.queue.deliveries = append(s.queue.deliveries, Delivery{At: time.Now(), UpdateID: u.id, Kind: u.kind,
		User: u.user, Try: u.tries, Via: via, Status: status})
}

// sendMessageUpdate sends a message to the bot as an update.
func (s *Server) sendMessageUpdate(kind string, ch *chat, m *Message) {
	s.sendUpdate(kind, chatKey(ch.id), m.From, s.messageJSON(ch, m))
}

// sendUpdate sends an update to the bot, if allowed_updates has its kind.
func (s *Server) sendUpdate(kind, key string, user int64, what object) {
	if !s.webhook.allows(kind) {
		return
	}
	life := s.seconds(messageLife)
	switch kind {
	case "callback_query":
		life = s.seconds(pressLife)
	case "inline_query":
		life = s.seconds(inlineLife)
	}
	body, err := json.Marshal(what)
	if err != nil {
		panic(fmt.Sprintf("update without JSON: %v", err))
	}
	u := &update{kind: kind, orderKey: key, user: user, at: time.Now(), life: life, body: body}
	if waiting := s.queue.held[key]; len(waiting) > 0 {
		s.queue.held[key] = append(waiting, u)
		return
	}
	if s.random.Float64() < s.faults.Reorder {
		s.queue.held[key] = []*update{u}
		s.after(s.faults.Hold, func() { s.release(key) })
		return
	}
	s.push(u)
	for other, held := range s.queue.held {
		if other != key && held[0].user == user {
			s.release(other) // overtaken
		}
	}
}

// release sends what was held back.
func (s *Server) release(key string) {
	held := s.queue.held[key]
	delete(s.queue.held, key)
	for _, u := range held {
		s.push(u)
	}
}

// push gives an update its id and starts its delivery.
func (s *Server) push(u *update) {
	u.id = s.queue.next
	s.queue.next++
	u.body = fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, u.id, u.kind, u.body)
	s.queue.updates = append(s.queue.updates, u)
	s.startDelivery(u.orderKey)
	s.broadcast()
}
