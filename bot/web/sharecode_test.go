package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hspbot/conversation"
	"hspbot/locales"
)

// TestTypedCode: somebody types, in the field of the first page, the code that they were told, in any
// of the ways in which people write it, and sees the result in their own language; nothing is begun
// and no cookie set.
func TestTypedCode(t *testing.T) {
	site := sharing(t, Options{NoRateLimit: true})
	_, share := site.sharer(t, "ja")
	typed := share.Typed()
	for _, language := range locales.Tags() {
		v := locales.In(language)
		for _, text := range []string{typed, strings.ToLower(typed), " " + strings.ReplaceAll(typed, "-", " ") + " ", strings.TrimPrefix(typed, "HSP-"), share.Code, share.Link()} {
			p := visit(site.Address, language)
			must(t, p, p.load("/"))
			form := p.all("form", "action", "/web/code?lang="+language)
			if len(form) != 1 || len(within(form[0], "input", "name", "code")) != 1 {
				t.Fatalf("%s: the first page has no field for a code:\n%s", language, p.text())
			}
			p.submit("/web/code?lang="+language, url.Values{"code": {text}})
			if want := conversation.SharedResult(share, language).Title; !strings.Contains(p.text(), want) {
				t.Errorf("%s: %q shows\n%s\nwant %s", language, text, p.text(), want)
			}
			if p.token() != "" {
				t.Errorf("%s: a cookie is set", language)
			}
		}
		for _, text := range []string{"", "hello", "HSP-0000-0000-0000-0000", typed + "0", strings.Repeat("A", 4000)} {
			p := visit(site.Address, language)
			p.submit("/web/code?lang="+language, url.Values{"code": {text}})
			field := first(p.all("input", "name", "code"))
			if p.status != http.StatusNotFound || field == nil || value(field, "aria-invalid") != "true" || !strings.Contains(p.text(), v.Say("code.gone")) || !strings.Contains(p.text(), v.Say("code.gone_text")) {
				t.Errorf("%s: status %d for %.30q:\n%s", language, p.status, text, p.text())
			}
			for _, id := range []string{"wrong", "code-hint"} {
				if described := strings.Fields(value(field, "aria-describedby")); !slices.Contains(described, id) || len(p.all("p", "id", id)) != 1 {
					t.Errorf("%s: the field is described by %q", language, described)
				}
			}
		}
	}
}

// TestDeletedCode: the field says of a code that was deleted what it says of one that never was.
func TestDeletedCode(t *testing.T) {
	site := sharing(t, Options{NoRateLimit: true})
	p := visit(site.Address, "en")
	says := func(code string) string {
		p.submit("/web/code?lang=en", url.Values{"code": {code}})
		return p.text()
	}
	owner, share := site.sharer(t, "en")
	if shown := says(share.Typed()); !strings.Contains(shown, conversation.SharedResult(share, "en").Title) {
		t.Fatalf("the code shows\n%s", shown)
	}
	must(t, owner, owner.press("share:drop"))
	if gone, never := says(share.Typed()), says("HSP-0000-0000-0000-0000"); gone != never {
		t.Errorf("a deleted code shows\n%s\nand one that never was\n%s", gone, never)
	}
}

// TestTypedCodesAreLimited: who tries many codes is asked to wait, and has the field before them.
func TestTypedCodesAreLimited(t *testing.T) {
	site := sharing(t, Options{})
	p := visit(site.Address, "en")
	for range clientMisses.burst {
		p.submit("/web/code?lang=en", url.Values{"code": {"HSP-0000-0000-0000-0000"}})
		if p.status != http.StatusNotFound {
			t.Fatalf("status %d", p.status)
		}
	}
	p.submit("/web/code?lang=en", url.Values{"code": {"HSP-0000-0000-0000-0001"}})
	if p.status != http.StatusTooManyRequests || !strings.Contains(p.text(), locales.In("en").Say("code.too_many")) || len(p.all("input", "name", "code")) != 1 {
		t.Errorf("status %d:\n%s", p.status, p.text())
	}
}
