package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"html"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/lead"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

const leadSecret = "a secret of the partner's"

// office is a partner's webhook.
type office struct {
	*httptest.Server
	mu   sync.Mutex
	down bool
	got  []string // types and ids of what arrived
	text strings.Builder
}

func newOffice(t *testing.T) *office {
	o := &office{down: true}
	o.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		o.mu.Lock()
		defer o.mu.Unlock()
		var at int64
		if _, err := fmt.Sscanf(r.Header.Get(lead.SignatureHeader), "t=%d,", &at); err != nil || lead.Sign([]string{leadSecret}, time.Unix(at, 0), body) != r.Header.Get(lead.SignatureHeader) {
			t.Errorf("signature %q", r.Header.Get(lead.SignatureHeader))
		}
		if o.down {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		var m struct{ Type, ID string }
		if err := json.Unmarshal(body, &m); err != nil {
			t.Error(err)
		}
		if what := m.Type + " " + m.ID; !slices.Contains(o.got, what) { // as a receiver does with the same twice
			o.got = append(o.got, what)
		}
		o.text.Write(body)
	}))
	t.Cleanup(o.Close)
	return o
}

// opens has it take what arrives from now on, or not.
func (o *office) opens(open bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.down = !open
}

// has waits for something to arrive.
func (o *office) has(t *testing.T, want string) {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		o.mu.Lock()
		there := slices.Contains(o.got, want)
		o.mu.Unlock()
		if there {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s does not arrive; there are %q", want, o.got)
		}
	}
}

// partnersFile is the operator's file, with the webhook, and what has the program trust it.
func (o *office) partnersFile(t *testing.T) (env []string) {
	dir := t.TempDir()
	file, roots := filepath.Join(dir, "partners.toml"), filepath.Join(dir, "roots.pem")
	text := fmt.Sprintf("[sakura]\nnames.en = \"Sakura Office\"\nleads.webhook = %q\nleads.secret = %q\n", o.URL+"/leads", leadSecret)
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.Certificate().Raw})
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(roots, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	return []string{"HSPBOT_PARTNERS_FILE=" + file, "SSL_CERT_FILE=" + roots}
}

// page is what a browser shows of the interview.
type page struct {
	t       *testing.T
	browser *http.Client
	address string
	html    string
}

// visits begins an interview at a website, as the partner's link leads there.
func visits(t *testing.T, address string) *page {
	jar, _ := cookiejar.New(nil) // it never fails
	p := &page{t: t, address: address}
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, p.address)
	}
	p.browser = &http.Client{Jar: jar, Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}
	p.post("/web/start", url.Values{"lang": {"en"}, "ref": {"sakura"}})
	return p
}

// read reads an answer; where the program is down it is asked again, as a person would.
func (p *page) read(ask func() (*http.Response, error)) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		answer, err := ask()
		if err == nil {
			body, readErr := io.ReadAll(answer.Body)
			answer.Body.Close()
			if p.html = string(body); readErr == nil && answer.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(end) {
			p.t.Fatalf("no page: %v\n%s", err, p.html)
		}
	}
}

func (p *page) post(path string, form url.Values) {
	p.t.Helper()
	p.read(func() (*http.Response, error) { return p.browser.PostForm("http://hsp.test"+path, form) })
}

func (p *page) reload() {
	p.t.Helper()
	p.read(func() (*http.Response, error) { return p.browser.Get("http://hsp.test/web/chat") })
}

var (
	hiddenField = regexp.MustCompile(`name="([kv])" value="([^"]*)"`)
	buttonField = regexp.MustCompile(`name="do" value="([^"]*)"`)
)

// sends sends the form of the page.
func (p *page) sends(name, value string) {
	p.t.Helper()
	form := url.Values{name: {value}}
	for _, f := range hiddenField.FindAllStringSubmatch(p.html, -1) {
		form.Set(f[1], html.UnescapeString(f[2]))
	}
	p.post("/web/chat", form)
}

// presses presses the first button whose action begins so.
func (p *page) presses(action string) {
	p.t.Helper()
	for _, b := range buttonField.FindAllStringSubmatch(p.html, -1) {
		if value := html.UnescapeString(b[1]); strings.HasPrefix(value, action) {
			p.sends("do", value)
			return
		}
	}
	p.t.Fatalf("no button %q on\n%s", action, p.html)
}

