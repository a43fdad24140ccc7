package faulttest

import (
	"testing"
	"time"

	"hspbot/bot/telegram/telegramtest"
)

// TestFaultClocks lets two replicas work whose clocks are hours apart, and sets the clock of
// one after the other while it is killed.
func TestFaultClocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.database, w.front = database(t), newBalancer(t)
	w.add("HSPBOT_DATABASE_URL="+w.database, clockSet+"3h")
	w.add("HSPBOT_DATABASE_URL="+w.database, clockSet+"-2h")
	w.run()
	c := w.crowd(either(16, 60))
	c.begin()
	clocks := []string{"-5h", "26h", "0s", "-49h", "1h", "-1s", "90m", "-3h"}
	times := either(3, len(clocks))
	for n := range times {
		<-time.After(time.Second)
		r := w.replicas[n%2]
		w.kill(r)
		r.start(clockSet + clocks[n])
		r.ready()
	}
	c.end()
	t.Logf("clocks up to 75 hours apart, set %d times: %s", times, w.finish(c))
}

// TestFaultClockOwed kills a replica whose clock is a day fast after Telegram has told it to
// wait two seconds. Another one, whose clock is right, sends what is owed all the same.
func TestFaultClockOwed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.database, w.front = database(t), newBalancer(t)
	w.add("HSPBOT_DATABASE_URL="+w.database, clockSet+"26h")
	w.run()
	p := w.fake.AddPerson("en")
	w.fake.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Method: "sendMessage", Chat: p.ID(), RetryAfter: 2})
	p.Say("/start")
	if !until(10*time.Second, func() bool { return w.fake.Count("sendMessage", p.ID(), telegramtest.TooMany) > 0 }) {
		t.Fatal("nothing was sent")
	}
	<-time.After(500 * time.Millisecond) // so that what Telegram said is kept
	w.kill(w.replicas[0])
	began := time.Now()
	w.replicas[0].start(clockSet + "0s")
	w.replicas[0].ready()
	if !until(30*time.Second, func() bool { return w.fake.Count("sendMessage", p.ID(), telegramtest.OK) > 0 }) {
		t.Error("what is owed is not sent: it waits for the clock of another")
	}
	t.Logf("sent %v after the kill", time.Since(began).Round(10*time.Millisecond))
	w.replicas[0].stop()
}
