package telegramtest_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

func TestRules(t *testing.T) {
	s, c := newServerWith(t, telegramtest.Options{Second: 20 * time.Millisecond})
	p, other := s.AddPerson(""), s.AddPerson("")
	p.Say("a")
	other.Say("a")
	send := object{"chat_id": p.ID(), "text": "b"}
	messages := func() int { return len(p.Chat().Messages) - 1 }

	s.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Method: "sendMessage", Chat: p.ID(), RetryAfter: 3})
	c.send(other.ID(), "c")
	got := c.call("sendMessage", send)
	refused(t, got, 429, "Too Many Requests: retry after 3")
	if got.Parameters.RetryAfter != 3 || got.retryAfter != "3" || messages() != 0 {
		t.Errorf("429 = %+v", got)
	}
	at := time.Now()
	if got = c.call("sendMessage", send); got.ErrorCode != 429 || got.Parameters.RetryAfter < 1 {
		t.Errorf("too early = %+v", got)
	}
	for begun := at; !c.call("sendMessage", send).OK; begun = time.Now() {
		if begun.Sub(at) > 3*20*time.Millisecond {
			t.Error("closed for too long")
		}
	}
	if early := s.Calls(func(c telegramtest.Call) bool { return c.Early }); len(early) == 0 || early[0].Chat != p.ID() || messages() != 1 {
		t.Errorf("early = %v", early)
	}

	s.Fail(telegramtest.Fault{Kind: telegramtest.ResetBefore, Times: 2})
	s.Fail(telegramtest.Fault{Kind: telegramtest.ResetAfter})
	s.Fail(telegramtest.Fault{Kind: telegramtest.BadGateway, Method: "sendMessage"})
	s.Fail(telegramtest.Fault{Kind: telegramtest.Slow, Delay: 5 * time.Millisecond})
	for n, want := range []int{1, 1, 2, 2, 3} {
		before := time.Now()
		_, err := c.try("sendMessage", send)
		switch {
		case messages() != want || (err == nil) != (n == 4):
			t.Errorf("%d: %v, %d messages", n, err, messages())
		case n == 3 && !strings.Contains(err.Error(), "invalid character '<'"):
			t.Errorf("502 = %v", err)
		case n == 4 && time.Since(before) < 5*time.Millisecond:
			t.Error("not slow")
		}
	}
	for outcome, want := range map[telegramtest.Outcome]int{telegramtest.ResetBefore: 2, telegramtest.ResetAfter: 1, telegramtest.BadGateway: 1} {
		if n := s.Count("sendMessage", p.ID(), outcome); n != want {
			t.Errorf("%s: %d", outcome, n)
		}
	}
}

// TestSeed has the same faults for the same seed, at about the rates asked for.
func TestSeed(t *testing.T) {
	var runs [2]string
	for i := range runs {
		s, c := newServerWith(t, telegramtest.Options{Seed: 7, Second: time.Nanosecond})
		s.SetFaults(telegramtest.Faults{TooMany: 0.1, BadGateway: 0.1, ResetBefore: 0.1, ResetAfter: 0.1, Methods: []string{"getMe"}})
		for range 200 {
			_, _ = c.try("getMe", nil)
			c.call("getMyName", nil)
		}
		for _, call := range s.Calls(func(c telegramtest.Call) bool { return c.Method == "getMe" }) {
			runs[i] += string(call.Outcome) + " "
		}
		if n := s.Count("getMe", 0, telegramtest.OK); n < 100 || n > 140 {
			t.Errorf("%d of 200 went well", n)
		}
	}
	if runs[0] != runs[1] {
		t.Error("two runs differ")
	}
}

func TestDown(t *testing.T) {
	s, c, i := hooked(t, nil)
	p := s.AddPerson("")
	s.SetDown(true)
	p.Say("a")
	if _, err := c.try("getMe", nil); err == nil {
		t.Error("answered")
	}
	if len(i.texts()) != 0 {
		t.Error("delivered")
	}
	s.SetDown(false)
	drained(t, s)
	c.call("deleteWebhook", nil)
	var wg sync.WaitGroup
	wg.Go(func() {
		if _, err := c.try("getUpdates", object{"timeout": 50}); err == nil {
			t.Error("poll was answered")
		}
	})
	// The poll breaks whether it comes before or after.
	s.SetDown(true)
	wg.Wait()
}

// TestLimits sends as fast as it is allowed to: the rates hold, and who waits as long as it
// is told comes through.
func TestLimits(t *testing.T) {
	const second = 3 * time.Millisecond
	s, c := newServerWith(t, telegramtest.Options{Second: second})
	p := s.AddPerson("")
	p.Say("a")
	group := s.AddGroup("g")
	s.SetLimits(telegramtest.Limits{PerChat: 1, ChatBurst: 3})
	insist := func(chat int64, n int) {
		t.Helper()
		for range n {
			for {
				got := c.call("sendMessage", object{"chat_id": chat, "text": "a"})
				if got.OK {
					break
				}
				if got.Parameters.RetryAfter < 1 {
					t.Fatalf("answer = %+v", got)
				}
				<-time.After(time.Duration(got.Parameters.RetryAfter) * second)
			}
		}
	}
	ok := func(chat int64) []telegramtest.Call {
		return s.Calls(func(c telegramtest.Call) bool { return c.Chat == chat && c.Outcome == telegramtest.OK })
	}
	insist(p.ID(), 8)
	if n := telegramtest.MaxWithin(ok(p.ID()), 4*second); n > 3+4 || n < 3 {
		t.Errorf("%d messages in four seconds", n)
	}
	if early := s.Calls(func(c telegramtest.Call) bool { return c.Early }); len(early) > 0 {
		t.Errorf("early = %v", early)
	}
	s.SetLimits(telegramtest.Limits{PerGroup: 20})
	insist(group, 25)
	if n := telegramtest.MaxWithin(ok(group), 57*second); n != 20 {
		t.Errorf("%d messages a minute", n)
	}
	s.SetLimits(telegramtest.Limits{Overall: 5})
	others := make([]int64, 12)
	for i := range others {
		o := s.AddPerson("")
		o.Say("a")
		others[i] = o.ID()
	}
	from := time.Now()
	for _, id := range others {
		insist(id, 1)
	}
	calls := s.Calls(func(c telegramtest.Call) bool { return c.Outcome == telegramtest.OK && c.At.After(from) })
	if n := telegramtest.MaxWithin(calls, second*9/10); len(calls) != 12 || n > 5 {
		t.Errorf("%d of %d messages a second", n, len(calls))
	}
	if l := telegramtest.TelegramLimits(); l.PerGroup != 20 || l.Overall != 30 || l.PerChat != 1 {
		t.Errorf("limits = %+v", l)
	}
}
