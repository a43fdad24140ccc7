package slack

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/store/sqlite"
	"hspbot/conversation"
)

// The way of one person through the interview in the benchmark; then comes the next person.
var way = []string{"/start", "set:goal:i-b", "set:degrees:none~3f", "set:career_i-b:from-10", "set:age:30-35", "set:salary:9000000-10000000",
	"set:japanese:n1", "set:research:none~f", "set:licences:none", "set:employer:none~f", "set:rest:none~37", "set:spouse_income:under-1", "set:family:none~1f"}

// BenchmarkSlack is a closed loop: 64 people without a pause, each of whom presses when they
// see the next question. Deliveries come signed, over HTTP on loopback, presses with the whole
// message as Slack sends them; calls and answers go to a sink that answers at once; every turn
// is on disk before it is acknowledged; no limits are kept. The bot is a process of its own,
// so that what it takes is its own.
func BenchmarkSlack(b *testing.B) {
	for _, stored := range []int{0, 10_000, 100_000} {
		b.Run(fmt.Sprintf("stored=%d", stored), func(b *testing.B) { load(b, stored) })
	}
}

const (
	atOnce      = 64
	loadSecret  = "0123456789abcdef0123456789abcdef"
	loadTeam    = "T1"
	firstPerson = 10_000_000
)

func load(b *testing.B, stored int) {
	file := filepath.Join(b.TempDir(), "load.db")
	fill(b, file, stored)
	s := &sink{cards: map[string]chan struct{}{}}
	server := httptest.NewServer(s)
	defer server.Close()
	s.url = server.URL
	child, address, wait := spawn(b, file, server.URL+"/api/")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * atOnce}}
	defer client.CloseIdleConnections()
	var people, left, deliveries atomic.Int64
	people.Store(firstPerson)
	left.Store(int64(b.N))
	all := make([][]time.Duration, atOnce)
	before, began := spent(b, child), time.Now()
	b.ResetTimer()
	var group sync.WaitGroup
	for i := range atOnce {
		group.Go(func() {
			for left.Load() > 0 {
				user := "U" + strconv.FormatInt(people.Add(1), 10)
				seen := s.watch(user)
				for _, action := range way {
					if left.Add(-1) < 0 {
						return
					}
					at := time.Now()
					if err := s.deliver(client, address, deliveries.Add(1), user, action); err != nil {
						b.Error(err)
						return
					}
					select {
					case <-seen:
					case <-time.After(10 * time.Second):
						b.Errorf("no card after %s", action)
						return
					}
					all[i] = append(all[i], time.Since(at))
				}
				s.forget(user)
			}
		})
	}
	group.Wait()
	b.StopTimer()
	took, cpu := time.Since(began), spent(b, child)-before
	times := slices.Concat(all...)
	slices.Sort(times)
	n := float64(max(1, len(times)))
	b.ReportMetric(n/took.Seconds(), "turns/s")
	b.ReportMetric(float64(cpu.Microseconds())/n, "cpu-µs/turn")
	if len(times) > 0 {
		b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "p50-ms")
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "p99-ms")
	}
	b.ReportMetric(resident(b, child), "MiB")
	b.ReportMetric(0, "ns/op")
	wait()
}

