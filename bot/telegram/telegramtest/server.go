package telegramtest

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/retry"
)

// Options are what a [Server] may be given. Each has a default.
type Options struct {
	Token    string        // "123456:fake-token"; the number before the colon is the bot's id
	Username string        // of the bot: "points_bot"
	Seed     uint64        // of the faults: 1
	Second   time.Duration // how long a second of Telegram's lasts: time.Second
	Timeout  time.Duration // how long a person waits to see something: 30 seconds
	// AnyWebhook allows webhooks on http and on any port, as tests need them.
	AnyWebhook bool
	// ReadsGroups turns the bot's privacy mode off.
	ReadsGroups bool
	// Older makes it a server of before Bot API 10.1, which knows no rich messages.
	Older bool
	// Inline turns inline mode on, as a bot's owner does with BotFather.
	Inline bool
}

// Server is a Bot API server and the world behind it. It may be used by many goroutines.
type Server struct {
	t       testing.TB
	o       Options
	botID   int64
	http    *httptest.Server
	ctx     context.Context // ends with the test
	cancel  context.CancelFunc
	wg      sync.WaitGroup
	client  *http.Client // to the webhook
	methods map[string]method

	mu         sync.Mutex
	changed    chan struct{} // closed and replaced at every change
	random     *rand.Rand
	violations []Violation
	calls      []Call
	world      world
	queue      queue
	webhook    webhook
	profile    profile
	faults     faultSource
	limits     limiter
	revoked    bool
}

// object is a JSON object of the Bot API.
type object = map[string]any

// New starts a server that stops with the test. If there are violations then, the test fails.
// It must be called before what uses the server is started, so that it stops last.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	o.Token = cmp.Or(o.Token, "123456:fake-token")
	o.Username = cmp.Or(o.Username, "points_bot")
	o.Seed = cmp.Or(o.Seed, 1)
	o.Second = cmp.Or(o.Second, time.Second)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	s := &Server{t: t, o: o, methods: newMethods(), changed: make(chan struct{}), random: rand.New(rand.NewPCG(o.Seed, 0))}
	number, _, _ := strings.Cut(o.Token, ":")
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		t.Fatalf("token without the id of the bot: %v", err)
	}
	s.botID = id
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.world = newWorld()
	s.queue = newQueue(s.random.Int64N(1 << 29))
	s.profile = newProfile()
	s.limits = newLimiter()
	s.client = &http.Client{
		Timeout: 30 * time.Second,
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{InsecureSkipVerify: true}, // a test's certificate
			MaxIdleConnsPerHost: 100,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.http = httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			t.Errorf("violation of the Bot API: %s: %s", v.Method, v.What)
		}
	})
	return s
}

// Close stops the server before the test ends.
func (s *Server) Close() {
	s.mu.Lock()
	s.cancel()
	s.mu.Unlock()
	s.http.Close()
	s.client.CloseIdleConnections()
	s.wg.Wait()
	s.client.CloseIdleConnections()
}

// URL is the address of the server, without a slash at its end.
func (s *Server) URL() string { return s.http.URL }

// Token is the token the server knows.
func (s *Server) Token() string { return s.o.Token }

// Username is the name of the bot.
func (s *Server) Username() string { return s.o.Username }

// BotID is the id of the bot.
func (s *Server) BotID() int64 { return s.botID }

// Revoke makes the token invalid: every call is 401 from now on.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = true
}

// Violation is a thing the bot did that Telegram would refuse as malformed, or silently
// ignore.
type Violation struct {
	At     time.Time
	Method string
	What   string
}

// Violations returns all violations so far.
func (s *Server) Violations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Violation(nil), s.violations...)
}

// TakeViolations returns all violations so far and clears them, for tests that provoke some.
func (s *Server) TakeViolations() []Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := s.violations
	s.violations = nil
	return out
}

// The methods below are called with the lock held.

func (s *Server) violate(method, format string, a ...any) {
	s.violations = append(s.violations, Violation{At: time.Now(), Method: method, What: fmt.Sprintf(format, a...)})
	s.broadcast()
}

// broadcast wakes everything that waits for a change.
func (s *Server) broadcast() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// goRun runs f in a goroutine that Close waits for; not after Close.
func (s *Server) goRun(f func()) {
	if s.ctx.Err() == nil {
		s.wg.Go(f)
	}
}

// seconds is how long some seconds of Telegram's last.
func (s *Server) seconds(n int) time.Duration { return time.Duration(n) * s.o.Second }

// after runs f with the lock held, after a while, unless the server is closed before.
func (s *Server) after(d time.Duration, f func()) {
	s.goRun(func() {
		if retry.Sleep(s.ctx, d) != nil {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		f()
		s.broadcast()
	})
}
