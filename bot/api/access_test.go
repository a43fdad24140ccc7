package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestOrigins: a page may read an answer where its origin is that of a partner, with no key or a key of
// that partner, or the program's own; never with cookies. Programs send no origin.
func TestOrigins(t *testing.T) {
	for _, c := range []struct {
		origin, key string
		status      int
		shared      bool
	}{
		{"", "", 200, false},
		{"", sakuraKey, 200, false},
		{sakuraOrigin, "", 200, true},
		{sakuraOrigin, sakuraKey, 200, true},
		{plumOrigin, "", 200, true},
		{plumOrigin, sakuraKey, 403, false},
		{ownOrigin, "", 200, true},
		{sakuraOrigin, "hsp_other", 401, true},
		{"https://evil.example", "", 403, false},
		{"https://evil.example", sakuraKey, 403, false},
		{"http://sakura.example", "", 403, false},
		{"https://sakura.example:8443", "", 403, false},
		{"https://sakura.example.evil.example", "", 403, false},
		{"https://www.sakura.example", "", 403, false},
		{"null", "", 403, false},
		{"*", "", 403, false},
		{"https://hsp.example.org.evil.example", "", 403, false},
	} {
		a := newAPI(Options{})
		headers := []string{"Cookie", "hspbot=x"}
		if c.origin != "" {
			headers = append(headers, "Origin", c.origin)
		}
		if c.key != "" {
			headers = append(headers, "Authorization", "bearer "+c.key)
		}
		for _, r := range []*http.Response{ask(a, "POST", "/api/v1/score", "{}", headers...), ask(a, "GET", "/api/v1/rules", "", headers...)} {
			want := ""
			if c.shared {
				want = c.origin
			}
			h := r.Header
			if r.StatusCode != c.status || h.Get("Access-Control-Allow-Origin") != want || h.Get("Access-Control-Allow-Credentials") != "" || !strings.Contains(h.Get("Vary"), "Origin") {
				t.Errorf("%q with %q: status %d, %v", c.origin, c.key, r.StatusCode, h)
			}
		}
	}
}

// TestPreflight: a browser asks before it sends JSON or a key for a page.
func TestPreflight(t *testing.T) {
	a := newAPI(Options{})
	preflight := func(origin string) *http.Response {
		return ask(a, "OPTIONS", "/api/v1/score", "", "Origin", origin, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	}
	r := preflight(sakuraOrigin)
	if h := r.Header; r.StatusCode != http.StatusNoContent || h.Get("Access-Control-Allow-Origin") != sakuraOrigin || !strings.Contains(h.Get("Access-Control-Allow-Methods"), "POST") ||
		!strings.Contains(h.Get("Access-Control-Allow-Headers"), "Content-Type") || h.Get("Access-Control-Max-Age") == "" || h.Get("Access-Control-Allow-Credentials") != "" {
		t.Errorf("status %d, %v", r.StatusCode, h)
	}
	r = preflight("https://evil.example")
	if r.StatusCode != http.StatusForbidden || r.Header.Get("Access-Control-Allow-Methods") != "" || r.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another website: status %d, %v", r.StatusCode, r.Header)
	}
	if r = ask(a, "OPTIONS", "/api/v1/rules", ""); r.StatusCode != http.StatusNoContent || r.Header.Get("Allow") != "GET, HEAD, OPTIONS" {
		t.Errorf("without an origin: status %d, %v", r.StatusCode, r.Header)
	}
}

// TestLimits: an address may try, a key may do more, wherever it is used from; many profiles count as
// more. Nobody passes for another by a header, and who guesses keys is slowed down, too.
func TestLimits(t *testing.T) {
	now := noon
	a := newAPI(Options{Now: func() time.Time { return now }})
	from := func(address, forwarded string, headers ...string) *http.Response {
		r := httptest.NewRequest("GET", "/api/v1/universities?q=x", nil)
		r.RemoteAddr = address
		r.Header.Set("X-Forwarded-For", forwarded)
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		out := httptest.NewRecorder()
		a.ServeHTTP(out, r)
		return out.Result()
	}
	for i := range anonymous.burst {
		if r := from("192.0.2.1:1000", fmt.Sprintf("198.51.100.%d", i)); r.StatusCode != http.StatusOK {
			t.Fatalf("request %d: status %d", i, r.StatusCode)
		}
	}
	r := from("192.0.2.1:1001", "203.0.113.9")
	if p := said(t, r); p.Status != http.StatusTooManyRequests || r.Header.Get("Retry-After") != "1" {
		t.Errorf("one too many: %+v, %v", p, r.Header)
	}
	if r := from("10.0.0.1:1", "192.0.2.1, 203.0.113.9"); r.StatusCode != http.StatusOK {
		t.Errorf("another, behind a proxy: status %d", r.StatusCode)
	}
	if r := from("10.0.0.1:1", "203.0.113.9, 192.0.2.1"); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("the same, behind a proxy: status %d", r.StatusCode)
	}
	key := []string{"Authorization", "Bearer " + sakuraKey}
	for i := range keyed.burst {
		if r := from(fmt.Sprintf("192.0.2.%d:1", i%200), "", key...); r.StatusCode != http.StatusOK {
			t.Fatalf("request %d of a key: status %d", i, r.StatusCode)
		}
	}
	if r := from("198.51.100.1:1", "", key...); r.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one too many of a key: status %d", r.StatusCode)
	}
	if r := from("198.51.100.1:1", "", "Authorization", "Bearer hsp_old"); r.StatusCode != http.StatusOK {
		t.Errorf("another key: status %d", r.StatusCode)
	}
	now = now.Add(anonymous.every)
	if r := from("192.0.2.1:1", ""); r.StatusCode != http.StatusOK {
		t.Errorf("a second later: status %d", r.StatusCode)
	}
	refused := 0
	for i := range anonymous.burst + 10 {
		if from("192.0.2.77:1", "", "Authorization", "Bearer guess"+strconv.Itoa(i)).StatusCode == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 10 {
		t.Errorf("%d guesses were refused as too many", refused)
	}
	// 200 profiles are 20 requests: a fourth time is one too many of 60.
	body := "[{}" + strings.Repeat(",{}", scoringWork.most-1) + "]"
	b := newAPI(Options{})
	for i, want := range []int{200, 200, 200, 429} {
		if r := ask(b, "POST", "/api/v1/score", body); r.StatusCode != want {
			t.Errorf("200 profiles, %d: status %d, want %d", i, r.StatusCode, want)
		}
	}
}

