package install

import (
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/locales"
)

// site is the pages and the clock they go by.
type site struct {
	w       *world
	handler http.Handler
	now     time.Time
}

func open(t *testing.T, public string) *site {
	s := &site{w: newWorld(t), now: time.Unix(1_800_000_000, 0)}
	store := s.w.process()
	store.o.Now = func() time.Time { return s.now }
	s.handler = store.Handler(PageOptions{Public: public, Scopes: []string{"chat:write", "commands"}, StateKey: []byte("0123456789abcdef")})
	return s
}

// on is a text as it stands on a page.
func on(language, id string) string { return template.HTMLEscapeString(locales.In(language).Say(id)) }

// browser is a browser with its cookies, in a language.
type browser struct {
	s        *site
	cookies  map[string]string
	language string
}

func (s *site) browser() *browser {
	return &browser{s: s, cookies: map[string]string{}, language: "ja-JP,ja;q=0.9,en;q=0.8"}
}

// get opens an address and returns the answer and its body, with what all pages have checked.
func (b *browser) get(address string) (*http.Response, string) {
	t := b.s.w.t
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Language", b.language)
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	recorder := httptest.NewRecorder()
	b.s.handler.ServeHTTP(recorder, r)
	answer := recorder.Result()
	for name, want := range map[string]string{"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
		"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"} {
		if got := answer.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for _, c := range answer.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure != strings.HasPrefix(c.Name, "__Host-") {
			t.Errorf("cookie %v", c)
		}
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil || strings.Contains(string(body), "secret") {
		t.Errorf("%v, %s", err, body)
	}
	return answer, string(body)
}

// begin goes to Slack's page and returns what it is asked.
func (b *browser) begin() url.Values {
	t := b.s.w.t
	t.Helper()
	answer, _ := b.get("/slack/install")
	to, err := answer.Location()
	if err != nil || answer.StatusCode != http.StatusFound {
		t.Fatalf("%d, %v", answer.StatusCode, err)
	}
	return to.Query()
}

// sees checks what page comes back from Slack with these pairs of name and value.
func (b *browser) sees(status int, text string, pairs ...string) string {
	b.s.w.t.Helper()
	query := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	answer, body := b.get("/slack/oauth?" + query.Encode())
	if answer.StatusCode != status || !strings.Contains(body, on("ja", text)) {
		b.s.w.t.Errorf("%d, want %d and %s:\n%s", answer.StatusCode, status, text, body)
	}
	return body
}

func TestPages(t *testing.T) {
	s := open(t, "https://bot.example")
	b := s.browser()
	asked := b.begin()
	for name, want := range map[string]string{"client_id": "client", "scope": "chat:write,commands", "redirect_uri": redirect} {
		if got := asked[name]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if len(asked) != 4 || len(b.cookies) != 1 || b.cookies["__Host-hspbot-install"] == "" {
		t.Errorf("asked %v, cookies %v", asked, b.cookies)
	}
	body := b.sees(200, "slack.install.done", "state", asked.Get("state"), "code", s.w.slack.code(grant{team: "T1"}))
	for _, want := range []string{`<html lang="ja">`, on("ja", "slack.install.title"), on("ja", "slack.install.next"), on("ja", "slack.install.open"),
		`href="https://slack.com/app_redirect?app=A1&amp;team=T1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in\n%s", want, body)
		}
	}
	if strings.Contains(body, on("ja", "slack.install.again")) || len(b.cookies) != 0 {
		t.Errorf("cookies %v after\n%s", b.cookies, body)
	}
	s.w.token(s.w.process(), "T1", "xoxb-secret-1")
}

func TestOrgWidePage(t *testing.T) {
	s := open(t, "https://bot.example")
	b := s.browser()
	body := b.sees(200, "slack.install.done", "state", b.begin().Get("state"), "code", s.w.slack.code(grant{enterprise: "E1", orgWide: true}))
	if !strings.Contains(body, `app_redirect?app=A1"`) {
		t.Errorf("page\n%s", body)
	}
}

func TestState(t *testing.T) {
	s := open(t, "https://bot.example")
	calls := 0
	s.w.slack.answering(func(http.ResponseWriter, map[string]string) bool { calls++; return false })
	good := func() string { return s.w.slack.code(grant{team: "T1"}) }
	refused := func(b *browser, pairs ...string) {
		t.Helper()
		if body := b.sees(400, "slack.install.state", pairs...); !strings.Contains(body, `href="https://bot.example/slack/install"`) {
			t.Errorf("no way to begin again:\n%s", body)
		}
	}
	b := s.browser()
	state := b.begin().Get("state")
	refused(b, "code", good())
	refused(b, "state", "", "code", good())
	refused(b, "state", "x", "code", good())
	refused(b, "state", state[:len(state)-4], "code", good())
	refused(b, "state", state+"AAAA", "code", good())
	for i := range state {
		other := byte('A')
		if state[i] == 'A' {
			other = 'B'
		}
		refused(b, "state", state[:i]+string(other)+state[i+1:], "code", good())
	}
	stranger := s.browser()
	refused(stranger, "state", state, "code", good()) // no cookie
	theirs := stranger.begin().Get("state")
	refused(stranger, "state", state, "code", good()) // another cookie
	refused(b, "state", theirs, "code", good())
	elsewhere := open(t, "https://bot.example")
	elsewhere.handler = elsewhere.w.process().Handler(PageOptions{Public: "https://bot.example", StateKey: []byte("another-key-0123")})
	forger := elsewhere.browser()
	forged := forger.begin().Get("state")
	forger.s = s
	refused(forger, "state", forged, "code", good())
	if calls != 0 {
		t.Errorf("%d calls before the state was right", calls)
	}

	s.now = s.now.Add(10*time.Minute - time.Second)
	nonce := b.cookies["__Host-hspbot-install"]
	b.sees(200, "slack.install.done", "state", state, "code", good())
	b.cookies["__Host-hspbot-install"] = nonce
	refused(b, "state", state, "code", good()) // again
	first := s.handler
	replica := s.w.process() // another process, or this one after a restart
	replica.o.Now = func() time.Time { return s.now }
	s.handler = replica.Handler(PageOptions{Public: "https://bot.example", StateKey: []byte("0123456789abcdef")})
	b.cookies["__Host-hspbot-install"] = nonce
	refused(b, "state", state, "code", good())
	s.handler = first
	s.now = s.now.Add(time.Second)
	refused(stranger, "state", theirs, "code", good()) // too late
	refused(b, "state", state, "code", good())         // too late, too
}

func TestRefusals(t *testing.T) {
	s := open(t, "https://bot.example")
	for _, test := range []struct {
		status int
		text   string
		pairs  []string
	}{
		{200, "slack.install.denied", []string{"error", "access_denied"}},
		{400, "slack.install.failed", []string{"error", "invalid_scope", "code", "secret"}},
		{400, "slack.install.failed", nil},
		{400, "slack.install.failed", []string{"code", strings.Repeat("x", 5000)}},
		{502, "slack.install.failed", []string{"code", "secret"}},
	} {
		b := s.browser()
		nonce := ""
		state := b.begin().Get("state")
		for _, c := range b.cookies {
			nonce = c
		}
		body := b.sees(test.status, test.text, append(test.pairs, "state", state)...)
		if !strings.Contains(body, on("ja", "slack.install.again")) {
			t.Errorf("no way to begin again:\n%s", body)
		}
		b.cookies["__Host-hspbot-install"] = nonce
		b.sees(400, "slack.install.state", "state", state, "code", s.w.slack.code(grant{team: "T1"}))
	}
	for name := range s.w.records.held {
		if strings.HasPrefix(name, "slack-install/") {
			t.Error("something was installed")
		}
	}
}

func TestPaths(t *testing.T) {
	s := open(t, "http://localhost:8080/app")
	b := s.browser()
	for path, want := range map[string]string{"/install": "/oauth", "/slack/install": "/slack/oauth", "//evil.example/install": "/evil.example/oauth",
		"/a%22b/install": "/a%22b/oauth", "/a/../b/install": "/b/oauth"} {
		answer, _ := b.get("http://localhost" + path)
		to, err := answer.Location()
		if err != nil || to.Query().Get("redirect_uri") != "http://localhost:8080/app"+want || to.Host != "slack.example" {
			t.Errorf("%s leads to %v, %v", path, to, err)
		}
	}
	if b.cookies["hspbot-install"] == "" { // without https browsers take no other
		t.Errorf("cookies %v", b.cookies)
	}
	for _, path := range []string{"/", "/slack", "/slack/oauth/x", "/installed"} {
		if answer, _ := b.get(path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, answer.StatusCode)
		}
	}
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodHead} {
		recorder := httptest.NewRecorder()
		s.handler.ServeHTTP(recorder, httptest.NewRequest(method, "/install", nil))
		if recorder.Code != http.StatusMethodNotAllowed || len(recorder.Result().Cookies()) != 0 {
			t.Errorf("%s: %d", method, recorder.Code)
		}
	}
}

