package slack

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hspbot/bot"
	"hspbot/bot/bottest"
	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
)

// pass lets time pass, and the outbox look what has become due: its timer goes by another clock.
func (w *world) pass(c *clock, d time.Duration) {
	w.t.Helper()
	c.pass(d)
	w.Outbox.Owe(bot.Key{Platform: Platform, ID: "nobody/at/all"})
	w.quiet()
}

// aging begins a world in which candidates expire after a time.
func aging(t *testing.T, ttl time.Duration) (*world, *clock) {
	t.Helper()
	c := &clock{began: time.Now()}
	w := &world{t: t, ttl: ttl}
	w.begin(overHTTP, slacktest.Options{Unlimited: true, Now: c.now}, bottest.NoLimits)
	return w, c
}

// saying counts the messages of the app in a channel that say all of the texts.
func saying(c *slacktest.Channel, texts ...string) (list []*slacktest.Message) {
	for _, m := range c.Messages() {
		if m.Bot && shows(texts...)(m) {
			list = append(list, m)
		}
	}
	return list
}

// presses reports whether a message has a button.
func presses(m *slacktest.Message, action string) bool {
	return slices.ContainsFunc(m.Buttons(), func(b slacktest.Button) bool { return b.Value == action })
}

// TestExpiryIsSaidWarnedAndMarked: the head says until when a candidate is kept; a week before
// the thread is warned, once, also over a restart; and when the day has come the head says so, and
// no button is left that answers nothing.
func TestExpiryIsSaidWarnedAndMarked(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 1")
	old := w.candidate(a, channel, 1)
	w.until(a, root(channel, old.TS), shows(say("en", "slack.candidate.until", "Date", "22 December 2026")))
	w.quiet()
	w.pass(c, 23*day-time.Hour)
	warned := say("en", "slack.candidate.keep")
	if n := len(saying(channel, warned)); n != 0 {
		t.Fatalf("%d warnings an hour early", n)
	}
	w.pass(c, time.Hour)
	w.wait(a, "a warning", func() bool { return len(saying(channel, warned)) == 1 })
	m := saying(channel, warned)[0]
	if m.Thread != old.TS || !shows("candidate 1", "22 December 2026", "23 days")(m) {
		t.Errorf("the warning is, in %s,\n%s", m.Thread, m.Plain())
	}
	w.pass(c, day)
	w.stop()
	w.run(overHTTP, bottest.NoLimits, c.now)
	w.pass(c, day)
	if n := len(saying(channel, warned)); n != 1 {
		t.Errorf("%d warnings", n)
	}
	w.pass(c, 5*day-2*time.Minute)
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Fatal("gone before its day")
	}
	w.pass(c, 2*time.Minute)
	w.until(a, root(channel, old.TS), shows(say("en", "slack.candidate.expired", "N", 30)))
	w.wait(a, "nothing is stored", func() bool { return len(w.stored("")) == 0 })
	for _, m := range channel.Messages() {
		if m.Bot && (m.TS != old.TS || len(m.Buttons()) > 0 || strings.Contains(m.Text+string(m.Blocks), "candidate 1")) {
			t.Errorf("of the expired candidate stands %q", m.Plain())
		}
	}
}

// TestWarnedCandidateIsKept: a press on the warning, or any answer, keeps the candidate, and the
// warning goes; the next end is warned of again.
func TestWarnedCandidateIsKept(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 1")
	head := w.candidate(a, channel, 1)
	w.quiet()
	warned := say("en", "slack.candidate.keep")
	for round := range 2 {
		w.pass(c, 23*day+time.Minute)
		w.wait(a, "a warning", func() bool { return len(saying(channel, warned)) == 1 })
		if round == 0 {
			w.press(a, saying(channel, warned)[0], hrKeep)
		} else {
			w.press(a, thread(channel, head.TS)(), hrKeep) // thread is the newest with buttons
		}
		w.wait(a, "the warning goes", func() bool { return len(saying(channel, warned)) == 0 })
		w.quiet()
	}
	w.until(a, root(channel, head.TS), shows(say("en", "slack.candidate.until", "Date", "6 February 2027")))
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Errorf("%d candidates", n)
	}
}

// TestLateWarningLeavesTime: where the bot was down when the warning was due, the candidate is kept
// a week from the warning on.
func TestLateWarningLeavesTime(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	a.Command(channel, "candidate 1")
	head := w.candidate(a, channel, 1)
	w.quiet()
	w.pass(c, 29*day)
	w.until(a, root(channel, head.TS), shows(say("en", "slack.candidate.until", "Date", "28 December 2026")))
	w.pass(c, 7*day-2*time.Minute)
	if n := len(w.stored("T1/C1/")); n != 1 {
		t.Fatal("gone without a week's warning")
	}
	w.pass(c, 2*time.Minute)
	w.until(a, root(channel, head.TS), shows(say("en", "slack.candidate.expired", "N", 36)))
}

// standing begins a candidate, answers one question, and returns what finds reminders.
func (w *world) standing(p *slacktest.Person, channel *slacktest.Channel) func() []*slacktest.Message {
	w.t.Helper()
	p.Command(channel, "candidate 1")
	head := w.candidate(p, channel, 1)
	w.press(p, thread(channel, head.TS)(), "set:goal:i-b")
	w.until(p, thread(channel, head.TS), onCard(afterGoal(w.t, "en"), ""))
	w.quiet()
	return func() []*slacktest.Message { return saying(channel, say("en", "slack.reminder.stop")) }
}

