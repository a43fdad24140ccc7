package wire

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// ackSendTimeout is how long an acknowledgement waits for a connection to be sent on. Slack
// waits 3 seconds for it: later it is of no use.
const ackSendTimeout = 5 * time.Second

// session is one run of the library's client, over several connections where Slack replaces
// them. The fields do not change, except connects, which only the goroutine of handle uses.
type session struct {
	socket   *Socket
	client   *socketmode.Client
	ctx      context.Context // ends with the session
	takes    context.Context // outlives it, until Run returns
	connects []time.Time     // the latest, fewer than maxConnects
}

// socketEnvelope is what a delivery comes in over Socket Mode.
type socketEnvelope struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// handle handles an event of the library. It must not block, which would stall the
// connection. An error ends the session.
func (s *session) handle(e socketmode.Event) error {
	write := s.socket.log.write
	switch e.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		if e.Request != nil {
			s.deliver(socketEnvelope{ID: e.Request.EnvelopeID, Type: e.Request.Type, Payload: e.Request.Payload})
		}
	case socketmode.EventTypeErrorBadMessage:
		// The library decodes the whole of a message, and fails at a kind of block it does
		// not know. The fields needed here may well be readable.
		var envelope socketEnvelope
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			decode(bad.Message, &envelope) // anything but an envelope leaves it without an id
		}
		s.deliver(envelope)
	case socketmode.EventTypeConnecting:
		s.socket.o.Intake.Close()
	case socketmode.EventTypeConnected:
		s.socket.o.Intake.Open()
		return s.connected()
	case socketmode.EventTypeConnectionError:
		return s.connectFailed(e)
	case socketmode.EventTypeIncomingError:
		write(s.ctx, slog.LevelWarn, "slack: reading from Socket Mode failed", "network")
	case socketmode.EventTypeErrorWriteFailed:
		write(s.ctx, slog.LevelWarn, "slack: an acknowledgement was not sent", "network")
	}
	return nil
}

// connected returns errReconnectLoop where the library has connected too often.
func (s *session) connected() error {
	now := s.socket.o.Now()
	s.connects = append(s.connects, now)
	if len(s.connects) < maxConnects {
		return nil
	}
	oldest := s.connects[0]
	s.connects = s.connects[1:]
	if now.Sub(oldest) < connectWindow {
		return errReconnectLoop
	}
	return nil
}

// connectFailed tells the intake that there is no connection. It
// returns the error where the token is refused, and errDisconnected where the library's next
// attempt is too far off, unless Slack itself asked for that wait.
func (s *session) connectFailed(e socketmode.Event) error {
	f, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return nil
	}
	if finalError(f.ErrorObj) != nil {
		return f.ErrorObj
	}
	s.socket.fail(f.ErrorObj)
	if _, asked := errors.AsType[*slack.RateLimitedError](f.ErrorObj); !asked && f.Backoff > maxBackoff {
		return errDisconnected
	}
	return nil
}

// deliver has a delivery taken, and acknowledges it. What is refused without words is left
// unacknowledged: an event comes again, and a press shows that it failed.
func (s *session) deliver(e socketEnvelope) {
	log := s.socket.log
	if e.ID == "" {
		log.write(s.ctx, slog.LevelError, "slack: a message of Socket Mode cannot be read", "no envelope")
		return
	}
	p, err := e.parse()
	if err != nil { // sent again it would be no better
		log.write(s.ctx, slog.LevelError, "slack: a message of Socket Mode cannot be read", e.typeForLog())
	}
	if err != nil || p.Kind == Other {
		s.socket.intake.start(e.ID, func() { s.ack(e.ID, nil) })
		return
	}
	s.socket.receive(s.takes, delivery{Payload: p, deadline: time.Now().Add(s.socket.o.AckTimeout),
		answer: func(reply Reply, taken bool) {
			if taken || reply.Body != nil {
				s.ack(e.ID, reply.Body)
			}
		},
		failed: func() {}})
}

// parse parses the payload as the envelope's type says.
func (e socketEnvelope) parse() (Payload, error) {
	switch e.Type {
	case socketmode.RequestTypeEventsAPI:
		return ParseEvent(e.Payload)
	case socketmode.RequestTypeInteractive:
		return ParseInteraction(e.Payload)
	case socketmode.RequestTypeSlashCommands:
		return parseCommandJSON(e.Payload)
	}
	return Payload{}, ErrUnreadable
}

// typeForLog is the type, or words for one that is unknown: a log gets nothing as it came.
func (e socketEnvelope) typeForLog() string {
	switch e.Type {
	case socketmode.RequestTypeEventsAPI, socketmode.RequestTypeInteractive, socketmode.RequestTypeSlashCommands:
		return e.Type
	}
	return "an unknown type"
}

// parseCommandJSON parses a command of Socket Mode, which has the fields of the form as JSON.
func parseCommandJSON(body []byte) (Payload, error) {
	var fields map[string]json.RawMessage
	if err := decode(body, &fields); err != nil {
		return Payload{}, err
	}
	form := url.Values{}
	for name, raw := range fields {
		value := string(raw) // true or false
		if len(raw) > 0 && raw[0] == '"' {
			value = ""
			if err := decode(raw, &value); err != nil {
				return Payload{}, err
			}
		}
		form.Set(name, value)
	}
	return ParseCommand(form)
}

// ack acknowledges an envelope. A body that Slack would drop for its size, or that is no
// JSON, is left out.
func (s *session) ack(id string, body any) {
	ctx, cancel := context.WithTimeout(s.ctx, ackSendTimeout)
	defer cancel()
	err := s.client.AckCtx(ctx, id, body)
	if err == nil || ctx.Err() != nil {
		return
	}
	s.socket.log.write(ctx, slog.LevelError, "slack: a reply cannot be sent", "too large or no JSON")
	s.client.AckCtx(ctx, id, nil)
}
