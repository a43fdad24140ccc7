package faulttest

import (
	"slices"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
)

// TestFaultPlatformDown takes Telegram away for a while, in the midst of sends and polls, and
// again. People go on pressing meanwhile; what they did comes when Telegram is back.
func TestFaultPlatformDown(t *testing.T) {
	t.Parallel()
	w := onPostgres(t, 2)
	c := w.crowd(either(16, 60))
	c.begin()
	outage := either(4*time.Second, 25*time.Second)
	for range either(1, 3) {
		<-time.After(time.Second)
		from := time.Now().Add(-settles)
		w.fake.SetDown(true)
		w.losing(span{from, time.Now().Add(settles)})
		<-time.After(outage)
		w.fake.SetDown(false)
	}
	c.end()
	t.Logf("Telegram away for %v, %d times: %s", outage, either(1, 3), w.finish(c))
}

// TestFaultStormOf429 has Telegram refuse half of all calls, with a time to wait.
func TestFaultStormOf429(t *testing.T) {
	t.Parallel()
	w := onPostgres(t, 2)
	c := w.crowd(either(16, 60))
	w.fake.SetFaults(telegramtest.Faults{TooMany: 0.5, RetryAfter: 2, Methods: sending})
	c.begin()
	<-time.After(either(3*time.Second, 30*time.Second))
	w.fake.SetFaults(telegramtest.Faults{})
	c.end()
	refused := w.fake.Count("", 0, telegramtest.TooMany)
	early := w.fake.Calls(func(call telegramtest.Call) bool { return call.Early && slices.Contains(sending, call.Method) })
	if len(early) > 0 {
		t.Errorf("%d calls before their time: %+v", len(early), early[0])
	}
	t.Logf("half of the calls refused, %d in all: %s", refused, w.finish(c))
}

// TestFaultOneChatLimited refuses all calls for one chat. Nobody else waits for it.
func TestFaultOneChatLimited(t *testing.T) {
	w := onPostgres(t, 2)
	calm := w.crowd(8)
	calm.begin()
	calm.end()
	limited := w.fake.AddPerson("en")
	limited.Say("/start")
	limited.Sees(func(m telegramtest.Message) bool { return len(m.Keyboard) > 0 })
	w.fake.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Chat: limited.ID(), RetryAfter: 1, Times: 6})
	limited.Say("?")
	c := w.crowd(8)
	c.begin()
	c.end()
	last := limited.Last().ID
	if !until(30*time.Second, func() bool {
		return limited.Last().ID > last || w.fake.Count("sendMessage", limited.ID(), telegramtest.OK) > 1
	}) {
		t.Error("who was limited gets nothing")
	}
	before, after := bottest.Count(t, calm.stories).Median, bottest.Count(t, c.stories).Median
	t.Logf("one chat refused: the others wait %v at the median, %v without it", after.Round(100*time.Microsecond), before.Round(100*time.Microsecond))
	if after > 4*before+100*time.Millisecond {
		t.Errorf("others wait for a chat that is limited: %v, and %v without it", after, before)
	}
	c.stories = append(c.stories, calm.stories...)
	w.finish(c)
}

// sending are the calls that belong to a chat.
var sending = []string{"sendMessage", "editMessageText", "editMessageReplyMarkup", "sendDocument"}
