package main

import (
	"path/filepath"
	"strings"
	"testing"

	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestPersonInSlack: the candidates that name somebody are shown, and who is erased in Slack is not named
// any more in what is kept of them, nor in their threads, which the running bot draws anew; the candidate
// stays.
func TestPersonInSlack(t *testing.T) {
	t.Parallel()
	v := locales.In("en")
	tele := telegramtest.New(t, telegramtest.Options{})
	slack := slacktest.New(t, slacktest.Options{Unlimited: true, Timeout: 40e9})
	team := slack.Team("T1")
	dir := t.TempDir()
	s := newService(t, filepath.Join(dir, "serve.db"), tele, "HSPBOT_SLACK_BOT_TOKEN="+team.Token(), "HSPBOT_SLACK_APP_TOKEN="+slack.AppToken(),
		"HSPBOT_SLACK_API="+strings.TrimSuffix(slack.API(), "/"))
	s.start()
	s.ready("ready")
	hr, colleague := team.Person("UHRPERSON1"), team.Person("UHRPERSON2")
	channel := team.Channel("C1", hr, colleague).Invite()
	hr.Command(channel, "candidate 17")
	thread := func() string {
		var b strings.Builder
		for _, m := range channel.Messages() {
			b.WriteString(m.Plain() + "\n")
		}
		return b.String()
	}
	if !hr.Await(func() bool { return strings.Contains(thread(), hr.ID) && len(channel.Messages()) >= 2 }) {
		t.Fatalf("no candidate:\n%s", thread())
	}
	hr.Say("hello")
	seen(t, hr, v.Say("question.goal.ask"))
	const named = "names the person"
	if out, status := s.hspbot("person show slack:T1/UHRPERSON1"); status != 0 || !strings.Contains(out, "slack:T1/C1/") || !strings.Contains(out, named) {
		t.Errorf("show: exit %d %s", status, out)
	}
	if out, status := s.hspbot("person show slack:T1/UHRPERSON2"); status == 0 || strings.Contains(out, named) {
		t.Errorf("show of a colleague: exit %d %s", status, out)
	}
	if out, status := s.hspbot("person erase slack:T1/UHRPERSON1"); status != 0 || !strings.HasPrefix(out, "deleted: 1 conversations") {
		t.Errorf("erase: exit %d %s", status, out)
	}
	if !colleague.Await(func() bool { return !strings.Contains(thread(), hr.ID) }) {
		t.Errorf("the thread still names who was erased:\n%s", thread())
	}
	if out, _ := s.hspbot("person show slack:T1/UHRPERSON1"); strings.Contains(out, named) {
		t.Errorf("show of who was erased: %s", out)
	}
	if !strings.Contains(thread(), "candidate 17") {
		t.Errorf("the candidate is gone:\n%s", thread())
	}
	s.stop()
	if left := s.holds(dir, hr.ID); len(left) > 0 {
		t.Errorf("who was erased is named in %q", left)
	}
}
