package telegram

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// TestPollsSoonAfterAnOverlap: as long as another program polls, Telegram turns both away in turn.
// However long that was, the bot polls within 3 seconds of the other's end.
func TestPollsSoonAfterAnOverlap(t *testing.T) {
	if testing.Short() {
		t.Skip("takes real seconds")
	}
	t.Parallel() // it mostly waits
	w := begin(t, polling, telegramtest.Options{Second: time.Second}, bottest.NoLimits)
	polls := func(outcome telegramtest.Outcome) []telegramtest.Call {
		return w.fake.Calls(func(c telegramtest.Call) bool { return c.Method == "getUpdates" && c.Outcome == outcome })
	}
	ctx, stop := context.WithCancel(t.Context())
	var other sync.WaitGroup
	other.Go(func() {
		for ctx.Err() == nil {
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.fake.URL()+"/bot"+token+"/getUpdates", strings.NewReader("timeout=50"))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if answer, err := http.DefaultClient.Do(r); err == nil {
				answer.Body.Close()
			}
		}
	})
	wait, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := w.fake.Wait(wait, func() bool { return len(polls(telegramtest.Refused)) >= 6 }); err != nil {
		t.Fatalf("%d polls were turned away: %v", len(polls(telegramtest.Refused)), err)
	}
	stop()
	other.Wait()
	ended := time.Now()
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	if waited := time.Since(ended); waited > 3*time.Second {
		t.Errorf("polled again %v after the other's end", waited)
	}
}
