package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/store/codec"
	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/bot/watch"
)

// quiet is a log that many write and the test reads.
type quiet struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (q *quiet) Write(b []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.Write(b)
}

func (q *quiet) String() string {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.b.String()
}

// get fetches a page; the status is 0 if nothing answers.
func get(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := http.Get(address)
	if err != nil {
		return 0, ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

// eventually waits until a page is as wanted: another process would do the same.
func eventually(t *testing.T, address string, want func(status int, body string) bool) {
	t.Helper()
	var status int
	var body string
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if status, body = get(t, address); want(status, body) {
			return
		}
	}
	t.Fatalf("%s: %d\n%s", address, status, body)
}

// asked runs hspbot ready.
func asked() (status int, said string) {
	var out bytes.Buffer
	status = run([]string{"ready"}, strings.NewReader(""), &out, &out)
	return status, out.String()
}

// TestOps runs the whole bot with a webhook, and looks at it as an operator.
func TestOps(t *testing.T) {
	fake := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	set := fileSettings(t)
	set.Telegram.Token, set.Telegram.API, set.PublicURL = fake.Token(), apiURL(fake.URL()), publicURL("http://"+set.Listen)
	set.Ops, set.TTL = listenAddress(bottest.FreeAddress(t)), duration(time.Hour)
	log := &quiet{}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, set, slog.New(slog.NewTextHandler(log, nil))) }()
	ops, public := "http://"+string(set.Ops), "http://"+string(set.Listen)
	eventually(t, ops+"/readyz", func(status int, body string) bool { return status == 200 && body == "ready\n" })
	t.Setenv("HSPBOT_OPS_LISTEN", string(set.Ops))
	if status, said := asked(); status != 0 || said != "ready\n" {
		t.Errorf("hspbot ready: exit %d: %s", status, said)
	}
	eventually(t, public+"/telegram", func(status int, _ string) bool { return status == http.StatusMethodNotAllowed })
	for _, path := range []string{"/metrics", "/healthz", "/readyz", "/debug/pprof/", "/debug/pprof/heap", "/"} {
		if status, body := get(t, public+path); status != http.StatusNotFound {
			t.Errorf("the public address answers %s: %d %s", path, status, body)
		}
	}
	anna := fake.AddPerson("en")
	if err := fake.Wait(t.Context(), func() bool { address, _ := fake.Webhook(); return address != "" }); err != nil {
		t.Fatal(err)
	}
	anna.Say("/start")
	anna.Sees(func(m telegramtest.Message) bool { return m.FromBot })
	eventually(t, ops+"/metrics", func(_ int, body string) bool {
		return strings.Contains(body, "\nhspbot_posts_total{outcome=\"delivered\",platform=\"telegram\"} 1\n")
	})
	_, body := get(t, ops+"/metrics")
	for _, line := range []string{`hspbot_turns_total{platform="telegram"} 1`, `hspbot_turn_seconds_count{platform="telegram"} 1`,
		`hspbot_reply_seconds_count{platform="telegram"} 1`, `hspbot_store_seconds_count{operation="apply"} 1`,
		`hspbot_finished_interviews_total{platform="telegram"} 0`} {
		if !strings.Contains(body, "\n"+line+"\n") {
			t.Errorf("no line %q in\n%s", line, body)
		}
	}
	lines := checked(t, set, "fake-token")
	finds(t, lines, "✓ HSPBOT_LISTEN: hspbot is running there", "✓ HSPBOT_OPS_LISTEN: hspbot is running there",
		"✓ telegram webhook: set, 0 updates are waiting", "✓ public address: ")
	if wrongs(lines) > 0 {
		t.Errorf("while the bot is running a check fails:\n%s", strings.Join(lines, "\n"))
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("serve = %v\n%s", err, log)
	}
	if status, _ := get(t, ops+"/healthz"); status != 0 {
		t.Errorf("operators still get %d", status)
	}
	if status, said := asked(); status != statusFailed || said != "hspbot: no process answers at "+string(set.Ops)+"\n" {
		t.Errorf("hspbot ready afterwards: exit %d: %s", status, said)
	}
	if strings.Contains(log.String(), "fake-token") || strings.Contains(log.String(), "level=ERROR") {
		t.Errorf("log:\n%s", log)
	}
}

