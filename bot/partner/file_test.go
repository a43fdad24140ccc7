package partner

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hspbot/conversation"
	"hspbot/locales"
)

// write writes a file of partners, and what lies beside it.
func write(t testing.TB, text string, beside ...func(dir string)) string {
	t.Helper()
	dir := t.TempDir()
	for _, put := range beside {
		put(dir)
	}
	path := filepath.Join(dir, "partners.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// put writes a file.
func put(t testing.TB, name string, data []byte) func(dir string) {
	return func(dir string) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// picture is a PNG of a size.
func picture(width, height int) []byte {
	var b bytes.Buffer
	_ = png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))) // a buffer takes it
	return b.Bytes()
}

// whole is an entry with every key.
const whole = `
[sakura]
website = "https://sakura.example/visa?x=1"
languages = ["ja", "zh-Hans", "vi"]
logo = "sakura.png"
origins = ["https://sakura.example", "https://www.sakura.example:8443"]
api_keys = ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
contacts = [
  { kind = "phone", value = "+81 3 0000 0000", languages = ["ja"] },
  { kind = "wechat", value = "sakura_visa", languages = ["zh"] },
  { kind = "email", value = "visa@sakura.example" },
]
names.en = "Sakura Office"
names.ja = "さくら事務所"
leads.webhook = "https://sakura.example/leads"
leads.secret_file = "sakura.secret"
consent.en = "We answer within two days."
colours = { accent = "#9d174d", text = "#ffffff" }

[plum-2]
names.zh = "梅花学校"
leads.slack = { team = "T0123ABCD", channel = "C0123ABCD" }
`

func TestRead(t *testing.T) {
	list, err := NewRegistry(write(t, whole, put(t, "sakura.png", picture(120, 40)), put(t, "sakura.secret", []byte("0123456789abcdef\n"))))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := list.Find("sakura")
	if !ok || !slices.Equal(p.Leads.Secrets, []string{"0123456789abcdef"}) || p.Logo == nil || p.Logo.Type != "image/png" || p.Logo.Width != 120 || p.Colours.Accent != "#9d174d" || len(p.Contacts) != 3 {
		t.Errorf("it is %+v, %t", p, ok)
	}
	for tag, want := range map[string]string{"en": "Sakura Office", "ja": "さくら事務所", "zh": "Sakura Office", "zh-Hant": "Sakura Office"} {
		if got := p.Name(tag); got != want {
			t.Errorf("in %s it is called %q, want %q", tag, got, want)
		}
	}
	plum, _ := list.Find("plum-2")
	if plum.Name("ja") != "梅花学校" || !plum.Leads.Any() || plum.ConsentText("en") != "" {
		t.Errorf("the other is %+v", plum)
	}
	for _, code := range []string{"", "Sakura", "sakura ", "plum"} {
		if _, ok := list.Find(code); ok {
			t.Errorf("there is a partner %q", code)
		}
	}
	if found, ok := list.FindKey("test"); !ok || found.Code != "sakura" { // the hash above is SHA-256 of "test", FIPS 180-4
		t.Errorf("the key is that of %q, %t", found.Code, ok)
	}
	for _, key := range []string{"", "test2", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"} {
		if _, ok := list.FindKey(key); ok {
			t.Errorf("%q is a key", key)
		}
	}
}

// TestSecretsChange: while the secret of a webhook is changed its file holds two, a line each.
func TestSecretsChange(t *testing.T) {
	list, err := NewRegistry(write(t, whole, put(t, "sakura.png", picture(120, 40)), put(t, "sakura.secret", []byte("fedcba9876543210\r\n\n  0123456789abcdef\n"))))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := list.Find("sakura")
	if want := []string{"fedcba9876543210", "0123456789abcdef"}; !slices.Equal(p.Leads.Secrets, want) {
		t.Errorf("the secrets are %q, want %q", p.Leads.Secrets, want)
	}
}

