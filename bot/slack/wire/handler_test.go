package wire

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

const secret = "8f742231b10e8888abcd99yyyzzz85a5"

// sign computes a signature as Slack documents it.
func sign(secret, body string, at time.Time) (signature, timestamp string) {
	timestamp = strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, "v0:"+timestamp+":"+body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil)), timestamp
}

// delivery of the tests: a request, and what may be changed about it.
func request(path, body string) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasSuffix(path, "/events") {
		r.Header.Set("Content-Type", "application/json")
	}
	signRequest(r, secret, body, time.Now())
	return r
}

func signRequest(r *http.Request, secret, body string, at time.Time) {
	signature, timestamp := sign(secret, body, at)
	r.Header.Set("X-Slack-Signature", signature)
	r.Header.Set("X-Slack-Request-Timestamp", timestamp)
}

func oneSecret() []string { return []string{secret} }

func do(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// The deliveries of each sort.
func eventBody(t testing.TB) string   { return string(document(t, "event_message.json")) }
func commandBody(t testing.TB) string { return strings.TrimSpace(string(document(t, "command.txt"))) }
func interactionBody(t testing.TB, name string) string {
	return url.Values{"payload": {string(document(t, name+".json"))}}.Encode()
}

// TestDocumentedSignature is the example of Slack's page on verifying requests.
func TestDocumentedSignature(t *testing.T) {
	const body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
		"&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands" +
		"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Unix(1531420618, 0))) // the clock of the bubble
		d := &recorder{}
		r := request("/slack/commands", body)
		r.Header.Set("X-Slack-Signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")
		r.Header.Set("X-Slack-Request-Timestamp", "1531420618")
		if w := do(Handler(oneSecret, d, Options{}), r); w.Code != 200 || d.count() != 1 {
			t.Errorf("%d, taken %d times", w.Code, d.count())
		}
	})
}

func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		event := eventBody(t)
		tests := []struct {
			name   string
			path   string
			change func(r *http.Request)
			want   int
		}{
			{"no signature", "/events", func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401},
			{"no timestamp", "/events", func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 401},
			{"odd timestamp", "/events", func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "now") }, 401},
			{"other version", "/events", func(r *http.Request) {
				r.Header.Set("X-Slack-Signature", "v1"+r.Header.Get("X-Slack-Signature")[2:])
			}, 401},
			{"short", "/events", func(r *http.Request) {
				r.Header.Set("X-Slack-Signature", r.Header.Get("X-Slack-Signature")[:65])
			}, 401},
			{"no hex", "/events", func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("z", 64)) }, 401},
			{"one bit", "/events", func(r *http.Request) {
				s := []byte(r.Header.Get("X-Slack-Signature"))
				s[10] = map[bool]byte{true: '1', false: '0'}[s[10] == '0']
				r.Header.Set("X-Slack-Signature", string(s))
			}, 401},
			{"other secret", "/events", func(r *http.Request) { signRequest(r, "another", event, time.Now()) }, 401},
			{"empty secret", "/events", func(r *http.Request) { signRequest(r, "", event, time.Now()) }, 401},
			{"old", "/events", func(r *http.Request) { signRequest(r, secret, event, time.Now().Add(-301*time.Second)) }, 401},
			{"of the future", "/events", func(r *http.Request) { signRequest(r, secret, event, time.Now().Add(301*time.Second)) }, 401},
			{"not quite old", "/events", func(r *http.Request) { signRequest(r, secret, event, time.Now().Add(-299*time.Second)) }, 200},
			{"changed body", "/events", func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader(event + " ")) }, 401},
			{"GET", "/events", func(r *http.Request) { r.Method = "GET" }, 405},
			{"PUT", "/events", func(r *http.Request) { r.Method = "PUT" }, 405},
			{"elsewhere", "/other", nil, 404},
			{"below", "/events/more", nil, 404},
			{"almost", "/xevents", nil, 404},
			{"no type", "/events", func(r *http.Request) { r.Header.Del("Content-Type") }, 415},
			{"form for an event", "/events", func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, 415},
			{"JSON for a command", "/commands", func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415},
			{"with a charset", "/deep/prefix/events", func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") }, 200},
			{"truncated", "/events", func(r *http.Request) {
				r.Body = io.NopCloser(io.MultiReader(strings.NewReader(event[:40]), broken{}))
			}, 400},
		}
		for _, test := range tests {
			d, log := &recorder{}, &testLog{}
			r := request(test.path, event)
			if test.change != nil {
				test.change(r)
			}
			w := do(Handler(oneSecret, d, Options{Log: log.logger()}), r)
			if w.Code != test.want || d.count() != map[bool]int{true: 1, false: 0}[test.want == 200] {
				t.Errorf("%s: %d, want %d; taken %d times", test.name, w.Code, test.want, d.count())
			}
			right, _ := sign(secret, event, time.Now())
			if strings.Contains(w.Body.String()+log.String(), right[3:]) {
				t.Errorf("%s: the correct signature gets out", test.name)
			}
			log.holdsNothingPersonal(t)
		}
	})
}