// TestSlackLost: while there is no Socket Mode connection the process is not ready and a metric
// says so; once Slack refuses the app-level token, the program ends at once.
func TestSlackLost(t *testing.T) {
	fake := slacktest.New(t, slacktest.Options{})
	set := fileSettings(t)
	set.Slack.BotToken, set.Slack.API, set.Slack.AppToken = fake.Team("T1").Token(), apiURL(strings.TrimSuffix(fake.API(), "/")), appToken(fake.AppToken())
	set.Ops, set.TTL = listenAddress(bottest.FreeAddress(t)), duration(time.Hour)
	log := &quiet{}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- serve(ctx, set, slog.New(slog.NewTextHandler(log, nil))) }()
	ops := "http://" + string(set.Ops)
	says := func(line string) func(int, string) bool {
		return func(_ int, body string) bool { return strings.Contains(body, "\n"+line+"\n") }
	}
	eventually(t, ops+"/readyz", func(status int, body string) bool { return status == 200 && body == "ready\n" })
	eventually(t, ops+"/metrics", says(`hspbot_intake_up{platform="slack"} 1`))
	fake.Fail("apps.connections.open", slacktest.Fault{Kind: slacktest.Refused, Times: slacktest.Always})
	fake.DropConnections()
	eventually(t, ops+"/readyz", func(status int, body string) bool { return status == 503 && strings.HasPrefix(body, "slack: no") })
	if status, body := get(t, ops+"/readyz/http"); status != 200 {
		t.Errorf("readyz/http %d %s", status, body)
	}
	t.Setenv("HSPBOT_OPS_LISTEN", string(set.Ops))
	if status, said := asked(); status != statusFailed || !strings.HasPrefix(said, "hspbot: not ready: slack: no") {
		t.Errorf("hspbot ready: exit %d: %s", status, said)
	}
	eventually(t, ops+"/metrics", says(`hspbot_intake_up{platform="slack"} 0`))
	fake.ClearFaults()
	eventually(t, ops+"/readyz", func(status int, _ string) bool { return status == 200 })
	fake.Fail("apps.connections.open", slacktest.Fault{Kind: slacktest.Refused, Error: "invalid_auth", Times: slacktest.Always})
	fake.DropConnections()
	select {
	case err := <-ended:
		if err == nil || err.Error() != "slack: Socket Mode refuses the app-level token: invalid_auth" {
			t.Errorf("serve = %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Errorf("the program goes on without a token that is accepted:\n%s", log)
		stop()
		<-ended
	}
}

// TestOpsOff runs the bot as it is by default: nothing is there for operators.
func TestOpsOff(t *testing.T) {
	o, err := openOps(&settings{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	if o.server != nil {
		t.Errorf("something is there: %+v", o)
	}
}

// TestOpsStarting shows a process that lives and is not ready.
func TestOpsStarting(t *testing.T) {
	set := &settings{Ops: listenAddress(bottest.FreeAddress(t))}
	o, err := openOps(set, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer o.close()
	if status, body := get(t, "http://"+string(set.Ops)+"/healthz"); status != 200 {
		t.Errorf("healthz %d %s", status, body)
	}
	if status, body := get(t, "http://"+string(set.Ops)+"/readyz"); status != 503 || body != "starting\n" {
		t.Errorf("readyz %d %s", status, body)
	}
	if _, err := openOps(set, slog.New(slog.DiscardHandler)); err == nil || !strings.HasPrefix(err.Error(), "HSPBOT_OPS_LISTEN: ") {
		t.Errorf("the same address again: %v", err)
	}
}

// TestCopiesOfPostgres: when PostgreSQL was last copied is known as soon as whoever copies it has noted
// that, with the very statement of compose.yaml.
func TestCopiesOfPostgres(t *testing.T) {
	b, err := os.ReadFile("../../deploy/compose.yaml")
	if err != nil {
		t.Fatal(err)
	}
	statement := regexp.MustCompile(`(?s)INSERT INTO record .*?excluded\.body`).FindString(string(b))
	cluster := pgtest.Start(t)
	set := &settings{sealingSettings: sealingSettings{databaseSettings: databaseSettings{Database: databaseURL(cluster.Database(t))}}}
	store, err := set.openStore(t.Context(), codec.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	o := &ops{metrics: watch.NewMetrics(build())}
	o.watchCopies(set, store)
	says := func() string {
		recorder := httptest.NewRecorder()
		watch.Handler(o.metrics, &o.ready).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		_, after, _ := strings.Cut(recorder.Body.String(), "\nhspbot_backup_last_success_timestamp_seconds ")
		value, _, _ := strings.Cut(after, "\n")
		return value
	}
	if got := says(); got != "NaN" {
		t.Errorf("before any copy: %q", got)
	}
	cluster.Exec(t, string(set.Database), statement)
	at, err := strconv.ParseFloat(says(), 64)
	if ago := time.Since(time.Unix(int64(at), 0)); err != nil || ago.Abs() > time.Minute {
		t.Errorf("the copy was made %v ago, %v", ago, err)
	}
}
