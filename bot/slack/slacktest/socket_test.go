package slacktest_test

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"hspbot/bot/slack/slacktest"
)

// socket is an app in Socket Mode, with the official client.
type socket struct {
	client *socketmode.Client
	mu     sync.Mutex
	got    []socketmode.Event
	answer func(socketmode.Event) any // the payload of the acknowledgement; silent for none at all
}

// silent stands for no acknowledgement.
var silent = new(int)

func newSocket(t *testing.T, s *slacktest.Server) *socket {
	k := &socket{client: socketmode.New(api(t, s, "xoxb-unused"), socketmode.OptionLog(log.New(io.Discard, "", 0)))}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { _ = k.client.RunContext(ctx) })
	wg.Go(func() {
		for {
			select {
			case e := <-k.client.Events:
				k.take(e)
			case <-ctx.Done():
				return
			}
		}
	})
	t.Cleanup(func() { cancel(); s.DropConnections(); wg.Wait() })
	return k
}

func (k *socket) take(e socketmode.Event) {
	if e.Request == nil || e.Request.EnvelopeID == "" {
		return
	}
	k.mu.Lock()
	k.got = append(k.got, e)
	answer := k.answer
	k.mu.Unlock()
	var payload any
	if answer != nil {
		payload = answer(e)
	}
	if payload != any(silent) {
		_ = k.client.Ack(*e.Request, payload)
	}
}

func (k *socket) says(answer func(socketmode.Event) any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.answer = answer
}

// texts are the messages that came, with their retries.
func (k *socket) texts() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for _, e := range k.got {
		if outer, ok := e.Data.(slackevents.EventsAPIEvent); ok {
			if m, ok := outer.InnerEvent.Data.(*slackevents.MessageEvent); ok {
				out = append(out, strings.Repeat("again ", e.Request.RetryAttempt)+m.Text)
			}
		}
	}
	return out
}

type linked struct {
	*slacktest.Server
	team   *slacktest.Team
	person *slacktest.Person
	socket *socket
	api    *slack.Client
}

func newLinked(t *testing.T, o slacktest.Options) *linked {
	t.Helper()
	w := &linked{Server: slacktest.New(t, o)}
	w.team = w.Team("T1")
	w.person = w.team.Person("U1")
	w.api = api(t, w.Server, w.team.Token())
	w.socket = newSocket(t, w.Server)
	w.Await(func() bool { return w.Connections() == 1 })
	return w
}

func (w *linked) settled(t *testing.T) {
	t.Helper()
	if !w.Await(func() bool { return w.Pending() == 0 }) {
		t.FailNow()
	}
}

func TestSocket(t *testing.T) {
	w := newLinked(t, slacktest.Options{})
	w.socket.says(func(e socketmode.Event) any {
		if e.Type == socketmode.EventTypeSlashCommand {
			return map[string]any{"text": "welcome"}
		}
		return nil
	})
	w.person.Say("hello")
	w.person.Command(nil, "start")
	ch, _, err := w.api.PostMessage("U1", slack.MsgOptionText("a", false), slack.MsgOptionBlocks(row("r", "Go")))
	must(t, err)
	must(t, w.person.Press(w.person.Last(), "Go"))
	w.settled(t)
	if got := w.person.Ephemerals(nil); len(got) != 1 || got[0].Text != "welcome" {
		t.Errorf("answer %+v", got)
	}
	w.socket.mu.Lock()
	defer w.socket.mu.Unlock()
	kinds := map[socketmode.EventType]int{}
	for _, e := range w.socket.got {
		kinds[e.Type]++
		switch data := e.Data.(type) {
		case slack.SlashCommand:
			if data.Text != "start" || data.UserID != "U1" {
				t.Errorf("command %+v", data)
			}
		case slack.InteractionCallback:
			if data.Channel.ID != ch || data.ActionCallback.BlockActions[0].Value != "go" {
				t.Errorf("interaction %+v", data)
			}
		}
	}
	if kinds[socketmode.EventTypeEventsAPI] != 2 || kinds[socketmode.EventTypeSlashCommand] != 1 || kinds[socketmode.EventTypeInteractive] != 1 {
		t.Errorf("kinds %v, want the message, the app's own one, a command and a press", kinds)
	}
}

