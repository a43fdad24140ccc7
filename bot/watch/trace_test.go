package watch

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	trace "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"hspbot/bot"
	"hspbot/conversation"
)

// collect is a collector that keeps spans by name.
type collect struct {
	mu    sync.Mutex
	spans map[string][]*trace.Span
	path  string
}

func (c *collect) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			http.Error(w, "not zipped", http.StatusBadRequest)
			return
		}
		body = unzipped
	}
	b, _ := io.ReadAll(body)
	var sent collector.ExportTraceServiceRequest
	if err := proto.Unmarshal(b, &sent); err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.path = r.URL.Path
	for _, resource := range sent.ResourceSpans {
		for _, scope := range resource.ScopeSpans {
			for _, s := range scope.Spans {
				c.spans[s.Name] = append(c.spans[s.Name], s)
			}
		}
	}
}

func attributes(s *trace.Span) map[string]string {
	out := map[string]string{}
	for _, a := range s.Attributes {
		out[a.Key] = strings.Trim(a.Value.String(), `"`)
		if v, ok := strings.CutPrefix(out[a.Key], "string_value:"); ok {
			out[a.Key] = strings.Trim(v, `"`)
		}
	}
	return out
}

func TestTraces(t *testing.T) {
	c := &collect{spans: map[string][]*trace.Span{}}
	server := httptest.NewServer(c)
	defer server.Close()
	traces, err := NewTraces(t.Context(), server.URL, Build{Version: "v1"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	mark := traces.Took(bot.Turn{Platform: "slack", Kind: conversation.Pressed, Came: noon, Began: noon.Add(time.Millisecond), Ended: noon.Add(3 * time.Millisecond)})
	post := bot.Posting{Platform: "slack", Outcome: bot.Broken, Attempt: 1, Fresh: true, Came: noon, Mark: mark,
		Began: noon.Add(5 * time.Millisecond), Ended: noon.Add(9 * time.Millisecond)}
	traces.Posted(post)
	post.Outcome, post.Attempt, post.Began, post.Ended = bot.Delivered, 2, noon.Add(time.Second), noon.Add(2*time.Second)
	traces.Posted(post)
	traces.Posted(bot.Posting{Platform: "slack", Attempt: 1, Cut: true, Began: noon, Ended: noon}) // found again after a start
	if err := traces.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.path != "/v1/traces" {
		t.Errorf("sent to %s", c.path)
	}
	if len(c.spans["delivery"]) != 1 || len(c.spans["commit"]) != 1 || len(c.spans["post"]) != 3 {
		t.Fatalf("spans %v", c.spans)
	}
	delivery, commit, posts := c.spans["delivery"][0], c.spans["commit"][0], c.spans["post"]
	for _, s := range []*trace.Span{commit, posts[0], posts[1]} {
		if !bytes.Equal(s.TraceId, delivery.TraceId) || !bytes.Equal(s.ParentSpanId, delivery.SpanId) {
			t.Errorf("%s is not of the delivery", s.Name)
		}
	}
	if bytes.Equal(posts[2].TraceId, delivery.TraceId) || len(posts[2].ParentSpanId) > 0 {
		t.Error("a post without a delivery has one")
	}
	for _, s := range []struct {
		span        *trace.Span
		began, took time.Duration
		want        map[string]string
		failed      bool
	}{
		{delivery, 0, 3 * time.Millisecond, map[string]string{"hspbot.platform": "slack", "hspbot.kind": "pressed", "hspbot.outcome": "committed"}, false},
		{commit, time.Millisecond, 2 * time.Millisecond, map[string]string{"hspbot.platform": "slack"}, false},
		{posts[0], 5 * time.Millisecond, 4 * time.Millisecond, map[string]string{"hspbot.platform": "slack", "hspbot.outcome": "broken", "hspbot.attempt": "int_value:1"}, true},
		{posts[1], time.Second, time.Second, map[string]string{"hspbot.platform": "slack", "hspbot.outcome": "delivered", "hspbot.attempt": "int_value:2"}, false},
		{posts[2], 0, 0, map[string]string{"hspbot.platform": "slack", "hspbot.outcome": "cut", "hspbot.attempt": "int_value:1"}, true},
	} {
		if at := time.Unix(0, int64(s.span.StartTimeUnixNano)); !at.Equal(noon.Add(s.began)) {
			t.Errorf("%s began at %v", s.span.Name, at)
		}
		if took := time.Duration(s.span.EndTimeUnixNano - s.span.StartTimeUnixNano); took != s.took {
			t.Errorf("%s took %v, want %v", s.span.Name, took, s.took)
		}
		got := attributes(s.span)
		if len(got) != len(s.want) {
			t.Errorf("%s has %v, want %v", s.span.Name, got, s.want)
		}
		for k, v := range s.want {
			if got[k] != v {
				t.Errorf("%s: %s is %q, want %q", s.span.Name, k, got[k], v)
			}
		}
		if failed := s.span.Status.GetCode() == trace.Status_STATUS_CODE_ERROR; failed != s.failed {
			t.Errorf("%s failed: %t", s.span.Name, failed)
		}
	}
}

// TestNoCollector loses traces, and nothing else; the log does not name the address.
func TestNoCollector(t *testing.T) {
	var log bytes.Buffer
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()
	traces, err := NewTraces(t.Context(), server.URL, Build{}, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	traces.Took(bot.Turn{Platform: "slack"})
	_ = traces.Close(t.Context())
	if strings.Contains(log.String(), server.URL[len("http://"):]) {
		t.Errorf("the log names the address: %s", log.String())
	}
	if !strings.Contains(log.String(), "traces could not be sent") {
		t.Errorf("the log says nothing: %q", log.String())
	}
	if _, err := NewTraces(context.Background(), "collector:4318", Build{}, slog.Default()); err == nil {
		t.Error("an address without a scheme is taken")
	}
}
