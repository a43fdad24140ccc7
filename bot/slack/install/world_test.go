package install

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"hspbot/bot/bottest"
	"hspbot/bot/seal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memoryRecords is records in memory. Where fails returns an error, a change or a reading fails.
type memoryRecords struct {
	mu    sync.Mutex
	held  map[string][]byte
	fails func(what string) error
	reads int
}

func (m *memoryRecords) check(what string) error {
	if m.fails == nil {
		return nil
	}
	return m.fails(what)
}

func (m *memoryRecords) Change(ctx context.Context, kind, id string, change func([]byte) ([]byte, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := errors.Join(ctx.Err(), m.check("change")); err != nil {
		return err
	}
	if _, err := change(bytes.Clone(m.held[kind+"/"+id])); err != nil { // it may run more than once
		return err
	}
	b, err := change(bytes.Clone(m.held[kind+"/"+id]))
	if err != nil {
		return err
	}
	if m.held[kind+"/"+id] = b; b == nil {
		delete(m.held, kind+"/"+id)
	}
	return nil
}

func (m *memoryRecords) Record(ctx context.Context, kind, id string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if err := errors.Join(ctx.Err(), m.check("read")); err != nil {
		return nil, err
	}
	return bytes.Clone(m.held[kind+"/"+id]), nil
}

func (m *memoryRecords) RecordsOf(ctx context.Context, kind string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []string
	for _, name := range slices.Sorted(maps.Keys(m.held)) {
		if k, id, _ := strings.Cut(name, "/"); k == kind {
			ids = append(ids, id)
		}
	}
	return ids, ctx.Err()
}

func (m *memoryRecords) Prune(ctx context.Context, kind string, ended func([]byte) bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.held, func(name string, body []byte) bool {
		k, _, _ := strings.Cut(name, "/")
		return k == kind && ended(body)
	})
	return ctx.Err()
}

func (m *memoryRecords) failing(f func(what string) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fails = f
}

// grant is what a code or a refresh token is good for.
type grant struct {
	team, enterprise string
	orgWide, rotates bool
}

// fakeOAuth is Slack's OAuth. Its tokens hold the word secret.
type fakeOAuth struct {
	mu        sync.Mutex
	codes     map[string]grant
	refreshes map[string]grant
	issued    int
	refreshed int                                                      // how often a refresh token was sent
	instead   func(w http.ResponseWriter, form map[string]string) bool // answers in place of the fake
}

func (f *fakeOAuth) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	form := map[string]string{"path": r.URL.Path}
	for k, v := range r.PostForm {
		form[k] = v[0]
	}
	f.mu.Lock()
	if form["grant_type"] == "refresh_token" {
		f.refreshed++
	}
	instead := f.instead
	f.mu.Unlock()
	if instead != nil && instead(w, form) {
		return
	}
	json.NewEncoder(w).Encode(f.answer(form))
}

func (f *fakeOAuth) answer(form map[string]string) map[string]any {
	f.mu.Lock()
	defer f.mu.Unlock()
	refuse := func(code string) map[string]any { return map[string]any{"ok": false, "error": code} }
	if form["path"] != "/api/oauth.v2.access" {
		return refuse("unknown_method")
	}
	if form["client_id"] != "client" || form["client_secret"] != "client-secret" {
		return refuse("bad_client_secret")
	}
	from, what, wrong := f.codes, form["code"], "invalid_code"
	if form["grant_type"] == "refresh_token" {
		from, what, wrong = f.refreshes, form["refresh_token"], "invalid_refresh_token"
	} else if form["redirect_uri"] != "https://bot.example/slack/oauth" {
		return refuse("bad_redirect_uri")
	}
	g, ok := from[what]
	if !ok {
		return refuse(wrong)
	}
	delete(from, what)
	f.issued++
	a := map[string]any{"ok": true, "access_token": fmt.Sprintf("xoxb-secret-%d", f.issued), "token_type": "bot",
		"scope": "chat:write,commands", "bot_user_id": "U1", "app_id": "A1", "team": nil, "enterprise": nil,
		"is_enterprise_install": g.orgWide, "authed_user": map[string]any{"id": "U9"}}
	if g.team != "" {
		a["team"] = map[string]any{"id": g.team, "name": "Team"}
	}
	if g.enterprise != "" {
		a["enterprise"] = map[string]any{"id": g.enterprise, "name": "Enterprise"}
	}
	if g.rotates {
		refresh := fmt.Sprintf("xoxe-secret-%d", f.issued)
		f.refreshes[refresh] = g
		a["refresh_token"], a["expires_in"] = refresh, 43200
	}
	return a
}

