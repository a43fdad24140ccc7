package slacktest

import (
	"cmp"
	"time"
)

// The kinds of deliveries, as Socket Mode calls them.
const (
	kindEvent       = "events_api"
	kindCommand     = "slash_commands"
	kindInteraction = "interactive"
)

const mostRetries = 3 // of an event

// delivery is something the app is told.
type delivery struct {
	kind    string
	what    string // "event", "command", "action", "submission", "closing"
	body    []byte // JSON
	form    string // of a command, by HTTP
	lane    string // what has the same goes in order; empty for no order
	person  *Person
	ch      *Channel // of a command
	view    *view    // of a submission
	attempt int      // how many retries there were
	reason  string   // of the last one
	copy    bool     // what comes of it does not count
	done    bool
}

// post is what is on its way to the app.
type post struct {
	base     string // of the app; empty for Socket Mode
	lanes    map[string]*lane
	waiting  []*delivery // not acknowledged, until the test has it retried
	pending  int
	lost     int
	disorder Disorder

	links     []*link
	next      int
	envelopes map[string]*envelope
	tickets   map[string]bool
}

// lane is deliveries in their order. One runs while there are any.
type lane struct {
	queue   []*delivery
	held    *delivery // waits for the next to go first
	running bool
}

// Disorder is how deliveries come by chance, from the seed of the options. By HTTP it is
// events only: Slack does not repeat commands and interactions there.
type Disorder struct {
	Duplicate float64       // comes twice, at the same time or one after the other
	Reorder   float64       // waits for the next delivery of the same person to go first
	Hold      time.Duration // but no longer than this, by the wall: 20 ms
}

func newPost() post {
	return post{lanes: map[string]*lane{}, envelopes: map[string]*envelope{}, tickets: map[string]bool{}}
}

// Deliver sends deliveries by HTTP from now on, to an app at this base address without a slash
// at its end. Empty is Socket Mode, as in the beginning.
func (s *Server) Deliver(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.post.base = base
}

// Disturb sets how deliveries are disturbed by chance.
func (s *Server) Disturb(d Disorder) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.Hold = cmp.Or(d.Hold, 20*time.Millisecond)
	s.post.disorder = d
}

// Pending counts the deliveries that the app has neither acknowledged nor lost, with those
// that wait for [Server.Retry].
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post.pending
}

// Lost counts the events that were given up after three retries.
func (s *Server) Lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.post.lost
}

// Retry lets the time pass after which events come again that were not acknowledged. It
// returns how many there are.
func (s *Server) Retry() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.retry()
}

// The methods below are called with the lock held.

func (s *Server) retry() int {
	again := s.post.waiting
	s.post.waiting = nil
	for _, d := range again {
		s.push(d)
	}
	return len(again)
}

// queue sends a delivery, or disturbs it.
func (s *Server) queue(d *delivery) {
	s.post.pending++
	disorder := s.post.disorder
	if d.kind != kindEvent && s.post.base != "" {
		disorder = Disorder{}
	}
	if disorder.Duplicate > 0 && s.random.Float64() < disorder.Duplicate {
		twin := *d
		twin.copy = true
		if s.random.IntN(2) == 0 {
			twin.lane = ""
		}
		s.post.pending++
		defer s.push(&twin)
	}
	l := s.lane(d.lane)
	if d.lane != "" && l.held == nil && disorder.Reorder > 0 && s.random.Float64() < disorder.Reorder {
		l.held = d
		s.spawn(func() {
			pause(s.ctx, disorder.Hold)
			s.mu.Lock()
			defer s.mu.Unlock()
			if l.held == d {
				l.held = nil
				s.push(d)
			}
		})
		return
	}
	s.push(d)
}

func (s *Server) lane(key string) *lane {
	l := s.post.lanes[key]
	if l == nil || key == "" {
		l = &lane{}
		s.post.lanes[key] = l
	}
	return l
}

// push appends to a lane, and what was held after it.
func (s *Server) push(d *delivery) {
	l := s.lane(d.lane)
	l.queue = append(l.queue, d)
	if l.held != nil {
		l.queue = append(l.queue, l.held)
		l.held = nil
	}
	if l.running {
		return
	}
	l.running = true
	s.spawn(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for len(l.queue) > 0 && s.ctx.Err() == nil {
			next := l.queue[0]
			l.queue = l.queue[1:]
			s.send(next)
		}
		l.running = false
		if l.held == nil && s.post.lanes[d.lane] == l {
			delete(s.post.lanes, d.lane)
		}
	})
}

// send tries a delivery once. By HTTP it gives the lock away until the app has answered.
func (s *Server) send(d *delivery) {
	if s.post.base == "" {
		s.sendLink(d)
		return
	}
	s.sendHTTP(d)
}

// fail notes that a delivery was not acknowledged: an event comes again, of all else the
// person is told.
func (s *Server) fail(d *delivery, reason, trouble string) {
	if d.done || s.ctx.Err() != nil {
		return
	}
	if d.kind != kindEvent {
		if d.view != nil {
			d.view.submitting = false
		}
		if !d.copy {
			d.person.trouble(d.what + ": " + trouble)
		}
		s.finish(d)
		return
	}
	if d.attempt == mostRetries || reason == "" {
		s.post.lost++
		s.finish(d)
		return
	}
	d.attempt++
	d.reason = reason
	if s.o.RetryAtOnce && (s.post.base != "" || s.open() != nil) {
		s.push(d)
		return
	}
	s.post.waiting = append(s.post.waiting, d)
	s.bell.ring()
}

// finish ends a delivery.
func (s *Server) finish(d *delivery) {
	if d.done {
		return
	}
	d.done = true
	s.post.pending--
	s.bell.ring()
	if d.person != nil {
		d.person.bell.ring()
	}
}
