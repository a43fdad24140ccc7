package web

import (
	"bytes"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/locales"
)

// asksForLink goes to the page that makes a link, and has it make one.
func (p *person) asksForLink(t *testing.T, site website) (path string) {
	t.Helper()
	must(t, p, p.load(linkPath))
	form := first(within(first(p.all("main", "", "")), "form", "action", linkPath))
	if form == nil {
		t.Fatalf("no link can be made:\n%s", p.text())
	}
	must(t, p, p.post(first(within(form, "button", "", ""))))
	address := value(first(p.all("input", "id", "address")), "value")
	path, found := strings.CutPrefix(address, site.Address)
	if !found || !strings.HasPrefix(path, goOnPath) || len(path) != len(goOnPath)+43 { // 256 bits
		t.Fatalf("the link is %q", address)
	}
	return path
}

// goOn presses the button of the page of a link.
func (p *person) goOn(t *testing.T) {
	t.Helper()
	form := first(within(first(p.all("main", "", "")), "form", "method", "post"))
	if form == nil {
		t.Fatalf("nothing to press:\n%s", p.text())
	}
	must(t, p, p.post(first(within(form, "button", "", ""))))
}

// TestLink: an interview goes on in another browser, in which it asks first; the link is good once,
// also for two who press at the same time, and both browsers have the interview then.
func TestLink(t *testing.T) {
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		site := serve(t, Options{NoRateLimit: true})
		desk := site.started(t, tag)
		must(t, desk, desk.press("set:goal:i-b"))
		must(t, desk, desk.load("/web/chat"))
		if link := first(desk.all("a", "href", linkPath)); link == nil || textOf(link) != v.Say("weblink.offer.title") {
			t.Fatalf("%s: the page leads to no link", tag)
		}
		must(t, desk, desk.load(linkPath))
		if strings.Contains(desk.body, goOnPath) {
			t.Errorf("%s: a link is shown that nobody asked for", tag)
		}
		path := desk.asksForLink(t, site)
		phone := visit(site.Address, tag)
		for range 3 { // as programs do that look where a link leads
			must(t, phone, phone.load(path))
		}
		if phone.token() != "" || !strings.Contains(phone.text(), v.Say("weblink.ask.title")) || !strings.Contains(phone.text(), v.Say("weblink.ask.text")) ||
			strings.Contains(phone.text(), v.Say("weblink.replaces")) {
			t.Errorf("%s: it does not ask:\n%s", tag, phone.text())
		}
		if phone.goOn(t); phone.at != "/web/chat" || phone.token() != desk.token() {
			t.Fatalf("%s: it does not go on, but at %s:\n%s", tag, phone.at, phone.text())
		}
		must(t, phone, phone.press("on:degrees:master"))
		must(t, phone, phone.press("done:"))
		must(t, desk, desk.load("/web/chat"))
		if desk.text() != phone.text() {
			t.Errorf("%s: on the desk it says\n%s\non the phone\n%s", tag, desk.text(), phone.text())
		}
		third := visit(site.Address, tag)
		if must(t, third, third.load(path)); third.status != http.StatusNotFound || !strings.Contains(third.text(), v.Say("web.over.title")) {
			t.Errorf("%s: a link that was used is answered with %d:\n%s", tag, third.status, third.text())
		}
	}
}

// TestLinkOnce: of those who press at the same time one goes on.
func TestLinkOnce(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	desk := site.started(t, "en")
	path := desk.asksForLink(t, site)
	people := make([]*person, 8)
	var all sync.WaitGroup
	for i := range people {
		p := visit(site.Address, "en")
		people[i] = p
		must(t, p, p.load(path))
		form := first(within(first(p.all("main", "", "")), "form", "method", "post"))
		all.Go(func() { p.post(first(within(form, "button", "", ""))) })
	}
	all.Wait()
	have := 0
	for _, p := range people {
		if p.token() == desk.token() {
			have++
		}
	}
	if have != 1 {
		t.Errorf("%d of %d browsers go on by one link", have, len(people))
	}
}

