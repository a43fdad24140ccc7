package telegram

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestForged: what Telegram does not send is refused before anything is done with it.
func TestForged(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	var address, secret string
	for range 500 {
		if address, secret = w.fake.Webhook(); address != "" {
			break
		}
		time.Sleep(2 * time.Millisecond)
	}
	if address == "" || strings.Contains(address, "fake-token") || !strings.HasSuffix(address, path) {
		t.Fatalf("webhook %q", address)
	}
	update := `{"update_id": 1, "message": {"message_id": 1, "from": {"id": 5, "is_bot": false}, "chat": {"id": 5, "type": "private"}, "text": "/start"}}`
	for _, test := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", "POST", "", update, 401},
		{"wrong secret", "POST", "x", update, 401},
		{"almost the secret", "POST", secret[:len(secret)-1], update, 401},
		{"wrong method", "GET", secret, "", 405},
		{"wrong method, no secret", "PUT", "", update, 405},
		{"not JSON", "POST", secret, "{", 400},
		{"not an update", "POST", secret, "[]", 400},
		{"deep", "POST", secret, strings.Repeat("[", 200_000), 400},
		{"no id", "POST", secret, "{}", 400},
		{"empty", "POST", secret, "", 400},
		{"too large", "POST", secret, `{"update_id": 1, "x": "` + strings.Repeat("x", maxBody) + `"}`, 413},
		{"unknown kind", "POST", secret, `{"update_id": 2, "something_new": {"a": [1, 2]}}`, 200},
		{"odd message", "POST", secret, `{"update_id": 3, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}}}`, 200},
		{"press without message", "POST", secret, `{"update_id": 4, "callback_query": {"id": "1", "from": {"id": 5}, "data": "set:goal:i-b"}}`, 200},
	} {
		request, err := http.NewRequest(test.method, address, bytes.NewReader([]byte(test.body)))
		if err != nil {
			t.Fatal(err)
		}
		if test.secret != "" {
			request.Header.Set("X-Telegram-Bot-Api-Secret-Token", test.secret)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.want {
			t.Errorf("%s: %d, want %d", test.name, response.StatusCode, test.want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

// TestPressRidesOnTheWebhook: a press is answered in the answer to its delivery, of which the bot
// never learns how it went, so it holds nothing that Telegram might refuse, such as an empty text.
func TestPressRidesOnTheWebhook(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	p.AwaitAnswer(p.Press("set:goal:i-b"))
	rode := w.fake.Calls(func(c telegramtest.Call) bool { return c.Method == "answerCallbackQuery" && c.Via == "webhook" })
	if len(rode) != 1 || rode[0].Outcome != telegramtest.OK {
		t.Errorf("%+v", rode)
	}
	if v := w.fake.Violations(); len(v) > 0 {
		t.Errorf("%+v", v)
	}
}

// FuzzUpdate: no update makes the reading panic.
func FuzzUpdate(f *testing.F) {
	f.Add([]byte(`{"update_id": 1, "message": {"message_id": 1, "from": {"id": 5}, "chat": {"id": 5, "type": "private"}, "text": "/start zh--x"}}`))
	f.Add([]byte(`{"update_id": 1, "callback_query": {"id": "1", "from": {"id": 5}, "message": {"message_id": 2, "chat": {"id": -5, "type": "group"}}, "data": "5!on:degrees:x"}}`))
	f.Add([]byte(`{"update_id": 1, "my_chat_member": {"chat": {"id": 5, "type": "private"}, "new_chat_member": {"status": "kicked"}}}`))
	r := reader{id: 123456, name: "points_bot"}
	f.Fuzz(func(t *testing.T, b []byte) {
		u, ok := parseUpdate(b)
		if !ok {
			return
		}
		if d := r.read(&u).turn; d != nil {
			if d.ID == "" || placeOf(d.Key).key() != d.Key {
				t.Errorf("delivery %q of %v", d.ID, d.Key)
			}
			(*Telegram)(nil).Change((*Telegram)(nil).Change(b, d.Change), d.Change)
		}
	})
}

// TestPollAfterWebhook: a bot that polls takes the webhook of before away, also where that
// fails at first: until then Telegram hands out no updates.
func TestPollAfterWebhook(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	w.stop()
	for _, kind := range []telegramtest.Outcome{telegramtest.BadGateway, telegramtest.TooMany} {
		w.fake.Fail(telegramtest.Fault{Kind: kind, Method: "deleteWebhook"})
	}
	w.run(polling, bottest.NoLimits)
	p.Say("/help")
	p.Sees(shows(locales.In("en").Say("help.title")))
}
