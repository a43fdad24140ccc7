package slacktest

import (
	"cmp"
	"time"

	"hspbot/bot/retry"
)

// The kinds of deliveries, as Socket Mode calls them.
const (
	kindEvent       = "events_api"
	kindCommand     = "slash_commands"
	kindInteraction = "interactive"
)

const maxRetries = 3 // of an event

// delivery is something the app is told.
type delivery struct {
	kind      string
	what      string // "event", "command", "action", "submission", "closing"
	body      []byte // JSON
	form      string // of a command, by HTTP
	orderKey  string // deliveries with the same one go in order; empty for no order
	person    *Person
	ch        *Channel // of a command
	view      *view    // of a submission
	attempt   int      // how many retries there were
	reason    string   // of the last one
	duplicate bool     // what its acknowledgement says is not applied
	done      bool
}

// outgoing is the deliveries to the app, and its connections of Socket Mode.
type outgoing struct {
	base    string // of the app; empty for Socket Mode
	queues  map[string]*orderedQueue
	waiting []*delivery // not acknowledged, until the test has it retried
	pending int
	lost    int
	faults  DeliveryFaults

	conns     []*socketConn
	next      int
	envelopes map[string]*envelope
	tickets   map[string]bool
}

// orderedQueue is deliveries that are sent one after the other, by one goroutine.
type orderedQueue struct {
	queue   []*delivery
	held    *delivery // waits for the next to go first
	running bool
}

// DeliveryFaults is how deliveries come at random, from [Options.Seed]. By HTTP it is
// events only: Slack does not repeat commands and interactions there.
type DeliveryFaults struct {
	Duplicate float64       // comes twice, at the same time or one after the other
	Reorder   float64       // waits for the next delivery of the same person to go first
	Hold      time.Duration // but no longer than this, in real time: 20 ms
}

func newOutgoing() outgoing {
	return outgoing{queues: map[string]*orderedQueue{}, envelopes: map[string]*envelope{}, tickets: map[string]bool{}}
}

// SetAppURL sends deliveries by HTTP from now on, to an app at this base address without a slash
// at its end. Empty is Socket Mode, as in the beginning.
func (s *Server) SetAppURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outgoing.base = base
}

// SetDeliveryFaults replaces the faults of deliveries.
func (s *Server) SetDeliveryFaults(d DeliveryFaults) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.Hold = cmp.Or(d.Hold, 20*time.Millisecond)
	s.outgoing.faults = d
}

// Pending counts the deliveries that are neither acknowledged nor given up, among them those
// that wait for [Server.Redeliver].
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.outgoing.pending
}

// Lost counts the events that were given up after three retries.
func (s *Server) Lost() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.outgoing.lost
}

// Redeliver delivers the events again that were not acknowledged, as Slack does after a while,
// and returns their number.
func (s *Server) Redeliver() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.redeliver()
}

// The methods below are called with the lock held.

func (s *Server) redeliver() int {
	again := s.outgoing.waiting
	s.outgoing.waiting = nil
	for _, d := range again {
		s.push(d)
	}
	return len(again)
}

// queue has a delivery sent, with the faults that are set.
func (s *Server) queue(d *delivery) {
	s.outgoing.pending++
	faults := s.outgoing.faults
	if d.kind != kindEvent && s.outgoing.base != "" {
		faults = DeliveryFaults{}
	}
	if faults.Duplicate > 0 && s.random.Float64() < faults.Duplicate {
		twin := *d
		twin.duplicate = true
		if s.random.IntN(2) == 0 {
			twin.orderKey = ""
		}
		s.outgoing.pending++
		defer s.push(&twin)
	}
	l := s.queueFor(d.orderKey)
	if d.orderKey != "" && l.held == nil && faults.Reorder > 0 && s.random.Float64() < faults.Reorder {
		l.held = d
		s.goRun(func() {
			_ = retry.Sleep(s.ctx, faults.Hold)
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

func (s *Server) queueFor(key string) *orderedQueue {
	l := s.outgoing.queues[key]
	if l == nil || key == "" {
		l = &orderedQueue{}
		s.outgoing.queues[key] = l
	}
	return l
}

// push appends to the queue of its key, followed by a delivery that was held back.
func (s *Server) push(d *delivery) {
	l := s.queueFor(d.orderKey)
	l.queue = append(l.queue, d)
	if l.held != nil {
		l.queue = append(l.queue, l.held)
		l.held = nil
	}
	if l.running {
		return
	}
	l.running = true
	s.goRun(func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		for len(l.queue) > 0 && s.ctx.Err() == nil {
			next := l.queue[0]
			l.queue = l.queue[1:]
			s.send(next)
		}
		l.running = false
		if l.held == nil && s.outgoing.queues[d.orderKey] == l {
			delete(s.outgoing.queues, d.orderKey)
		}
	})
}

// send tries a delivery once. By HTTP it gives the lock away until the app has answered.
func (s *Server) send(d *delivery) {
	if s.outgoing.base == "" {
		s.sendSocket(d)
		return
	}
	s.sendHTTP(d)
}

// notAcknowledged is for a delivery that was not acknowledged: an event comes again, of anything
// else the person is shown an error.
func (s *Server) notAcknowledged(d *delivery, reason, problem string) {
	if d.done || s.ctx.Err() != nil {
		return
	}
	if d.kind != kindEvent {
		if d.view != nil {
			d.view.submitting = false
		}
		if !d.duplicate {
			d.person.showError(d.what + ": " + problem)
		}
		s.finish(d)
		return
	}
	if d.attempt == maxRetries || reason == "" {
		s.outgoing.lost++
		s.finish(d)
		return
	}
	d.attempt++
	d.reason = reason
	if s.o.RedeliverAtOnce && (s.outgoing.base != "" || s.nextConn() != nil) {
		s.push(d)
		return
	}
	s.outgoing.waiting = append(s.outgoing.waiting, d)
	s.changed.broadcast()
}

// finish ends a delivery.
func (s *Server) finish(d *delivery) {
	if d.done {
		return
	}
	d.done = true
	s.outgoing.pending--
	s.changed.broadcast()
	if d.person != nil {
		d.person.changed.broadcast()
	}
}
