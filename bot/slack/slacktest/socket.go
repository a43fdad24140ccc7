package slacktest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Socket Mode: envelopes and their acknowledgements.

const (
	mostLinks = 10    // connections of an app
	mostAck   = 20480 // bytes; from here on an acknowledgement is dropped
)

// envelope is a delivery on one connection.
type envelope struct {
	d    *delivery
	over *link
	late *time.Timer
}

func (c *call) connectionsOpen() (object, *refusal) {
	ticket := c.s.secret()
	c.s.post.tickets[ticket] = true
	return object{"url": "ws" + strings.TrimPrefix(c.s.http.URL, "http") + "/link/?ticket=" + ticket + "&app_id=" + c.s.o.AppID}, nil
}

// Connections counts the open connections of Socket Mode.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, l := range s.post.links {
		if !l.leaving {
			n++
		}
	}
	return n
}

// DropConnections breaks all connections of Socket Mode. What was not acknowledged over them
// fails.
func (s *Server) DropConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.post.links {
		l.drop()
	}
}

// RefreshConnections asks for all connections of Socket Mode to be made anew, as Slack does
// every few hours. Nothing new is sent over the old ones.
func (s *Server) RefreshConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.post.links {
		l.leaving = true
		l.write(encode(object{"type": "disconnect", "reason": "refresh_requested", "debug_info": object{"host": "fake"}}))
	}
}

// The methods below are called with the lock held.

// open returns the connection whose turn it is, nil where there is none.
func (s *Server) open() *link {
	for range s.post.links {
		s.post.next++
		if l := s.post.links[s.post.next%len(s.post.links)]; !l.leaving {
			return l
		}
	}
	return nil
}

// sendLink sends a delivery over a connection and does not wait for its acknowledgement.
func (s *Server) sendLink(d *delivery) {
	l := s.open()
	if l == nil {
		s.fail(d, "connection_failed", "dispatch_failed")
		return
	}
	id := fmt.Sprintf("%s-%s", s.id("e"), s.o.AppID)
	out := object{"envelope_id": id, "type": d.kind, "accepts_response_payload": d.kind != kindEvent, "payload": json.RawMessage(d.body)}
	if d.kind == kindEvent {
		out["retry_attempt"], out["retry_reason"] = d.attempt, d.reason
	}
	e := &envelope{d: d, over: l}
	s.post.envelopes[id] = e
	e.late = time.AfterFunc(s.o.AckWithin, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.fail(d, "timeout", "operation_timeout")
	})
	l.write(encode(out))
}

// ack takes a message of the app.
func (s *Server) ack(l *link, message []byte) {
	var in struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if len(message) >= mostAck {
		s.violate("socket", "an acknowledgement of %d bytes is dropped: less than %d", len(message), mostAck)
		return
	}
	if err := json.Unmarshal(message, &in); err != nil || in.EnvelopeID == "" {
		s.violate("socket", "what came is no acknowledgement")
		return
	}
	e := s.post.envelopes[in.EnvelopeID]
	if e == nil {
		s.violate("socket", "acknowledgement of an envelope that is unknown, or for the second time")
		return
	}
	if string(in.Payload) == "null" {
		in.Payload = nil
	}
	if e.d.kind == kindEvent && in.Payload != nil {
		s.violate("socket", "an event is acknowledged with a payload, and Slack wants none")
	}
	if e.over != l {
		return // counts only over the connection it came by
	}
	delete(s.post.envelopes, in.EnvelopeID)
	if !e.late.Stop() {
		return // too late, it has failed
	}
	s.acknowledged(e.d, in.Payload, "application/json")
}

// joined greets a new connection.
func (s *Server) joined(l *link) {
	n := 0
	for _, other := range s.post.links {
		if !other.leaving {
			n++
		}
	}
	if n == mostLinks {
		s.violate("socket", "more than %d connections", mostLinks)
	}
	s.post.links = append(s.post.links, l)
	l.write(encode(object{"type": "hello", "num_connections": n + 1, "connection_info": object{"app_id": s.o.AppID},
		"debug_info": object{"host": "fake", "build_number": 1, "approximate_connection_time": 18060}}))
	s.bell.ring()
	if s.o.RetryAtOnce {
		s.retry()
	}
}

// parted forgets a connection. What was not acknowledged over it fails.
func (s *Server) parted(l *link) {
	for i, other := range s.post.links {
		if other == l {
			s.post.links = append(s.post.links[:i:i], s.post.links[i+1:]...)
			break
		}
	}
	for _, e := range s.post.envelopes {
		if e.over == l && e.late.Stop() {
			s.fail(e.d, "connection_failed", "operation_timeout")
		}
	}
	s.bell.ring()
}

// admit uses up a ticket of apps.connections.open.
func (s *Server) admit(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ticket := r.URL.Query().Get("ticket")
	ok := s.post.tickets[ticket]
	delete(s.post.tickets, ticket)
	if !ok {
		s.violate("socket", "the address of a connection is good once")
	}
	return ok
}
