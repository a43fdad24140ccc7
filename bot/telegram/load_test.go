package telegram

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
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

// BenchmarkTelegram is a closed loop: 64 people without a pause, each of whom presses when
// they see the next question. Updates come through the webhook over HTTP on loopback, with
// the secret; calls go to a sink that answers at once; every turn is on disk before it is
// acknowledged; no limits are kept. The bot is a process of its own, so that what it takes
// is its own.
func BenchmarkTelegram(b *testing.B) {
	for _, stored := range []int{0, 10_000, 100_000} {
		b.Run(fmt.Sprintf("stored=%d", stored), func(b *testing.B) { load(b, stored) })
	}
}

const atOnce = 64

func load(b *testing.B, stored int) {
	file := filepath.Join(b.TempDir(), "load.db")
	fill(b, file, stored)
	s := &sink{cards: map[int64]chan struct{}{}, address: make(chan string, 1)}
	server := httptest.NewServer(s)
	defer server.Close()
	child, wait := spawn(b, file, server.URL)
	address := <-s.address
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * atOnce}}
	defer client.CloseIdleConnections()
	var people atomic.Int64
	people.Store(10_000_000)
	var left, updates atomic.Int64
	left.Store(int64(b.N))
	all := make([][]time.Duration, atOnce)
	before, began := spent(b, child), time.Now()
	b.ResetTimer()
	var group sync.WaitGroup
	for i := range atOnce {
		group.Go(func() {
			for left.Load() > 0 {
				user := people.Add(1)
				seen := s.watch(user)
				for _, action := range way {
					if left.Add(-1) < 0 {
						return
					}
					at := time.Now()
					if err := deliver(client, address, updates.Add(1), user, action); err != nil {
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
				_, err := store.Apply(context.Background(), place{chat: i}.key(), func(s *bot.Session) error {
					s.State, s.Version, s.Shown, s.Created, s.Touched = state, 13, 13, at, at
					s.Surface = surface{Card: 5, Stays: true}.bytes()
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
func spawn(b *testing.B, file, api string) (pid int, wait func()) {
	args := []string{"-test.run=^TestChild$"}
	if profile := os.Getenv("HSPBOT_TEST_PROFILE"); profile != "" {
		args = append(args, "-test.cpuprofile="+profile)
	}
	child := childCommand(webhooks, api, file, args...)
	var log logs
	child.Stderr = &log
	if err := child.Start(); err != nil {
		b.Fatal(err)
	}
	return child.Process.Pid, func() {
		if err := child.Process.Signal(syscall.SIGTERM); err != nil {
			b.Error(err)
		}
		if err := child.Wait(); err != nil {
			b.Errorf("%v:\n%s", err, log.String())
		}
	}
}

// deliver posts an update as Telegram does.
func deliver(client *http.Client, address string, id, user int64, action string) error {
	body := fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":{"id":%d,"is_bot":false,"first_name":"P","language_code":"ja"},`+
		`"message":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private","first_name":"P"},"text":"t"},"chat_instance":"1","data":"%s"}}`, id, id, user, user, user, action)
	if action[0] == '/' {
		body = fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"from":{"id":%d,"is_bot":false,"first_name":"P","language_code":"ja"},`+
			`"chat":{"id":%d,"type":"private","first_name":"P"},"text":"%s"}}`, id, user, user, action)
	}
	request, err := http.NewRequest(http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Telegram-Bot-Api-Secret-Token", defaultSecret(token))
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook answers %d, %v", response.StatusCode, err)
	}
	return nil
}

// sink answers every call, and tells who waits for it that a card came.
type sink struct {
	address chan string // of the webhook
	mu      sync.Mutex
	cards   map[int64]chan struct{}
}

func (s *sink) watch(user int64) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cards[user] = make(chan struct{}, 1)
	return s.cards[user]
}

func (s *sink) forget(user int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.cards, user)
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	w.Header().Set("Content-Type", "application/json")
	switch method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]; method {
	case "getMe":
		io.WriteString(w, `{"ok":true,"result":{"id":123456,"is_bot":true,"first_name":"B","username":"points_bot"}}`)
	case "getMyCommands":
		io.WriteString(w, `{"ok":true,"result":[]}`)
	case "getMyDescription", "getMyShortDescription":
		io.WriteString(w, `{"ok":true,"result":{}}`)
	case "sendMessage", "editMessageText":
		chat, _ := strconv.ParseInt(field(body, "chat_id"), 10, 64)
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"text":"t"}}`, chat, chat)
		s.mu.Lock()
		seen := s.cards[chat]
		s.mu.Unlock()
		if seen != nil {
			seen <- struct{}{}
		}
	case "setWebhook":
		s.address <- field(body, "url")
		fallthrough
	default:
		io.WriteString(w, `{"ok":true,"result":true}`)
	}
}

// field reads a field of a form.
func field(body []byte, name string) string {
	_, rest, _ := bytes.Cut(body, []byte(`name="`+name+`"`))
	_, rest, _ = bytes.Cut(rest, []byte("\r\n\r\n"))
	value, _, _ := bytes.Cut(rest, []byte("\r\n"))
	return string(value)
}

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