// TestFacts: what a screen says is in the person's language, with those contacts at which somebody
// answers in it.
func TestFacts(t *testing.T) {
	list, err := NewRegistry(write(t, whole, put(t, "sakura.png", picture(120, 40)), put(t, "sakura.secret", []byte("0123456789abcdef"))))
	if err != nil {
		t.Fatal(err)
	}
	p, _ := list.Find("sakura")
	site := conversation.Contact{Kind: "url", Value: p.Website, Link: p.Website}
	mail := conversation.Contact{Kind: "email", Value: "visa@sakura.example", Link: "mailto:visa@sakura.example"}
	for tag, want := range map[string][]conversation.Contact{
		"en":      {mail, site},
		"ja":      {{Kind: "phone", Value: "+81 3 0000 0000", Link: "tel:+81300000000"}, mail, site},
		"zh":      {{Kind: "wechat", Value: "sakura_visa"}, mail, site},
		"zh-Hant": {mail, site},
	} {
		if got := p.Facts(tag).Contacts; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tag, got, want)
		}
	}
	if none := (Partner{}).Facts("en"); none.Name != "" || len(none.Contacts) > 0 {
		t.Errorf("of nobody it says %+v", none)
	}
}

// TestLinks: where each kind of contact leads.
func TestLinks(t *testing.T) {
	for _, c := range []struct {
		kind        Kind
		value, want string
	}{
		{URL, "https://sakura.example/a", "https://sakura.example/a"},
		{Email, "visa@sakura.example", "mailto:visa@sakura.example"},
		{Phone, "+81 (3) 0000-0000", "tel:+81300000000"},
		{Telegram, "@sakura_visa", "https://t.me/sakura_visa"},
		{LINE, "@sakura", "https://line.me/R/ti/p/%40sakura"},
		{WhatsApp, "+81 90 0000 0000", "https://wa.me/819000000000"},
		{WeChat, "sakura_visa", ""},
	} {
		if got := (Contact{Kind: c.kind, Value: c.value}).Link(); got != c.want || !contactKinds[c.kind].valid(c.value) {
			t.Errorf("%s %s leads to %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}

// TestRefused: each wrong entry is one line with the line, the entry, the key and what is wrong, and
// no value.
func TestRefused(t *testing.T) {
	const key = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	for _, c := range []struct{ entry, want string }{
		{"website = \"javascript:alert(1)\"", ":3: a: website has to be an https address"},
		{"website = \"http://a.example\"", ":3: a: website has to be an https address"},
		{"website = \"https://a.example/\\\"onclick=\"", ":3: a: website has to be an https address"},
		{"website = \"https://user:secretword@a.example\"", ":3: a: website has to be an https address"},
		{"website = \"https://a.example/" + strings.Repeat("x", 200) + "\"", ":3: a: website has 218 bytes; at most 200"},
		{"website = 5", ":3: a: website has to be a text in quotation marks"},
		{"names.fr = \"A\"", ":3: a: names.fr is in no language that there is; there are en, ja"},
		{"names.ja = \"\"", ":3: a: names.ja is empty"},
		{"names.ja = \" A\"", ":3: a: names.ja has spaces at its ends"},
		{"names.ja = \"A\\nB\"", ":3: a: names.ja has a line break"},
		{"names.ja = \"A\\u202EB\"", ":3: a: names.ja has a line break or another character that is not seen"},
		{"names.ja = \"さくら行政書士事務所と弁護士法人\"", ""},
		{"names.ja = \"さくら行政書士事務所と弁護士法人X\"", ":3: a: names.ja takes 33 columns; at most 32"},
		{"names = 5", ":3: a: names has to be a table by language"},
		{"consent = \"yes\"", ":3: a: consent has to be a table by language"},
		{"consent.en = \"" + strings.Repeat("x", 601) + "\"", ":3: a: consent.en has 601 characters; at most 600"},
		{"languages = [\"japanese!\"]", ":3: a: languages value 1 has to be the tag of a language"},
		{"languages = [\"ja\", \"ja\"]", ":3: a: languages value 2 is there twice"},
		{"languages = \"ja\"", ":3: a: languages has to be a list"},
		{"logo = \"missing.png\"", ":3: a: logo cannot be read: no such file"},
		{"logo = \"logo.svg\"", ":3: a: logo is not a PNG or JPEG picture"},
		{"logo = \"cut.png\"", ":3: a: logo is not a whole picture"},
		{"logo = \"large.png\"", ":3: a: logo has "},
		{"logo = \"wide.png\"", ":3: a: logo is 1025 by 1 pixels; at most 1024"},
		{"logo = \"logo.png\"", ""},
		{"logo = \"logo.jpg\"", ""},
		{"origins = [\"https://a.example/\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"https://A.example\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"https://*.a.example\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"http://a.example\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"https://a.example:443\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"https://a.example; script-src *\"]", ":3: a: origins value 1 has to be an origin"},
		{"origins = [\"null\"]", ":3: a: origins value 1 has to be an origin"},
		{"api_keys = [\"hsp_secretkey\"]", ":3: a: api_keys value 1 has to be the SHA-256"},
		{"api_keys = [\"" + strings.ToUpper(key) + "\"]", ":3: a: api_keys value 1 has to be the SHA-256"},
		{"contacts = [{ kind = \"fax\", value = \"1\" }]", ":3: a: contacts value 1: kind has to be url, email"},
		{"contacts = [{ kind = \"url\", value = \"javascript:alert(1)\" }]", ":3: a: contacts value 1 (url): has to be an https address"},
		{"contacts = [{ kind = \"email\", value = \"A <a@a.example>\" }]", ":3: a: contacts value 1 (email): has to be an e-mail address"},
		{"contacts = [{ kind = \"email\", value = \"a@a.example?cc=b\" }]", ":3: a: contacts value 1 (email): has to be an e-mail address"},
		{"contacts = [{ kind = \"phone\", value = \"03-0000-0000\" }]", ":3: a: contacts value 1 (phone): has to be a number with its country"},
		{"contacts = [{ kind = \"telegram\", value = \"https://t.me/a\" }]", ":3: a: contacts value 1 (telegram): has to be a user name"},
		{"contacts = [{ kind = \"line\", value = \"sakura\" }]", ":3: a: contacts value 1 (line): has to be the ID"},
		{"contacts = [{ kind = \"wechat\", value = \"<b>sakura\" }]", ":3: a: contacts value 1 (wechat): has to be a WeChat ID"},
		{"contacts = [{ kind = \"whatsapp\", value = \"+81\" }]", ":3: a: contacts value 1 (whatsapp): has to be a number"},
		{"contacts = [" + strings.Repeat("{ kind = \"email\", value = \"a@a.example\" },", 6) + "]", ":3: a: contacts has 6 contacts; at most 5"},
		{"contacts = [{ kind = \"email\", value = \"a@a.example\", name = \"x\" }]", "a: contacts.name is not known"},
		{"contacts = [\"a\"]", ":3: a: contacts has to be a table"},
		{"leads.webhook = \"https://a.example/x\"", ":3: a: leads.webhook needs a secret"},
		{"leads.webhook = \"http://a.example/x\"\nleads.secret = \"0123456789abcdef\"", ":3: a: leads.webhook has to be an https address"},
		{"leads.webhook = \"https://a.example/x\"\nleads.secret = \"secretword\"", ":4: a: leads.secret has 10 bytes; 16 to 256"},
		{"leads.webhook = \"https://a.example/x\"\nleads.secret = \"\"\"\n0123456789abcdef\nsecretword\"\"\"", ":6: a: leads.secret has 10 bytes; 16 to 256"},
		{"leads.webhook = \"https://a.example/x\"\nleads.secret = \"\"\"\n0123456789abcdef\n0123456789abcdeg\n0123456789abcdeh\"\"\"", ":7: a: leads.secret has 3 lines; at most 2"},
		{"leads.webhook = \"https://a.example/x\"\nleads.secret_file = \"missing\"", ":4: a: leads.secret_file cannot be read"},
		{"leads.secret = \"0123456789abcdef\"", ":3: a: leads.secret is for a webhook"},
		{"leads.telegram = \"x\"", ":3: a: leads.telegram has to be a whole number"},
		{"leads.telegram = -100\nleads.email = \"a@a.example\"", "a: leads can go to one place"},
		{"leads.slack = { team = \"T0123ABCD\" }", ":3: a: leads.slack has to have a team such as"},
		{"leads.email = \"nobody\"", ":3: a: leads.email has to be an e-mail address"},
		{"colours.accent = \"red\"", ":3: a: colours.accent has to be a colour"},
		{"colours.accent = \"#9d174d;}\"", ":3: a: colours.accent has to be a colour"},
		{"colours = { accent = \"#777777\", text = \"#ffffff\" }", "a: colours.text has a contrast of 4.47 to accent; 4.5"},
		{"colours = { accent = \"#767676\", text = \"#ffffff\" }", ""}, // 4.54 by WCAG
		{"colour.accent = \"#9d174d\"", "a: colour.accent is not known"},
		{"x = 1", ":3: a: x is not known"},
		{"[\"a b\"]\nnames.en = \"B\"", "a b: the code has to be"},
		{"[a--b]\nnames.en = \"B\"", "a--b: the code has to be"},
		{"[" + strings.Repeat("x", 56) + "]\nnames.en = \"B\"", ": the code has to be"},
		{"[b]", ":3: b: names has to have a name in one of en, ja, zh, zh-Hant"},
		{"[a", ":4: expected"},
		{"[a]", ":3: Key 'a' has already been defined"},
		{"website = \"https://a.example\"\nwebsite = \"https://b.example\"", ":4: Key 'a.website' has already been defined"},
	} {
		var jpg bytes.Buffer
		_ = jpeg.Encode(&jpg, image.NewGray(image.Rect(0, 0, 9, 9)), nil) // a buffer takes it
		path := write(t, "[a]\nnames.en = \"A\"\n"+c.entry+"\n", put(t, "logo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)),
			put(t, "logo.png", picture(10, 10)), put(t, "logo.jpg", jpg.Bytes()), put(t, "cut.png", picture(100, 100)[:60]), put(t, "large.png", make([]byte, MaxLogo+1)), put(t, "wide.png", picture(1025, 1)))
		_, err := NewRegistry(path)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.entry, err)
		case c.want == "":
		case err == nil:
			t.Errorf("%s is taken", c.entry)
		default:
			if !strings.HasPrefix(err.Error(), path+":") || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: the error is %q, want %q", c.entry, err, c.want)
			}
			for _, value := range []string{"alert", "secretword", "secretkey"} {
				if strings.Contains(err.Error(), value) {
					t.Errorf("%s: the error %q holds a value", c.entry, err)
				}
			}
		}
	}
}

// TestEveryProblem: all that is wrong is found at once, by line.
func TestEveryProblem(t *testing.T) {
	path := write(t, "[b]\nwebsite = \"x\"\nnames.en = \"B\"\n[a]\nlogo = \"x.png\"\nbirthday = 1\n")
	_, err := NewRegistry(path)
	problems, ok := errors.AsType[Problems](err)
	if !ok || len(problems) != 4 {
		t.Fatalf("the error is %v", err)
	}
	for i, want := range []string{":2: b: website has", ":4: a: names has", ":5: a: logo cannot", ":6: a: birthday is not known"} {
		if got := problems[i].Error(); !strings.Contains(got, want) {
			t.Errorf("problem %d is %q, want %q", i, got, want)
		}
	}
	if !strings.HasSuffix(err.Error(), "(and 3 more: hspbot partners check)") {
		t.Errorf("in one line it is %q", err)
	}
	for _, missing := range []string{filepath.Join(t.TempDir(), "none.toml"), t.TempDir()} {
		if _, err := NewRegistry(missing); err == nil || !strings.Contains(err.Error(), "cannot be read") {
			t.Errorf("%s: %v", missing, err)
		}
	}
	if _, err := NewRegistry(write(t, "# "+strings.Repeat("x", maxFile))); err == nil || !strings.Contains(err.Error(), "at most 1048576 are allowed") {
		t.Errorf("of a large file: %v", err)
	}
}

// TestAnyFile: no file has the reader panic; what it takes keeps within every limit, and a screen with
// it says the name once.
func TestAnyFile(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"A", "さくら", "<script>", "javascript:alert(1)", "https://a.example", "#9d174d", "ja", "+81 3 0000 0000", "a@a.example"}))
	rapid.Check(t, func(r *rapid.T) {
		var b strings.Builder
		for i := range rapid.IntRange(0, 3).Draw(r, "partners") {
			fmt.Fprintf(&b, "[%s]\n", rapid.SampledFrom([]string{"a", "b-1", "C", "\"ä\"", fmt.Sprint(i)}).Draw(r, "code"))
			for _, key := range []string{"names.en", "names.ja", "website", "colours.accent", "consent.zh", "leads.email"} {
				if rapid.Bool().Draw(r, key) {
					fmt.Fprintf(&b, "%s = %q\n", key, text.Draw(r, "value"))
				}
			}
			fmt.Fprintf(&b, "origins = [%q]\ncontacts = [{kind = %q, value = %q}]\n", text.Draw(r, "origin"), text.Draw(r, "kind"), text.Draw(r, "contact"))
		}
		list, err := NewRegistry(write(t, b.String()))
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n\r") {
				r.Fatalf("the error is %q", err)
			}
			return
		}
		for _, p := range list.All() {
			for _, tag := range locales.Tags() {
				if n := locales.Columns(p.Name(tag)); n == 0 || n > maxName {
					r.Fatalf("the name %q takes %d columns", p.Name(tag), n)
				}
			}
			for _, c := range p.Facts("en").Contacts {
				if c.Link != "" && !strings.HasPrefix(c.Link, "https://") {
					r.Fatalf("a contact leads to %q", c.Link)
				}
			}
		}
	})
}

