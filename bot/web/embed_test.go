package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hspbot/bot/jointest"
	"hspbot/bot/partner"
	"hspbot/conversation"
	"hspbot/locales"
)

// sakura is a partner with everything that pages show.
var sakura = partner.Partner{Code: "sakura", Names: map[string]string{"en": "Sakura Office", "ja": "さくら事務所"}, Website: "https://sakura.example/",
	Languages: []string{"ja", "zh-Hant", "vi"}, Origins: []string{"https://sakura.example", "https://www.sakura.example:8443"},
	Contacts: []partner.Contact{{Kind: partner.Phone, Value: "+81 3 0000 0000", Languages: []string{"ja"}}, {Kind: partner.Email, Value: "visa@sakura.example"}},
	Logo:     &partner.Logo{Type: "image/png", Data: []byte("\x89PNG"), Width: 120, Height: 40}, Colours: partner.Colours{Accent: "#9d174d", Text: "#ffffff"}}

// plum has no page that may show the chat.
var plum = partner.Partner{Code: "plum", Names: map[string]string{"en": "Plum School"}}

func withPartners(o Options) Options {
	o.Partners, o.NoRateLimit = partner.Fixed(sakura, plum), true
	o.Now = func() time.Time { return jointest.Noon }
	return o
}

const framed = "frame-ancestors https://sakura.example https://www.sakura.example:8443"

// TestEmbed goes through the interview in a frame, in a browser that keeps no cookie there: every page
// may be shown by the partner's origins and nobody else, the result names the partner, files are handed
// over, and all is deleted at the end.
func TestEmbed(t *testing.T) {
	site := serve(t, withPartners(Options{PublicURL: "https://hsp.example.org"}))
	const home = "https://hsp.example.org"
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
		var p *person
		answered := func(method, path string, form url.Values) *http.Response {
			t.Helper()
			r, err := http.NewRequest(method, site.Address+path, strings.NewReader(form.Encode()))
			if err != nil {
				t.Fatal(err)
			}
			r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Dest": {"iframe"}, "Accept-Language": {tag}}
			if method == http.MethodPost {
				r.Header["Origin"], r.Header["Sec-Fetch-Site"] = []string{home}, []string{"same-origin"}
			}
			answer, err := browser.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			if csp := answer.Header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, framed) || answer.Header.Get("X-Frame-Options") != "" {
				t.Errorf("%s %s: policy %q, X-Frame-Options %q", method, path, csp, answer.Header.Get("X-Frame-Options"))
			}
			return answer
		}
		load := func(path string) string {
			t.Helper()
			answer := answered(http.MethodGet, path, nil)
			body := read(t, answer)
			if answer.StatusCode != http.StatusOK {
				t.Fatalf("%s: status %d: %s", path, answer.StatusCode, body)
			}
			p = parsed(t, body)
			return body
		}
		post := func(path string, form url.Values) string {
			t.Helper()
			answer := answered(http.MethodPost, path, form)
			read(t, answer)
			to, own := strings.CutPrefix(answer.Header.Get("Location"), "/web/embed/sakura/")
			if answer.StatusCode != http.StatusSeeOther || !own {
				t.Fatalf("%s: status %d, to %q", path, answer.StatusCode, answer.Header.Get("Location"))
			}
			return "/web/embed/sakura/" + to
		}
		load("/web/embed/sakura?lang=" + tag)
		if !strings.Contains(p.text(), v.Say("web.partner.sent", "Partner", sakura.Name(tag))) || !strings.Contains(p.text(), v.Say("web.privacy.frame")) {
			t.Errorf("%s: the frame begins with\n%s", tag, p.text())
		}
		form := first(p.all("form", "class", "start"))
		at := post(value(form, "action"), url.Values{"lang": {tag}})
		load(at)
		say := func(action string) {
			t.Helper()
			form := first(p.all("form", "id", "choices"))
			fields := url.Values{"do": {action}}
			for _, n := range within(form, "input", "type", "hidden") {
				fields.Set(value(n, "name"), value(n, "value"))
			}
			at = post(value(form, "action"), fields)
			load(at)
		}
		for _, a := range exampleAnswers {
			if say(conversation.AnswerAction(a.question, a.answer)); strings.Contains(p.text(), sakura.Name(tag)) {
				t.Errorf("%s: the partner is named before the result:\n%s", tag, p.text())
			}
		}
		for range 40 {
			if len(p.all("button", "value", "done")) == 0 && !strings.Contains(p.body, ":none") {
				break
			}
			question := ""
			for _, b := range p.all("button", "name", "do") {
				if of := conversation.AnsweredBy(value(b, "value")); of != "" && strings.HasSuffix(value(b, "value"), ":none") {
					question = of
				}
			}
			if question == "" {
				break
			}
			say(conversation.AnswerAction(question, "none"))
		}
		check := v.Say("partner.check", "Partner", sakura.Name(tag))
		if strings.Count(p.text(), check) != 1 {
			t.Errorf("%s: the result does not say once %q:\n%s", tag, check, p.text())
		}
		say(conversation.ShowAction("next"))
		if phone := strings.Contains(p.text(), "+81 3 0000 0000"); phone != (tag == "ja") || !strings.Contains(p.text(), "visa@sakura.example") {
			t.Errorf("%s: the next steps say\n%s", tag, p.text())
		}
		for _, a := range p.all("a", "rel", "noopener noreferrer") {
			if strings.HasPrefix(value(a, "href"), "https:") && value(a, "target") != "_blank" {
				t.Errorf("%s: %s opens in the frame", tag, value(a, "href"))
			}
		}
		say(conversation.ShowAction("pdf"))
		file := value(first(p.all("a", "class", "button main")), "href")
		if answer := answered(http.MethodGet, file, nil); !strings.HasPrefix(read(t, answer), "%PDF-") {
			t.Errorf("%s: %s has status %d", tag, file, answer.StatusCode)
		}
		link := value(first(within(first(p.all("nav", "class", "more")), "a", "class", "button")), "href")
		load(link)
		made := answered(http.MethodPost, link, url.Values{"k": {value(first(p.all("input", "name", "k")), "value")}})
		p = parsed(t, read(t, made))
		opens := first(p.all("a", "target", "_blank"))
		own := visit(site.Address, tag)
		path, found := strings.CutPrefix(value(opens, "href"), home)
		if !found || textOf(opens) != v.Say("weblink.open") {
			t.Fatalf("%s: no link leads out of the frame:\n%s", tag, p.text())
		}
		must(t, own, own.load(path))
		if !strings.Contains(own.text(), v.Say("weblink.ask.title")) {
			t.Errorf("%s: outside the frame it says\n%s", tag, own.text())
		}
		load(at)
		say(conversation.ShowAction("forget"))
		fields := url.Values{"do": {conversation.ActionForget}}
		for _, n := range within(first(p.all("form", "id", "choices")), "input", "type", "hidden") {
			fields.Set(value(n, "name"), value(n, "value"))
		}
		load(post(strings.TrimSuffix(at, "#main"), fields))
		if !strings.Contains(p.text(), v.Say("forgotten.title")) {
			t.Errorf("%s: at the end it says\n%s", tag, p.text())
		}
		if answer := answered(http.MethodGet, at, nil); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: what is deleted has status %d", tag, answer.StatusCode)
		} else {
			read(t, answer)
		}
	}
}