// fill stores sessions of people who are through with the interview.
func fill(b *testing.B, file string, stored int) {
	store, err := sqlite.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	defer store.Close()
	var state conversation.State
	at := time.Now()
	for i, action := range way {
		kind := conversation.Pressed
		if i == 0 {
			kind = conversation.Started
		}
		state, _ = conversation.Step(state, conversation.Event{Kind: kind, Action: action, Language: "ja", At: at})
	}
	var next atomic.Int64
	var group sync.WaitGroup
	for range 256 {
		group.Go(func() {
			for i := next.Add(1); i <= int64(stored); i = next.Add(1) {
				user := "U" + strconv.FormatInt(i, 10)
				_, err := store.Apply(context.Background(), place{install: loadTeam, user: user}.key(), func(s *bot.Session) error {
					s.State, s.Version, s.Shown, s.Created, s.Touched = state, 13, 13, at, at
					s.Surface = surface{Channel: "D" + user, Direct: "D" + user, Card: "1.000001", Stays: true}.bytes()
					return nil
				})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

// spawn starts the bot; wait stops it. HSPBOT_TEST_PROFILE names a file for its profile.
func spawn(b *testing.B, file, api string) (pid int, address string, wait func()) {
	args := []string{"-test.run=^TestChild$"}
	if profile := os.Getenv("HSPBOT_TEST_PROFILE"); profile != "" {
		args = append(args, "-test.cpuprofile="+profile)
	}
	child := childCommand(overHTTP, file, map[string]string{childAPI: api, childToken: "xoxb-load", childSecret: loadSecret}, args...)
	var log logs
	child.Stderr = &log
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		b.Fatalf("the bot does not start:\n%s", log.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return child.Process.Pid, lines.Text(), func() {
		if err := child.Process.Signal(syscall.SIGTERM); err != nil {
			b.Error(err)
		}
		if err := child.Wait(); err != nil {
			b.Errorf("%v:\n%s", err, log.String())
		}
	}
}

// sink answers every call, and tells who waits for it that a card came.
type sink struct {
	url   string
	mu    sync.Mutex
	cards map[string]chan struct{}
	shown sync.Map // the blocks of each person's card
}

func (s *sink) watch(user string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cards[user] = make(chan struct{}, 1)
	return s.cards[user]
}

func (s *sink) forget(user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.cards, user)
	s.shown.Delete(user)
}

// came notes the card of a person.
func (s *sink) came(user string, blocks []byte) {
	s.shown.Store(user, blocks)
	s.mu.Lock()
	seen := s.cards[user]
	s.mu.Unlock()
	if seen != nil {
		seen <- struct{}{}
	}
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	if user, ok := strings.CutPrefix(r.URL.Path, "/actions/"); ok {
		io.WriteString(w, "ok")
		var a struct{ Blocks json.RawMessage }
		_ = json.Unmarshal(body, &a)
		s.came(user, a.Blocks)
		return
	}
	form, _ := url.ParseQuery(string(body))
	switch method := strings.TrimPrefix(r.URL.Path, "/api/"); method {
	case "auth.test":
		io.WriteString(w, `{"ok":true,"team_id":"`+loadTeam+`","user_id":"UBOT","bot_id":"B1"}`)
	case "users.info":
		io.WriteString(w, `{"ok":true,"user":{"id":"`+form.Get("user")+`","team_id":"`+loadTeam+`","locale":"ja-JP"}}`)
	case "chat.postMessage", "chat.update":
		channel := form.Get("channel")
		io.WriteString(w, `{"ok":true,"channel":"`+channel+`","ts":"1.000001"}`)
		s.came(channel[1:], []byte(form.Get("blocks")))
	default:
		io.WriteString(w, `{"ok":true}`)
	}
}

// deliver signs and posts a text or a press as Slack does.
func (s *sink) deliver(client *http.Client, address string, id int64, user, action string) error {
	path, media := "/slack/events", typeJSON
	body := fmt.Sprintf(`{"token":"t","team_id":"%s","api_app_id":"A1","event":{"client_msg_id":"%d","type":"message","text":"%s","user":"%s","ts":"2.%06d","team":"%s",`+
		`"channel":"D%s","event_ts":"2.%06d","channel_type":"im"},"type":"event_callback","event_id":"Ev%d","event_time":2,"authorizations":[{"enterprise_id":null,`+
		`"team_id":"%s","user_id":"UBOT","is_bot":true,"is_enterprise_install":false}],"is_ext_shared_channel":false}`, loadTeam, id, action, user, id, loadTeam, user, id, id, loadTeam)
	if action[0] != '/' {
		blocks, _ := s.shown.Load(user)
		press := fmt.Sprintf(`{"type":"block_actions","user":{"id":"%s","username":"p","name":"p","team_id":"%s"},"api_app_id":"A1","token":"t",`+
			`"container":{"type":"message","message_ts":"1.000001","channel_id":"D%s","is_ephemeral":false},"trigger_id":"%d.1.x","team":{"id":"%s","domain":"d"},`+
			`"enterprise":null,"is_enterprise_install":false,"channel":{"id":"D%s","name":"directmessage"},"message":{"user":"UBOT","type":"message","ts":"1.000001",`+
			`"bot_id":"B1","app_id":"A1","text":"t","team":"%s","blocks":%s},"state":{"values":{}},"response_url":"%s/actions/%s","actions":[{"action_id":"do1",`+
			`"block_id":"%s#1","text":{"type":"plain_text","text":"t","emoji":true},"value":"%s","type":"button","action_ts":"2.%06d"}]}`,
			user, loadTeam, user, id, loadTeam, user, loadTeam, blocks, s.url, user, ownTag, action, id)
		path, media, body = "/slack/interactions", typeForm, "payload="+url.QueryEscape(press)
	}
	request, err := http.NewRequest(http.MethodPost, address+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	stamp := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(loadSecret))
	mac.Write([]byte("v0:" + stamp + ":" + body))
	request.Header.Set("Content-Type", media)
	request.Header.Set("X-Slack-Request-Timestamp", stamp)
	request.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %d, %v", path, response.StatusCode, err)
	}
	return nil
}

// Media types of deliveries.
const (
	typeJSON = "application/json"
	typeForm = "application/x-www-form-urlencoded"
)

// spent is the processor time a process has used.
func spent(b *testing.B, pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Skip("needs /proc")
	}
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * time.Second / 100
}

// resident is the memory of a process, in MiB.
func resident(b *testing.B, pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("needs /proc")
	}
	_, rest, _ := bytes.Cut(status, []byte("VmRSS:"))
	kib, _ := strconv.Atoi(strings.Fields(string(rest))[0])
	return float64(kib) / 1024
}