func TestUnacknowledged(t *testing.T) {
	w := newLinked(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
	w.socket.says(func(socketmode.Event) any { return silent })
	w.person.Say("hello")
	w.person.Command(nil, "start")
	for range 3 {
		w.Await(func() bool { return w.Redeliver() == 1 })
	}
	w.settled(t)
	want := []string{"hello", "again hello", "again again hello", "again again again hello"}
	if got := w.socket.texts(); !slices.Equal(got, want) || w.Lost() != 1 {
		t.Errorf("came %q, want %q; lost %d", got, want, w.Lost())
	}
	if got := w.person.ErrorsShown(); !slices.Equal(got, []string{"command: operation_timeout"}) {
		t.Errorf("errors shown %q", got)
	}
}

func TestReconnect(t *testing.T) {
	w := newLinked(t, slacktest.Options{RedeliverAtOnce: true})
	w.RefreshConnections()
	w.person.Say("between")
	w.Await(func() bool { return w.CountCalls("apps.connections.open") == 2 && w.Connections() == 1 })
	w.settled(t)
	w.DropConnections()
	w.person.Say("nobody")
	w.Await(func() bool { return w.CountCalls("apps.connections.open") == 3 && w.Connections() == 1 })
	w.settled(t)
	got := w.socket.texts()
	for i, text := range got { // the client may have been faster than the person
		got[i] = strings.TrimPrefix(text, "again ")
	}
	if !slices.Equal(got, []string{"between", "nobody"}) {
		t.Errorf("came %q", got)
	}
}

// What is not acknowledged when the connection breaks comes again.
func TestBreakBeforeAck(t *testing.T) {
	w := newLinked(t, slacktest.Options{RedeliverAtOnce: true})
	came := make(chan bool, 1)
	w.socket.says(func(socketmode.Event) any { came <- true; return silent })
	w.person.Say("hello")
	<-came
	w.socket.says(nil)
	w.DropConnections()
	w.settled(t)
	if got := w.socket.texts(); !slices.Equal(got, []string{"hello", "again hello"}) {
		t.Errorf("came %q", got)
	}
}

func TestSharedConnections(t *testing.T) {
	w := newLinked(t, slacktest.Options{})
	second := newSocket(t, w.Server)
	w.Await(func() bool { return w.Connections() == 2 })
	for range 10 {
		w.person.Say("a")
	}
	w.settled(t)
	if a, b := len(w.socket.texts()), len(second.texts()); a != 5 || b != 5 {
		t.Errorf("%d and %d deliveries, want 5 and 5", a, b)
	}
}

func TestSocketDisorder(t *testing.T) {
	w := newLinked(t, slacktest.Options{})
	w.SetDeliveryFaults(slacktest.DeliveryFaults{Duplicate: 1})
	w.socket.says(func(e socketmode.Event) any { return map[string]any{"text": "welcome"} })
	w.person.Command(nil, "start")
	w.settled(t)
	w.socket.mu.Lock()
	defer w.socket.mu.Unlock()
	if n := len(w.socket.got); n != 2 || len(w.person.Ephemerals(nil)) != 1 {
		t.Errorf("a command came %d times", n)
	}
	if a, b := w.socket.got[0], w.socket.got[1]; string(a.Request.Payload) != string(b.Request.Payload) || a.Request.EnvelopeID == b.Request.EnvelopeID {
		t.Error("the second delivery is not the same in another envelope")
	}
}

// dial opens a connection without the official client.
func dial(t *testing.T, s *slacktest.Server) *websocket.Conn {
	t.Helper()
	_, address, err := api(t, s, "").StartSocketModeContext(t.Context())
	must(t, err)
	conn, answer, err := websocket.DefaultDialer.Dial(address, nil)
	must(t, err)
	answer.Body.Close()
	t.Cleanup(func() { conn.Close() })
	var hello struct{ Type string }
	must(t, conn.ReadJSON(&hello))
	if hello.Type != "hello" {
		t.Errorf("greeted with %q", hello.Type)
	}
	if _, answer, err := websocket.DefaultDialer.Dial(address, nil); err == nil {
		t.Error("an address is good twice")
	} else {
		answer.Body.Close()
	}
	provoked(t, s, "is good once")
	return conn
}

func TestWrongAcks(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
	p := s.Team("T1").Person("U1")
	p.Team.Token()
	conn := dial(t, s)
	p.Say("hello")
	var e struct {
		ID string `json:"envelope_id"`
	}
	must(t, conn.ReadJSON(&e))
	for _, c := range []struct{ ack, noted string }{
		{"hello", "no acknowledgement"},
		{`{"envelope_id":"e404"}`, "unknown"},
		{`{"envelope_id":"` + e.ID + `","payload":{"text":"` + strings.Repeat("a", 20480) + `"}}`, "is dropped"},
		{`{"envelope_id":"` + e.ID + `","payload":{"text":"a"}}`, "an event is acknowledged with a payload"},
		{`{"envelope_id":"` + e.ID + `"}`, "for the second time"},
	} {
		must(t, conn.WriteMessage(websocket.TextMessage, []byte(c.ack)))
		var got []string
		s.Await(func() bool { got = append(got, s.Violations()...); return len(got) > 0 })
		if !strings.Contains(strings.Join(got, "\n"), c.noted) {
			t.Errorf("%.60s: %q", c.ack, got)
		}
	}
}

// An acknowledgement counts only over the connection by which the envelope came.
func TestAckOverAnotherConnection(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{AckTimeout: 50 * time.Millisecond})
	p := s.Team("T1").Person("U1")
	p.Team.Token()
	conns := []*websocket.Conn{dial(t, s), dial(t, s)}
	ids := make([]string, 2)
	for i := range conns {
		p.Say("hello")
		var e struct {
			ID string `json:"envelope_id"`
		}
		must(t, conns[(i+1)%2].ReadJSON(&e)) // in turns, beginning with the second
		ids[(i+1)%2] = e.ID
	}
	must(t, conns[0].WriteJSON(object{"envelope_id": ids[1]}))
	must(t, conns[0].WriteJSON(object{"envelope_id": ids[0]}))
	s.Await(func() bool { return s.Pending() == 1 })
	s.Await(func() bool { return s.Redeliver() == 1 })
}

func TestPings(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{PingInterval: time.Millisecond})
	conn := dial(t, s)
	pinged := make(chan struct{}, 100)
	conn.SetPingHandler(func(string) error { pinged <- struct{}{}; return nil })
	go func() { _, _, _ = conn.ReadMessage() }()
	for range 3 {
		<-pinged
	}
}

func TestOpeningConnections(t *testing.T) {
	s := slacktest.New(t, slacktest.Options{})
	token := s.Team("T1").Token()
	for _, c := range []struct{ token, want string }{{"xapp-other", "invalid_auth"}, {token, "not_allowed_token_type"}} {
		client := slack.New("", slack.OptionAPIURL(s.API()), slack.OptionHTTPClient(client(t)), slack.OptionAppLevelToken(c.token))
		_, _, err := client.StartSocketModeContext(t.Context())
		refused(t, err, c.want)
	}
	_, err := api(t, s, s.AppToken()).AuthTest()
	refused(t, err, "not_allowed_token_type")
	provoked(t, s, "apps.connections.open: not_allowed_token_type", "auth.test: not_allowed_token_type")
	if raw, err := json.Marshal(s.Calls()); err != nil || strings.Contains(string(raw), token) {
		t.Error("the log of calls holds a token")
	}
}
