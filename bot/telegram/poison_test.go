package telegram

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/outbox"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

const poison = "eat this word"

// stepper is the interview, but for one text.
func stepper(s conversation.State, e conversation.Event) conversation.State {
	if e.Text == poison {
		panic("cannot read " + e.Text)
	}
	return conversation.Step(s, e)
}

// TestPoison: a delivery that cannot be taken costs itself. The person is told a reference,
// which the log has, and goes on; so does everybody else.
func TestPoison(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		t.Run(string(m), func(t *testing.T) {
			w := begin(t, m, telegramtest.Options{}, bottest.Options{Bot: bot.Options{Step: stepper}, Outbox: outbox.Options{NoLimits: true}})
			p, other := w.fake.AddPerson("ja"), w.fake.AddPerson("en")
			p.Say("/start")
			p.Sees(shows(ask("ja", "goal")))
			p.Press("set:goal:i-b")
			p.Sees(shows(ask("ja", "degrees")))
			p.Say(poison)
			sentence, rest, _ := strings.Cut(locales.In("ja").Say("notice.trouble", "Reference", "REFERENCE"), "REFERENCE")
			told := p.Sees(shows(sentence, rest, ask("ja", "degrees")))
			_, after, _ := strings.Cut(told.Text, sentence)
			reference, _, _ := strings.Cut(after, rest)
			query := p.Press("set:degrees:none~3f")
			p.Sees(shows(ask("ja", "salary")))
			p.AwaitAnswer(query)
			other.Say("/start")
			other.Sees(shows(ask("en", "goal")))
			drained(t, w.fake)
			log := w.log.String()
			if len(reference) < 8 || !strings.Contains(log, reference) {
				t.Errorf("reference %q is not in the log:\n%s", reference, log)
			}
			if strings.Contains(log, poison) || strings.Contains(told.Text, poison) {
				t.Errorf("what was written is repeated:\n%s\n%s", log, told.Text)
			}
			tries := 0
			for _, d := range w.fake.Deliveries() {
				if d.User == p.ID() {
					tries = max(tries, d.Try)
				}
			}
			if tries != 1 {
				t.Errorf("a delivery came %d times", tries)
			}
		})
	}
}

// failing is a store whose disk is full, for a while.
type failing struct {
	bot.Store
	full atomic.Bool
}

var errFull = errors.New("disk full")

func (f *failing) Apply(ctx context.Context, key bot.Key, change func(*bot.Session) error) (bot.Session, error) {
	if f.full.Load() {
		return bot.Session{}, errFull
	}
	return f.Store.Apply(ctx, key, change)
}

// TestStoreFails: what cannot be kept is not acknowledged, and is kept when it comes again.
func TestStoreFails(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		t.Run(string(m), func(t *testing.T) {
			w := begin(t, m, telegramtest.Options{Second: 50 * time.Millisecond}, bottest.NoLimits)
			w.stop()
			store := &failing{Store: w.store}
			w.store = store
			w.run(m, bottest.NoLimits)
			p := w.fake.AddPerson("zh")
			p.Say("/start")
			p.Sees(shows(ask("zh", "goal")))
			store.full.Store(true)
			query := p.Press("set:goal:i-b")
			refused := func() (n int) {
				for _, d := range w.fake.Deliveries() {
					if d.Kind == "callback_query" && (d.Status == 503 || m == polling) {
						n++
					}
				}
				return n
			}
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			if err := w.fake.Wait(ctx, func() bool { return refused() >= 2 }); err != nil {
				t.Fatalf("%d deliveries refused", refused())
			}
			if w.fake.Query(query).Answered {
				t.Errorf("a press that was not kept is answered")
			}
			store.full.Store(false)
			p.Sees(shows(ask("zh", "degrees")))
			p.AwaitAnswer(query)
			drained(t, w.fake)
			if log := w.log.String(); strings.Contains(log, "set:goal") || !strings.Contains(log, errFull.Error()) {
				t.Errorf("the log:\n%s", log)
			}
		})
	}
}

// TestTokenStaysSecret: no error of any call, and no line of the log, names the token.
func TestTokenStaysSecret(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{Second: 200 * time.Millisecond}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	for _, kind := range []telegramtest.Outcome{telegramtest.ResetBefore, telegramtest.BadGateway, telegramtest.TooMany} {
		w.fake.Fail(telegramtest.Fault{Kind: kind, Method: "editMessageText"})
		w.fake.Fail(telegramtest.Fault{Kind: kind, Method: "getUpdates"})
		w.fake.Fail(telegramtest.Fault{Kind: kind, Method: "answerCallbackQuery"})
	}
	p.Press("why:goal")
	p.Sees(func(m telegramtest.Message) bool { return m.Edits > 0 })
	w.fake.SetDown(true)
	if _, err := New(context.Background(), Options{Token: token, API: w.fake.URL()}); err == nil || strings.Contains(err.Error(), "fake") {
		t.Errorf("New without a server: %v", err)
	}
	w.fake.SetDown(false)
	w.fake.Revoke()
	if _, err := New(context.Background(), Options{Token: token, API: w.fake.URL()}); err == nil || strings.Contains(err.Error(), "fake") {
		t.Errorf("New with a revoked token: %v", err)
	}
	if _, err := New(context.Background(), Options{Token: "", API: w.fake.URL()}); err == nil {
		t.Errorf("New without a token")
	}
}

// TestStrangeUpdate: an update of which a field is of another type than it should be is
// acknowledged and means nothing; those behind it are taken.
func TestStrangeUpdate(t *testing.T) {
	for _, body := range []string{`{"update_id":7,"message":"text"}`, `{"update_id":7,"message":{"message_id":1,"from":{"id":"five"}}}`, `{"update_id":7,"callback_query":[]}`} {
		u, ok := parseUpdate([]byte(body))
		if !ok || u.ID != 7 || u.Message != nil || u.Callback != nil {
			t.Errorf("%s is read as %+v, %t", body, u, ok)
		}
		if in := (reader{id: 1, name: "points_bot"}).read(&u); in.turn != nil {
			t.Errorf("%s is a turn", body)
		}
	}
	for _, body := range []string{``, `[]`, `{}`, `{"update_id":"7"}`, `{"update_id":7`} {
		if _, ok := parseUpdate([]byte(body)); ok {
			t.Errorf("%q is an update", body)
		}
	}
}
