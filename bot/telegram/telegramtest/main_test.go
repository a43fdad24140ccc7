package telegramtest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"hspbot/bot/telegram/telegramtest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

type object = map[string]any

// answer is the body of an answer, and of its headers what matters.
type answer struct {
	OK          bool
	ErrorCode   int `json:"error_code"`
	Description string
	Result      json.RawMessage
	Parameters  struct {
		RetryAfter      int   `json:"retry_after"`
		MigrateToChatID int64 `json:"migrate_to_chat_id"`
	}
	retryAfter string
}

// client speaks the protocol without any library.
type client struct {
	t *testing.T
	s *telegramtest.Server
	*http.Client
}

// newServer starts a fake whose seconds are ten milliseconds.
func newServer(t *testing.T) (*telegramtest.Server, *client) {
	return newServerWith(t, telegramtest.Options{})
}

func newServerWith(t *testing.T, o telegramtest.Options) (*telegramtest.Server, *client) {
	t.Helper()
	if o.Second == 0 {
		o.Second = 10 * time.Millisecond
	}
	o.AnyWebhook = true
	s := telegramtest.New(t, o)
	c := &client{t: t, s: s, Client: &http.Client{Transport: &http.Transport{}}}
	t.Cleanup(c.CloseIdleConnections)
	return s, c
}

// call posts JSON.
func (c *client) call(method string, params object) answer {
	c.t.Helper()
	out, err := c.try(method, params)
	if err != nil {
		c.t.Errorf("%s: %v", method, err)
	}
	return out
}

func (c *client) try(method string, params object) (answer, error) {
	body, err := json.Marshal(params)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.post(method, "application/json", string(body))
}

func (c *client) post(method, kind, body string) (out answer, err error) {
	r, err := c.Post(c.s.URL()+"/bot"+c.s.Token()+"/"+method, kind, strings.NewReader(body))
	if err != nil {
		return out, err
	}
	defer r.Body.Close()
	out.retryAfter = r.Header.Get("Retry-After")
	err = json.NewDecoder(r.Body).Decode(&out)
	if out.ErrorCode != 0 && out.ErrorCode != r.StatusCode {
		c.t.Errorf("error_code %d in a %d", out.ErrorCode, r.StatusCode)
	}
	return out, err
}

// form posts the same parameters as a form of either kind.
func (c *client) form(method string, parts bool, params map[string]string) answer {
	c.t.Helper()
	values := url.Values{}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, value := range params {
		values.Set(name, value)
		if err := w.WriteField(name, value); err != nil {
			c.t.Fatal(err)
		}
	}
	_ = w.Close()
	kind, text := w.FormDataContentType(), body.String()
	if !parts {
		kind, text = "application/x-www-form-urlencoded", values.Encode()
	}
	out, err := c.post(method, kind, text)
	if err != nil {
		c.t.Error(err)
	}
	return out
}

// send sends a message and returns its id.
func (c *client) send(chat int64, text string, buttons ...string) int {
	c.t.Helper()
	p := object{"chat_id": chat, "text": text, "parse_mode": "HTML"}
	if len(buttons) > 0 {
		p["reply_markup"] = keyboard(buttons...)
	}
	out := c.call("sendMessage", p)
	var m struct {
		ID int `json:"message_id"`
	}
	if err := json.Unmarshal(out.Result, &m); err != nil || !out.OK {
		c.t.Errorf("sendMessage: %s %v", out.Description, err)
	}
	return m.ID
}

// keyboard has a row for each button, its data the label in lower case.
func keyboard(labels ...string) object {
	rows := []any{}
	for _, l := range labels {
		rows = append(rows, []any{object{"text": l, "callback_data": strings.ToLower(l)}})
	}
	return object{"inline_keyboard": rows}
}

// refused checks an answer against the end of Telegram's words.
func refused(t *testing.T, got answer, code int, words string) {
	t.Helper()
	if got.OK || got.ErrorCode != code || !strings.Contains(got.Description, words) {
		t.Errorf("answer = %d %q, want %d %q", got.ErrorCode, got.Description, code, words)
	}
}

// provoked checks the violations since the last time, and takes them away.
func provoked(t *testing.T, s *telegramtest.Server, words ...string) {
	t.Helper()
	var all strings.Builder
	got := s.TakeViolations()
	for _, v := range got {
		fmt.Fprintf(&all, "%s: %s\n", v.Method, v.What)
	}
	for _, w := range words {
		if !strings.Contains(all.String(), w) {
			t.Errorf("violations lack %q:\n%s", w, all.String())
		}
	}
	if len(words) != len(got) {
		t.Errorf("%d violations, want %d:\n%s", len(got), len(words), all.String())
	}
}
