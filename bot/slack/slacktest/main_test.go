package slacktest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"

	"hspbot/bot/slack/slacktest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type object = map[string]any

// clock is a clock that the test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock { return &clock{at: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// client is an HTTP client that leaves nothing behind.
func client(t *testing.T) *http.Client {
	c := &http.Client{Transport: &http.Transport{}, Timeout: 10 * time.Second}
	t.Cleanup(c.CloseIdleConnections)
	return c
}

// api is the official way to talk to the fake.
func api(t *testing.T, s *slacktest.Server, token string) *slack.Client {
	return slack.New(token, slack.OptionAPIURL(s.API()), slack.OptionHTTPClient(client(t)), slack.OptionAppLevelToken(s.AppToken()))
}

// request is a delivery as it came to the app.
type request struct {
	path   string
	header http.Header
	body   string
}

// payload is the JSON of a delivery.
func (r request) payload(t *testing.T) object {
	t.Helper()
	text := r.body
	if strings.HasSuffix(r.path, "/interactions") {
		form, err := url.ParseQuery(r.body)
		if err != nil {
			t.Fatal(err)
		}
		text = form.Get("payload")
	}
	var out object
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("payload: %v", err)
	}
	return out
}

// app is an app that takes deliveries by HTTP.
type app struct {
	*httptest.Server
	t      testing.TB
	secret string

	mu     sync.Mutex
	got    []request
	answer func(w http.ResponseWriter, r request) // nil for 200 without a body
}

// newApp starts an app to which the fake delivers.
func newApp(t testing.TB, s *slacktest.Server) *app {
	a := &app{t: t, secret: s.SigningSecret()}
	a.Server = httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(a.Close)
	s.SetAppURL(a.URL)
	return a
}

func (a *app) serve(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	v, err := slack.NewSecretsVerifier(r.Header, a.secret)
	if err == nil {
		_, _ = v.Write(body)
		err = v.Ensure()
	}
	if err != nil {
		a.t.Error("the signature is not good")
	}
	got := request{r.URL.Path, r.Header.Clone(), string(body)}
	a.mu.Lock()
	a.got = append(a.got, got)
	answer := a.answer
	a.mu.Unlock()
	if answer != nil {
		answer(w, got)
	}
}

// says sets how the app answers.
func (a *app) says(answer func(http.ResponseWriter, request)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.answer = answer
}

// all returns the deliveries so far whose body has all the words.
func (a *app) all(words ...string) []request {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(a.got), func(r request) bool {
		text := r.body
		if strings.HasPrefix(text, "payload=") {
			text, _ = url.QueryUnescape(text)
		}
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

const secret = "a signing secret of the test"

// world is a fake with an app, one workspace and one person.
type world struct {
	*slacktest.Server
	clock  *clock
	team   *slacktest.Team
	person *slacktest.Person
	api    *slack.Client
	app    *app
}

func newWorld(t *testing.T, o slacktest.Options) *world {
	t.Helper()
	w := &world{clock: newClock()}
	o.Now, o.SigningSecret = w.clock.now, secret
	w.Server = slacktest.New(t, o)
	w.team = w.Team("T1")
	w.person = w.team.Person("U1")
	w.api = api(t, w.Server, w.team.Token())
	w.app = newApp(t, w.Server)
	return w
}

// settled waits until the app has acknowledged everything.
func (w *world) settled(t *testing.T) {
	t.Helper()
	if !w.Await(func() bool { return w.Pending() == 0 }) {
		t.FailNow()
	}
}

// dm opens the DM with the person and returns its id.
func (w *world) dm(t *testing.T) string {
	t.Helper()
	ch, _, _, err := w.api.OpenConversation(&slack.OpenConversationParameters{Users: []string{w.person.ID}})
	if err != nil {
		t.Fatal(err)
	}
	return ch.ID
}

// section is a block with a text.
func section(text string) slack.Block {
	return slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, text, false, false), nil, nil)
}

func label(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// row is a block with buttons; the values are the labels in lower case.
func row(id string, labels ...string) slack.Block {
	var out []slack.BlockElement
	for _, l := range labels {
		out = append(out, slack.NewButtonBlockElement("press:"+strings.ToLower(l), strings.ToLower(l), label(l)))
	}
	return slack.NewActionBlock(id, out...)
}

// checkboxBlocks is a block with checkboxes.
func checkboxBlocks(id string, values ...string) slack.Block {
	var options []*slack.OptionBlockObject
	for _, v := range values {
		options = append(options, slack.NewOptionBlockObject(v, label("Box "+v), nil))
	}
	return slack.NewActionBlock(id, slack.NewCheckboxGroupsBlockElement("tick", options...))
}

// refused checks the code of Slack's refusal.
func refused(t *testing.T, err error, code string) {
	t.Helper()
	var no slack.SlackErrorResponse
	if !errors.As(err, &no) || no.Err != code {
		t.Errorf("error is %v, want %s", err, code)
	}
}

// provoked checks the violations since the last time, and takes them away.
func provoked(t *testing.T, s *slacktest.Server, words ...string) {
	t.Helper()
	got := s.Violations()
	all := strings.Join(got, "\n")
	for _, w := range words {
		if !strings.Contains(all, w) {
			t.Errorf("violations lack %q:\n%s", w, all)
		}
	}
	if len(words) != len(got) {
		t.Errorf("%d violations, want %d:\n%s", len(got), len(words), all)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
