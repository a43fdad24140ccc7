package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/inbound"
	"hspbot/bot/outbox"
	"hspbot/conversation"
)

// counted is an outbox with counts, and a store that holds some sessions.
type counted struct {
	stats          outbox.Stats
	sessions, owed int
	oldest         time.Time
	erasure        time.Time
	err            error
	asked          map[string]int
}

func (c *counted) Stats() outbox.Stats { return c.stats }

func (c *counted) Count(context.Context, string) (int, error) {
	c.asked["count"]++
	return c.sessions, c.err
}

func (c *counted) Owed(context.Context, string) (int, time.Time, error) {
	c.asked["owed"]++
	return c.owed, c.oldest, c.err
}

func (c *counted) Probe(context.Context) error { return c.err }

func (c *counted) ErasureOwed() time.Time { return c.erasure }

// page returns the lines of the metrics of this program.
func page(t *testing.T, m *Metrics) []string {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(m, &Ready{}).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return strings.Split(w.Body.String(), "\n")
}

func wantLines(t *testing.T, lines []string, want ...string) {
	t.Helper()
	for _, line := range want {
		if !slices.Contains(lines, line) {
			t.Errorf("no line %q in\n%s", line, strings.Join(slices.DeleteFunc(slices.Clone(lines), func(l string) bool {
				return !strings.HasPrefix(l, "hspbot_")
			}), "\n"))
		}
	}
}

var noon = time.Date(2026, 7, 25, 12, 0, 0, 0, time.UTC)

// TestNames holds the names to those that dashboards and alerts use.
func TestNames(t *testing.T) {
	m := NewMetrics(Build{Version: "v1.2.3", Commit: "abc", Rules: "2023-04-21"})
	m.Add("slack", &counted{asked: map[string]int{}}, &counted{asked: map[string]int{}})
	m.failed.WithLabelValues("apply")
	m.store.WithLabelValues("apply")
	var got []string
	for _, line := range page(t, m) {
		if rest, ok := strings.CutPrefix(line, "# TYPE hspbot_"); ok {
			got = append(got, rest)
		}
	}
	want := []string{"build_info gauge", "database_damaged gauge", "deliveries_dropped_total counter", "erasure_owed_seconds gauge", "expired_sessions_total counter", "finished_interviews_total counter",
		"owed_oldest_age_seconds gauge", "owed_screens gauge", "poison_deliveries_total counter", "posts_total counter",
		"repeated_deliveries_total counter", "reply_seconds histogram", "sessions gauge", "store_errors_total counter",
		"store_seconds histogram", "turn_seconds histogram", "turns_total counter", "unreadable_sessions_total counter", "waiting_screens gauge"}
	if !slices.Equal(got, want) {
		t.Errorf("metrics %q, want %q", got, want)
	}
	wantLines(t, page(t, m), `hspbot_build_info{commit="abc",rules="2023-04-21",version="v1.2.3"} 1`,
		`hspbot_turns_total{platform="slack"} 0`)
	if !slices.ContainsFunc(page(t, m), func(l string) bool { return strings.HasPrefix(l, "go_goroutines ") }) {
		t.Error("nothing of the Go runtime")
	}
}

// TestLabels allows no label that could hold a person, a chat, a channel or a workspace: each
// has a few values, which the program or its build knows.
func TestLabels(t *testing.T) {
	m := NewMetrics(Build{Version: "v1.2.3", Commit: "abc", Rules: "2023-04-21"})
	c := &counted{asked: map[string]int{}}
	m.Add("slack", c, c)
	m.OnTurn(bot.Turn{Platform: "slack"})
	m.OnPost(bot.Posting{Platform: "slack"})
	m.Timed(broken{})
	m.CountAPI([]string{"score", "other"})("score", 429)
	families, err := m.registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[string]bool{"platform": true, "operation": true, "outcome": true, "route": true, "status": true, "version": true, "commit": true, "rules": true}
	seen := map[string]bool{}
	for _, family := range families {
		if !strings.HasPrefix(family.GetName(), "hspbot_") {
			continue
		}
		for _, one := range family.GetMetric() {
			for _, label := range one.GetLabel() {
				if seen[label.GetName()] = true; !allowed[label.GetName()] {
					t.Errorf("%s has the label %s", family.GetName(), label.GetName())
				}
			}
		}
	}
	if len(seen) != len(allowed) {
		t.Errorf("only the labels %v were seen", seen)
	}
}

// TestAPI: requests to the API are counted by route and class of the status.
func TestAPI(t *testing.T) {
	m := NewMetrics(Build{})
	count := m.CountAPI([]string{"score", "other"})
	count("score", 200)
	count("score", 204)
	count("score", 429)
	count("other", 404)
	wantLines(t, page(t, m), `hspbot_api_requests_total{route="score",status="2xx"} 2`, `hspbot_api_requests_total{route="score",status="4xx"} 1`,
		`hspbot_api_requests_total{route="score",status="5xx"} 0`, `hspbot_api_requests_total{route="other",status="4xx"} 1`)
}

