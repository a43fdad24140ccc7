package webapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestNoRedirect: a redirect is the answer, and the address it names is not called.
func TestNoRedirect(t *testing.T) {
	elsewhere := 0
	mux := http.NewServeMux()
	mux.HandleFunc("/elsewhere", func(http.ResponseWriter, *http.Request) { elsewhere++ })
	mux.Handle("/bot-secret/", http.RedirectHandler("/elsewhere", http.StatusTemporaryRedirect))
	server := httptest.NewServer(mux)
	defer server.Close()
	client := NewClient(time.Second)
	defer client.CloseIdleConnections()
	answer, err := client.Get(server.URL + "/bot-secret/getMe")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusTemporaryRedirect || elsewhere != 0 {
		t.Errorf("status %d, followed %d times", answer.StatusCode, elsewhere)
	}
}

func TestNetworkError(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	client := NewClient(20 * time.Millisecond)
	defer client.CloseIdleConnections()
	_, slow := client.Get(server.URL + "/bot-secret/getMe")
	server.Close()
	_, gone := client.Get(server.URL + "/bot-secret/getMe")
	canceled, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := http.NewRequestWithContext(canceled, http.MethodGet, server.URL+"/bot-secret/getMe", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, stopped := client.Do(r)
	for want, err := range map[string]error{"no answer in time": slow, "connection refused": gone, "stopped": stopped, "": errors.New("secret")} {
		if got := NetworkError(fmt.Errorf("call: %w", err)); got != want || strings.Contains(got, "secret") {
			t.Errorf("%v is described as %q, want %q", err, got, want)
		}
	}
}
