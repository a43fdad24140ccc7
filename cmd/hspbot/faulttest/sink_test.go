package faulttest

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// sink is a Telegram that takes every call and remembers which chats it was for: for more
// people than the fake has room for.
type sink struct {
	server  *httptest.Server
	client  *http.Client
	address string // of the webhook
	secret  string

	mu      sync.Mutex
	sent    []int64       // chats of new messages, as they came
	times   map[int64]int // new messages by chat
	shown   map[int64]int // screens, new or in place of others, by chat
	updates int64         // delivered
	hooked  chan struct{} // closed when there is a webhook
	changed chan struct{} // closed and replaced at each call that shows something
	first   time.Time     // of new messages
	last    time.Time
}

func newSink(t testing.TB) *sink {
	s := &sink{times: map[int64]int{}, shown: map[int64]int{}, hooked: make(chan struct{}), changed: make(chan struct{})}
	s.client = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 256,
		TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // a test's certificate
	s.server = httptest.NewServer(s)
	t.Cleanup(func() {
		s.client.CloseIdleConnections()
		s.server.Close()
	})
	return s
}

// env are the settings of a bot for this Telegram.
func (s *sink) env(front *balancer) []string {
	return []string{"HSPBOT_TELEGRAM_TOKEN=123456:fake-token", "HSPBOT_TELEGRAM_API=" + s.server.URL, "HSPBOT_PUBLIC_URL=" + front.URL, unlimited}
}

func (s *sink) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body) // a body that breaks off is answered, too
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
		s.show(chat, method == "sendMessage")
		fmt.Fprintf(w, `{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":"t"}}`, chat)
	case "setWebhook":
		s.mu.Lock()
		if s.address == "" {
			s.address, s.secret = field(body, "url"), field(body, "secret_token")
			close(s.hooked)
		}
		s.mu.Unlock()
		io.WriteString(w, `{"ok":true,"result":true}`)
	default:
		io.WriteString(w, `{"ok":true,"result":true}`)
	}
}

// show notes that a chat sees a screen.
func (s *sink) show(chat int64, fresh bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown[chat]++
	close(s.changed)
	s.changed = make(chan struct{})
	if !fresh {
		return
	}
	if s.last = time.Now(); len(s.sent) == 0 {
		s.first = s.last
	}
	s.sent = append(s.sent, chat)
	s.times[chat]++
}

// field reads a field of a form.
func field(body []byte, name string) string {
	_, rest, _ := bytes.Cut(body, []byte(`name="`+name+`"`))
	_, rest, _ = bytes.Cut(rest, []byte("\r\n\r\n"))
	value, _, _ := bytes.Cut(rest, []byte("\r\n"))
	return string(value)
}

// chats counts the chats that have seen so many screens at least.
func (s *sink) chats(screens int) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, shown := range s.shown {
		if shown >= screens {
			n++
		}
	}
	return n
}

// waitFor waits until a chat has seen so many screens.
func (s *sink) waitFor(chat int64, screens int, most time.Duration) bool {
	late := time.NewTimer(most)
	defer late.Stop()
	for {
		s.mu.Lock()
		shown, changed := s.shown[chat], s.changed
		s.mu.Unlock()
		if shown >= screens {
			return true
		}
		select {
		case <-changed:
		case <-late.C:
			return false
		}
	}
}

// act delivers what somebody does, a press or a command, until it is taken.
func (s *sink) act(user int64, action string) error {
	s.mu.Lock()
	s.updates++
	id := s.updates
	s.mu.Unlock()
	who := fmt.Sprintf(`{"id":%d,"is_bot":false,"first_name":"P","language_code":"ja"}`, user)
	body := fmt.Sprintf(`{"update_id":%d,"callback_query":{"id":"%d","from":%s,"message":{"message_id":1,"date":1,"chat":{"id":%d,"type":"private"},"text":"t"},"chat_instance":"1","data":"%s"}}`,
		id, id, who, user, action)
	if action[0] == '/' {
		body = fmt.Sprintf(`{"update_id":%d,"message":{"message_id":1,"date":1,"from":%s,"chat":{"id":%d,"type":"private"},"text":"%s"}}`, id, who, user, action)
	}
	request, err := http.NewRequest(http.MethodPost, s.address, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Telegram-Bot-Api-Secret-Token", s.secret)
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the webhook answers %d, %v", answer.StatusCode, err)
	}
	return nil
}
