package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
	"hspbot/locales"
)

// fields are those of the page's first form, with others in their place.
func (p *person) fields(pairs ...string) url.Values {
	f := url.Values{}
	for _, n := range within(first(p.all("form", "id", "choices")), "input", "type", "hidden") {
		f.Set(value(n, "name"), value(n, "value"))
	}
	for i := 0; i < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

// session is what is stored of a person.
func (site website) session(t *testing.T, p *person) bot.Session {
	t.Helper()
	s, err := site.store.Load(t.Context(), p.token().key())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// started is a person at the first question.
func (site website) started(t *testing.T, language string) *person {
	t.Helper()
	p := visit(site.Address, language)
	must(t, p, p.begin())
	return p
}

// TestHeaders: no page may be framed, load anything from elsewhere, or run what stands in it, and
// none keeps a cookie that was not asked for.
func TestHeaders(t *testing.T) {
	site := serve(t, Options{PublicURL: "https://hsp.example.org"})
	for _, path := range []string{"/", "/go/sakura", "/web/chat", "/web/deleted", "/nothing", assetFor(t, "style.css"), "/web/file/x.pdf"} {
		r, err := http.Get(site.Address + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		csp := r.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: the policy %q lacks %q", path, csp, want)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "http") || strings.Contains(csp, "*") || strings.Contains(csp, "data:") {
			t.Errorf("%s: the policy is %q", path, csp)
		}
		for name, want := range map[string]string{"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
			"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Opener-Policy": "same-origin"} {
			if got := r.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		if len(r.Cookies()) > 0 {
			t.Errorf("%s sets a cookie", path)
		}
	}
}

func assetFor(t *testing.T, name string) string {
	t.Helper()
	path, err := assetPath(name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCookie: the cookie comes with the start, no script reads it, no other site sends it, it
// goes over TLS only where there is TLS, and the store does not know it.
func TestCookie(t *testing.T) {
	for public, want := range map[string]http.Cookie{
		"":                        {Name: "hspbot", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 3600},
		"https://hsp.example.org": {Name: "__Host-hspbot", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 3600, Secure: true},
	} {
		site := serve(t, Options{PublicURL: public, TTL: time.Hour})
		once := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		r, err := once.PostForm(site.Address+"/web/start", url.Values{"lang": {"ja"}})
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusSeeOther || len(r.Cookies()) != 1 || r.Cookies()[0].Domain != "" {
			t.Fatalf("%s: status %d, cookies %v", public, r.StatusCode, r.Cookies())
		}
		c := r.Cookies()[0]
		if len(c.Value) != 43 { // 256 bits
			t.Errorf("the cookie %q has %d characters", c.Value, len(c.Value))
		}
		got := http.Cookie{Name: c.Name, Path: c.Path, HttpOnly: c.HttpOnly, SameSite: c.SameSite, MaxAge: c.MaxAge, Secure: c.Secure}
		if got.String() != want.String() {
			t.Errorf("%q: cookie %q, want %q", public, &got, &want)
		}
		all, err := site.store.List(t.Context(), Platform, "", "", 10)
		if err != nil || len(all) != 1 || strings.Contains(all[0].ID, c.Value) || token(all[0].ID).key() == all[0].Key {
			t.Errorf("stored as %v, %v", all, err)
		}
	}
}

// TestOtherSites: a form of another site has no effect, whatever it knows.
func TestOtherSites(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	other := site.started(t, "en")
	before := site.session(t, p).Version
	for name, c := range map[string]struct {
		header http.Header
		fields url.Values
	}{
		"fetch metadata":       {http.Header{"Sec-Fetch-Site": {"cross-site"}}, p.fields("do", "set:goal:i-b")},
		"neighbour":            {http.Header{"Sec-Fetch-Site": {"same-site"}}, p.fields("do", "set:goal:i-b")},
		"origin":               {http.Header{"Origin": {"https://evil.example"}}, p.fields("do", "set:goal:i-b")},
		"no origin":            {http.Header{"Origin": {"null"}}, p.fields("do", "set:goal:i-b")},
		"old browser":          {http.Header{}, url.Values{"do": {"set:goal:i-b"}, "v": {p.version()}}},
		"someone else's token": {http.Header{"Sec-Fetch-Site": {"same-origin"}}, p.fields("do", "set:goal:i-b", "k", other.token().form())},
		"empty token":          {http.Header{"Sec-Fetch-Site": {"same-origin"}}, p.fields("do", "set:goal:i-b", "k", "")},
	} {
		r, err := http.NewRequest(http.MethodPost, site.Address+"/web/chat", strings.NewReader(c.fields.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = c.header
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := p.client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusForbidden {
			t.Errorf("%s: status %d", name, answer.StatusCode)
		}
		if now := site.session(t, p).Version; now != before {
			t.Errorf("%s: %d turns, there were %d", name, now, before)
		}
	}
	if must(t, p, p.press("set:goal:i-b")); site.session(t, p).State.Goal != "i-b" {
		t.Error("the person's own form has no effect")
	}
}

// TestNoFixation: a browser that brings a token nobody gave it gets another.
func TestNoFixation(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := visit(site.Address, "en")
	planted := newToken()
	u, _ := url.Parse(site.Address)
	p.client.Jar.SetCookies(u, []*http.Cookie{{Name: "hspbot", Value: string(planted), Path: "/"}})
	if must(t, p, p.begin()); p.token() == planted || p.token() == "" {
		t.Error("the planted token is used")
	}
	if _, err := site.store.Load(t.Context(), planted.key()); err != bot.ErrNoSession {
		t.Errorf("the planted token has a conversation: %v", err)
	}
	kept := p.token()
	must(t, p, p.press("set:goal:i-b"))
	if must(t, p, p.begin()); p.token() != kept || site.session(t, p).State.Goal != "i-b" {
		t.Error("who starts again loses the answers")
	}
}

// TestForged: what is no token, or one that is over, opens nothing, stores nothing, and is told so.
func TestForged(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	for _, forged := range []string{"x", strings.Repeat("A", 43), string(newToken()), strings.Repeat("A", 5000), "../../etc/passwd", "%00"} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r, err := http.NewRequest(method, site.Address+"/web/chat", strings.NewReader("do=set%3Agoal%3Ai-b&k="+token(forged).form()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Cookie", "hspbot="+forged)
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept-Language", "ja")
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusNotFound || answer.Header.Get("Content-Language") != "ja" {
				t.Errorf("%s with %.20q: status %d in %q", method, forged, answer.StatusCode, answer.Header.Get("Content-Language"))
			}
		}
	}
	if all, err := site.store.List(t.Context(), Platform, "", "", 10); err != nil || len(all) > 0 {
		t.Errorf("stored: %v, %v", all, err)
	}
}

// TestForget: what is stored is gone, and so are the cookie and what the browser may still show.
func TestForget(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "zh-TW")
	must(t, p, p.press("set:goal:i-b"))
	key, old := p.token().key(), p.fields("do", "set:degrees:master")
	must(t, p, p.write("/forget"))
	must(t, p, p.press("yes:forget"))
	if want := locales.In("zh-Hant").Say("forgotten.title"); !strings.Contains(p.text(), want) || p.at != "/web/deleted" {
		t.Errorf("at %s it says\n%s\nnot %q", p.at, p.text(), want)
	}
	if p.token() != "" {
		t.Error("the browser keeps the cookie")
	}
	deadline := time.Now().Add(5 * time.Second)
	for {
		if _, err := site.store.Load(t.Context(), key); err == bot.ErrNoSession {
			break
		} else if time.Now().After(deadline) {
			t.Fatalf("still stored: %v", err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	must(t, p, p.submit("/web/chat", old))
	if p.status != http.StatusNotFound {
		t.Errorf("an old form is answered with %d", p.status)
	}
}

// TestStale: a form of a page that is not the present one changes nothing, and says so; the same
// form twice has its effect once, and nothing is said.
func TestStale(t *testing.T) {
	for _, tag := range locales.Tags() {
		site := serve(t, Options{NoRateLimit: true})
		p := site.started(t, tag)
		goal := p.fields("do", "set:goal:i-b")
		must(t, p, p.submit("/web/chat", goal))
		asked := p.text()
		must(t, p, p.submit("/web/chat", goal)) // a double click
		if site.session(t, p).Version != 2 || p.text() != asked {
			t.Errorf("%s: after the same form again\n%s", tag, p.text())
		}
		for _, old := range []url.Values{withDo(goal, "set:goal:i-a"), withText(goal, "8500000"), withDo(goal, "show:forget"), withDo(goal, "yes:forget")} {
			must(t, p, p.submit("/web/chat", old))
			s := site.session(t, p)
			if !strings.Contains(p.text(), locales.In(tag).Say("web.stale")) || s.State.Goal != "i-b" || s.State.Facts != (conversation.Facts{}) || s.State.View != "" || s.State.Forgotten {
				t.Errorf("%s: an old form leads to %+v\n%s", tag, s.State, p.text())
			}
		}
		must(t, p, p.press("on:degrees:master"))
		if must(t, p, p.press("done:")); strings.Contains(p.text(), locales.In(tag).Say("web.stale")) {
			t.Errorf("%s: the sentence stays", tag)
		}
	}
}

func withDo(f url.Values, do string) url.Values {
	return url.Values{"k": f["k"], "v": f["v"], "do": {do}}
}

func withText(f url.Values, text string) url.Values {
	return url.Values{"k": f["k"], "v": f["v"], "text": {text}}
}

// TestBoxes: a page that is done with nothing ticked is not taken for "none", and what is ticked
// stays when somebody looks something up.
func TestBoxes(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	must(t, p, p.press("set:goal:i-b"))
	must(t, p, p.submit("/web/chat", p.fields("do", doTicked)))
	if want := locales.In("en").Say("notice.want_some"); !strings.Contains(p.text(), want) || !strings.HasPrefix(p.title(), "Please check") {
		t.Errorf("%q: %s", p.title(), p.text())
	}
	if d := first(p.all("fieldset", "", "")); !strings.HasPrefix(value(d, "aria-describedby"), "notice") {
		t.Error("the boxes do not lead to what is wrong")
	}
	p.press("on:degrees:master")
	p.press("on:degrees:bachelor")
	must(t, p, p.press("why:degrees"))
	must(t, p, p.press("show:"))
	if !p.ticked["master"] || !p.ticked["bachelor"] || p.ticked["doctorate"] {
		t.Errorf("ticked are %v", p.ticked)
	}
	must(t, p, p.press("rest:"))
	if answer, ok := conversation.AnswerTo(site.session(t, p).State, "degrees", time.Now()); !ok || answer.Value != "Bachelor's or similar (大卒), Master's (修士), the rest not sure" {
		t.Errorf("answered is %+v", answer)
	}
}

func (p *person) title() string { return textOf(first(p.all("title", "", ""))) }

// TestWrongAnswer: what is wrong with what was typed is linked to the field, and said in the title.
func TestWrongAnswer(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	must(t, p, p.press("set:goal:i-b"))
	must(t, p, p.submit("/web/chat", p.fields("do", conversation.EditAction("salary"))))
	must(t, p, p.write("a lot"))
	input := first(p.all("input", "name", "text"))
	if value(input, "aria-invalid") != "true" || !strings.Contains(value(input, "aria-describedby"), "notice") || first(p.all("p", "id", "notice")) == nil {
		t.Errorf("the field is %v\n%s", input.Attr, p.text())
	}
	if !strings.HasPrefix(p.title(), "Please check your answer: ") {
		t.Errorf("the title is %q", p.title())
	}
}

// TestInjection: what people send is text, wherever it stands.
func TestInjection(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{.}}`
	for _, field := range []string{"do", "text", "on", "v"} {
		p := site.started(t, "en")
		must(t, p, p.press("set:goal:i-b"))
		must(t, p, p.submit("/web/chat", p.fields(field, attack)))
		harmless(t, p, field)
		p.load("/web/chat")
		harmless(t, p, field)
	}
	for _, path := range []string{"/?lang=" + url.QueryEscape(attack), "/go/" + url.PathEscape(attack), "/s/" + url.PathEscape(attack), "/" + url.PathEscape(attack), "/web/file/" + url.PathEscape(attack), "/web/deleted?lang=" + url.QueryEscape(attack)} {
		p := visit(site.Address, attack)
		p.load(path)
		harmless(t, p, path)
	}
	p := visit(site.Address, "en")
	must(t, p, p.submit("/web/start", url.Values{"lang": {attack}, "ref": {attack}}))
	harmless(t, p, "start")
	must(t, p, p.write("/mydata"))
	harmless(t, p, "mydata")
	if s := site.session(t, p); s.State.Referral != "" || s.State.Language != "en" {
		t.Errorf("stored is %+v", s.State)
	}
}

// harmless fails a test where a page holds what was not in the templates.
func harmless(t *testing.T, p *person, where string) {
	t.Helper()
	if n := len(p.all("script", "", "")); n > 1 || len(p.all("img", "", "")) > 0 || strings.Contains(p.body, "alert(1)</script>") {
		t.Errorf("%s: the page has %d scripts:\n%s", where, n, p.body)
	}
}

// TestEscaped: whatever a screen says stands in the page as it is said.
func TestEscaped(t *testing.T) {
	w := New(Options{})
	const attack = `</title><script>alert(1)</script>"'><b onclick=x>`
	lines := []conversation.Line{{Mark: conversation.Met, Label: attack, Value: attack, Note: attack}, {Label: attack, Note: "https://example.org/" + attack}, {Note: "javascript:alert(1)"}}
	s := conversation.Screen{Language: "en", Title: attack, Notice: attack, Progress: attack, Hint: attack, Number: true, Answers: lines,
		File: &conversation.File{Name: attack}}
	for kind := conversation.Paragraph; kind <= conversation.Small; kind++ {
		s.Body = append(s.Body, conversation.Block{Kind: kind, Text: attack, Lines: lines})
	}
	for role := conversation.Option; role <= conversation.Control; role++ {
		s.Choices = append(s.Choices, conversation.Choice{Role: role, ID: attack, Action: attack, Label: attack})
	}
	for _, several := range []bool{false, true} {
		s.Several = several
		var b strings.Builder
		if err := templatesFor("en").ExecuteTemplate(&b, "chat", w.draw(newToken(), conversation.State{}, s)); err != nil {
			t.Fatal(err)
		}
		p := parsed(t, b.String())
		harmless(t, p, "chat")
		if n := len(p.all("b", "onclick", "x")); n > 0 || !strings.Contains(p.title(), attack) || strings.Count(p.text(), attack) < 12 {
			t.Errorf("%d elements were made up; it says\n%s", n, p.text())
		}
		for _, a := range p.all("a", "", "") {
			if h := value(a, "href"); strings.HasPrefix(h, "javascript:") {
				t.Errorf("a link to %q", h)
			}
		}
	}
}

// TestNoOpenRedirect: no address leads elsewhere.
func TestNoOpenRedirect(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	once := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, path := range []string{"//evil.example/", "/web/", "/web//evil.example", "/go/..%2f..%2fevil.example", "/go//evil.example", "/web/deleted?lang=//evil.example", "/\\evil.example"} {
		r, err := once.Get(site.Address + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if to := r.Header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.HasPrefix(to, "/\\")) {
			t.Errorf("%s leads to %q", path, to)
		}
	}
	p := site.started(t, "en")
	for _, fields := range []url.Values{p.fields("do", "set:goal:i-b", "next", "//evil.example"), p.fields("text", "x", "v", "//evil.example")} {
		if must(t, p, p.submit("/web/chat", fields)); p.at != "/web/chat" {
			t.Errorf("a form leads to %q", p.at)
		}
	}
}

// TestTooLarge: a form that no page makes is refused, and nothing comes of it.
func TestTooLarge(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	many := p.fields("do", doTicked)
	for i := range 100 {
		many.Add("on", fmt.Sprintf("option_%d", i))
	}
	for name, fields := range map[string]url.Values{"text": p.fields("text", strings.Repeat("x", maxForm)), "do": p.fields("do", strings.Repeat("x", 300)), "boxes": many} {
		must(t, p, p.submit("/web/chat", fields))
		if p.status != http.StatusForbidden || site.session(t, p).Version != 1 {
			t.Errorf("%s: status %d, %d turns", name, p.status, site.session(t, p).Version)
		}
	}
}

// TestFlood: one address cannot begin conversations without end, nor all of them together, and is
// told so; another is served meanwhile. Nobody passes for another by a header.
func TestFlood(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	w := New(Options{Now: func() time.Time { return now }})
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "flood.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	running := bottest.Run(t, store, Platform, func(context.Context, string) (bottest.Platform, error) { return w, nil }, bottest.NoLimits)
	h := w.Handler(running.Bot)
	begin := func(peer, forwarded string) int {
		r := request(http.MethodPost, "/web/start", peer, forwarded)
		out := httptest.NewRecorder()
		h.ServeHTTP(out, r)
		return out.Code
	}
	for i := range clientStarts.burst {
		if code := begin("192.0.2.1:1000", fmt.Sprintf("198.51.100.%d", i)); code != http.StatusSeeOther {
			t.Fatalf("start %d: status %d", i, code)
		}
	}
	if code := begin("192.0.2.1:1001", "203.0.113.9"); code != http.StatusTooManyRequests {
		t.Errorf("a start too many: status %d", code)
	}
	if code := begin("10.0.0.1:1001", "192.0.2.1, 203.0.113.9"); code != http.StatusSeeOther {
		t.Errorf("another, behind a proxy: status %d", code)
	}
	if code := begin("10.0.0.1:1001", "203.0.113.9, 192.0.2.1"); code != http.StatusTooManyRequests {
		t.Errorf("the same, behind a proxy: status %d", code)
	}
	now = now.Add(clientStarts.every)
	if code := begin("192.0.2.1:1002", ""); code != http.StatusSeeOther {
		t.Errorf("after a while: status %d", code)
	}
	served := 0
	for i := range allStarts.burst * 2 {
		if begin(fmt.Sprintf("[2001:db8:%x::1]:1000", i), "") == http.StatusSeeOther {
			served++
		}
	}
	if served > allStarts.burst {
		t.Errorf("%d conversations were begun at once", served)
	}
}

// TestNothingOfAPersonIsLogged: neither tokens nor answers are in the log, whatever fails.
func TestNothingOfAPersonIsLogged(t *testing.T) {
	var log bottest.Log
	store, err := sqlite.Open(filepath.Join(t.TempDir(), "log.db"))
	if err != nil {
		t.Fatal(err)
	}
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o := bottest.NoLimits
	o.Bot.Log, o.Outbox.Log = bot.Log{Logger: logger}, bot.Log{Logger: logger}
	running := bottest.Run(t, store, Platform, connect(Options{NoRateLimit: true, Log: logger}), o)
	site := website{running, store}
	p := site.started(t, "ja")
	must(t, p, p.press("set:goal:i-b"))
	must(t, p, p.submit("/web/chat", p.fields("do", conversation.EditAction("salary"))))
	must(t, p, p.write("8765432円"))
	secret, next := p.token(), p.fields("text", "7654321円")
	store.Close()
	must(t, p, p.submit("/web/chat", next))
	if p.status != http.StatusServiceUnavailable || !strings.Contains(p.text(), locales.In("ja").Say("web.trouble.title")) {
		t.Errorf("without a store: %d\n%s", p.status, p.text())
	}
	must(t, p, p.load("/web/chat"))
	said := log.String()
	if !strings.Contains(said, "page failed") {
		t.Errorf("the log does not say that it failed:\n%s", said)
	}
	for _, word := range []string{string(secret), secret.key().ID, secret.form(), "8765432", "7654321", "127.0.0.1"} {
		if strings.Contains(said, word) {
			t.Errorf("the log holds %q:\n%s", word, said)
		}
	}
}
