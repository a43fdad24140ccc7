package wire

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"hspbot/bot/inbound"
)

// memoryNetwork is a network in memory: it works under the clock of a bubble.
type memoryNetwork struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newMemoryNetwork() *memoryNetwork {
	return &memoryNetwork{conns: make(chan net.Conn), done: make(chan struct{})}
}

func (p *memoryNetwork) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-p.done:
	case <-ctx.Done():
	}
	here.Close()
	there.Close()
	return nil, errors.New("no network")
}

func (p *memoryNetwork) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *memoryNetwork) Close() error   { p.once.Do(func() { close(p.done) }); return nil }
func (p *memoryNetwork) Addr() net.Addr { return &net.UnixAddr{Name: "pipes", Net: "unix"} }

// platform is Slack's side of Socket Mode.
type platform struct {
	t     *testing.T
	net   *memoryNetwork
	links chan *serverConn // connections, as they come

	mu    sync.Mutex
	opens []time.Time                 // calls of apps.connections.open
	open  func(w http.ResponseWriter) // its answer; nil for a connection
}

// serverConn is a connection: the test writes, and what the app answers comes out of acks, which
// closes at the end.
type serverConn struct {
	t    *testing.T
	conn *websocket.Conn
	mu   sync.Mutex
	acks chan ack
	gone chan struct{}
}

type ack struct {
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
}

// newPlatform serves until the end of the test. It must be called in a bubble.
func newPlatform(t *testing.T) *platform {
	p := &platform{t: t, net: newMemoryNetwork(), links: make(chan *serverConn, 10)}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/apps.connections.open", p.connectionsOpen)
	mux.HandleFunc("/link", p.link)
	s := &http.Server{Handler: mux}
	go s.Serve(p.net)
	t.Cleanup(func() { s.Close(); p.net.Close() })
	return p
}

func (p *platform) connectionsOpen(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer xapp-1-secret" {
		p.t.Errorf("the token came as %q", r.Header.Get("Authorization"))
	}
	p.mu.Lock()
	p.opens = append(p.opens, time.Now())
	open := p.open
	p.mu.Unlock()
	w.Header().Set("Content-Type", "application/json")
	if open != nil {
		open(w)
		return
	}
	io.WriteString(w, `{"ok":true,"url":"ws://slack.test/link?ticket=secret"}`)
}

// answer sets what apps.connections.open says from now on; "" for a connection.
func (p *platform) answer(body string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.open = nil
	if body != "" {
		p.open = func(w http.ResponseWriter) { io.WriteString(w, body) }
	}
}

func (p *platform) opened() []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]time.Time(nil), p.opens...)
}

func (p *platform) link(w http.ResponseWriter, r *http.Request) {
	conn, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
	if err != nil {
		p.t.Error(err)
		return
	}
	l := &serverConn{t: p.t, conn: conn, acks: make(chan ack, 100), gone: make(chan struct{})}
	go l.read()
	go l.ping()
	l.send(`{"type":"hello","num_connections":1,"connection_info":{"app_id":"A0APP0001"}}`)
	p.links <- l
}

func (l *serverConn) read() {
	defer close(l.acks)
	defer close(l.gone)
	defer l.conn.Close()
	for {
		var a ack
		if err := l.conn.ReadJSON(&a); err != nil {
			return
		}
		l.acks <- a
	}
}

// ping keeps the library from taking the connection for dead.
func (l *serverConn) ping() {
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			l.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		case <-l.gone:
			return
		}
	}
}

// send sends a message; that the connection may be gone is the business of the test.
func (l *serverConn) send(message string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn.WriteMessage(websocket.TextMessage, []byte(message))
}

// deliver sends an envelope.
func (l *serverConn) deliver(id, kind string, payload []byte) {
	b, err := json.Marshal(map[string]any{"envelope_id": id, "type": kind, "payload": json.RawMessage(payload),
		"accepts_response_payload": kind != "events_api"})
	if err != nil {
		l.t.Fatal(err)
	}
	l.send(string(b))
}

// nextAck waits for an acknowledgement; the empty one if none comes within a minute.
func (l *serverConn) nextAck() ack {
	select {
	case a := <-l.acks:
		return a
	case <-time.After(time.Minute):
		return ack{}
	}
}

// runningSocket is a Socket under test.
type runningSocket struct {
	socket *Socket
	*platform
	log    *testLog
	intake *inbound.Monitor
	stop   context.CancelFunc
	end    chan error
}

// run starts a Socket; the test must stop it within the bubble.
func run(t *testing.T, d *recorder, o Options) *runningSocket {
	t.Helper()
	return runAt(t, newPlatform(t), d, o)
}

// runAt is run at a platform that answers as it has been told.
func runAt(t *testing.T, p *platform, d *recorder, o Options) *runningSocket {
	r := &runningSocket{platform: p, log: &testLog{}, end: make(chan error, 1)}
	transport := &http.Transport{DialContext: p.net.dial}
	api := slack.New("", slack.OptionAppLevelToken("xapp-1-secret"), slack.OptionAPIURL("http://slack.test/api/"),
		slack.OptionHTTPClient(&http.Client{Transport: transport}))
	o.Log = r.log.logger()
	r.intake = inbound.New(inbound.Options{Platform: "slack", Log: o.Log})
	o.Intake = r.intake
	s := NewSocket(api, d, o)
	r.socket = s
	s.options = []socketmode.Option{socketmode.OptionDialer(&websocket.Dialer{NetDialContext: p.net.dial, WriteBufferSize: 32 << 10})}
	ctx, stop := context.WithCancel(t.Context())
	r.stop = stop
	go func() { r.end <- s.Run(ctx) }()
	t.Cleanup(func() { stop(); transport.CloseIdleConnections() })
	return r
}

// shutdown stops the Socket, and returns what Run returned.
func (r *runningSocket) shutdown() error {
	r.stop()
	err := <-r.end
	r.log.holdsNothingPersonal(r.t)
	return err
}