// get gets a page as a browser does for something.
func get(t *testing.T, address, dest string, cookies ...*http.Cookie) *http.Response {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if dest != "" {
		r.Header.Set("Sec-Fetch-Dest", dest)
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer
}

// begun begins an interview in a frame and returns its address and its cookies.
func begun(t *testing.T, address string) (string, []*http.Cookie) {
	t.Helper()
	once := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := once.PostForm(address+"/web/embed/sakura/start", url.Values{"lang": {"ja"}})
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.Header.Get("Location"), answer.Cookies()
}

// TestEmbedFrames: only partners that name origins have frames, and only a frame is answered: a link to
// an interview that somebody else has begun leads to the page.
func TestEmbedFrames(t *testing.T) {
	site := serve(t, withPartners(Options{}))
	at, _ := begun(t, site.Address)
	for _, c := range []struct {
		path, dest string
		status     int
		to         string
	}{
		{"/web/embed/sakura", "iframe", http.StatusOK, ""},
		{"/web/embed/sakura", "", http.StatusOK, ""},
		{"/web/embed/sakura", "document", http.StatusSeeOther, "/go/sakura"},
		{at, "iframe", http.StatusOK, ""},
		{at, "document", http.StatusSeeOther, "/go/sakura"},
		{at, "object", http.StatusSeeOther, "/go/sakura"},
		{"/web/embed/plum", "iframe", http.StatusNotFound, ""},
		{"/web/embed/nobody", "iframe", http.StatusNotFound, ""},
		{strings.Replace(at, "sakura", "plum", 1), "iframe", http.StatusNotFound, ""},
		{"/web/embed/sakura/chat/" + strings.Repeat("A", 43), "iframe", http.StatusNotFound, ""},
		{"/web/embed/sakura/chat/x", "iframe", http.StatusNotFound, ""},
		{"/web/embed/", "iframe", http.StatusNotFound, ""},
		{"/go/sakura", "iframe", http.StatusOK, ""},
	} {
		answer := get(t, site.Address+c.path, c.dest)
		if answer.StatusCode != c.status || answer.Header.Get("Location") != c.to {
			t.Errorf("%s as %q: status %d to %q, want %d to %q", c.path, c.dest, answer.StatusCode, answer.Header.Get("Location"), c.status, c.to)
		}
		want, deny := "frame-ancestors 'none'", "DENY"
		if strings.HasPrefix(c.path, "/web/embed/sakura") {
			want, deny = framed, ""
		}
		if csp := answer.Header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, want) || answer.Header.Get("X-Frame-Options") != deny {
			t.Errorf("%s: policy %q, X-Frame-Options %q", c.path, csp, answer.Header.Get("X-Frame-Options"))
		}
	}
}