func TestLanguage(t *testing.T) {
	s := open(t, "https://bot.example")
	for accepts, want := range map[string]string{"": "en", "zh-CN,zh;q=0.9,en;q=0.8": "zh", "ja;q=0.9": "ja", "en-GB": "en", "xx": "en",
		"*": "en", "fr-FR, ja": "en", "<script>": "en"} {
		b := s.browser()
		b.language = accepts
		if _, body := b.get("/slack/oauth"); !strings.Contains(body, `<html lang="`+want+`">`) || !strings.Contains(body, on(want, "slack.install.state")) {
			t.Errorf("%q gets\n%s", accepts, body)
		}
	}
}

func TestShortKey(t *testing.T) {
	defer func() {
		if fmt.Sprint(recover()) == "<nil>" {
			t.Error("takes a short key")
		}
	}()
	newWorld(t).process().Handler(PageOptions{Public: "https://bot.example", StateKey: []byte("short")})
}

func BenchmarkState(b *testing.B) {
	s := states{key: []byte("0123456789abcdef")}
	now := time.Unix(1_800_000_000, 0)
	for b.Loop() {
		state, nonce := s.issue(now.Add(stateTime))
		if _, ok := s.check(state, nonce, now); !ok {
			b.Fatal("refused")
		}
	}
}
