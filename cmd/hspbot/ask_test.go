package main

import (
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hspbot/bot/jointest"
	"hspbot/bot/slack/slacktest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestACandidateAnswersPrivately is "Ask the candidate" from end to end: a link in Slack, an interview
// on Telegram, the consent, a restart of the program, and the totals in the thread; before the consent
// there is nothing there.
func TestACandidateAnswersPrivately(t *testing.T) {
	t.Parallel()
	tele := telegramtest.New(t, telegramtest.Options{AnyWebhook: true})
	slack := slacktest.New(t, slacktest.Options{RedeliverAtOnce: true, Timeout: patience})
	team := slack.Team("T1")
	hr := team.Person("U1")
	channel := team.Channel("C1", hr).Invite()
	env := environment{"HSPBOT_TELEGRAM_TOKEN": tele.Token(), "HSPBOT_TELEGRAM_API": tele.URL(), "HSPBOT_SLACK_BOT_TOKEN": team.Token(),
		"HSPBOT_SLACK_API": strings.TrimSuffix(slack.API(), "/"), "HSPBOT_SLACK_APP_TOKEN": slack.AppToken(),
		"HSPBOT_DATA": filepath.Join(t.TempDir(), "ask.db"), "HSPBOT_LOG_LEVEL": "debug"}
	set, err := readSettings(env)
	if err != nil {
		t.Fatal(err)
	}
	b := &served{t: t, set: &set}
	b.start()
	slack.Await(func() bool { return slack.Connections() > 0 })

	hr.Command(channel, "candidate 17")
	var card *slacktest.Message
	found := hr.Await(func() bool {
		for _, m := range channel.Messages() {
			if m.Bot && m.Thread != "" && len(m.Buttons()) > 0 {
				card = m
			}
		}
		return card != nil
	})
	if !found || hr.Press(card, "hr:ask") != nil || !hr.Await(func() bool { v := hr.Modal(); return v != nil && strings.Contains(v.Plain(), "t.me/") }) {
		t.Fatalf("no link:\n%s", b.log.String())
	}
	_, payload, _ := strings.Cut(hr.Modal().Plain(), "?start=")
	payload, _, _ = strings.Cut(payload, "`")
	messages := len(channel.Messages())

	h := jointest.NewHuman(rand.New(rand.NewPCG(23, 1)))
	person := tele.AddPerson(h.Language)
	g := &guest{human: h, phone: telegramPhone{person}}
	v := locales.In(h.Language)
	if err := g.do(func() { person.Deeplink(payload) }, v.Say("request.begun", "By", team.Name)); err != nil {
		t.Fatal(err)
	}
	for range 60 {
		if slices.Contains(g.seen.actions, "hand:yes") {
			break
		}
		action, text := h.Answer(g.seen.actions)
		act := func() { g.phone.say(text) }
		if action != "" {
			act = func() { g.phone.press(action) }
		}
		if err := g.do(act, ""); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(g.seen.text, v.Say("request.title", "By", team.Name)) {
		t.Fatalf("not asked:\n%s", g.seen.text)
	}
	if n := len(channel.Messages()); n != messages {
		t.Errorf("%d messages in the channel before the consent", n-messages)
	}
	if err := g.do(func() { g.phone.press("hand:yes") }, v.Say("request.said_yes", "By", team.Name)); err != nil {
		t.Fatal(err)
	}
	b.stop()
	b.start()
	without := locales.In("en").Say("share.without")
	if !hr.Await(func() bool {
		return slices.ContainsFunc(channel.Messages(), func(m *slacktest.Message) bool {
			return m.Bot && m.Thread == card.Thread && strings.Contains(m.Plain(), without)
		})
	}) {
		t.Errorf("nothing comes back:\n%s", b.log.String())
	}
	b.stop()
	if log := b.log.String(); strings.Contains(log, strings.TrimPrefix(payload, "ask--")) || strings.Contains(log, slog.LevelError.String()) {
		t.Errorf("log:\n%s", log)
	}
}
