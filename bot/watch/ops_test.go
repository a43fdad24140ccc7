package watch

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"
)

// get asks for a page.
func get(h http.Handler, path string) (int, string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Code, w.Body.String()
}

func TestReady(t *testing.T) {
	ready := &Ready{}
	h := Handler(NewMetrics(Build{}), ready)
	var failure error
	check := func(when string, status int, text string) {
		t.Helper()
		if got, body := get(h, "/readyz"); got != status || body != text+"\n" {
			t.Errorf("%s: %d %q, want %d %q", when, got, body, status, text)
		}
		if got, body := get(h, "/healthz"); got != http.StatusOK || body != "ok\n" {
			t.Errorf("%s: the process does not live: %d %q", when, got, body)
		}
	}
	check("at first", 503, "starting")
	ready.Open()
	check("without a store", 503, "starting")
	ready.SetProbe(func(context.Context) error { return failure })
	check("open", 200, "ready")
	failure = errors.New("postgres://bot:secret@host: disk full at key anna")
	check("with a full disk", 503, "the store does not write")
	failure = nil
	check("repaired", 200, "ready")
	missing := []string{"slack: no connection", "telegram: not reached yet"}
	ready.SetMissing(func() []string { return missing })
	check("without a connection", 503, "slack: no connection; telegram: not reached yet")
	if status, body := get(h, "/readyz/http"); status != 200 || body != "ready\n" {
		t.Errorf("what comes over HTTP is not taken without a connection: %d %q", status, body)
	}
	missing = nil
	check("connected again", 200, "ready")
	ready.Stop()
	check("stopping", 503, "stopping")
	ready.Open()
	check("stopping, whatever comes", 503, "stopping")
}

func TestReadyInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ready := &Ready{}
		ready.Open()
		ready.SetProbe(func(ctx context.Context) error { <-ctx.Done(); return context.Cause(ctx) })
		began := time.Now()
		if err := ready.Check(t.Context()); !errors.Is(err, ErrStore) {
			t.Errorf("a store that hangs: %v", err)
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("waited %v, want 2s", took)
		}
	})
}

func TestPages(t *testing.T) {
	h := Handler(NewMetrics(Build{}), &Ready{})
	for path, want := range map[string]int{"/metrics": 200, "/debug/pprof/": 200, "/debug/pprof/goroutine": 200, "/debug/pprof/cmdline": 404,
		"/": 404, "/telegram": 404, "/slack/events": 404} {
		if got, _ := get(h, path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/metrics", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}
