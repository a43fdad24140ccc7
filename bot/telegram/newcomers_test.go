package telegram

import (
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// TestNewcomersDelayNobody: 500 people begin at once, under Telegram's real limits. Who is in the
// middle of an interview waits no more than 3 seconds for the next question, and the newcomers are
// greeted as fast as the limits allow.
func TestNewcomersDelayNobody(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("takes real seconds, and all of the limit")
	}
	const newcomers, talking = 500, 10
	w := begin(t, webhooks, telegramtest.Options{Second: time.Second, Timeout: time.Minute}, bottest.Options{})
	w.fake.SetLimits(telegramtest.TelegramLimits())
	var people []*telegramtest.Person
	for range talking {
		p := w.fake.AddPerson("en")
		p.Say("/start")
		p.Sees(shows(ask("en", "goal")))
		people = append(people, p)
	}
	var strangers []*telegramtest.Person
	for range newcomers {
		strangers = append(strangers, w.fake.AddPerson("en"))
	}
	began := time.Now()
	for _, p := range strangers {
		p.Say("/start")
	}
	var longest time.Duration
	var mu sync.Mutex
	var group sync.WaitGroup
	for _, p := range people {
		group.Go(func() {
			done := map[string]bool{}
			answerNext(p, done)
			for range 6 {
				pressed := time.Now()
				if !answerNext(p, done) {
					t.Errorf("the interview ended after %d questions", len(done))
				}
				mu.Lock()
				longest = max(longest, time.Since(pressed))
				mu.Unlock()
			}
		})
	}
	group.Wait()
	t.Logf("waited %v at most, for %v", longest.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
	if longest > 3*time.Second {
		t.Errorf("somebody in mid-interview waited %v", longest)
	}
	for _, p := range strangers {
		p.Sees(shows(ask("en", "goal")))
	}
	// 500 first cards at 25 a second, and 70 of those who talk.
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("the newcomers were greeted after %v", took)
	}
	if n := w.fake.Count("", 0, telegramtest.TooMany); n > 0 {
		t.Errorf("%d calls were answered 429", n)
	}
}
