package web

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hspbot/conversation"
	"hspbot/locales"
)

// TestOptionsInFull: an option says in full what its label shortens, once, and not in a list above.
func TestOptionsInFull(t *testing.T) {
	for _, tag := range locales.Tags() {
		site := serve(t, Options{NoRateLimit: true})
		p := site.started(t, tag)
		goal := first(p.all("button", "value", "set:goal:i-b"))
		full := locales.In(tag).Say("option.goal.i-b.full")
		if goal == nil || !strings.Contains(textOf(goal), full) || strings.Count(p.text(), full) != 1 {
			t.Errorf("%s: the page says\n%s\nnot once %q", tag, p.text(), full)
		}
		must(t, p, p.write("2")) // options can be chosen by number still
		if goal := site.session(t, p).State.Goal; goal != "i-a" {
			t.Errorf("%s: the second option is %q", tag, goal)
		}
	}
}

// TestPictures: the points of every day and the summary are shown as pictures, with what they show
// in words, and can be kept.
func TestPictures(t *testing.T) {
	for _, tag := range locales.Tags() {
		site := serve(t, Options{NoRateLimit: true})
		p := site.answered(t, tag)
		for _, view := range []string{"chart", "summary.png"} {
			must(t, p, p.submit("/web/chat", p.fields("do", conversation.ShowAction(view))))
			picture := first(p.all("img", "class", "picture"))
			if picture == nil {
				t.Fatalf("%s: %s shows no picture:\n%s", tag, view, p.text())
			}
			if alt := value(picture, "alt"); len(alt) < 100 || !strings.Contains(alt, "85") {
				t.Errorf("%s: %s is said to be %q", tag, view, alt)
			}
			link := first(within(first(p.all("main", "", "")), "a", "", ""))
			for _, address := range []string{value(picture, "src"), value(link, "href")} {
				answer, err := p.client.Get(site.Address + address)
				if err != nil {
					t.Fatal(err)
				}
				begins := make([]byte, 4)
				_, _ = answer.Body.Read(begins)
				answer.Body.Close()
				if answer.Header.Get("Content-Type") != "image/png" || string(begins) != "\x89PNG" {
					t.Errorf("%s: %s at %s: %d, %q", tag, view, address, answer.StatusCode, begins)
				}
			}
		}
	}
}

// answered is a person at the result of the example.
func (site website) answered(t *testing.T, language string) *person {
	t.Helper()
	p := site.started(t, language)
	for _, a := range exampleAnswers {
		must(t, p, p.submit("/web/chat", p.fields("do", conversation.AnswerAction(a.question, a.answer))))
	}
	for range 40 {
		s := conversation.Show(site.session(t, p).State, time.Now())
		if s.Kind != conversation.Question {
			return p
		}
		must(t, p, p.submit("/web/chat", p.fields("do", conversation.AnswerAction(s.ID, "none"))))
	}
	t.Fatalf("no result:\n%s", p)
	return nil
}

// TestWrongIsFocused: after an answer that was not understood the page begins at what is wrong.
func TestWrongIsFocused(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	must(t, p, p.press("set:goal:i-b"))
	for _, wrong := range []bool{true, false} {
		fields, want := p.fields("do", doTicked), place{}.screen("notice")
		if !wrong {
			fields, want = p.fields("do", doTicked, "on", "master"), place{}.screen("main")
		}
		var to string
		p.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
			to = r.URL.Path + "#" + r.URL.Fragment
			return nil
		}
		if must(t, p, p.submit("/web/chat", fields)); to != want {
			t.Errorf("it leads to %q, not %q", to, want)
		}
		if notice := first(p.all("p", "id", "notice")); wrong && (notice == nil || value(notice, "tabindex") != "-1" || value(notice, "role") != "status") {
			t.Errorf("what is wrong cannot be focused:\n%s", p.body)
		}
	}
}