// TestRemindedOnceAfterThreeDays: who began a candidate is reminded after three days without an
// answer, once, and not where it has its result.
func TestRemindedOnceAfterThreeDays(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 30*day)
	a, b := w.person("UPERSON1"), w.person("UPERSON2")
	channel := w.team.Channel("C1", a, b).Invite()
	reminders := w.standing(a, channel)
	done := w.team.Channel("C2", a).Invite()
	w.ready(a, done, "candidate 2", "en", "i-b")
	w.quiet()
	w.pass(c, 3*day-time.Hour)
	if n := len(reminders()); n != 0 {
		t.Fatalf("%d reminders an hour early", n)
	}
	w.pass(c, time.Hour)
	w.wait(a, "a reminder", func() bool { return len(reminders()) == 1 })
	if m := reminders()[0]; !strings.Contains(m.Text, "<@UPERSON1>") || !shows("candidate 1", "3 days")(m) || m.Thread == "" {
		t.Errorf("the reminder is, in %q,\n%s", m.Thread, m.Plain())
	}
	for range 5 {
		w.pass(c, 2*day)
	}
	if n, m := len(reminders()), len(saying(done, say("en", "slack.reminder.stop"))); n != 1 || m != 0 {
		t.Errorf("%d reminders; of the finished candidate %d", n, m)
	}
}

// TestNeverRemindedAtNight: a reminder waits for the hours of work where who began is; in Japan,
// where Slack does not tell.
func TestNeverRemindedAtNight(t *testing.T) {
	t.Parallel()
	for _, place := range []struct {
		zone string
		at   time.Duration // after the three days, at noon in Japan
	}{
		{"Asia/Tokyo", 0},
		{"Europe/Paris", 5 * time.Hour},      // 04:00 there
		{"America/New_York", 11 * time.Hour}, // 22:00 there
		{"Pacific/Auckland", 0},              // 16:00 there
		{"Pacific/Kiritimati", 0},            // 17:00 there
		{"Asia/Kathmandu", 15 * time.Minute}, // 08:45 there
		{"", 21 * time.Hour},                 // 09:00 in Japan, begun at night
		{"unknown", 21 * time.Hour},          // as well
	} {
		t.Run(place.zone, func(t *testing.T) {
			t.Parallel()
			w, c := aging(t, 30*day)
			a := w.person("UPERSON1")
			a.TimeZone = place.zone
			if place.zone == "unknown" {
				a.TimeZone = "America/New_York"
			}
			if place.at == 21*time.Hour {
				c.pass(9 * time.Hour) // 21:00 in Japan
			}
			reminders := w.standing(a, w.team.Channel("C1", a).Invite())
			if place.zone == "unknown" {
				w.fake.Fail("users.info", slacktest.Fault{Kind: slacktest.Refused, Error: "internal_error", Times: slacktest.Always})
				w.slack.people.Delete("T1/UPERSON1")
			}
			w.pass(c, jointest.Noon.Add(3*day+place.at-time.Minute).Sub(c.now()))
			if n := len(reminders()); n != 0 {
				t.Fatalf("%d reminders before it is day", n)
			}
			w.pass(c, 2*time.Minute)
			w.wait(a, "a reminder", func() bool { return len(reminders()) == 1 })
		})
	}
}

// TestAtWork is the first time in the hours of work.
func TestAtWork(t *testing.T) {
	zone := time.FixedZone("", -5*60*60)
	for at, want := range map[string]string{
		"2026-11-22T13:59:59Z": "2026-11-22T14:00:00Z", "2026-11-22T14:00:00Z": "2026-11-22T14:00:00Z",
		"2026-11-22T22:59:59Z": "2026-11-22T22:59:59Z", "2026-11-22T23:00:00Z": "2026-11-23T14:00:00Z",
		"2026-12-31T23:30:00Z": "2027-01-01T14:00:00Z", "2026-11-23T04:59:00Z": "2026-11-23T14:00:00Z",
	} {
		from, err := time.Parse(time.RFC3339, at)
		if got := atWork(from, zone).UTC().Format(time.RFC3339); err != nil || got != want {
			t.Errorf("after %s it is %s, not %s", at, got, want)
		}
	}
}

// TestNoRemindersForWhoDoesNotWantThem: one press, and no candidate's thread reminds them; another
// on the Home tab, and they are again.
func TestNoRemindersForWhoDoesNotWantThem(t *testing.T) {
	t.Parallel()
	w, c := aging(t, 90*day)
	a := w.person("UPERSON1")
	channel := w.team.Channel("C1", a).Invite()
	reminders := w.standing(a, channel)
	w.pass(c, 3*day+time.Minute)
	w.wait(a, "a reminder", func() bool { return len(reminders()) == 1 })
	w.press(a, reminders()[0], hrQuiet)
	w.until(a, private(a, channel), shows(say("en", "slack.reminder.stopped")))
	a.Command(channel, "candidate 2")
	w.candidate(a, channel, 2)
	w.quiet()
	w.pass(c, 4*day)
	if n := len(reminders()); n != 1 {
		t.Errorf("%d reminders after saying no", n)
	}
	a.OpenHome()
	w.atHomeTab(a, say("en", "slack.reminder.again"))
	w.pressHome(a, hrRemind)
	w.wait(a, "the button goes", func() bool { return !strings.Contains(a.Home().Plain(), say("en", "slack.reminder.again")) })
	w.pass(c, day)
	w.wait(a, "a reminder of the second", func() bool { return len(reminders()) == 2 })
}