// code returns a code that is good for an installation.
func (f *fakeOAuth) code(g grant) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	code := fmt.Sprintf("code-secret-%d", len(f.codes)+100*f.issued)
	f.codes[code] = g
	return code
}

func (f *fakeOAuth) sent() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refreshed
}

func (f *fakeOAuth) answering(instead func(w http.ResponseWriter, form map[string]string) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.instead = instead
}

// RoundTrip answers without a network, which stands still in a bubble of synctest.
func (f *fakeOAuth) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.Result(), nil
}

// world is Slack, the records that processes share, and what they logged.
type world struct {
	t       *testing.T
	slack   *fakeOAuth
	records *memoryRecords
	log     *bottest.Log
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, slack: &fakeOAuth{codes: map[string]grant{}, refreshes: map[string]grant{}},
		records: &memoryRecords{held: map[string][]byte{}}, log: &bottest.Log{}}
	t.Cleanup(func() {
		for name, b := range w.records.held {
			if bytes.Contains(b, []byte("secret")) || bytes.Contains(b, []byte(`"team`)) || len(b) < 60 && !strings.HasPrefix(name, stateKind+"/") {
				t.Errorf("record %s is readable", name)
			}
		}
		w.holdsNoSecret(w.log.String())
	})
	return w
}

// holdsNoSecret checks that a text holds no token and no id.
func (w *world) holdsNoSecret(text string) {
	w.t.Helper()
	for _, piece := range []string{"secret", "xox", "T1", "E1", "http"} {
		if strings.Contains(text, piece) {
			w.t.Errorf("%q in %q", piece, text)
		}
	}
}

func ringOf(t *testing.T, keys ...byte) *seal.Ring {
	t.Helper()
	var texts []string
	for _, k := range keys {
		texts = append(texts, base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{k}, 32)))
	}
	r, err := seal.ParseRing(strings.Join(texts, ","))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// process returns a store as another process would have it.
func (w *world) process(keys ...byte) *Store {
	w.t.Helper()
	if len(keys) == 0 {
		keys = []byte{1}
	}
	timeless := &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{} // it holds what looks like an id
		}
		return a
	}}
	return New(w.records, ringOf(w.t, keys...), Options{API: "https://slack.example/api/", ClientID: "client", ClientSecret: "client-secret",
		Client: &http.Client{Transport: w.slack}, Log: slog.New(slog.NewJSONHandler(w.log, timeless))})
}

const redirect = "https://bot.example/slack/oauth"

// installed installs the app and returns the store that did.
func (w *world) installed(g grant) *Store {
	w.t.Helper()
	s := w.process()
	if _, err := s.Install(w.t.Context(), redirect, w.slack.code(g)); err != nil {
		w.t.Fatal(err)
	}
	return s
}

// token checks which token an installation has.
func (w *world) token(s Installs, id, want string) {
	w.t.Helper()
	if got, err := s.Token(w.t.Context(), id); err != nil || got != want {
		w.t.Errorf("token %q, %v; want %q", got, err, want)
	}
}

// fails checks with which error there is no token.
func (w *world) fails(s Installs, id string, want error) {
	w.t.Helper()
	got, err := s.Token(w.t.Context(), id)
	if got != "" || !errors.Is(err, want) {
		w.t.Errorf("token %q, %v; want %v", got, err, want)
	}
	w.holdsNoSecret(fmt.Sprint(err))
}
