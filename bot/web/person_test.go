package web

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// person is somebody with a browser that knows no JavaScript: they load pages, fill in the forms
// they see, and nothing else.
type person struct {
	mu       sync.Mutex
	base     func() string // where the website is now
	language string
	client   *http.Client
	status   int
	at       string // the address of the page
	body     string // as it came
	doc      *html.Node
	ticked   map[string]bool // boxes that are ticked, and not sent yet
	seen     string          // the version of the last card that was looked at
	versions []string        // of the pages, each as it came
	again    func() bool     // sends a form that was not answered once more, as a browser offers
	story    []string
}

// visit makes a person.
func visit(base, language string) *person {
	return visitAny(func() string { return base }, language)
}

// visitAny makes a person who goes where the website is at the time.
func visitAny(base func() string, language string) *person {
	jar, _ := cookiejar.New(nil) // it never fails
	return &person{base: base, language: language, client: &http.Client{Jar: jar, Timeout: 20 * time.Second}}
}

// load loads a page; false where nothing came.
func (p *person) load(path string) bool {
	r, err := http.NewRequest(http.MethodGet, p.base()+path, nil)
	if err != nil {
		return false
	}
	return p.send(r)
}

func (p *person) send(r *http.Request) bool {
	r.Header.Set("Accept-Language", p.language)
	answer, err := p.client.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	var b strings.Builder
	doc, err := html.Parse(io.TeeReader(answer.Body, &b))
	if err != nil {
		return false
	}
	p.status, p.at, p.body, p.doc, p.ticked = answer.StatusCode, answer.Request.URL.Path, b.String(), doc, map[string]bool{}
	for _, box := range p.all("input", "type", "checkbox") {
		if _, on := attr(box, "checked"); on {
			p.ticked[value(box, "value")] = true
		}
	}
	if v := p.version(); v != "" && !slices.Contains(p.versions, v) {
		p.versions = append(p.versions, v)
	}
	p.story = append(p.story, r.Method+" "+r.URL.Path+" "+answer.Status+"\n"+p.text())
	return true
}

// post sends the form that a control belongs to, with the control.
func (p *person) post(control *html.Node) bool {
	form := p.formOf(control)
	fields := url.Values{}
	for _, n := range p.all("input", "", "") {
		switch name, kind := value(n, "name"), value(n, "type"); {
		case p.formOf(n) != form || name == "":
		case kind == "checkbox":
			if id := value(n, "value"); p.ticked[id] {
				fields.Add(name, id)
			}
		default:
			fields.Add(name, value(n, "value"))
		}
	}
	if control.Data == "button" && value(control, "name") != "" {
		fields.Set(value(control, "name"), value(control, "value"))
	}
	return p.submit(value(form, "action"), fields)
}

// submit sends fields to an address.
func (p *person) submit(path string, fields url.Values) bool {
	r, err := http.NewRequest(http.MethodPost, p.base()+path, strings.NewReader(fields.Encode()))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://"+r.URL.Host)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if !p.send(r) {
		p.again = func() bool {
			if path == "/web/start" && p.token() != "" { // it was, and only the page did not come
				p.again = nil
				return p.load("/web/chat")
			}
			return p.submit(path, fields)
		}
		return false
	}
	p.again = nil
	return true
}

// formOf is the form of a control: the one it names, or the one it stands in.
func (p *person) formOf(n *html.Node) *html.Node {
	if id := value(n, "form"); id != "" {
		return first(p.all("form", "id", id))
	}
	for n = n.Parent; n != nil && n.Data != "form"; n = n.Parent {
	}
	return n
}

// begin opens the page and starts.
func (p *person) begin() bool {
	if !p.load("/") {
		return false
	}
	start := first(p.all("form", "action", "/web/start"))
	return start != nil && p.post(first(within(start, "button", "", "")))
}

// Press implements [bottest.Phone]: boxes are ticked on the page, and sent with "done".
func (p *person) Press(action string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.press(action)
}

func (p *person) press(action string) bool {
	verb, rest, _ := strings.Cut(action, ":")
	_, id, _ := strings.Cut(rest, ":")
	switch verb {
	case "on", "off":
		if p.ticked[id] = verb == "on"; first(p.all("input", "value", id)) == nil {
			return false
		}
		p.seen = "" // the card has changed in front of them
		return true
	case "done":
		action = doTicked
	case "rest":
		action = doRest
	case "set":
		action, _, _ = strings.Cut(action, "~")
	}
	for _, b := range p.all("button", "name", fieldDo) {
		if v, _, _ := strings.Cut(value(b, "value"), "~"); v == action {
			return p.post(b)
		}
	}
	return false
}