// offers reports whether there is such a button.
func (p *page) offers(action string) bool {
	return strings.Contains(p.html, `name="do" value="`+action)
}

// finishes answers all questions.
func (p *page) finishes() {
	p.t.Helper()
	p.presses("set:goal:i-b")
	for n := 0; !p.offers("show:restart"); n++ {
		if n > 30 {
			p.t.Fatal("the interview has no end")
		}
		none := regexp.MustCompile(`name="do" value="(set:[a-z_-]+:none)"`).FindStringSubmatch(p.html)
		if none != nil {
			p.sends("do", none[1])
			continue
		}
		p.presses("set:")
	}
}

// sendsResult sends the result to the partner, and returns the number of the receipt.
func (p *page) sendsResult(contact string) (id string) {
	p.t.Helper()
	p.presses("show:lead")
	p.presses("lead:on:")
	p.presses("show:lead.contact")
	p.sends("text", contact)
	p.presses("lead:send:")
	id = regexp.MustCompile(`[A-Z2-7]{26}`).FindString(p.html)
	if id == "" || !strings.Contains(p.html, "on its way") {
		p.t.Fatalf("no receipt on\n%s", p.html)
	}
	return id
}

// shows waits until the page says something.
func (p *page) shows(text string) {
	p.t.Helper()
	for end := time.Now().Add(30 * time.Second); !strings.Contains(p.html, text); p.reload() {
		if time.Now().After(end) {
			p.t.Fatalf("it does not say %q:\n%s", text, p.html)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestLeadsSurvive runs the program in processes of its own, alone on a file and twice on PostgreSQL. While
// the partner is down it is killed; what somebody sent on the website arrives all the same, once, and so
// does its withdrawal. How they can be reached is in no log, no metrics, and not in the database any more.
func TestLeadsSurvive(t *testing.T) {
	t.Parallel()
	for _, replicas := range []int{1, 2} {
		t.Run(fmt.Sprint(replicas), func(t *testing.T) {
			o := newOffice(t)
			tele := telegramtest.New(t, telegramtest.Options{})
			data, database := filepath.Join(t.TempDir(), "leads.db"), ""
			env := o.partnersFile(t)
			if replicas > 1 {
				data, database = "", pgtest.New(t).Database(t)
				env = append(env, "HSPBOT_DATABASE_URL="+database)
			}
			var list []*service
			var addresses []string
			for range replicas {
				address := bottest.FreeAddress(t)
				s := newService(t, data, tele, append([]string{"HSPBOT_WEB=on", "HSPBOT_LISTEN=" + address}, env...)...)
				list, addresses = append(list, s), append(addresses, address)
			}
			defer func() {
				if t.Failed() {
					for _, s := range list {
						t.Logf("log:\n%s", &s.log)
					}
				}
			}()
			const contact = "LINE yuki-of-the-test"
			for _, s := range list {
				s.start()
				s.ready("ready")
			}
			p := visits(t, addresses[0])
			p.finishes()
			id := p.sendsResult(contact)
			for _, s := range list {
				s.kill()
			}
			for _, s := range list {
				s.start()
				s.ready("ready")
			}
			p.address = addresses[replicas-1]
			p.reload()
			p.shows("on its way")
			o.opens(true)
			o.has(t, "result "+id)
			p.shows("has it")
			o.opens(false)
			p.presses("lead:withdraw")
			list[0].kill()
			o.opens(true)
			list[0].start()
			o.has(t, "withdrawal "+id)
			p.shows("asked to delete")
			list[0].ready("ready")
			if len(o.got) != 2 || !strings.Contains(o.text.String(), contact) {
				t.Errorf("arrived: %q", o.got)
			}
			metrics := said(t, list[0].ops+"/metrics")
			for _, s := range list {
				s.stop()
				if log := s.log.String(); strings.Contains(log, "yuki-of") || strings.Contains(metrics, "yuki-of") || !strings.Contains(log, "delivered to a partner") && replicas == 1 {
					t.Errorf("log:\n%s", log)
				}
			}
			if data != "" {
				for _, name := range []string{data, data + "-wal"} {
					if b, err := os.ReadFile(name); err == nil && bytes.Contains(b, []byte("yuki-of")) {
						t.Errorf("%s still holds how the person can be reached", filepath.Base(name))
					}
				}
			}
		})
	}
}

func said(t *testing.T, address string) string {
	t.Helper()
	_, body := get(t, address)
	return body
}
