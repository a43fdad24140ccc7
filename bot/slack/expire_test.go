package slack

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// TestExpiryIsSaid: the head says until when a candidate is kept, and once it has expired the thread
// says so and has no buttons that answer nothing.
func TestExpiryIsSaid(t *testing.T) {
	t.Parallel()
	c := &clock{began: time.Now()}
	w := &world{t: t, ttl: 30 * 24 * time.Hour}
	w.begin(overHTTP, slacktest.Options{Unlimited: true, Now: c.now}, bottest.NoLimits)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 1")
	old := w.candidate(a, channel, 1)
	w.until(a, root(channel, old.TS), shows(say("en", "slack.candidate.until", "Date", "22 December 2026")))
	w.quiet()
	c.pass(29 * 24 * time.Hour)
	a.Command(channel, "candidate 2")
	fresh := w.candidate(a, channel, 2)
	w.quiet()
	in := &intake{w.slack, w.Bot}
	in.expireAll(t.Context())
	if n := len(w.stored("")); n != 2 {
		t.Fatalf("%d candidates after 29 days", n)
	}
	c.pass(24*time.Hour - time.Minute)
	in.expireAll(t.Context())
	w.until(a, root(channel, old.TS), shows(say("en", "slack.candidate.expired", "N", 30)))
	w.wait(a, "only one is stored", func() bool { return len(w.stored("")) == 1 })
	for _, m := range channel.Messages() {
		if m.Bot && m.Thread == old.TS || m.TS == old.TS && strings.Contains(m.Text+string(m.Blocks), "candidate 1") {
			t.Errorf("of the expired candidate stands %q", m.Plain())
		}
	}
	if len(thread(channel, fresh.TS)().Buttons()) == 0 {
		t.Error("the other candidate has lost its card")
	}
}
