package telegramtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

// inbox is a webhook that does as it is told.
type inbox struct {
	mu      sync.Mutex
	updates updates
	secrets []string
	answer  func(n int, u update, w http.ResponseWriter) // n from 1
}

func (i *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	i.mu.Lock()
	defer i.mu.Unlock()
	var u update
	body, _ := io.ReadAll(r.Body)
	if err := json.Unmarshal(body, &u); err != nil {
		panic(err)
	}
	i.updates = append(i.updates, u)
	i.secrets = append(i.secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	if i.answer != nil {
		i.answer(len(i.updates), u, w)
	}
}

func (i *inbox) texts() (out []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, u := range i.updates {
		if u.Message != nil {
			out = append(out, u.Message.Text)
		}
	}
	return out
}

// hooked starts a fake with a webhook.
func hooked(t *testing.T, answer func(int, update, http.ResponseWriter)) (*telegramtest.Server, *client, *inbox) {
	s, c := newServer(t)
	i := &inbox{answer: answer}
	web := httptest.NewServer(i)
	t.Cleanup(web.Close)
	t.Cleanup(s.Close) // before the webhook goes away
	if got := c.call("setWebhook", object{"url": web.URL + "/hook", "secret_token": "s3cret_-"}); !got.OK {
		t.Fatal(got.Description)
	}
	return s, c, i
}

func drained(t *testing.T, s *telegramtest.Server) {
	t.Helper()
	if err := s.Wait(t.Context(), func() bool { return s.Pending() == 0 }); err != nil {
		t.Fatal(err)
	}
}

func TestDelivery(t *testing.T) {
	s, _, i := hooked(t, func(n int, _ update, w http.ResponseWriter) {
		if n < 4 {
			http.Error(w, "", http.StatusInternalServerError)
		}
	})
	p := s.AddPerson("")
	var want []string
	for n := range 10 {
		want = append(want, fmt.Sprint(n))
		p.Say(fmt.Sprint(n))
	}
	drained(t, s)
	want = append([]string{"0", "0", "0"}, want...)
	if got := i.texts(); !slices.Equal(got, want) || i.secrets[0] != "s3cret_-" {
		t.Errorf("texts = %q", got)
	}
	all := s.Deliveries()
	for n, second := range []time.Duration{1, 2, 4} {
		if d := all[n+1].At.Sub(all[n].At); d < second*10*time.Millisecond || all[n].Status != 500 || all[n+1].Try != n+2 {
			t.Errorf("try %+v after %v", all[n+1], d)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	s, c, i := hooked(t, func(n int, _ update, w http.ResponseWriter) {
		if n == 1 {
			w.Header().Set("Retry-After", "10")
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	slow, other := s.AddPerson(""), s.AddPerson("")
	slow.Say("a")
	if err := s.Wait(t.Context(), func() bool { return len(s.Deliveries()) == 1 }); err != nil {
		t.Fatal(err)
	}
	other.Say("b") // is not held up
	drained(t, s)
	if got := i.texts(); !slices.Equal(got, []string{"a", "b", "a"}) {
		t.Errorf("texts = %q", got)
	}
	all := s.Deliveries()
	if d := all[2].At.Sub(all[0].At); d < 100*time.Millisecond {
		t.Errorf("again after %v", d)
	}
	if got := string(c.call("getWebhookInfo", nil).Result); got == "" {
		t.Error("no webhook")
	}
}

// TestAnswerInBody has the webhook call a method in its answer.
func TestAnswerInBody(t *testing.T) {
	s, c, _ := hooked(t, func(_ int, u update, w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		if u.Query != nil {
			_ = json.NewEncoder(w).Encode(object{"method": "answerCallbackQuery", "callback_query_id": u.Query.ID, "text": "ok"})
		} else if u.Message.Text == "bad" {
			_ = json.NewEncoder(w).Encode(object{"method": "getMe"})
		} else if u.Message.Text == "wrong" {
			_ = json.NewEncoder(w).Encode(object{"method": "sendMessage", "chat_id": u.Message.Chat.ID})
		}
	})
	p := s.AddPerson("")
	p.Say("hi")
	c.send(p.ID(), "?", "A")
	if q := p.AwaitAnswer(p.Press("A")); q.Text != "ok" {
		t.Errorf("query = %+v", q)
	}
	if n := len(s.Calls(func(c telegramtest.Call) bool { return c.Via == "webhook" && c.Outcome == telegramtest.OK })); n != 1 {
		t.Errorf("%d calls in answers", n)
	}
	p.Say("bad")
	p.Say("wrong")
	if err := s.Wait(t.Context(), func() bool { return len(s.Violations()) == 2 }); err != nil {
		t.Fatal(err)
	}
	provoked(t, s, "ignored in the answer", `"text" is required`)
}

// TestLifeOfPress lets a press that the bot does not take die after 150 seconds, and a
// message wait.
func TestLifeOfPress(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{Second: 10 * time.Microsecond})
	p := s.AddPerson("")
	p.Say("hi")
	card := c.send(p.ID(), "?", "A")
	query := p.PressOn(card, "A")
	if err := s.Wait(t.Context(), func() bool { return c.poll(0, 0) != nil && s.Pending() == 1 }); err != nil {
		t.Fatal(err)
	}
	refused(t, c.call("answerCallbackQuery", object{"callback_query_id": query}), 400, "query is too old")
}

// TestTwice delivers everything once more after it was acknowledged.
func TestTwice(t *testing.T) {
	s, _, i := hooked(t, nil)
	s.SetFaults(telegramtest.Faults{Duplicate: 1})
	p := s.AddPerson("")
	p.Say("a")
	p.Say("b")
	drained(t, s)
	if got := i.texts(); !slices.Equal(got, []string{"a", "a", "b", "b"}) {
		t.Errorf("texts = %q", got)
	}
}

// TestLanes lets a slow message be overtaken by a press of the same person.
func TestLanes(t *testing.T) {
	release := make(chan struct{})
	arrived := make(chan update, 3)
	s, c := newServer(t)
	web := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var u update
		_ = json.NewDecoder(r.Body).Decode(&u)
		arrived <- u
		if u.Message != nil {
			<-release
		}
	}))
	t.Cleanup(web.Close)
	t.Cleanup(s.Close)
	p := s.AddPerson("")
	p.Say("a")
	card := c.send(p.ID(), "?", "A")
	p.Say("b")
	c.call("setWebhook", object{"url": web.URL})
	if u := <-arrived; u.Message == nil || u.Message.Text != "a" {
		t.Errorf("first = %+v", u)
	}
	p.PressOn(card, "A")
	if u := <-arrived; u.Query == nil {
		t.Errorf("second = %+v", u)
	}
	close(release)
	if u := <-arrived; u.Message == nil || u.Message.Text != "b" {
		t.Errorf("third = %+v", u)
	}
	drained(t, s)
}
