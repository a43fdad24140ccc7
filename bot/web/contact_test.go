package web

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/partner"
)

// TestContactsOpen: in the pages of the chat each way to reach a partner opens what it names: the mail
// program, the telephone, a page. What a browser cannot open is a text.
func TestContactsOpen(t *testing.T) {
	office := partner.Partner{Code: "sakura", Names: map[string]string{"en": "Sakura Office"}, Website: "https://sakura.example/", Contacts: []partner.Contact{
		{Kind: partner.Email, Value: "visa@sakura.example"}, {Kind: partner.Phone, Value: "+81 3 0000 0000"}, {Kind: partner.LINE, Value: "@sakura"}, {Kind: partner.WeChat, Value: "sakura_visa"}}}
	w := New(Options{Partners: partner.Fixed(office)})
	state := bottest.Finished("en", jointest.Noon, 400)
	state.Referral = office.Code
	for _, c := range []struct {
		view  string
		apart bool // in a frame
		want  map[string]string
	}{
		{"next", false, map[string]string{"mailto:visa@sakura.example": "E-mail: visa@sakura.example", "tel:+81300000000": "Phone: +81 3 0000 0000",
			"https://line.me/R/ti/p/%40sakura": "https://line.me/R/ti/p/%40sakura", "https://sakura.example/": "Website: https://sakura.example/"}},
		{"next", true, map[string]string{"mailto:visa@sakura.example": "E-mail: visa@sakura.example", "tel:+81300000000": "Phone: +81 3 0000 0000",
			"https://sakura.example/": "Website: https://sakura.example/"}},
	} {
		state.View = c.view
		drawn := w.draw(newToken(), state, w.o.Partners.Show(state, jointest.Noon))
		if c.apart {
			drawn.openLinksApart()
		}
		var b strings.Builder
		if err := templatesFor("en").ExecuteTemplate(&b, "chat", drawn); err != nil {
			t.Fatal(err)
		}
		p := parsed(t, b.String())
		for link, text := range c.want {
			found := p.all("a", "href", link)
			if len(found) != 1 || textOf(found[0]) != text {
				t.Errorf("%q: %d links to %s, want one that says %q", c.view, len(found), link, text)
				continue
			}
			if apart := value(found[0], "target") == "_blank"; apart != (c.apart && strings.HasPrefix(link, "https:")) {
				t.Errorf("%q: %s opens a page of its own: %t", c.view, link, apart)
			}
		}
		if strings.Contains(b.String(), "ZgotmplZ") {
			t.Errorf("%q: an address is refused", c.view)
		}
	}
	var b strings.Builder // a result with room for it
	if err := templatesFor("en").ExecuteTemplate(&b, "blocks", []block{{Kind: "list", Lines: []line{{Label: "Sakura Office can check this", Note: "E-mail: visa@sakura.example", Link: "mailto:visa@sakura.example"}}}}); err != nil {
		t.Fatal(err)
	}
	if p := parsed(t, b.String()); len(p.all("a", "", "")) != 1 || textOf(first(p.all("a", "", ""))) != "E-mail: visa@sakura.example" {
		t.Errorf("the note is no link in %s", b.String())
	}
	for link, refused := range map[string]bool{"tel:+81300000000": false, "tel:+8130<b>": true, "javascript:alert(1)": true} {
		var b strings.Builder
		if err := templatesFor("en").ExecuteTemplate(&b, "label", line{Label: "x", Link: link}); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(b.String(), "ZgotmplZ"); got != refused {
			t.Errorf("%s: %s", link, b.String())
		}
	}
}
