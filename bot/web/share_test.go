package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/conversation"
	"hspbot/locales"
)

// sharer is a person with the result of the example, 8.5 million yen at 31 years, who shares it.
func (site website) sharer(t *testing.T, language string) (p *person, share *conversation.Share) {
	t.Helper()
	p = site.started(t, language)
	_, err := site.store.Apply(t.Context(), p.token().key(), func(s *bot.Session) error {
		s.State = exampleState(language, jointest.Noon)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	must(t, p, p.load("/web/chat"))
	must(t, p, p.press(conversation.ShowAction("next")))
	must(t, p, p.press(conversation.ShowAction("share")))
	must(t, p, p.press("share:make:"))
	if share = site.session(t, p).State.Share; share == nil {
		t.Fatalf("nothing is shared:\n%s", p)
	}
	if said := p.text(); !strings.Contains(said, share.Typed()) || !strings.Contains(said, share.Link()) || share.Link() == "" {
		t.Errorf("the code and the link are not said:\n%s", said)
	}
	return p, share
}

// sharing is a website that knows its address.
func sharing(t *testing.T, o Options) website {
	site := serve(t, o)
	site.Stop()
	with := bottest.NoLimits
	with.Bot.SharedAt = ShareAddress("https://hsp.example.org")
	return website{bottest.Run(t, site.store, Platform, connect(o), with), site.store}
}

// fetch asks for a page as somebody without cookies.
func (site website) fetch(t *testing.T, path, language string) (answer *http.Response, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.Address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Language", language)
	answer, err = http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, string(b)
}

// TestSharePage: who has the link sees the points in their own language, nothing that was not ticked,
// and the page is kept, framed and found nowhere.
func TestSharePage(t *testing.T) {
	site := sharing(t, Options{NoRateLimit: true, PublicURL: ""})
	_, share := site.sharer(t, "ja")
	for _, tag := range locales.Tags() {
		answer, body := site.fetch(t, "/s/"+strings.ToLower(share.Code), tag)
		page := parsed(t, body)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: status %d", tag, answer.StatusCode)
		}
		for _, want := range []string{conversation.SharedResult(share, tag).Title, locales.In(tag).Say("source.disclaimer"), "85"} {
			if !strings.Contains(page.text(), want) {
				t.Errorf("%s: it does not say %q:\n%s", tag, want, page.text())
			}
		}
		for _, never := range []string{"8.5", "850", "31"} {
			if strings.Contains(page.text(), never) {
				t.Errorf("%s: it says %q:\n%s", tag, never, page.text())
			}
		}
		h := answer.Header
		if h.Get("Cache-Control") != "no-store" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") || h.Get("Referrer-Policy") != "no-referrer" ||
			h.Get("X-Frame-Options") != "DENY" || !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") || len(h.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: headers %v", tag, h)
		}
		if first(page.all("meta", "content", "noindex")) == nil || len(page.all("form", "", "")) > 0 {
			t.Errorf("%s: it may be indexed, or has a form", tag)
		}
		for _, other := range locales.Tags() {
			if first(page.all("a", "href", "?lang="+other)) == nil {
				t.Errorf("%s: no way to %s", tag, other)
			}
		}
	}
	if _, body := site.fetch(t, "/s/"+share.Code+"?lang=zh-Hant", "en"); !strings.Contains(parsed(t, body).text(), conversation.SharedResult(share, "zh-Hant").Title) {
		t.Error("the language cannot be switched")
	}
}

// TestShareGone: a code that never was, one that has ended, one that was deleted, and one of which
// only the part that is typed is right lead to the same page, to the last character.
func TestShareGone(t *testing.T) {
	site := sharing(t, Options{NoRateLimit: true})
	pages := map[string]string{}
	gone := func(name, path string) {
		answer, body := site.fetch(t, path, "en")
		if answer.StatusCode != http.StatusNotFound || answer.Header.Get("Cache-Control") != "no-store" || len(answer.Header.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: %d %v", name, answer.StatusCode, answer.Header)
		}
		pages[name] = body
	}
	p, share := site.sharer(t, "en")
	must(t, p, p.press("share:drop"))
	gone("deleted", "/s/"+share.Code)
	q, ended := site.sharer(t, "en")
	if _, err := site.store.Apply(t.Context(), q.token().key(), func(s *bot.Session) error {
		past := *s.State.Share
		past.Until = time.Now().Add(-time.Second)
		s.State.Share = &past
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	gone("ended", "/s/"+ended.Code)
	f, forgotten := site.sharer(t, "en")
	must(t, f, f.submit("/web/chat", f.fields("do", conversation.ActionForget)))
	gone("forgotten", "/s/"+forgotten.Code)
	_, there := site.sharer(t, "en")
	gone("typed part", "/s/"+there.Code[:16])
	gone("guessed rest", "/s/"+there.Code[:16]+"0000000000")
	gone("forged", "/s/"+strings.Repeat("A", conversation.ShareRandom))
	gone("another form", "/s/%22%3E%3Cscript%3E")
	for name, page := range pages {
		if page != pages["forged"] {
			t.Errorf("%s: another page than of a forged code:\n%s", name, page)
		}
		harmless(t, parsed(t, page), name)
	}
}

// TestShareGuessed: an address that asks for many codes is told to wait; others are not.
func TestShareGuessed(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	w := New(Options{Now: func() time.Time { return now }})
	h := w.Handler(site.Bot)
	ask := func(peer string) int {
		out := httptest.NewRecorder()
		h.ServeHTTP(out, request(http.MethodGet, "/s/"+strings.Repeat("A", conversation.ShareRandom), peer, ""))
		return out.Code
	}
	for i := range clientMisses.burst {
		if code := ask("192.0.2.1:1000"); code != http.StatusNotFound {
			t.Fatalf("code %d: status %d", i, code)
		}
	}
	if code := ask("192.0.2.1:1001"); code != http.StatusTooManyRequests {
		t.Errorf("a code too many: status %d", code)
	}
	if code := ask("192.0.2.2:1001"); code != http.StatusNotFound {
		t.Errorf("somebody else: status %d", code)
	}
	if now = now.Add(clientMisses.every); ask("192.0.2.1:1002") != http.StatusNotFound {
		t.Error("after a while it is not asked again")
	}
}

// TestShareTyped: an adviser types the code in an interview of their own, sees the result in their
// language, and goes on where they were; once it is deleted, they see it no more.
func TestShareTyped(t *testing.T) {
	site := sharing(t, Options{NoRateLimit: true})
	owner, share := site.sharer(t, "ja")
	adviser := site.started(t, "zh")
	must(t, adviser, adviser.press("set:goal:i-a"))
	question := adviser.title()
	must(t, adviser, adviser.write(share.Typed()))
	want := conversation.SharedResult(share, "zh").Title
	if !strings.Contains(adviser.text(), want) {
		t.Fatalf("the adviser does not see %q:\n%s", want, adviser.text())
	}
	if s := site.session(t, adviser).State; s.Goal != "i-a" || s.Share != nil || strings.Contains(s.View, share.Code[:8]) {
		t.Errorf("the adviser's answers are %+v", s)
	}
	must(t, owner, owner.press("share:drop"))
	must(t, adviser, adviser.load("/web/chat"))
	if said := adviser.text(); strings.Contains(said, want) || !strings.Contains(said, locales.In("zh").Say("code.gone")) {
		t.Errorf("after it was deleted the adviser sees\n%s", said)
	}
	must(t, adviser, adviser.press(conversation.ActionContinue))
	if adviser.title() != question {
		t.Errorf("the adviser was at %q, and comes back to %q", question, adviser.title())
	}
}