// broken is a connection that is lost.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestTooLarge(t *testing.T) {
	for size, want := range map[int]int{256 << 10: 200, 256<<10 + 1: 413, 1 << 20: 413} {
		d := &recorder{}
		body := `{"type":"event_callback","event_id":"Ev1","event":{"type":"app_uninstalled"},"x":"`
		body += strings.Repeat("x", size-len(body)-2) + `"}`
		if w := do(Handler(oneSecret, d, Options{}), request("/events", body)); w.Code != want {
			t.Errorf("%d bytes: %d, want %d", size, w.Code, want)
		}
	}
	for path, most := range map[string]int{"/events": 256 << 10, "/commands": 256 << 10, "/interactions": 1 << 20} {
		if w := do(Handler(oneSecret, &recorder{}, Options{}), request(path, strings.Repeat("x", most+1))); w.Code != 413 {
			t.Errorf("%s: %d bytes: %d", path, most+1, w.Code)
		}
	}
}

// TestNothingReadUnsigned: not a byte is read of what its headers show not to be Slack's.
func TestNothingReadUnsigned(t *testing.T) {
	for name, headers := range map[string][2]string{
		"nothing":            {"", ""},
		"no timestamp":       {"", strings.Repeat("0", 64)},
		"no signature":       {strconv.FormatInt(time.Now().Unix(), 10), ""},
		"no number":          {"now", "v0=" + strings.Repeat("0", 64)},
		"old":                {strconv.FormatInt(time.Now().Add(-6*time.Minute).Unix(), 10), "v0=" + strings.Repeat("0", 64)},
		"ahead":              {strconv.FormatInt(time.Now().Add(6*time.Minute).Unix(), 10), "v0=" + strings.Repeat("0", 64)},
		"far out":            {"-9223372036854775808", "v0=" + strings.Repeat("0", 64)},
		"too short":          {strconv.FormatInt(time.Now().Unix(), 10), "v0=00"},
		"of another version": {strconv.FormatInt(time.Now().Unix(), 10), "v1=" + strings.Repeat("0", 64)},
		"no digits":          {strconv.FormatInt(time.Now().Unix(), 10), "v0=" + strings.Repeat("x", 64)},
	} {
		body := &counted{Reader: strings.NewReader("{}")}
		r := httptest.NewRequest("POST", "/events", body)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Slack-Request-Timestamp", headers[0])
		r.Header.Set("X-Slack-Signature", headers[1])
		if w := do(Handler(oneSecret, &recorder{}, Options{}), r); w.Code != 401 || body.n > 0 {
			t.Errorf("%s: %d, %d bytes read", name, w.Code, body.n)
		}
	}
}

// counted counts what is read of it.
type counted struct {
	io.Reader
	n int
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n += n
	return n, err
}