// TestEmbedForms: a form of another site, of another interview or without its token has no effect.
func TestEmbedForms(t *testing.T) {
	site := serve(t, withPartners(Options{}))
	at, _ := begun(t, site.Address)
	other, _ := begun(t, site.Address)
	t1, t2 := token(at[strings.LastIndex(at, "/")+1:]), token(other[strings.LastIndex(other, "/")+1:])
	s, err := site.store.Load(t.Context(), t1.key())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		header http.Header
		form   string
		want   int
	}{
		"partner's page": {http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://sakura.example"}}, t1.form(), http.StatusForbidden},
		"other page":     {http.Header{"Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://evil.example"}}, t1.form(), http.StatusForbidden},
		"no origin":      {http.Header{"Origin": {"null"}}, t1.form(), http.StatusForbidden},
		"other token":    {http.Header{"Sec-Fetch-Site": {"same-origin"}}, t2.form(), http.StatusForbidden},
		"no token":       {http.Header{"Sec-Fetch-Site": {"same-origin"}}, "", http.StatusForbidden},
		"its own":        {http.Header{"Sec-Fetch-Site": {"same-origin"}}, t1.form(), http.StatusSeeOther},
	} {
		fields := url.Values{fieldForm: {c.form}, fieldVersion: {version(s.State)}, fieldDo: {"set:goal:i-b"}}
		r, err := http.NewRequest(http.MethodPost, site.Address+at, strings.NewReader(fields.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = c.header
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := (&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", name, answer.StatusCode, c.want)
		}
	}
}

// TestEmbedCookie: the cookie of a frame is kept apart for each website on which the frame stands, finds
// the interview again, and opens nothing by itself.
func TestEmbedCookie(t *testing.T) {
	site := serve(t, withPartners(Options{PublicURL: "https://hsp.example.org", TTL: time.Hour}))
	at, cookies := begun(t, site.Address)
	if len(cookies) != 1 {
		t.Fatalf("cookies %v", cookies)
	}
	c := cookies[0]
	if c.Name != "__Host-hspbot-frame" || !c.Partitioned || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteNoneMode || c.Path != "/" || c.Domain != "" || c.MaxAge != 3600 {
		t.Errorf("the cookie is %v", c)
	}
	if to := get(t, site.Address+"/web/embed/sakura", "iframe", c).Header.Get("Location"); to != at {
		t.Errorf("it leads to %q, want %q", to, at)
	}
	if answer := get(t, site.Address+"/web/chat", "document", c); answer.StatusCode != http.StatusNotFound {
		t.Errorf("outside of a frame it opens a page with status %d", answer.StatusCode)
	}
	c.Value = string(newToken())
	if answer := get(t, site.Address+"/web/embed/sakura", "iframe", c); answer.StatusCode != http.StatusOK {
		t.Errorf("a forged one is answered with status %d", answer.StatusCode)
	}
	plain := serve(t, withPartners(Options{}))
	if _, cookies := begun(t, plain.Address); len(cookies) > 0 {
		t.Errorf("without TLS it sets %v", cookies)
	}
}

// TestPartnerOnPages: the page names who sent the person, with their logo, colours and languages; and
// nobody where the code is nobody's.
func TestPartnerOnPages(t *testing.T) {
	site := serve(t, withPartners(Options{PublicURL: "https://hsp.example.org"}))
	for _, tag := range locales.Tags() {
		v := locales.In(tag)
		p := visit(site.Address, tag)
		must(t, p, p.load("/go/sakura"))
		for _, want := range []string{v.Say("web.partner.sent", "Partner", sakura.Name(tag)), v.Say("web.partner.languages", "Languages", "日本語 · 繁體中文 · Tiếng Việt"), v.Say("web.qr")} {
			if !strings.Contains(p.text(), want) {
				t.Errorf("%s: the page does not say %q:\n%s", tag, want, p.text())
			}
		}
		for _, link := range append(p.all("img", "", ""), p.all("link", "rel", "stylesheet")...) {
			path := value(link, "src") + value(link, "href")
			answer := get(t, site.Address+path, "image")
			if answer.StatusCode != http.StatusOK || answer.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: status %d", path, answer.StatusCode)
			}
		}
		if n, codes := len(p.all("img", "", "")), len(within(first(p.all("figure", "", "")), "svg", "", "")); n != 1 || codes != 1 {
			t.Errorf("%s: %d logos, %d QR codes", tag, n, codes)
		}
		must(t, p, p.load("/go/nobody"))
		if strings.Contains(p.body, "class=\"partner\"") || strings.Contains(p.body, "nobody.example") {
			t.Errorf("%s: a code that is nobody's is named:\n%s", tag, p.body)
		}
	}
	p := visit(site.Address, "en")
	must(t, p, p.load("/web/partner/sakura/style.css"))
	if p.body != ".main { background: #9d174d; color: #ffffff; border-color: #9d174d; }\n" {
		t.Errorf("the style sheet is %q", p.body)
	}
	for _, path := range []string{"/web/partner/plum/logo", "/web/partner/plum/style.css", "/web/partner/sakura/x", "/web/partner/nobody/logo"} {
		if answer := get(t, site.Address+path, "image"); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, answer.StatusCode)
		}
	}
}