// TestPassages: Japanese in the texts of other languages is marked as such; in Chinese, what has kana.
func TestPassages(t *testing.T) {
	for _, c := range []struct{ tag, text, want string }{
		{"en", "Specialist work (1号ロ) <b>", `Specialist work (1<span lang="ja">号ロ</span>) &lt;b&gt;`},
		{"en", "status 技術・人文知識・国際業務, or 経営・管理", `status <span lang="ja">技術・人文知識・国際業務</span>, or <span lang="ja">経営・管理</span>`},
		{"en", "Yes, 85 points", "Yes, 85 points"},
		{"ja", "専門・技術の仕事（1号ロ）", "専門・技術の仕事（1号ロ）"},
		{"zh", "1号ロ和1号イ没有最低年收入", `1<span lang="ja">号ロ</span>和1<span lang="ja">号イ</span>没有最低年收入`},
		{"zh-Hant", "「ポイント計算表」與官方積分表", `「<span lang="ja">ポイント計算表</span>」與官方積分表`},
		{"fr", "visa 高度専門職", `visa <span lang="ja">高度専門職</span>`},
	} {
		if got := string(say(c.tag)(c.text)); got != c.want {
			t.Errorf("%s: %q is\n%s\nwant\n%s", c.tag, c.text, got, c.want)
		}
	}
	site := serve(t, Options{NoRateLimit: true})
	p := site.started(t, "en")
	for n := range p.doc.Descendants() {
		if n.Type != html.TextNode || n.Parent.Data == "title" {
			continue
		}
		if strings.ContainsFunc(n.Data, func(r rune) bool { return r >= 0x3041 && r <= 0x9fff }) && !spokenElsewhere(n) {
			t.Errorf("%q is not marked", n.Data)
		}
	}
	must(t, p, p.submit("/web/chat", p.fields("do", conversation.ShowAction("language"))))
	for _, tag := range locales.Tags() {
		b := first(within(first(p.all("main", "", "")), "button", "value", conversation.LanguageAction(tag)))
		if b == nil || value(b, "lang") != htmlLang(tag) {
			t.Errorf("the button of %s is not in that language", tag)
		}
	}
}

// spokenElsewhere reports whether a text is marked as in another language than the page.
func spokenElsewhere(n *html.Node) bool {
	for n = n.Parent; n.Data != "html"; n = n.Parent {
		if value(n, "lang") != "" {
			return true
		}
	}
	return false
}

// TestAtOnce: the same form sent many times at the same moment, as by impatient clicks, has its effect
// once; of two different ones from two tabs one counts, and the other is told so.
func TestAtOnce(t *testing.T) {
	site := serve(t, Options{NoRateLimit: true})
	send := func(people []*person, fields []map[string][]string) {
		var all sync.WaitGroup
		for i, p := range people {
			all.Go(func() { p.submit("/web/chat", fields[i]) })
		}
		all.Wait()
	}
	p := site.started(t, "en")
	var tabs []*person
	var same, others []map[string][]string
	for i := range 8 {
		tab := visit(site.Address, "en")
		tab.client.Jar = p.client.Jar
		tabs = append(tabs, tab)
		same = append(same, p.fields("do", "set:goal:i-b"))
		others = append(others, map[string][]string{"do": {[]string{"set:goal:i-a", "set:goal:i-c"}[i%2]}})
	}
	send(tabs, same)
	if s := site.session(t, p); s.Version != 2 || s.State.Goal != "i-b" {
		t.Errorf("after eight times the same: turn %d, %+v", s.Version, s.State)
	}
	for _, tab := range tabs {
		if tab.status != http.StatusOK || strings.Contains(tab.text(), locales.In("en").Say("web.stale")) {
			t.Errorf("a click is answered with %d:\n%s", tab.status, tab.text())
		}
	}
	must(t, p, p.load("/web/chat"))
	must(t, p, p.press("back:degrees"))
	for i := range others {
		fields := p.fields("do", others[i]["do"][0])
		others[i] = fields
	}
	send(tabs[:2], others[:2])
	s := site.session(t, p)
	if s.State.Goal != "i-a" && s.State.Goal != "i-c" {
		t.Errorf("after two different at once: %+v", s.State)
	}
	must(t, p, p.load("/web/chat"))
	if !strings.Contains(p.text(), locales.In("en").Say("web.stale")) {
		t.Errorf("nobody is told that one did not count:\n%s", p.text())
	}
}

// TestExpired: an interview that was kept long enough is gone, and the browser is told so, with a way to
// begin.
func TestExpired(t *testing.T) {
	for _, tag := range locales.Tags() {
		site := serve(t, Options{NoRateLimit: true})
		p := site.started(t, tag)
		old, key := p.fields("do", "set:goal:i-b"), p.token().key()
		if err := site.Bot.Erase(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		for _, send := range []func() bool{func() bool { return p.submit("/web/chat", old) }, func() bool { return p.load("/web/chat") }, func() bool { return p.load("/web/file/x.pdf") }, func() bool { return p.load(linkPath) }} {
			if must(t, p, send()); p.status != http.StatusNotFound || !strings.Contains(p.text(), locales.In(tag).Say("web.gone.title")) || first(p.all("form", "action", "/web/start")) == nil {
				t.Errorf("%s: status %d\n%s", tag, p.status, p.text())
			}
		}
		if p.token() != "" {
			t.Errorf("%s: the browser keeps the cookie", tag)
		}
		must(t, p, p.post(first(within(first(p.all("form", "action", "/web/start")), "button", "", ""))))
		if p.at != "/web/chat" || p.token().key() == key {
			t.Errorf("%s: it does not begin anew, but at %s", tag, p.at)
		}
	}
}
