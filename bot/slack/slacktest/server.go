package slacktest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options are what a [Server] may be given. Each has a default.
type Options struct {
	Now           func() time.Time // the clock of triggers, tokens, response_urls, rates: time.Now
	SigningSecret string           // of the deliveries by HTTP
	ClientID      string
	ClientSecret  string
	AppToken      string   // xapp-…, for apps.connections.open
	AppID         string   // "A0FAKEAPP"
	Command       string   // "/hsp"
	Scopes        []string // what the app asks for
	Redirects     []string // redirect URLs of the app; more by [Server.AddRedirectURL]

	Unlimited       bool // no rate limits
	Rotate          bool // tokens expire after twelve hours
	RedeliverAtOnce bool // events not acknowledged come again at once, not when [Server.Redeliver] is called

	// Paths of the app for deliveries by HTTP.
	EventsPath       string // "/slack/events"
	CommandsPath     string // "/slack/commands"
	InteractionsPath string // "/slack/interactions"

	Seed         uint64        // of faults and disorder: 1
	AckTimeout   time.Duration // how long the app has to acknowledge, in real time: 3 s
	PingInterval time.Duration // between pings of Socket Mode, in real time: 10 s
	Timeout      time.Duration // how long [Server.Await] waits, in real time: 30 s
}

// DefaultScopes are what an app asks for that has none in its options.
var DefaultScopes = []string{"app_mentions:read", "channels:read", "chat:write", "commands", "files:write",
	"groups:read", "im:history", "im:read", "im:write", "usergroups:read", "users:read"}

// Server is a Slack and the world in it. It may be used by many goroutines.
type Server struct {
	t      testing.TB
	o      Options
	http   *httptest.Server
	ctx    context.Context // ends with the test
	cancel context.CancelFunc
	wg     sync.WaitGroup
	client *http.Client // to the app

	mu         sync.Mutex
	changed    signal
	serial     uint64
	lastTS     int64
	random     *rand.Rand
	violations []string
	calls      []Call
	count      map[string]int
	faults     []*fault
	windows    map[string][]time.Time
	world      world
	outgoing   outgoing
	files      []*file
	redirects  []string
}

// world is who and what there is, by id.
type world struct {
	enterprises  map[string]*Enterprise
	teams        map[string]*Team
	order        []*Team
	channels     map[string]*Channel
	views        map[string]*view
	tokens       map[string]*token
	refresh      map[string]*install
	codes        map[string]*code
	triggers     map[string]*trigger
	responseURLs map[string]*responseURL
	steps        map[string]*Step
}

// object is a JSON object.
type object = map[string]any

// New starts a server that stops with the test. If there are violations then, the test fails.
// It has to be called before what uses the server is started, so that it stops last.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	if o.Now == nil {
		o.Now = time.Now
	}
	o.SigningSecret = cmp.Or(o.SigningSecret, "8f742231b10e8888abcd99yyyzzz85a5")
	o.ClientID = cmp.Or(o.ClientID, "111.222")
	o.ClientSecret = cmp.Or(o.ClientSecret, "fake-client-secret")
	o.AppToken = cmp.Or(o.AppToken, "xapp-1-A0FAKEAPP-1-fake")
	o.AppID = cmp.Or(o.AppID, "A0FAKEAPP")
	o.Command = cmp.Or(o.Command, "/hsp")
	if o.Scopes == nil {
		o.Scopes = DefaultScopes
	}
	o.EventsPath = cmp.Or(o.EventsPath, "/slack/events")
	o.CommandsPath = cmp.Or(o.CommandsPath, "/slack/commands")
	o.InteractionsPath = cmp.Or(o.InteractionsPath, "/slack/interactions")
	o.Seed = cmp.Or(o.Seed, 1)
	o.AckTimeout = cmp.Or(o.AckTimeout, 3*time.Second)
	o.PingInterval = cmp.Or(o.PingInterval, 10*time.Second)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	s := &Server{t: t, o: o, count: map[string]int{}, windows: map[string][]time.Time{},
		random: rand.New(rand.NewPCG(o.Seed, 0)), redirects: slices.Clone(o.Redirects), world: newWorld(), outgoing: newOutgoing()}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 100},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.http = httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("violation of Slack: %s", v)
		}
	})
	return s
}

func newWorld() world {
	return world{enterprises: map[string]*Enterprise{}, teams: map[string]*Team{}, channels: map[string]*Channel{},
		steps: map[string]*Step{}, views: map[string]*view{}, tokens: map[string]*token{}, refresh: map[string]*install{}, codes: map[string]*code{},
		triggers: map[string]*trigger{}, responseURLs: map[string]*responseURL{}}
}

// Close stops the server before the test ends.
func (s *Server) Close() {
	s.mu.Lock()
	s.cancel()
	for _, l := range s.outgoing.conns {
		l.drop()
	}
	s.mu.Unlock()
	s.client.CloseIdleConnections()
	s.http.Close()
	s.wg.Wait()
	s.client.CloseIdleConnections()
}

// URL is the address of the server, without a slash at its end.
func (s *Server) URL() string { return s.http.URL }

// API is the base of the Web API, with a slash at its end.
func (s *Server) API() string { return s.http.URL + "/api/" }

// AppID is the id of the app.
func (s *Server) AppID() string { return s.o.AppID }

// SigningSecret is what deliveries by HTTP are signed with.
func (s *Server) SigningSecret() string { return s.o.SigningSecret }

// ClientID is the OAuth client id of the app.
func (s *Server) ClientID() string { return s.o.ClientID }

// ClientSecret is the OAuth client secret of the app.
func (s *Server) ClientSecret() string { return s.o.ClientSecret }

// AppToken is the app-level token.
func (s *Server) AppToken() string { return s.o.AppToken }

// Violations returns what the app did that Slack would refuse as malformed or silently ignore,
// each beginning with the method, and clears it: a test that provokes violations calls it, and
// what is left fails the test.
func (s *Server) Violations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.violations
	s.violations = nil
	return out
}

// The methods below are called with the lock held.

func (s *Server) violate(what, format string, a ...any) {
	s.violations = append(s.violations, what+": "+fmt.Sprintf(format, a...))
	s.changed.broadcast()
}

// id returns a new id.
func (s *Server) id(prefix string) string {
	s.serial++
	return prefix + strings.ToUpper(fmt.Sprintf("%08x", s.serial))
}

// secret returns a new random value.
func (s *Server) secret() string {
	s.serial++
	return fmt.Sprintf("%016x%06x", s.random.Uint64(), s.serial)
}

// ts returns a new time stamp, later than all before.
func (s *Server) ts() string {
	s.lastTS = max(s.lastTS+1, s.o.Now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// goRun runs f in a goroutine that Close waits for; not after Close.
func (s *Server) goRun(f func()) {
	if s.ctx.Err() == nil {
		s.wg.Go(f)
	}
}