// TestReload: a file that is wrong leaves the list as it was.
func TestReload(t *testing.T) {
	path := write(t, "[a]\nnames.en = \"A\"\n")
	r, err := NewRegistry(path)
	if err != nil {
		t.Fatal(err)
	}
	replace := func(text string) error {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return r.Reload()
	}
	for _, wrong := range []string{"[a]\nnames.en = \"\"\n", "x", ""} {
		err := replace(wrong)
		if _, ok := r.Find("a"); wrong != "" && (err == nil || !ok) || wrong == "" && (err != nil || ok) {
			t.Errorf("%q: %v, found %t", wrong, err, ok)
		}
	}
	if err := replace("[b]\nnames.en = \"B\"\n"); err != nil || len(r.All()) != 1 {
		t.Errorf("%v, %v", err, r.All())
	}
	for _, none := range []*Registry{nil, Fixed()} {
		if err := none.Reload(); err != nil || len(none.All()) != 0 {
			t.Errorf("without a file: %v", err)
		}
	}
	if r, err := NewRegistry(""); err != nil || len(r.All()) != 0 {
		t.Errorf("without a file: %v", err)
	}
}

// TestContrast: the ratios are those that WCAG's working group gives for these pairs.
func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want string
	}{{"#000000", "#ffffff", "21.00"}, {"#777777", "#ffffff", "4.48"}, {"#767676", "#ffffff", "4.54"}, {"#ff0000", "#ffffff", "4.00"}, {"#ffffff", "#ffffff", "1.00"}} {
		if got := fmt.Sprintf("%.2f", contrast(c.a, c.b)); got != c.want {
			t.Errorf("%s on %s is %s, want %s", c.b, c.a, got, c.want)
		}
	}
	c := Colours{Accent: "#fde047"}
	if _, err := checkColours(&c); err != nil || c.Text != "#000000" {
		t.Errorf("on yellow the text is %s, %v", c.Text, err)
	}
}

// TestKeys: a key is new each time, and its hash finds it.
func TestKeys(t *testing.T) {
	a, b := NewKey(), NewKey()
	if a == b || len(a) < 40 || !hashForm.MatchString(Hash(a)) || Hash(a) == Hash(b) {
		t.Errorf("%q and %q", a, b)
	}
}
