package telegram

import (
	"sync"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/conversation"
	"hspbot/locales"
)

// calendar is a clock that is put forward.
type calendar struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *calendar) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// put puts the clock to an hour of a day in Japan, so many days after today.
func (c *calendar) put(days, hour int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now().In(conversation.Japan)
	c.ahead = time.Date(now.Year(), now.Month(), now.Day()+days, hour, 0, 0, 0, conversation.Japan).Sub(now)
}

// noticed are the notices in a chat.
func noticed(p *telegramtest.Person) (list []telegramtest.Message) {
	for _, m := range p.Chat().Messages {
		if shows(locales.In("ja").Say("news.title"))(m) {
			list = append(list, m)
		}
	}
	return list
}

// looked waits until nothing is due any more.
func (w *world) looked(c *calendar) {
	w.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond) // the store tells nobody
	defer tick.Stop()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		if keys, _, err := w.store.Owing(w.t.Context(), Platform, c.now(), 1); err != nil || len(keys) == 0 {
			return
		}
	}
	w.t.Fatal("something is still due")
}

// TestNotices: who asked for it gets a notice by day in Japan, once, also over restarts, and none any
// more after one tap stopped them, or after they have been forgotten.
func TestNotices(t *testing.T) {
	v := locales.In("ja")
	for _, end := range []string{"notify:off", conversation.ActionForget} {
		w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
		c := &calendar{}
		w.now = c.now
		at := func(days, hour int) { // what is to be done then is done after a start
			w.stop()
			c.put(days, hour)
			w.run(webhooks, bottest.NoLimits)
			w.looked(c)
		}
		at(0, 12)
		p := w.fake.AddPerson("ja")
		p.Say("/start")
		p.Sees(shows(ask("ja", "goal")))
		if _, err := w.store.Apply(t.Context(), place{chat: p.ID()}.key(), func(s *bot.Session) error {
			s.State = bottest.Finished("ja", c.now().In(conversation.Japan), 40)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		p.Say("/notify")
		p.Sees(shows(v.Say("notify.title"), "80→75"))
		p.Press("notify:on")
		p.Sees(shows("お知らせはオンです"))
		at(9, 17)
		at(11, 3)
		if n := len(noticed(p)); n != 0 {
			t.Fatalf("%d notices too early, or at night", n)
		}
		at(11, 17)
		p.Sees(shows(v.Say("news.title"), "あと29日", "35歳", "80→75"))
		at(11, 17)
		at(12, 17)
		list := noticed(p)
		if len(list) != 1 {
			t.Fatalf("%d notices", len(list))
		}
		if end == conversation.ActionForget {
			p.Say("/forget")
			p.Sees(shows(v.Say("forget.title")))
			p.Press(end)
			p.Sees(shows(v.Say("forgotten.title")))
		} else {
			p.PressOn(list[0].ID, end)
			p.Sees(shows("お知らせはオフです"))
		}
		w.looked(c)
		before := len(p.Chat().Messages)
		at(34, 17)
		if n := len(p.Chat().Messages); n != before {
			t.Errorf("%d messages after %s, not %d", n, end, before)
		}
	}
}
