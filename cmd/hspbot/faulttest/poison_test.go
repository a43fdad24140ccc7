package faulttest

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"hspbot/bot/store/postgres/pgtest"
	"hspbot/bot/telegram/telegramtest"
)

// poison are bodies that no platform sends, or that a later one might.
var poison = map[string]string{
	"nothing":         "",
	"no JSON":         "\x00\xff{]",
	"half of it":      `{"update_id":7,"message":{"message_id":1,"chat":{"id":5`,
	"another thing":   `["update"]`,
	"no id":           `{"message":{"message_id":1,"chat":{"id":5,"type":"private"},"text":"/start"}}`,
	"other types":     `{"update_id":8,"message":{"message_id":"one","chat":7,"text":["/start"]}}`,
	"a huge number":   `{"update_id":9,"message":{"message_id":1,"from":{"id":1e40},"chat":{"id":99999999999999999999,"type":"private"},"text":"a"}}`,
	"very deep":       `{"update_id":10,"message":` + strings.Repeat(`{"reply_to_message":`, 20_000) + `{}` + strings.Repeat(`}`, 20_001),
	"very large":      `{"update_id":11,"message":{"text":"` + strings.Repeat("x", 300_000) + `"}}`,
	"nulls":           `{"update_id":12,"message":null,"callback_query":{"id":null,"from":null,"message":null,"data":null}}`,
	"unknown kind":    `{"update_id":13,"brain_wave":{"chat":{"id":5}}}`,
	"broken text":     `{"update_id":14,"message":{"message_id":1,"from":{"id":41},"chat":{"id":41,"type":"private"},"text":"\ud800\u0000` + "\xf0\x28" + `"}}`,
	"strange press":   `{"update_id":15,"callback_query":{"id":"q","from":{"id":42},"message":{"message_id":1,"chat":{"id":42,"type":"private"}},"data":"set:` + strings.Repeat(":~", 40) + `"}}`,
	"nobody's button": `{"update_id":16,"callback_query":{"id":"r","from":{"id":43},"message":{"message_id":0,"chat":{"id":43,"type":"private"}},"data":"\u0000done:age"}}`,
}

// TestFaultPoison delivers what cannot be read beside what can, and puts what cannot be read
// into the store. Only the delivery, or the conversation, itself is hurt.
func TestFaultPoison(t *testing.T) {
	t.Parallel()
	w := onPostgres(t, 2)
	c := w.crowd(either(12, 40))
	address, secret := w.fake.Webhook()
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} // a test's certificate
	defer client.CloseIdleConnections()
	c.begin()
	sick := w.fake.AddPerson("en")
	sick.Say("/start")
	sick.Sees(func(m telegramtest.Message) bool { return len(m.Keyboard) > 0 })
	// That the first card has been seen may not be kept yet, and cannot be once the row is unreadable.
	spoil := fmt.Sprintf(`UPDATE session SET state = '{"answers":[', shown = version WHERE id = '%d'`, sick.Chat().ID)
	if !until(10*time.Second, func() bool { return w.replicas[0].metric(`hspbot_waiting_screens{platform="telegram"}`) >= 0 }) {
		t.Error("no metrics")
	}
	pgtest.Start(t).Exec(t, w.database, spoil)
	sick.Say("still there?")
	statuses := map[string]int{}
	for range either(2, 50) {
		for name, body := range poison {
			statuses[name] = w.swallow(client, address, secret, body)
		}
	}
	for name, status := range statuses {
		if status == 0 || status >= 500 {
			t.Errorf("%s: the webhook answers %d", name, status)
		}
	}
	c.end()
	t.Logf("deliveries that cannot be read, answered %v: %s", statuses, w.finish(c))
}

// swallow delivers a body, and returns the status of the answer.
func (w *world) swallow(client *http.Client, address, secret, body string) int {
	request, err := http.NewRequest(http.MethodPost, address, bytes.NewReader([]byte(body)))
	if err != nil {
		w.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	answer, err := client.Do(request)
	if err != nil {
		w.t.Errorf("deliver: %v", err)
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}
