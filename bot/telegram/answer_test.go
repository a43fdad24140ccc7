package telegram

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tg "github.com/go-telegram/bot"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// TestPauseOfAnswers: what Telegram asked one answer to wait, all wait, and not longer; those that would be too
// late then are not sent.
func TestPauseOfAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &Telegram{o: Options{Now: time.Now, Log: slog.New(slog.DiscardHandler)}}
		began := time.Now()
		var mu sync.Mutex
		calls := map[time.Duration]int{}
		answers := []error{&tg.TooManyRequestsError{RetryAfter: 3}, nil, nil, &tg.TooManyRequestsError{RetryAfter: 7}}
		call := func(context.Context) (err error) {
			mu.Lock()
			defer mu.Unlock()
			if len(answers) > 0 {
				err, answers = answers[0], answers[1:]
			}
			calls[time.Since(began)]++
			return err
		}
		var all sync.WaitGroup
		answer := func(n int, waits time.Duration) {
			for range n {
				all.Go(func() { p.answerOne(t.Context(), answer{call: call, until: began.Add(waits)}) })
			}
			synctest.Wait()
		}
		answer(1, time.Minute)
		time.Sleep(time.Second)
		answer(1, time.Minute)
		answer(5, 2*time.Second)
		all.Wait() // 3 seconds have passed
		answer(1, time.Minute)
		answer(10, time.Minute)
		all.Wait()
		want := map[time.Duration]int{0: 1, 3 * time.Second: 3, 10 * time.Second: 11}
		if len(calls) != len(want) {
			t.Errorf("answers are sent at %v, want %v", calls, want)
		}
		for at, n := range want {
			if calls[at] != n {
				t.Errorf("%d answers after %v, want %d", calls[at], at, n)
			}
		}
	})
}

// TestRefusedAnswer: after an answer that Telegram refuses, no answer comes before the time it names, and all
// presses are answered.
func TestRefusedAnswer(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{Second: time.Second}, bottest.NoLimits)
	people := make([]*telegramtest.Person, 12)
	for i := range people {
		people[i] = w.fake.AddPerson("en")
		people[i].Say("/start")
	}
	press := func(p *telegramtest.Person) string {
		card := p.Sees(shows(ask("en", "goal")))
		return p.PressOn(card.ID, buttonOf(card, "set:goal:i-b"))
	}
	w.fake.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Method: "answerCallbackQuery", RetryAfter: 2})
	queries := []string{press(people[0])}
	people[0].Sees(shows(ask("en", "degrees")))
	people[0].Say("master") // while this is asked and answered, the refusal is heard of
	people[0].Sees(shows(ask("en", "salary")))
	for _, p := range people[1:] {
		queries = append(queries, press(p))
	}
	for i, q := range queries {
		people[i].AwaitAnswer(q)
	}
	calls := w.fake.Calls(func(c telegramtest.Call) bool { return c.Method == "answerCallbackQuery" })
	if len(calls) != len(queries)+1 || calls[0].Outcome != telegramtest.TooMany {
		t.Fatalf("%d calls for %d presses, the first %s", len(calls), len(queries), calls[0].Outcome)
	}
	for _, c := range calls[1:] {
		if c.Early || c.At.Sub(calls[0].At) < 2*time.Second {
			t.Errorf("an answer %v after the refusal", c.At.Sub(calls[0].At))
		}
	}
}
