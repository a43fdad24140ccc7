package bot

// Who gets the next post. A chat waits in one of three lines: until it is due, until a
// limit has room for it, or until a worker is free. No goroutine waits for a chat: one
// timer is set to the first moment at which something changes.

import (
	"sync"
	"time"
)

// head is how far a screen that somebody has just asked for goes ahead of one that was
// found again: those are first, but nobody waits for ever.
const head = 10 * time.Second

// chat is a conversation with a screen to be posted. The dispatcher's mutex guards it.
type chat struct {
	spot
	line *line[*chat] // where it stands, nil where nowhere

	key      Key
	post     Post // the newest screen
	known    bool // post is there; otherwise it is to be loaded
	limits   []Limit
	rank     time.Time // its place among those that wait for the same
	due      time.Time
	admitted bool      // has its tokens
	busy     bool      // a worker has it
	newer    bool      // since the worker has it, a newer screen has come
	left     bool      // since the worker has it, the person has gone
	life     int       // grows when the session goes: what is under way is not to be kept
	began    int       // life when the post under way began
	last     bool      // the screen after which nothing is kept
	since    time.Time // when post was handed over or loaded
}

// dispatcher holds the chats that are known to have a screen to be posted. The store knows
// the others.
type dispatcher struct {
	now     func() time.Time
	backlog int
	tell    chan struct{} // there is room for chats that only the store knows

	mu      sync.Mutex
	wake    sync.Cond // something is in ready
	stopped bool
	missed  bool // the store knows of chats that had no room here
	chats   map[Key]*chat
	due     line[*chat]
	ready   line[*chat]
	paces   paces
	hold    time.Time // nothing is posted before
	came    uint64
	timer   *time.Timer
	rings   time.Time // when timer does; zero: it does not
}

func newDispatcher(now func() time.Time, backlog int) *dispatcher {
	d := &dispatcher{now: now, backlog: backlog, tell: make(chan struct{}, 1), chats: map[Key]*chat{}}
	d.paces.share = 1
	d.wake.L = &d.mu
	return d
}

// hand takes the screen of a turn, within the lane of its conversation.
func (d *dispatcher) hand(p Post) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.chats[p.Session.Key]
	if c == nil {
		if c = d.add(p.Session.Key); c == nil {
			return
		}
	}
	if c.last {
		c.life++
	}
	c.post, c.known, c.limits, c.due = p, true, nil, p.Session.Due
	c.last, c.left, c.since = false, false, d.now()
	if now := c.since; c.rank.IsZero() || now.Before(c.rank) {
		c.rank = now
	}
	if c.busy {
		c.newer = true
		return
	}
	d.place(c)
}

// farewell takes the last screen of a conversation that has been deleted. It takes the
// place of all that was still to be sent.
func (d *dispatcher) farewell(p Post) {
	d.hand(p)
	d.mu.Lock()
	defer d.mu.Unlock()
	if c := d.chats[p.Session.Key]; c != nil {
		c.last = true
		c.life++
	}
}

// find takes conversations the store says are owing.
func (d *dispatcher) find(keys []Key) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, k := range keys {
		if d.chats[k] != nil {
			continue
		}
		c := d.add(k)
		if c == nil {
			return
		}
		c.rank = d.now().Add(head)
		d.place(c)
	}
}

// add returns a new chat, or nil where there is no room.
func (d *dispatcher) add(k Key) *chat {
	if len(d.chats) >= d.backlog {
		d.missed = true
		return nil
	}
	c := &chat{key: k}
	d.chats[k] = c
	return c
}

// drop forgets a chat that stands nowhere.
func (d *dispatcher) drop(c *chat) {
	if d.chats[c.key] == c {
		delete(d.chats, c.key)
	}
	if d.missed && d.roomy() {
		d.missed = false
		select {
		case d.tell <- struct{}{}:
		default:
		}
	}
}

func (d *dispatcher) roomy() bool { return len(d.chats) <= d.backlog/2 }

// place puts a chat that no worker has into the line it belongs to.
func (d *dispatcher) place(c *chat) {
	if c.line != nil {
		c.line.remove(c)
		c.line = nil
	}
	due := c.due
	if d.hold.After(due) {
		due = d.hold
	}
	if !due.After(d.now()) {
		d.enqueue(c)
		return
	}
	d.came++
	d.due.push(c, due, d.came)
	c.line = &d.due
	d.alarm(due)
}

// enqueue puts a chat that stands nowhere into the line for the workers.
func (d *dispatcher) enqueue(c *chat) {
	d.came++
	d.ready.push(c, c.rank, d.came)
	c.line = &d.ready
	d.wake.Signal()
}

// alarm sets the timer, where it would ring later.
func (d *dispatcher) alarm(at time.Time) {
	if d.timer == nil || !d.rings.IsZero() && !at.Before(d.rings) {
		return
	}
	d.rings = at
	d.timer.Reset(at.Sub(d.now()))
}

// ring moves on what has waited long enough.
func (d *dispatcher) ring() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer == nil {
		return
	}
	d.rings = time.Time{}
	now := d.now()
	for !d.due.empty() && !d.due.first().at.After(now) {
		c := d.due.pop()
		c.line = nil
		d.place(c)
	}
	d.serve(now)
	if !d.due.empty() {
		d.alarm(d.due.first().at)
	}
	if awaited := &d.paces.awaited; !awaited.empty() {
		d.alarm(awaited.first().at)
	}
}

// next returns the chat whose turn it is, which is busy then, or nil at the end.
func (d *dispatcher) next() *chat {
	d.mu.Lock()
	defer d.mu.Unlock()
	for !d.stopped && (d.ready.empty() || d.paces.share == 0) {
		d.wake.Wait()
	}
	if d.stopped {
		return nil
	}
	c := d.ready.pop()
	c.line, c.busy, c.newer, c.left = nil, true, false, false
	return c
}

func (d *dispatcher) start() {
	d.mu.Lock()
	d.timer = time.AfterFunc(time.Hour, d.ring)
	d.mu.Unlock()
	d.ring()
}

// stop ends next. What waits is owed, and found again at the next start.
func (d *dispatcher) stop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.stopped = true
	d.timer.Stop()
	d.timer = nil
	d.wake.Broadcast()
}

func (d *dispatcher) hasStopped() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.stopped
}
