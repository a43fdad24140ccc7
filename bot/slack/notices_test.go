package slack

import (
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/conversation"
)

// subscribed is somebody in New York who asked for notices in the direct message, and turns 35 so many
// days later.
func subscribed(t *testing.T, days int) (*world, *clock, *slacktest.Person) {
	t.Helper()
	w, c := aging(t, 30*day)
	p := w.person("UPERSON1")
	p.TimeZone = "America/New_York"
	p.Say("hello")
	w.sees(p, shows(say("en", "question.goal.ask")))
	w.quiet()
	if _, err := w.store.Apply(t.Context(), own(p).key(), func(s *bot.Session) error {
		s.State = bottest.Finished("en", c.now(), days)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p.Say("/notify")
	w.press(p, w.sees(p, shows(say("en", "notify.title"))), "notify:on")
	w.sees(p, shows("Notices are on"))
	w.quiet()
	return w, c, p
}

// noticed counts the notices in a direct message.
func noticed(p *slacktest.Person) (list []*slacktest.Message) {
	for _, m := range p.DM() {
		if m.Bot && shows(say("en", "news.title"))(m) {
			list = append(list, m)
		}
	}
	return list
}

// TestNotices: a notice comes once, in the hours of the person's own day, also over a restart; the
// session lives for it though it has been silent for longer than others are kept.
func TestNotices(t *testing.T) {
	t.Parallel()
	w, c, p := subscribed(t, 80)
	for range 49 { // 50 days before the birthday is none of its days
		w.pass(c, day)
	}
	if n := len(noticed(p)); n != 0 {
		t.Fatalf("%d notices too early", n)
	}
	for range 3 { // noon in Japan is ten in the evening in New York
		w.pass(c, day)
	}
	if n := len(noticed(p)); n != 0 {
		t.Fatalf("%d notices at night", n)
	}
	w.pass(c, 19*time.Hour)
	w.wait(p, "a notice", func() bool { return len(noticed(p)) == 1 })
	m := noticed(p)[0]
	if hour := c.now().In(time.FixedZone("New York", -5*60*60)).Hour(); hour != 17 || !presses(m, "notify:off") || !shows("age 35", "80 → 75")(m) {
		t.Errorf("at %d o'clock:\n%s", hour, m.Plain())
	}
	for range 3 {
		w.pass(c, day)
		w.stop()
		w.run(overHTTP, bottest.NoLimits, c.now)
	}
	if n := len(noticed(p)); n != 1 {
		t.Errorf("%d notices", n)
	}
	if _, err := w.store.Expire(t.Context(), c.now(), c.now().Add(-30*day)); err != nil || len(w.stored("")) != 1 {
		t.Errorf("after %s of silence %d are stored, %v", c.ahead, len(w.stored("")), err)
	}
	w.press(p, noticed(p)[0], "notify:off")
	w.sees(p, shows("Notices are off"))
	for range 30 { // past the last week before the birthday; the message pressed says the new state
		w.pass(c, day)
	}
	if n := len(noticed(p)); n != 0 {
		t.Errorf("%d notices after they were stopped", n)
	}
	if s := w.session(own(p)); !s.Wake.IsZero() || !s.Expires.IsZero() {
		t.Errorf("it is looked at on %s and kept until %s", s.Wake, s.Expires)
	}
}

// TestNoNoticesOfTheForgotten: who has been forgotten is not written to again.
func TestNoNoticesOfTheForgotten(t *testing.T) {
	t.Parallel()
	w, c, p := subscribed(t, 31)
	p.Say("/forget")
	w.press(p, w.sees(p, shows(say("en", "forget.title"))), conversation.ActionForget)
	w.sees(p, shows(say("en", "forgotten.title")))
	w.quiet()
	for range 10 {
		w.pass(c, 13*time.Hour)
	}
	if n := len(noticed(p)); n != 0 || len(w.stored("")) != 0 {
		t.Errorf("%d notices, %d stored", n, len(w.stored("")))
	}
}
