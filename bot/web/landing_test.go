package web

import (
	"fmt"
	"math"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/jointest"
	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// TestExample: the example of the page is what the scorer says of those answers. By the official
// table they have: a master's degree 20, seven years 15, 8.5 million yen at 31 years 30, 31 years
// of age 10, N2 10.
func TestExample(t *testing.T) {
	p := scoring.Profile{AsOf: scoring.DateOf(jointest.Noon)}
	p = p.With(scoring.Degrees, scoring.Members(1<<1)).With(scoring.CareerTechnical, scoring.Real(7)).With(scoring.AnnualIncome, scoring.Number(8_500_000)).
		With(scoring.Age, scoring.Number(31)).With(scoring.Japanese, scoring.Option(1))
	a, err := scoring.Assess(&p, scoring.Only(scoring.Technical))
	if err != nil {
		t.Fatal(err)
	}
	if least := a.Categories[scoring.Technical].Min; least != 85 {
		t.Fatalf("the scorer says %d points", least)
	}
	for _, tag := range locales.Tags() {
		s := exampleState(tag, jointest.Noon)
		screen := conversation.Show(s, jointest.Noon)
		want := locales.In(tag).Say("points.exact", "N", 85)
		if screen.Kind != conversation.Result || !strings.Contains(screen.Title, want) {
			t.Errorf("%s: the example ends with %q, want %q", tag, screen.Title, want)
		}
		answers, verdict, result := New(Options{Now: func() time.Time { return jointest.Noon }}).example(locales.In(tag))
		if len(answers) != len(exampleAnswers) || verdict != screen.Title || len(result) < 4 {
			t.Errorf("%s: %d answers, %q, %d blocks", tag, len(answers), verdict, len(result))
		}
	}
}

// TestLanding: the page is in the language that the browser names or the link does, says who sent
// the person, and leads on.
func TestLanding(t *testing.T) {
	telegram := func(referral, language string) string {
		return "https://t.me/points_bot?start=" + language + "--" + referral
	}
	site := serve(t, Options{NoRateLimit: true, Telegram: telegram, Slack: "https://hsp.example.org/slack/install", PublicURL: "https://hsp.example.org"})
	for path, want := range map[string]struct{ accept, tag, ref string }{
		"/":                     {"zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant", ""},
		"/?lang=ja":             {"en", "ja", ""},
		"/?lang=xx":             {"fr;q=0.9, zh-CN", "zh", ""},
		"/go/sakura":            {"", "en", "sakura"},
		"/go/sakura?lang=zh":    {"ja", "zh", "sakura"},
		"/go/a-b_C9?lang=zh-HK": {"ja", "zh-Hant", "a-b_C9"},
	} {
		p := visit(site.Address, want.accept)
		must(t, p, p.load(path))
		v := locales.In(want.tag)
		for _, id := range []string{"intro.title", "web.lead", "web.privacy.cookie", "web.example.title", "web.start", "web.telegram", "web.slack"} {
			if !strings.Contains(p.text(), v.Say(id)) {
				t.Errorf("%s: it does not say %s in %s:\n%s", path, id, want.tag, p.text())
			}
		}
		var links []string
		for _, a := range p.all("a", "class", "button") {
			links = append(links, value(a, "href"))
		}
		payload := want.tag + "--" + want.ref
		if fmt.Sprint(links) != fmt.Sprint([]string{"https://t.me/points_bot?start=" + payload,
			"https://web.telegram.org/a/#?tgaddr=tg%3A%2F%2Fresolve%3Fdomain%3Dpoints_bot%26start%3D" + payload, "https://hsp.example.org/slack/install"}) {
			t.Errorf("%s leads to %q", path, links)
		}
		if len(p.body) > 20_000 || p.token() != "" {
			t.Errorf("%s: %d bytes, cookie %q", path, len(p.body), p.token())
		}
	}
	p := visit(site.Address, "en")
	must(t, p, p.load("/"))
	described := map[string]string{}
	for _, m := range p.all("meta", "", "") {
		described[value(m, "name")+value(m, "property")] = value(m, "content")
	}
	for _, name := range []string{"description", "og:title", "og:description", "og:url", "og:image", "viewport"} {
		if described[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	image := visit(site.Address, "en")
	if must(t, image, image.load(strings.TrimPrefix(described["og:image"], "https://hsp.example.org"))); image.status != http.StatusOK || !strings.HasPrefix(image.body, "\x89PNG") {
		t.Errorf("the picture %s: status %d", described["og:image"], image.status)
	}
	if n := len(p.all("link", "rel", "alternate")); n != len(locales.Tags())+1 {
		t.Errorf("%d links to the page in other languages", n)
	}
}

// TestReferral: who sent the person is kept, and the language of the page is that of the interview.
func TestReferral(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := visit(site.Address, "en")
	link, err := Link(site.Address, "sakura", "zh-TW")
	if err != nil {
		t.Fatal(err)
	}
	must(t, p, p.load(strings.TrimPrefix(link, site.Address)))
	must(t, p, p.post(first(within(first(p.all("form", "action", "/web/start")), "button", "", ""))))
	if s := site.session(t, p).State; s.Referral != "sakura" || s.Language != "zh-Hant" {
		t.Errorf("stored is %+v", s)
	}
	must(t, p, p.load("/go/%22%3E?lang=ja"))
	if p.at != "/" || p.status != http.StatusOK {
		t.Errorf("a code that is none leads to %s, status %d", p.at, p.status)
	}
}

// TestUnanswered: a conversation in which nothing was answered ends after a day, one in which
// something was does not.
func TestUnanswered(t *testing.T) {
	w := New(Options{})
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	p := bot.Post{Session: bot.Session{Version: 1, Touched: now}}
	if got := w.Post(t.Context(), p).Expires; !got.Equal(now.Add(24 * time.Hour)) {
		t.Errorf("without an answer it ends at %v", got)
	}
	p.Session.Version = 2
	if got := w.Post(t.Context(), p).Expires; !got.IsZero() {
		t.Errorf("with an answer it ends at %v", got)
	}
}

// TestFiles: the points sheet, the workbook and what is stored are handed over as files, to the
// browser of the person alone, and only while the page is at them.
func TestFiles(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "ja")
	for _, a := range exampleAnswers {
		must(t, p, p.submit("/web/chat", p.fields("do", conversation.AnswerAction(a.question, a.answer))))
	}
	for view, want := range map[string]struct{ name, media, begins string }{
		"pdf":    {"points-sheet-i-b.pdf", "application/pdf", "%PDF-"},
		"form":   {"points-sheet-i-b.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"},
		"mydata": {"hspbot-mydata.json", "application/json", "{"},
	} {
		must(t, p, p.submit("/web/chat", p.fields("do", conversation.ShowAction(view))))
		link := first(within(first(p.all("main", "", "")), "a", "", ""))
		if link == nil || value(link, "href") != "/web/file/"+want.name {
			t.Fatalf("%s: no link to a file:\n%s", view, p.text())
		}
		answer, err := p.client.Get(site.Address + value(link, "href"))
		if err != nil {
			t.Fatal(err)
		}
		begins := make([]byte, len(want.begins))
		_, _ = answer.Body.Read(begins)
		answer.Body.Close()
		if answer.Header.Get("Content-Type") != want.media || string(begins) != want.begins || answer.Header.Get("Content-Disposition") != `attachment; filename="`+want.name+`"` ||
			answer.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v, begins %q", view, answer.Header, begins)
		}
		other := visit(site.Address, "ja")
		if must(t, other, other.load(value(link, "href"))); other.status != http.StatusNotFound {
			t.Errorf("%s: somebody else gets status %d", view, other.status)
		}
	}
	if must(t, p, p.load("/web/file/points-sheet-i-a.pdf")); p.at != "/web/chat" {
		t.Errorf("a file of another page leads to %s", p.at)
	}
}

// TestContrast: what is read has a contrast of 4.5 to 1 and more, and what is only seen 3 to 1, by
// the formula of WCAG 2.2, in light and in dark.
func TestContrast(t *testing.T) {
	css, err := assets.ReadFile("assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	themes := regexp.MustCompile(`(?s):root \{(.*?)\}`).FindAllStringSubmatch(string(css), -1)
	if len(themes) != 2 {
		t.Fatalf("%d themes", len(themes))
	}
	for _, theme := range themes {
		light := map[string]float64{}
		for _, c := range regexp.MustCompile(`--([a-z-]+): #([0-9a-f]+);`).FindAllStringSubmatch(theme[1], -1) {
			light[c[1]] = luminance(t, c[2])
		}
		for _, pair := range []struct {
			on, off string
			least   float64
		}{{"text", "ground", 4.5}, {"text", "card", 4.5}, {"text", "notice", 4.5}, {"text", "wrong", 4.5}, {"quiet", "ground", 4.5}, {"quiet", "card", 4.5},
			{"danger", "card", 4.5}, {"on-main", "main", 4.5}, {"line", "ground", 3}, {"line", "card", 3}, {"main", "ground", 3}, {"focus", "ground", 3}, {"focus", "card", 3}} {
			a, b := light[pair.on], light[pair.off]
			if a == 0 && b == 0 {
				t.Errorf("no colours %s and %s", pair.on, pair.off)
			}
			if got := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05); got < pair.least {
				t.Errorf("%s on %s has a contrast of %.2f, not %v", pair.on, pair.off, got, pair.least)
			}
		}
	}
}

// luminance is that of a colour, by WCAG.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}

// TestNoNotices: a browser cannot be written to, so the calendar does not offer notices there.
func TestNoNotices(t *testing.T) {
	state := exampleState("en", jointest.Noon)
	state.View = "calendar"
	screen := conversation.Show(state, jointest.Noon)
	if !slices.ContainsFunc(screen.Choices, conversation.Choice.OffersNotices) {
		t.Fatal("nothing to leave out")
	}
	c := New(Options{}).draw(newToken(), state, screen).Chat
	if len(c.Controls) == 0 || slices.ContainsFunc(c.Controls, conversation.Choice.OffersNotices) {
		t.Errorf("%+v", c.Controls)
	}
}
