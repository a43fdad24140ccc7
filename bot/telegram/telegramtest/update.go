package telegramtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// update is a thing people did, on its way to the bot.
type update struct {
	id     int64
	kind   string
	lane   string // updates of a lane come one after the other
	user   int64
	at     time.Time
	life   time.Duration
	body   json.RawMessage
	tries  int
	copied bool // it has come twice already
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

// queue is what the bot has not taken yet.
type queue struct {
	updates    []*update // ids rise
	next       int64
	held       map[string][]*update // by lane, not in updates yet
	lanes      map[string]bool      // in which a delivery is under way
	copies     []*update            // to come once more, by polling
	deliveries []Delivery
}

func newQueue(first int64) queue {
	return queue{next: first + 1, held: map[string][]*update{}, lanes: map[string]bool{}}
}

func (q *queue) clear() { q.updates, q.copies, q.held = nil, nil, map[string][]*update{} }

func (q *queue) remove(u *update) {
	q.updates = slices.DeleteFunc(q.updates, func(other *update) bool { return other == u })
}

// expire drops what Telegram keeps no longer.
func (q *queue) expire() { q.updates = slices.DeleteFunc(q.updates, (*update).expired) }

// head returns the first update of a lane.
func (q *queue) head(lane string) *update {
	if i := slices.IndexFunc(q.updates, func(u *update) bool { return u.lane == lane }); i >= 0 {
		return q.updates[i]
	}
	return nil
}

func chatLane(id int64) string  { return "chat " + strconv.FormatInt(id, 10) }
func pressLane(id int64) string { return "presses of " + strconv.FormatInt(id, 10) }

// Pending counts the updates that the bot has not acknowledged.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.queue.updates) + len(s.queue.copies)
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

func (s *Server) note(u *update, via string, status int) {
	u.tries++
	s.queue.deliveries = append(s.queue.deliveries, Delivery{At: time.Now(), UpdateID: u.id, Kind: u.kind,
		User: u.user, Try: u.tries, Via: via, Status: status})
}

// tellMessage puts a message on its way to the bot.
func (s *Server) tellMessage(kind string, ch *chat, m *Message) {
	s.tell(kind, chatLane(ch.id), m.From, s.messageJSON(ch, m))
}

// tell puts something on its way to the bot, if it wants such things.
func (s *Server) tell(kind, lane string, user int64, what object) {
	if !s.hook.allows(kind) {
		return
	}
	life := s.seconds(lifeOfMessage)
	if kind == "callback_query" {
		life = s.seconds(lifeOfPress)
	}
	body, err := json.Marshal(what)
	if err != nil {
		panic(fmt.Sprintf("update without JSON: %v", err))
	}
	u := &update{kind: kind, lane: lane, user: user, at: time.Now(), life: life, body: body}
	if waiting := s.queue.held[lane]; len(waiting) > 0 {
		s.queue.held[lane] = append(waiting, u)
		return
	}
	if s.random.Float64() < s.faults.Reorder {
		s.queue.held[lane] = []*update{u}
		s.after(s.faults.Hold, func() { s.release(lane) })
		return
	}
	s.push(u)
	for other, held := range s.queue.held {
		if other != lane && held[0].user == user {
			s.release(other) // overtaken
		}
	}
}

// release lets go what was held back.
func (s *Server) release(lane string) {
	held := s.queue.held[lane]
	delete(s.queue.held, lane)
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
	s.wake(u.lane)
	s.change()
}