// TestUnsignedMemory: as many connections as there may be, whose headers could be Slack's and whose
// large bodies stall before their end, take little memory, and Slack's own deliveries go through.
func TestUnsignedMemory(t *testing.T) {
	h := Handler(oneSecret, &recorder{}, Options{AckTimeout: time.Minute})
	server := httptest.NewServer(h)
	defer server.Close()
	const connections, size = 300, 1<<20 - 1
	part := make([]byte, size-1)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var sent sync.WaitGroup
	for range connections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprintf(conn, "POST /interactions HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n"+
			"X-Slack-Request-Timestamp: %d\r\nX-Slack-Signature: v0=%064d\r\n\r\n", size, time.Now().Unix(), 0)
		sent.Go(func() {
			conn.SetWriteDeadline(time.Now().Add(10 * time.Second))
			conn.Write(part) // fails where it is refused
		})
	}
	sent.Wait()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 80<<20 {
		t.Errorf("%d connections take %d MiB", connections, grown>>20)
	}
	r := request("/events", string(document(t, "event_home.json")))
	again, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+"/events", r.Body)
	if err != nil {
		t.Fatal(err)
	}
	again.Header = r.Header
	answer, err := server.Client().Do(again)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Errorf("meanwhile Slack is answered %d", answer.StatusCode)
	}
}

func TestChallenge(t *testing.T) {
	body := string(document(t, "event_verification.json"))
	h := Handler(oneSecret, &recorder{}, Options{})
	for range 2 { // an operator may press the button again
		w := do(h, request("/events", body))
		if w.Code != 200 || w.Body.String() != "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" {
			t.Errorf("%d %q", w.Code, w.Body)
		}
	}
	r := request("/events", body)
	r.Header.Del("X-Slack-Signature")
	if w := do(h, r); w.Code != 401 || strings.Contains(w.Body.String(), "3eZbrw1") {
		t.Errorf("unsigned: %d %q", w.Code, w.Body)
	}
}

func TestSecretsRotate(t *testing.T) {
	secrets := []string{"old"}
	d := &recorder{}
	h := Handler(func() []string { return secrets }, d, Options{})
	n := 0
	status := func(with string) int {
		n++
		body := strings.Replace(eventBody(t), "Ev0MESSAGE", "Ev0MSG"+strconv.Itoa(n), 1)
		r := request("/events", body)
		signRequest(r, with, body, time.Now())
		return do(h, r).Code
	}
	for _, step := range []struct {
		secrets  []string
		old, new int
	}{
		{[]string{"old"}, 200, 401},
		{[]string{"new", "old"}, 200, 200},
		{[]string{"", "new"}, 401, 200},
		{nil, 401, 401},
		{[]string{""}, 401, 401},
	} {
		secrets = step.secrets
		if old, young := status("old"), status("new"); old != step.old || young != step.new {
			t.Errorf("with %q: the old is %d, the new %d", step.secrets, old, young)
		}
	}
}

// TestReplayed: the same request takes effect once, unless it failed.
func TestReplayed(t *testing.T) {
	for _, sort := range []struct{ path, body string }{
		{"/events", eventBody(t)}, {"/commands", commandBody(t)}, {"/interactions", interactionBody(t, "action_button")},
	} {
		err := errStore
		d := &recorder{do: func(context.Context, Payload) (Reply, error) { return Reply{}, err }}
		h := Handler(oneSecret, d, Options{})
		first := request(sort.path, sort.body).Header
		again := func() int {
			r := request(sort.path, sort.body)
			r.Header = first.Clone()
			do(h, r)
			return d.count()
		}
		for want := range 3 {
			if want == 2 {
				err = nil
			}
			if got := again(); got != want+1 {
				t.Errorf("%s: what failed was taken %d times, want %d", sort.path, got, want+1)
			}
		}
		for range 3 {
			if got := again(); got != 3 {
				t.Errorf("%s: what succeeded is taken again", sort.path)
			}
		}
		upper := request(sort.path, sort.body)
		upper.Header = first.Clone()
		upper.Header.Set("X-Slack-Signature", "v0="+strings.ToUpper(first.Get("X-Slack-Signature")[3:]))
		if w := do(h, upper); d.count() != 3 || w.Code != 200 {
			t.Errorf("%s: in other letters it is taken again, or not answered 200 but %d", sort.path, w.Code)
		}
		// The retry header is not signed: it opens no way to commands and presses.
		first.Set("X-Slack-Retry-Num", "1")
		want := map[bool]int{true: 4, false: 3}[sort.path == "/events"]
		if got := again(); got != want {
			t.Errorf("%s: with a retry header it is taken %d times, want %d", sort.path, got, want)
		}
	}
}

