package wire

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

// ackWithin bounds how long an acknowledgement waits for a connection to leave by.
const ackWithin = 5 * time.Second

// connection is what happens in one session of the library's client. The fields do not change,
// but for connects, which belongs to the goroutine of heard.
type connection struct {
	socket   *Socket
	client   *socketmode.Client
	live     context.Context // of the session
	takes    context.Context // of all that is taken
	connects []time.Time     // the newest of them
}

// wrapper is what all deliveries come in.
type wrapper struct {
	ID      string          `json:"envelope_id"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload"`
}

// heard deals with what the library reports, without waiting for anything: whoever blocks
// here stalls the connection. An error ends the session.
func (c *connection) heard(e socketmode.Event) error {
	say := c.socket.log.say
	switch e.Type {
	case socketmode.EventTypeEventsAPI, socketmode.EventTypeInteractive, socketmode.EventTypeSlashCommand:
		if e.Request != nil {
			c.enqueue(wrapper{ID: e.Request.EnvelopeID, Type: e.Request.Type, Payload: e.Request.Payload})
		}
	case socketmode.EventTypeErrorBadMessage:
		// Bad for the library, which decodes all of a message: one new kind of block is
		// enough. What is needed here may well be readable.
		var w wrapper
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok {
			decode(bad.Message, &w) // what is none leaves w without an id
		}
		c.enqueue(w)
	case socketmode.EventTypeConnected:
		return c.connected()
	case socketmode.EventTypeConnectionError:
		return c.failed(e)
	case socketmode.EventTypeIncomingError:
		say(c.live, slog.LevelWarn, "slack: reading from Socket Mode failed", "network")
	case socketmode.EventTypeErrorWriteFailed:
		say(c.live, slog.LevelWarn, "slack: an acknowledgement was not sent", "network")
	}
	return nil
}

// connected ends a session whose connections do not last.
func (c *connection) connected() error {
	now := c.socket.o.Now()
	c.connects = append(c.connects, now)
	if len(c.connects) < mostConnects {
		return nil
	}
	oldest := c.connects[0]
	c.connects = c.connects[1:]
	if now.Sub(oldest) < connectWindow {
		return errFlaps
	}
	return nil
}

// failed reports that there is no connection, again each minute as long as this lasts: some
// refusals of a token are not final for the library. It ends a session whose next try is too
// far off, unless Slack itself asked for that.
func (c *connection) failed(e socketmode.Event) error {
	f, ok := e.Data.(*slack.ConnectionErrorEvent)
	if !ok {
		return nil
	}
	c.socket.log.say(c.live, slog.LevelError, "slack: no Socket Mode connection", reason(f.ErrorObj))
	if _, asked := errors.AsType[*slack.RateLimitedError](f.ErrorObj); !asked && f.Backoff > mostWait {
		return errAway
	}
	return nil
}

// enqueue has a delivery taken after those of the same person in the same place.
func (c *connection) enqueue(w wrapper) {
	s := c.socket
	if w.ID == "" {
		s.log.say(c.live, slog.LevelError, "slack: a message of Socket Mode cannot be read", "no envelope")
		return
	}
	p, err := w.parse()
	if err != nil { // sent again it would be no better
		s.log.say(c.live, slog.LevelError, "slack: a message of Socket Mode cannot be read", w.known())
	}
	if err != nil || p.Kind == Other {
		s.lanes.put(w.ID, func() { c.ack(w.ID, nil) })
		return
	}
	d := &delivery{on: c, id: w.ID, p: p}
	d.timer = time.AfterFunc(s.o.Patience, d.late)
	if !s.lanes.put(p.Team+"/"+p.Channel+"/"+p.User, d.take) {
		s.log.say(c.live, slog.LevelError, "slack: a delivery was not taken", "too many at once")
	}
}

// parse reads the payload as what the envelope says it is.
func (w wrapper) parse() (Payload, error) {
	switch w.Type {
	case socketmode.RequestTypeEventsAPI:
		return ParseEvent(w.Payload)
	case socketmode.RequestTypeInteractive:
		return ParseInteraction(w.Payload)
	case socketmode.RequestTypeSlashCommands:
		return parseCommandJSON(w.Payload)
	}
	return Payload{}, ErrUnreadable
}

// known is the type for a log: one of few.
func (w wrapper) known() string {
	switch w.Type {
	case socketmode.RequestTypeEventsAPI, socketmode.RequestTypeInteractive, socketmode.RequestTypeSlashCommands:
		return w.Type
	}
	return "an unknown type"
}

// parseCommandJSON reads a command as Socket Mode has it: the fields of the form as JSON.
func parseCommandJSON(body []byte) (Payload, error) {
	var fields map[string]json.RawMessage
	if err := decode(body, &fields); err != nil {
		return Payload{}, err
	}
	form := url.Values{}
	for name, raw := range fields {
		value := string(raw) // of true and false
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

// ack acknowledges an envelope. A body that Slack would drop or that is none is left out.
func (c *connection) ack(id string, body any) {
	ctx, cancel := context.WithTimeout(c.live, ackWithin)
	defer cancel()
	err := c.client.AckCtx(ctx, id, body)
	if err == nil || ctx.Err() != nil {
		return
	}
	c.socket.log.say(ctx, slog.LevelError, "slack: a reply cannot be sent", "too large or no JSON")
	c.client.AckCtx(ctx, id, nil)
}

// delivery is an envelope that must be answered once: as it was taken, or at the patience.
type delivery struct {
	on       *connection
	id       string
	p        Payload
	timer    *time.Timer // until it is late
	answered atomic.Bool
}

// take runs in a lane. What was answered while it waited there is not taken any more: events
// come again, and a person has been told to repeat a command.
func (d *delivery) take() {
	s := d.on.socket
	if d.answered.Load() {
		return
	}
	got := s.o.take(d.on.takes, s.t, d.p)
	if !d.answered.CompareAndSwap(false, true) {
		return
	}
	d.timer.Stop()
	if got.err != nil {
		s.log.say(d.on.live, slog.LevelError, "slack: a delivery was not taken", d.p.Kind.String())
		d.refuse()
		return
	}
	if !speaks(d.p.Kind) {
		got.reply.Body = nil
	}
	d.on.ack(d.id, got.reply.Body)
}

// late answers what was not taken in time.
func (d *delivery) late() {
	if !d.answered.CompareAndSwap(false, true) {
		return
	}
	d.on.socket.log.say(d.on.live, slog.LevelWarn, "slack: a delivery was not taken in time", d.p.Kind.String())
	d.refuse()
}

// refuse leaves the envelope unacknowledged, unless the person can be told in an answer. So an
// event comes again, and a press shows that it failed.
func (d *delivery) refuse() {
	if reply := d.on.socket.o.trouble(d.on.socket.t, d.p); reply.Body != nil {
		d.on.ack(d.id, reply.Body)
	}
}