// Say implements [bottest.Phone].
func (p *person) Say(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.write(text)
}

func (p *person) write(text string) bool {
	input := first(p.all("input", "name", fieldText))
	if input == nil {
		if p.token() != "" { // it has begun, and the page did not come
			return p.load("/web/chat")
		}
		return text == "/start" && p.begin()
	}
	input.Attr = append(input.Attr, html.Attribute{Key: "value", Val: text})
	return p.post(input)
}

// Await implements [bottest.Phone]: where the page has not changed it is loaded again.
func (p *person) Await(ctx context.Context, want func(string) bool) bool {
	for {
		p.mu.Lock()
		v := p.version()
		came := v != "" && v != p.seen && want(p.text())
		switch {
		case came:
			p.seen = v
		case p.again != nil:
			p.again()
		case p.token() == "":
			p.begin()
		default:
			p.load("/web/chat")
		}
		p.mu.Unlock()
		if came {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Card implements [bottest.Phone].
func (p *person) Card() (text string, actions []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text(), p.actions()
}

// actions are those of the buttons in the page itself, and of the boxes as a card has them.
func (p *person) actions() (actions []string) {
	question, any := "", false
	for _, b := range p.all("button", "name", fieldDo) {
		v := value(b, "value")
		if q, ok := strings.CutPrefix(v, "set:"); ok {
			question, _, _ = strings.Cut(q, ":")
		}
		if p.formOf(b) == first(p.all("form", "id", "choices")) && v != doTicked && v != doRest {
			if strings.HasPrefix(v, "set:") && strings.HasSuffix(v, ":none") {
				v += "~"
			}
			actions = append(actions, v)
		}
	}
	for _, box := range p.all("input", "type", "checkbox") {
		id := value(box, "value")
		verb := "on:"
		if p.ticked[id] {
			verb, any = "off:", true
		}
		actions = append(actions, verb+question+":"+id)
	}
	if any {
		actions = append(actions, "done:"+question+":")
	}
	return actions
}

// String implements [bottest.Phone].
func (p *person) String() string { return strings.Join(p.story, "\n---\n") }

// did returns how many turns the person has seen the outcome of.
func (p *person) did() int { return len(p.versions) }

// token is what the browser is known by.
func (p *person) token() token {
	u, err := url.Parse(p.base())
	if err != nil {
		return ""
	}
	for _, c := range p.client.Jar.Cookies(u) {
		if t, ok := parseToken(c.Value); ok {
			return t
		}
	}
	return ""
}

func (p *person) version() string {
	if n := first(p.all("input", "name", fieldVersion)); n != nil {
		return value(n, "value")
	}
	return ""
}

// text is what the page says between its header and its footer.
func (p *person) text() string {
	main := first(p.all("main", "", ""))
	if main == nil {
		return ""
	}
	return textOf(main)
}

// all returns the elements of the page with a name, and of an attribute, where it is not empty.
func (p *person) all(name, key, val string) []*html.Node {
	if p.doc == nil {
		return nil
	}
	return within(p.doc, name, key, val)
}

func within(root *html.Node, name, key, val string) (list []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name && (key == "" || value(n, key) == val) {
			list = append(list, n)
		}
	}
	return list
}

func first(list []*html.Node) *html.Node {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func attr(n *html.Node, key string) (string, bool) {
	for i := len(n.Attr) - 1; i >= 0; i-- {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val, true
		}
	}
	return "", false
}

func value(n *html.Node, key string) string {
	v, _ := attr(n, key)
	return v
}

func textOf(root *html.Node) string {
	var b strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && slices.Contains([]string{"p", "li", "h1", "h2", "td", "button", "label"}, n.Data):
			b.WriteString("\n")
		}
	}
	return b.String()
}

// must fails a test where nothing came.
func must(t *testing.T, p *person, ok bool) {
	t.Helper()
	if !ok {
		t.Fatalf("nothing came:\n%s", p)
	}
}

// parsed is a person in front of a page.
func parsed(t *testing.T, page string) *person {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return &person{doc: doc, body: page}
}

// request is one that comes from an address, over a proxy where forwarded is not empty.
func request(method, path, peer, forwarded string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr = peer
	if forwarded != "" {
		r.Header.Set("X-Forwarded-For", forwarded)
	}
	return r
}

// read returns what an answer says, to its end.
func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