// TestReplayWindow: a request is remembered for as long as its timestamp is accepted.
func TestReplayWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &recorder{}
		h := Handler(oneSecret, d, Options{})
		body := commandBody(t)
		ahead := time.Now().Add(299 * time.Second)
		for _, wait := range []time.Duration{0, time.Minute, 299 * time.Second, 238 * time.Second} { // 598 s in all
			time.Sleep(wait)
			r := request("/commands", body)
			signRequest(r, secret, body, ahead)
			if w := do(h, r); w.Code != 200 || d.count() != 1 {
				t.Errorf("after another %v: %d, taken %d times", wait, w.Code, d.count())
			}
		}
		time.Sleep(3 * time.Second)
		r := request("/commands", body)
		signRequest(r, secret, body, ahead)
		if w := do(h, r); w.Code != 401 || d.count() != 1 {
			t.Errorf("after the window: %d, taken %d times", w.Code, d.count())
		}
	})
}

// TestOrder: over HTTP, too, deliveries of a person are taken in the order in which they came.
func TestOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := true
		d := &recorder{do: func(context.Context, Payload) (Reply, error) {
			if slow {
				slow = false
				time.Sleep(time.Second)
			}
			return Reply{}, nil
		}}
		h := Handler(oneSecret, d, Options{})
		var group sync.WaitGroup
		for _, id := range []string{"Ev1", "Ev2", "Ev3"} {
			body := strings.Replace(eventBody(t), "Ev0MESSAGE", id, 1)
			group.Go(func() {
				if w := do(h, request("/events", body)); w.Code != 200 {
					t.Errorf("%s: %d", id, w.Code)
				}
			})
			synctest.Wait() // it has arrived
		}
		if d.count() != 1 {
			t.Errorf("%d are taken at once", d.count())
		}
		group.Wait()
		for i, want := range []string{"e:Ev1", "e:Ev2", "e:Ev3"} {
			if got := d.taken[i].ID; got != want {
				t.Errorf("delivery %d is %s, want %s", i, got, want)
			}
		}
	})
}

// TestPayloadFromQuery: only the body is signed.
func TestPayloadFromQuery(t *testing.T) {
	d := &recorder{}
	h := Handler(oneSecret, d, Options{})
	for _, r := range []*http.Request{
		request("/interactions?"+interactionBody(t, "action_button"), "x=1"),
		request("/commands?"+commandBody(t), "x=1"),
	} {
		r.URL.Path, _, _ = strings.Cut(r.URL.Path, "?")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		signRequest(r, secret, "x=1", time.Now())
		if w := do(h, r); w.Code != 200 || d.count() != 0 {
			t.Errorf("%s: %d, taken %d times", r.URL.Path, w.Code, d.count())
		}
	}
}

// TestSignedButUnreadable is acknowledged, and said without its contents.
func TestSignedButUnreadable(t *testing.T) {
	for path, body := range map[string]string{
		"/events": `{"type":"event_callback","text":"Jerry"`, "/commands": "text=Jerry", "/interactions": "payload=Jerry",
		"/x/commands": "text=%zz", "/x/interactions": "payload={};x",
	} {
		d, log := &recorder{}, &testLog{}
		if w := do(Handler(oneSecret, d, Options{Log: log.logger()}), request(path, body)); w.Code != 200 || w.Body.Len() != 0 || d.count() != 0 {
			t.Errorf("%s: %d %q", path, w.Code, w.Body)
		}
		log.holdsNothingPersonal(t)
		if !strings.Contains(log.String(), "cannot be read") {
			t.Errorf("%s: nothing is logged", path)
		}
	}
}

func BenchmarkHandler(b *testing.B) {
	h := Handler(oneSecret, &recorder{}, Options{})
	body := eventBody(b)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	r := request("/events", body)
	r.Header.Set("X-Slack-Retry-Num", "1") // else only the first would be taken
	for b.Loop() {
		r.Body = io.NopCloser(strings.NewReader(body))
		if w := do(h, r); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}
