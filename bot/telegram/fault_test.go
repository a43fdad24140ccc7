package telegram

import (
	"context"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// TestFaults is the table of what networks and platforms do to bots: 32 people at a time,
// each doing the same again up to three times. Nobody is stuck, no result is wrong, nothing
// has its effect twice, and a card comes twice only where nobody could know that it came.
// The last row of the table, SIGKILL, is [TestKilled].
func TestFaults(t *testing.T) {
	calm := time.Duration(0)
	for n, row := range []struct {
		name   string
		people int
		faults telegramtest.Faults
	}{
		{"none", 100, telegramtest.Faults{}},
		{"press before the acknowledgement", 100, telegramtest.Faults{Slow: 1, Delay: 30 * time.Millisecond}},
		{"duplicates", 200, telegramtest.Faults{Duplicate: 0.1}},
		{"reordering", 200, telegramtest.Faults{Reorder: 0.1}},
		{"429", 200, telegramtest.Faults{TooMany: 0.02, Methods: sending}},
		{"5xx", 200, telegramtest.Faults{BadGateway: 0.02}},
		{"drops", 200, telegramtest.Faults{ResetBefore: 0.005, ResetAfter: 0.005}},
	} {
		for i, m := range []mode{polling, webhooks} {
			t.Run(row.name+"/"+string(m), func(t *testing.T) {
				if testing.Short() && i != n%2 || raced && (i != n%2 || row.name != "none" && row.name != "drops") {
					t.Skip("runs without the race detector")
				}
				w := begin(t, m, telegramtest.Options{Second: 500 * time.Millisecond}, bottest.NoLimits)
				w.fake.SetFaults(row.faults)
				if testing.Short() || i != n%2 { // all of them in one mode
					row.people = 32
				}
				stories := crowd(w.fake, 32).Talk(row.people)
				w.fake.SetFaults(telegramtest.Faults{})
				drained(t, w.fake)
				answered(w.fake)
				w.stop()
				y := count(t, w.fake, w.store, stories, nil)
				t.Log(y)
				unanswered(t, w.fake, nil)
				if early := w.fake.Calls(func(c telegramtest.Call) bool { return c.Early }); len(early) > 0 {
					t.Errorf("%d calls before their retry_after was over: %+v", len(early), early[0])
				}
				switch {
				case row.name == "none":
					calm = max(calm, y.Median)
				case row.name == "429":
					t.Logf("median %v, without faults %v", y.Median, calm)
				}
				holdsNoSecrets(t, w.log.String(), stories)
			})
		}
	}
}

// sending are the calls that belong to a chat, each with a gate of its own.
var sending = []string{"sendMessage", "editMessageText", "editMessageReplyMarkup", "sendDocument"}

// answered gives the bot time to answer the presses that could not be answered at once.
func answered(fake *telegramtest.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = fake.Wait(ctx, func() bool { return len(fake.Queries(func(q telegramtest.Query) bool { return !q.Answered })) == 0 })
}

// unanswered fails for presses that were never answered, but for those whose answer nobody
// could try again: it rode on the response to the webhook, or got lost at one of the times.
func unanswered(t *testing.T, fake *telegramtest.Server, lost []time.Time) {
	t.Helper()
	rode := len(fake.Calls(func(c telegramtest.Call) bool {
		return c.Method == "answerCallbackQuery" && c.Via == "webhook" && c.Outcome != telegramtest.OK && c.Outcome != telegramtest.Refused
	}))
	queries := fake.Queries(func(q telegramtest.Query) bool {
		for _, at := range lost {
			if q.At.Before(at) && at.Sub(q.At) < 2*time.Second {
				return false
			}
		}
		return !q.Answered
	})
	if len(queries) > rode {
		t.Errorf("%d presses were not answered, %d answers got lost with the response", len(queries), rode)
	}
}

// holdsNoSecrets fails where a log holds the token or what people wrote.
func holdsNoSecrets(t *testing.T, log string, stories []*bottest.Story) {
	t.Helper()
	if strings.Contains(log, "fake-token") {
		t.Errorf("the log holds the token")
	}
	for _, s := range stories {
		for _, text := range s.Human.Texts() {
			if strings.Contains(log, text) {
				t.Fatalf("the log holds an answer: %s", text)
			}
		}
	}
}