// TestLoad: what there is no place for is refused at once or after a second, and what has a place gets
// it; one address does not take all places.
func TestLoad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(Options{Now: time.Now})
		for a.working.TryAcquire(1) { // until there is no place
		}
		began := time.Now()
		if r := ask(a, "POST", "/api/v1/score", "{}"); r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") != "1" || time.Since(began) != patience {
			t.Errorf("status %d after %v", r.StatusCode, time.Since(began))
		}
		go func() {
			time.Sleep(patience / 2)
			a.working.Release(1)
		}()
		if r := ask(a, "GET", "/api/v1/rules?as_of=2026-11-22", ""); r.StatusCode != http.StatusOK {
			t.Errorf("with a place soon: status %d", r.StatusCode)
		}

		// Bodies that do not come: so many of an address, and so many of all.
		slow := func(address string) (status chan int, end func()) {
			body, w := io.Pipe()
			r := httptest.NewRequest("POST", "/api/v1/score", body)
			r.Header.Set("Content-Type", mediaJSON)
			r.RemoteAddr = address + ":1"
			status = make(chan int, 1)
			go func() {
				out := httptest.NewRecorder()
				a.ServeHTTP(out, r)
				status <- out.Code
			}()
			synctest.Wait()
			return status, func() { w.Write([]byte(`{"as_of":"2026-11-22"}`)); w.Close() }
		}
		var waiting []chan int
		var ends []func()
		for i := 0; len(waiting) < maxReading; i++ {
			status, end := slow(fmt.Sprintf("192.0.2.%d", int64(i)/anonymous.bodies))
			waiting, ends = append(waiting, status), append(ends, end)
		}
		for address, want := range map[string]int{"192.0.2.0": http.StatusTooManyRequests, "198.51.100.1": http.StatusServiceUnavailable} {
			status, _ := slow(address)
			if got := <-status; got != want {
				t.Errorf("%s: status %d, want %d", address, got, want)
			}
		}
		for _, end := range ends {
			go end()
		}
		for i, status := range waiting {
			if got := <-status; got != http.StatusOK {
				t.Errorf("body %d: status %d", i, got)
			}
		}
		if status, end := slow("192.0.2.0"); true {
			go end()
			if got := <-status; got != http.StatusOK {
				t.Errorf("afterwards: status %d", got)
			}
		}
	})
}

// TestLeft: nothing is computed for who has left.
func TestLeft(t *testing.T) {
	a := newAPI(Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequestWithContext(ctx, "POST", "/api/v1/advice", strings.NewReader("{}"))
	r.Header.Set("Content-Type", mediaJSON)
	out := httptest.NewRecorder()
	a.ServeHTTP(out, r)
	if out.Code != http.StatusServiceUnavailable {
		t.Errorf("status %d", out.Code)
	}
}

// TestTogether: many ask at once, of several kinds, and each gets its own answer.
func TestTogether(t *testing.T) {
	a := newAPI(Options{})
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			day := fmt.Sprintf(`{"as_of":"2026-11-%02d"}`, i+1)
			for range 3 {
				r := httptest.NewRequest("POST", "/api/v1/score", strings.NewReader(day))
				r.Header.Set("Content-Type", mediaJSON)
				r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", i)
				out := httptest.NewRecorder()
				a.ServeHTTP(out, r)
				if !strings.HasPrefix(out.Body.String(), day[:len(day)-1]) {
					t.Errorf("%d %s: %.60s", out.Code, day, out.Body)
				}
			}
		})
	}
	all.Wait()
}