// TestPartnerInjection: whatever a partner's entry says is text. The file would refuse most of it.
func TestPartnerInjection(t *testing.T) {
	const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'{{.}}</style>`
	evil := partner.Partner{Code: "evil", Names: map[string]string{"en": attack}, Website: "javascript:alert(1)//" + attack, Languages: []string{attack},
		Origins: []string{"https://sakura.example"}, Contacts: []partner.Contact{{Kind: partner.URL, Value: "javascript:alert(1)"}, {Kind: partner.WeChat, Value: attack}},
		Logo: &partner.Logo{Type: "image/png", Data: []byte(attack), Width: 1, Height: 1}, Colours: partner.Colours{Accent: "#9d174d", Text: "#ffffff"}}
	site := serve(t, Options{NoRateLimit: true, PublicURL: "https://hsp.example.org", Partners: partner.Fixed(evil)})
	harmless := func(t *testing.T, p *person, where string) {
		t.Helper()
		if n := len(p.all("script", "", "")); n != 1 || strings.Contains(p.body, "<script>alert(1)") || len(p.all("img", "onerror", "alert(1)")) > 0 {
			t.Errorf("%s has %d scripts:\n%s", where, n, p.body)
		}
		for _, a := range p.all("a", "", "") {
			if strings.HasPrefix(strings.ToLower(value(a, "href")), "javascript:") {
				t.Errorf("%s links to %q", where, value(a, "href"))
			}
		}
	}
	for _, path := range []string{"/go/evil", "/web/embed/evil"} {
		p := visit(site.Address, "en")
		must(t, p, p.load(path))
		if !strings.Contains(p.text(), `<script>alert(1)</script>`) {
			t.Errorf("%s does not name the partner:\n%s", path, p.text())
		}
		harmless(t, p, path)
	}
	state := exampleState("en", jointest.Noon)
	state.Referral = "evil"
	w := New(Options{Partners: partner.Fixed(evil)})
	for _, view := range []string{"", "next"} {
		state.View = view
		var b strings.Builder
		if err := templatesFor(state.Language).ExecuteTemplate(&b, "chat", w.draw(newToken(), state, w.o.Partners.Show(state, jointest.Noon))); err != nil {
			t.Fatal(err)
		}
		p := parsed(t, b.String())
		p.body = b.String()
		if !strings.Contains(p.text(), `<script>alert(1)</script>`) {
			t.Errorf("%q does not name the partner:\n%s", view, p.text())
		}
		harmless(t, p, fmt.Sprintf("screen %q", view))
	}
}