// TestLinkEnds: a link ends with its time, with a newer one, and with the interview; what is made up or
// of another conversation opens nothing; and what is stored of one does not either.
func TestLinkEnds(t *testing.T) {
	var mu sync.Mutex
	now := time.Now()
	site := serve(t, Options{NoRateLimit: true, Now: func() time.Time { mu.Lock(); defer mu.Unlock(); return now }})
	over := func(path, what string) {
		t.Helper()
		p := visit(site.Address, "en")
		if must(t, p, p.load(path)); p.status != http.StatusNotFound {
			t.Errorf("%s: a look is answered with %d", what, p.status)
		}
		if must(t, p, p.submit(path, nil)); p.status != http.StatusNotFound || p.token() != "" {
			t.Errorf("%s: pressed, it is answered with %d", what, p.status)
		}
	}
	desk := site.started(t, "en")
	older := desk.asksForLink(t, site)
	newer := desk.asksForLink(t, site)
	over(older, "a link that was replaced")
	for _, made := range []string{"x", strings.Repeat("A", 43), newer[len(goOnPath):len(newer)-1] + "_A", newCode(desk.token().key()).String(), "..%2f..%2f", strings.Repeat("A", 5000)} {
		over(goOnPath+made, "a code that is made up")
	}
	record, err := site.store.Record(t.Context(), linkKind, newCode(desk.token().key()).record())
	if err != nil || len(record) == 0 || bytes.Contains(record, []byte(desk.token())) {
		t.Errorf("the record is %q, %v", record, err)
	}
	for _, p := range []*person{visit(site.Address, "en"), site.started(t, "en")} {
		must(t, p, p.load(newer)) // the newer is good still
		if p.status != http.StatusOK || strings.Contains(p.text(), locales.In("en").Say("weblink.replaces")) != (p.token() != "") {
			t.Errorf("%d: it says\n%s", p.status, p.text())
		}
	}
	must(t, desk, desk.load("/web/chat"))
	must(t, desk, desk.write("/forget"))
	must(t, desk, desk.press("yes:forget"))
	over(newer, "a link to a deleted interview")
	if ids, err := site.store.RecordsOf(t.Context(), linkKind); err != nil || len(ids) > 0 {
		t.Errorf("records are left: %q, %v", ids, err)
	}
	late := site.started(t, "en").asksForLink(t, site)
	mu.Lock()
	now = now.Add(linkLife)
	mu.Unlock()
	over(late, "a link whose time is over")
}

// TestLinkIsOnesOwn: only a page of the browser itself has a link made, and no other site has one used.
func TestLinkIsOnesOwn(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	desk, other := site.started(t, "en"), site.started(t, "en")
	for _, form := range []string{"", "x", other.token().form()} {
		if must(t, desk, desk.submit(linkPath, map[string][]string{"k": {form}})); desk.status != http.StatusForbidden {
			t.Errorf("with %q: status %d", form, desk.status)
		}
	}
	nobody := visit(site.Address, "en")
	if must(t, nobody, nobody.load(linkPath)); nobody.status != http.StatusNotFound {
		t.Errorf("without an interview: status %d", nobody.status)
	}
	path := desk.asksForLink(t, site)
	for name, header := range map[string][2]string{"other site": {"Sec-Fetch-Site", "cross-site"}, "other origin": {"Origin", "https://evil.example"}} {
		r, err := http.NewRequest(http.MethodPost, site.Address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set(header[0], header[1])
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != http.StatusForbidden || len(answer.Cookies()) > 0 {
			t.Errorf("%s: status %d, cookies %v", name, answer.StatusCode, answer.Cookies())
		}
	}
	phone := visit(site.Address, "en")
	must(t, phone, phone.load(path))
	if phone.goOn(t); phone.token() != desk.token() {
		t.Error("the link was used by another site")
	}
}
