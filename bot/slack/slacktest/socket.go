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
	maxConns = 10    // connections of an app
	maxAck   = 20480 // bytes; from here on an acknowledgement is dropped
)

// envelope is a delivery on one connection.
type envelope struct {
	d    *delivery
	over *socketConn
	late *time.Timer
}

func (c *call) connectionsOpen() (object, *refusal) {
	ticket := c.s.secret()
	c.s.outgoing.tickets[ticket] = true
	return object{"url": "ws" + strings.TrimPrefix(c.s.http.URL, "http") + "/link/?ticket=" + ticket + "&app_id=" + c.s.o.AppID}, nil
}

// Connections counts the open connections of Socket Mode.
func (s *Server) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, l := range s.outgoing.conns {
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
	for _, l := range s.outgoing.conns {
		l.drop()
	}
}

// RefreshConnections asks for all connections of Socket Mode to be replaced, as Slack does
// every few hours. Nothing new is sent over the old ones.
func (s *Server) RefreshConnections() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.outgoing.conns {
		l.leaving = true
		l.write(encode(object{"type": "disconnect", "reason": "refresh_requested", "debug_info": object{"host": "fake"}}))
	}
}

// The methods below are called with the lock held.

// nextConn returns the connection whose turn it is, nil where there is none.
func (s *Server) nextConn() *socketConn {
	for range s.outgoing.conns {
		s.outgoing.next++
		if l := s.outgoing.conns[s.outgoing.next%len(s.outgoing.conns)]; !l.leaving {
			return l
		}
	}
	return nil
}

// sendSocket sends a delivery over a connection and does not wait for its acknowledgement.
func (s *Server) sendSocket(d *delivery) {
	l := s.nextConn()
	if l == nil {
		s.notAcknowledged(d, "connection_failed", "dispatch_failed")
		return
	}
	id := fmt.Sprintf("%s-%s", s.id("e"), s.o.AppID)
	out := object{"envelope_id": id, "type": d.kind, "accepts_response_payload": d.kind != kindEvent, "payload": json.RawMessage(d.body)}
	if d.kind == kindEvent {
		out["retry_attempt"], out["retry_reason"] = d.attempt, d.reason
	}
	e := &envelope{d: d, over: l}
	s.outgoing.envelopes[id] = e
	e.late = time.AfterFunc(s.o.AckTimeout, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.notAcknowledged(d, "timeout", "operation_timeout")
	})
	l.write(encode(out))
}

// ack takes a message of the app.
func (s *Server) ack(l *socketConn, message []byte) {
	var in struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if len(message) >= maxAck {
		s.violate("socket", "an acknowledgement of %d bytes is dropped: less than %d", len(message), maxAck)
		return
	}
	if err := json.Unmarshal(message, &in); err != nil || in.EnvelopeID == "" {
		s.violate("socket", "what came is no acknowledgement")
		return
	}
	e := s.outgoing.envelopes[in.EnvelopeID]
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
	delete(s.outgoing.envelopes, in.EnvelopeID)
	if !e.late.Stop() {
		return // too late, it has failed
	}
	s.acknowledged(e.d, in.Payload, "application/json")
}

// connected sends hello over a new connection.
func (s *Server) connected(l *socketConn) {
	n := 0
	for _, other := range s.outgoing.conns {
		if !other.leaving {
			n++
		}
	}
	if n == maxConns {
		s.violate("socket", "more than %d connections", maxConns)
	}
	s.outgoing.conns = append(s.outgoing.conns, l)
	l.write(encode(object{"type": "hello", "num_connections": n + 1, "connection_info": object{"app_id": s.o.AppID},
		"debug_info": object{"host": "fake", "build_number": 1, "approximate_connection_time": 18060}}))
	s.changed.broadcast()
	if s.o.RedeliverAtOnce {
		s.redeliver()
	}
}

// disconnected removes a connection. What was not acknowledged over it fails.
func (s *Server) disconnected(l *socketConn) {
	for i, other := range s.outgoing.conns {
		if other == l {
			s.outgoing.conns = append(s.outgoing.conns[:i:i], s.outgoing.conns[i+1:]...)
			break
		}
	}
	for _, e := range s.outgoing.envelopes {
		if e.over == l && e.late.Stop() {
			s.notAcknowledged(e.d, "connection_failed", "operation_timeout")
		}
	}
	s.changed.broadcast()
}

// useTicket checks and uses up a ticket of apps.connections.open.
func (s *Server) useTicket(r *http.Request) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ticket := r.URL.Query().Get("ticket")
	ok := s.outgoing.tickets[ticket]
	delete(s.outgoing.tickets, ticket)
	if !ok {
		s.violate("socket", "the address of a connection is good once")
	}
	return ok
}