func TestTurns(t *testing.T) {
	m := NewMetrics(Build{})
	turn := bot.Turn{Platform: "telegram", Kind: conversation.Typed, Came: noon, Began: noon, Ended: noon.Add(4 * time.Millisecond)}
	m.OnTurn(turn)
	turn.Finished = true
	m.OnTurn(turn)
	turn.Finished, turn.Result = false, bot.Poisoned
	m.OnTurn(turn)
	turn.Result = bot.Repeated
	m.OnTurn(turn)
	turn.Result = bot.Failed
	m.OnTurn(turn)
	post := bot.Posting{Platform: "telegram", Touched: noon, Began: noon.Add(time.Second), Ended: noon.Add(1500 * time.Millisecond)}
	m.OnPost(post)
	for _, outcome := range []bot.Outcome{bot.Later, bot.Broken, bot.Gone, bot.Moved, bot.Bug} {
		post.Outcome = outcome
		m.OnPost(post)
	}
	post.Outcome, post.GaveUp = bot.Broken, true
	m.OnPost(post)
	post.Outcome, post.GaveUp, post.Cut = bot.Delivered, false, true
	m.OnPost(post)
	turn.Result = bot.Dropped
	m.OnTurn(turn)
	turn.Result = bot.Unreadable
	m.OnTurn(turn)
	wantLines(t, page(t, m), `hspbot_turns_total{platform="telegram"} 3`,
		`hspbot_finished_interviews_total{platform="telegram"} 1`,
		`hspbot_repeated_deliveries_total{platform="telegram"} 1`,
		`hspbot_turn_seconds_bucket{platform="telegram",le="0.0025"} 0`,
		`hspbot_turn_seconds_bucket{platform="telegram",le="0.005"} 3`,
		`hspbot_turn_seconds_count{platform="telegram"} 3`,
		`hspbot_reply_seconds_count{platform="telegram"} 1`,
		`hspbot_reply_seconds_sum{platform="telegram"} 1.5`,
		`hspbot_posts_total{outcome="delivered",platform="telegram"} 1`, `hspbot_posts_total{outcome="later",platform="telegram"} 1`,
		`hspbot_posts_total{outcome="broken",platform="telegram"} 2`, `hspbot_posts_total{outcome="gone",platform="telegram"} 1`,
		`hspbot_posts_total{outcome="moved",platform="telegram"} 1`, `hspbot_posts_total{outcome="bug",platform="telegram"} 1`,
		`hspbot_posts_total{outcome="dead",platform="telegram"} 1`, `hspbot_poison_deliveries_total{platform="telegram"} 1`,
		`hspbot_deliveries_dropped_total{platform="telegram"} 1`,
		`hspbot_unreadable_sessions_total{platform="telegram"} 1`)
}

// TestQueries scrapes often: the store is queried no more often than promised.
func TestQueries(t *testing.T) {
	now := noon
	m := NewMetrics(Build{})
	m.now = func() time.Time { return now }
	c := &counted{asked: map[string]int{}, sessions: 7, owed: 2, oldest: noon.Add(-90 * time.Second),
		erasure: noon.Add(-time.Minute), stats: outbox.Stats{Waiting: 3, Expired: 1}}
	m.Add("slack", c, c)
	wantLines(t, page(t, m), `hspbot_sessions{platform="slack"} 7`, `hspbot_owed_screens{platform="slack"} 2`,
		`hspbot_owed_oldest_age_seconds{platform="slack"} 90`, `hspbot_waiting_screens{platform="slack"} 3`,
		`hspbot_erasure_owed_seconds{platform="slack"} 60`, `hspbot_expired_sessions_total{platform="slack"} 1`)
	for range 119 { // two minutes, asked each second
		now = now.Add(time.Second)
		page(t, m)
	}
	if c.asked["owed"] != 8 || c.asked["count"] != 2 {
		t.Errorf("asked %v within two minutes, want 8 and 2", c.asked)
	}
	c.owed, c.oldest = 0, time.Time{}
	now = now.Add(time.Minute)
	wantLines(t, page(t, m), `hspbot_owed_screens{platform="slack"} 0`, `hspbot_owed_oldest_age_seconds{platform="slack"} 0`)
	c.err = errors.New("down")
	now = now.Add(time.Minute)
	lines := page(t, m)
	wantLines(t, lines, `hspbot_waiting_screens{platform="slack"} 3`)
	if slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "hspbot_owed_screens{") }) {
		t.Error("a number that could not be queried is exported")
	}
	c.err = nil
	wantLines(t, page(t, m), `hspbot_store_errors_total{operation="count"} 2`) // the page before may have been made meanwhile
}

func TestIntakes(t *testing.T) {
	m := NewMetrics(Build{})
	intake := inbound.New(inbound.Options{Platform: "telegram", Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return noon }})
	m.AddIntake("telegram", intake)
	wantLines(t, page(t, m), `hspbot_intake_up{platform="telegram"} 0`, `hspbot_intake_last_success_timestamp_seconds{platform="telegram"} 0`,
		`hspbot_intake_errors_total{platform="telegram",reason="conflict"} 0`)
	intake.Arrive()
	intake.Fail(inbound.Conflict, errors.New("another program"))
	intake.Wait(7)
	wantLines(t, page(t, m), `hspbot_intake_up{platform="telegram"} 1`,
		fmt.Sprintf(`hspbot_intake_last_success_timestamp_seconds{platform="telegram"} %v`, float64(noon.Unix())),
		`hspbot_intake_errors_total{platform="telegram",reason="conflict"} 1`, `hspbot_intake_pending_updates{platform="telegram"} 7`)
}
