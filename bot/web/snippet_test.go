package web

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hspbot/locales"
)

// TestSnippets: what another website shows is whole HTML in its language, without anything that a strict
// Content-Security-Policy forbids (scripts, styles, handlers, data), and leads to addresses that exist.
func TestSnippets(t *testing.T) {
	site := serve(t, withPartners(Options{PublicURL: "https://hsp.example.org"}))
	allowed := map[string]string{"a": "class href lang", "section": "class lang", "h2": "", "p": "", "iframe": "class src title lang width height loading",
		"html": "", "head": "", "body": ""}
	for _, tag := range locales.Tags() {
		e := Elsewhere{Public: "https://hsp.example.org", Referral: "sakura", Language: tag, Telegram: "https://t.me/hsp_points_bot?start=" + tag + "--sakura"}
		for _, kind := range []Snippet{Button, Card, Chat} {
			text, err := e.HTML(kind)
			if err != nil {
				t.Fatal(err)
			}
			p := parsed(t, text)
			tags := 0
			for n := range p.doc.Descendants() {
				if n.Type != html.ElementNode {
					continue
				}
				attributes, ok := allowed[n.Data]
				if tags++; !ok {
					t.Errorf("%s in %s has an element %s", kind, tag, n.Data)
				}
				for _, a := range n.Attr {
					if !strings.Contains(" "+attributes+" ", " "+a.Key+" ") {
						t.Errorf("%s in %s: %s has an attribute %s", kind, tag, n.Data, a.Key)
					}
					if a.Key != "href" && a.Key != "src" {
						continue
					}
					if path, ours := strings.CutPrefix(a.Val, "https://hsp.example.org"); ours {
						person := visit(site.Address, "fr")
						must(t, person, person.load(path))
						if lang := value(first(person.all("html", "", "")), "lang"); person.status != 200 || lang != htmlLang(tag) {
							t.Errorf("%s: status %d in %s", a.Val, person.status, lang)
						}
					} else if a.Val != e.Telegram {
						t.Errorf("%s leads to %s", kind, a.Val)
					}
				}
			}
			opened, closed := strings.Count(text, "<")-strings.Count(text, "</"), strings.Count(text, "</")
			if opened != closed || tags != opened+3 {
				t.Errorf("%s in %s opens %d elements and closes %d:\n%s", kind, tag, opened, closed, text)
			}
			if f := p.all("iframe", "", ""); (kind == Chat) != (len(f) == 1) || len(f) == 1 && value(f[0], "title") != locales.In(tag).Say("web.elsewhere.frame") {
				t.Errorf("%s in %s has %d frames", kind, tag, len(f))
			}
		}
	}
	for _, e := range []Elsewhere{{Public: "https://hsp.example.org"}, {Public: "https://hsp.example.org", Referral: `"><script>`}, {Public: "https://hsp.example.org", Referral: "a", Language: "xx"}} {
		if text, err := e.HTML(Chat); err == nil {
			t.Errorf("%+v gives %s", e, text)
		}
	}
	if text, err := (Elsewhere{Public: "https://hsp.example.org"}).HTML("x"); err == nil {
		t.Errorf("an unknown snippet is %s", text)
	}
}
