package slack

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
	"hspbot/locales"
)

// clock runs from noon of the join test, and can be put forward.
type clock struct {
	began time.Time
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return jointest.Noon.Add(time.Since(c.began) + c.ahead)
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// start begins a world with a clock of its own and no limits.
func start(t *testing.T, m mode) (*world, *clock) {
	t.Helper()
	c := &clock{began: time.Now()}
	return begin(t, m, slacktest.Options{Unlimited: true, Now: c.now}, bottest.NoLimits), c
}

// shaky is a store whose Apply can be kept from its work.
type shaky struct {
	*sqlite.Store
	mu    sync.Mutex
	apply func() error
	load  func() error
}

func (s *shaky) Apply(ctx context.Context, k bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	s.mu.Lock()
	before := s.apply
	s.mu.Unlock()
	if before != nil {
		if err := before(); err != nil {
			return bot.Session{}, err
		}
	}
	return s.Store.Apply(ctx, k, change)
}

func (s *shaky) Load(ctx context.Context, k bot.Key) (bot.Session, error) {
	s.mu.Lock()
	before := s.load
	s.mu.Unlock()
	if before != nil {
		if err := before(); err != nil {
			return bot.Session{}, err
		}
	}
	return s.Store.Load(ctx, k)
}

// before sets what comes before turns and before readings; nil is nothing.
func (s *shaky) before(apply, load func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apply, s.load = apply, load
}

// person is somebody whose id must not be logged.
func (w *world) person(id string) *slacktest.Person {
	w.private = append(w.private, id)
	return w.team.Person(id)
}

// say is a text of the locales.
func say(tag, id string, pairs ...any) string { return locales.In(tag).Say(id, pairs...) }

// spot is where somebody looks for the card.
type spot func() *slacktest.Message

// dm is the direct message.
func dm(p *slacktest.Person) spot { return func() *slacktest.Message { return newest(p) } }

// private is what only the person sees in a channel.
func private(p *slacktest.Person, c *slacktest.Channel) spot {
	return func() *slacktest.Message {
		if all := p.Ephemerals(c); len(all) > 0 {
			return all[len(all)-1]
		}
		return nil
	}
}

// thread is the card in a thread: the newest message with buttons, or else the newest.
func thread(c *slacktest.Channel, root string) spot {
	return func() *slacktest.Message {
		var last, card *slacktest.Message
		for _, m := range c.Messages() {
			if !m.Bot || m.Thread != root || len(m.Files) > 0 {
				continue
			}
			if last = m; len(m.Buttons()) > 0 {
				card = m
			}
		}
		return cmp.Or(card, last)
	}
}

// until waits for a message at a spot that meets a condition.
func (w *world) until(p *slacktest.Person, at spot, what func(*slacktest.Message) bool) *slacktest.Message {
	w.t.Helper()
	var m *slacktest.Message
	if !p.Await(func() bool { m = at(); return m != nil && what(m) }) {
		seen := "nothing"
		if m != nil {
			seen = m.Plain()
		}
		w.t.Fatalf("there is\n%s", seen)
	}
	return m
}

// wait waits for a condition of what a person sees.
func (w *world) wait(p *slacktest.Person, what string, cond func() bool) {
	w.t.Helper()
	if !p.Await(cond) {
		w.t.Fatalf("not so: %s", what)
	}
}

// quiet waits until all deliveries are acknowledged and all screens posted.
func (w *world) quiet() {
	w.t.Helper()
	if !w.fake.Await(func() bool { return w.fake.Pending() == 0 }) {
		w.t.Fatal("deliveries are pending")
	}
	tick := time.NewTicker(time.Millisecond) // nothing tells when nothing is left to do
	defer tick.Stop()
	for end := time.Now().Add(10 * time.Second); w.Outbox.Stats().Waiting > 0 || w.slack.busy(); <-tick.C {
		if time.Now().After(end) {
			w.t.Fatal("something is under way still")
		}
	}
}

// busy reports whether tasks run in the background.
func (s *Slack) busy() bool {
	idle := s.tasks.TryAcquire(maxTasks)
	if idle {
		s.tasks.Release(maxTasks)
	}
	return !idle
}

func (w *world) press(p *slacktest.Person, m *slacktest.Message, action string) {
	w.t.Helper()
	if err := p.Press(m, action); err != nil {
		w.t.Fatalf("%v on\n%s", err, m.Plain())
	}
}

// walks are those of the join test in a language. They are worked out once: it takes a second.
func walks(tag string) []jointest.Walk {
	list, _ := walksOf.LoadOrStore(tag, sync.OnceValue(func() []jointest.Walk { return jointest.Walks(tag) }))
	return list.(func() []jointest.Walk)()
}

var walksOf sync.Map // functions, by language

// screens are those of the join test in a language, worked out once.
func screens(tag string) []conversation.Screen {
	list, _ := screensOf.LoadOrStore(tag, sync.OnceValue(func() []conversation.Screen { return jointest.Screens(tag) }))
	return list.(func() []conversation.Screen)()
}

var screensOf sync.Map // functions, by language

// moves are those of a walk of the join test to its result.
func moves(t *testing.T, tag, name string) []jointest.Move {
	t.Helper()
	for _, w := range walks(tag) {
		if w.Name == name {
			return w.Moves[:len(w.Moves)-1]
		}
	}
	t.Fatalf("no walk %q", name)
	return nil
}

// index is where a walk is asked a question.
func index(t *testing.T, list []jointest.Move, id string) int {
	t.Helper()
	i := slices.IndexFunc(list, func(m jointest.Move) bool { return m.Screen.ID == id })
	if i < 0 {
		t.Fatalf("the walk is not asked %q", id)
	}
	return i
}

// afterGoal is the title of the question that follows when the category of specialists has been chosen.
func afterGoal(t *testing.T, tag string) string {
	t.Helper()
	list := moves(t, tag, "i-b")
	return list[index(t, list, "goal")+1].Screen.Title
}

// turns are how many moves count as, when each press and each message is one.
func turns(list []jointest.Move) (n int64) {
	for _, m := range list {
		n += max(1, int64(len(m.Press)))
		if m.Finish.ID != "" {
			n++
		}
	}
	return n
}

// follow does moves at a spot. What is to be typed goes through typed.
func (w *world) follow(p *slacktest.Person, at spot, list []jointest.Move, typed func(text string)) {
	w.t.Helper()
	for _, m := range list {
		w.until(p, at, onCard(m.Screen.Title, m.Screen.Progress))
		if len(m.Press) == 0 {
			typed(m.Text)
			continue
		}
		for _, c := range m.Press {
			w.press(p, at(), c.Action)
			if m.Finish.ID != "" {
				w.until(p, at, selected(c.Label))
			}
		}
		if m.Finish.ID != "" {
			w.press(p, at(), m.Finish.Action)
		}
	}
}

// session is what is stored under a key.
func (w *world) session(where place) bot.Session {
	w.t.Helper()
	s, err := w.Bot.Session(context.Background(), where.key())
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

// own is the place of a person's own conversation.
func own(p *slacktest.Person) place { return place{install: p.Team.ID, user: p.ID} }

// stored are the sessions of a workspace.
func (w *world) stored(prefix string) []bot.Session {
	w.t.Helper()
	list, err := w.Bot.List(context.Background(), prefix, "", 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// live counts the messages that have buttons.
func live(all []*slacktest.Message) int {
	n := 0
	for _, m := range all {
		if m.Bot && len(m.Buttons()) > 0 {
			n++
		}
	}
	return n
}

// result is a condition: the message is the result.
func result(m *slacktest.Message) bool {
	return slices.ContainsFunc(m.Buttons(), func(b slacktest.Button) bool { return b.Value == hrSalary })
}

// interviewed is the interview itself after moves, for what should be seen.
func interviewed(tag string, list ...jointest.Move) (conversation.State, conversation.Screen) {
	s, screen := jointest.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Language: tag, At: jointest.Noon})
	for _, m := range list {
		e := conversation.Event{Kind: conversation.Typed, Text: m.Text, Language: tag, At: jointest.Noon}
		if len(m.Press) == 0 {
			s, screen = jointest.Step(s, e)
		}
		e.Kind, e.Text = conversation.Pressed, ""
		for _, c := range append(slices.Clone(m.Press), m.Finish) {
			if c.Action != "" {
				e.Action = c.Action
				s, screen = jointest.Step(s, e)
			}
		}
	}
	return s, screen
}

// told is the line of the answer to a question.
func told(tag string, list []conversation.Line, question string) string {
	for _, l := range list {
		if l.Label == question {
			return say(tag, "slack.answer", "Question", l.Label, "Answer", l.Value)
		}
	}
	return "no answer to " + question
}

// hsp is a text as Slack tells it: the commands are words of the slash command.
func hsp(text string) string {
	for _, c := range conversation.Commands {
		text = strings.ReplaceAll(text, "/"+c, Command+" "+c)
	}
	return text
}

// departures takes people who have left out of the members that Slack tells.
type departures struct {
	http.RoundTripper
	gone *sync.Map
}

func (d *departures) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := d.RoundTripper.RoundTrip(r)
	if err != nil || !strings.HasSuffix(r.URL.Path, "/conversations.members") {
		return answer, err
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	d.gone.Range(func(id, _ any) bool {
		body = bytes.ReplaceAll(body, []byte(`"`+id.(string)+`"`), []byte(`"ULEFT"`))
		return true
	})
	answer.Body, answer.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	answer.Header.Del("Content-Length")
	return answer, err
}

func (d *departures) CloseIdleConnections() { d.RoundTripper.(*http.Transport).CloseIdleConnections() }

// post sends the bot a delivery of Slack's, signed at a time, and returns the status.
func (w *world) post(path, kind, body string, header http.Header) int {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), http.MethodPost, w.base+Path+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header = header.Clone()
	r.Header.Set("Content-Type", kind)
	// A body is sent once it is wanted: the answer to one that is refused is not lost with the connection.
	r.Header.Set("Expect", "100-continue")
	answer, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true, ExpectContinueTimeout: time.Minute}, Timeout: time.Minute}).Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

const form = "application/x-www-form-urlencoded"

// pressOf is the body of a press by a person of a button with an action, in a block of a
// message in a channel.
func pressOf(p *slacktest.Person, c *slacktest.Channel, ts, block, action, trigger string) string {
	b, err := json.Marshal(map[string]any{"type": "block_actions", "team": map[string]any{"id": p.Team.ID}, "user": map[string]any{"id": p.ID, "team_id": p.Team.ID},
		"trigger_id": trigger, "channel": map[string]any{"id": c.ID}, "container": map[string]any{"type": "message", "message_ts": ts, "channel_id": c.ID},
		"actions": []any{map[string]any{"type": "button", "action_id": "do1", "block_id": block, "value": action, "action_ts": "1700000000.000001"}}})
	if err != nil {
		panic(err)
	}
	return "payload=" + url.QueryEscape(string(b))
}
