package slack

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
)

// TestStoryOfHR is what a company does with a candidate, from the first day to the last: a shortcut,
// the form, a second colleague, the result, two offers, the summary, found again from Home after
// twenty days, the file, the archive, and the end.
func TestStoryOfHR(t *testing.T) {
	t.Parallel()
	c := &clock{began: time.Now()}
	w := &world{t: t, ttl: 30 * 24 * time.Hour}
	w.begin(overHTTP, slacktest.Options{Unlimited: true, Now: c.now}, bottest.NoLimits)
	hr, manager := w.person("UPERSON1"), w.person("UPERSON2")
	channel := w.team.Channel("C1", hr, manager).Invite()

	w.form(hr, func() { hr.Shortcut(shortcutNew) })
	if err := hr.ChooseChannel(fieldChannel, channel); err != nil {
		t.Fatal(err)
	}
	w.submit(hr, map[string]string{fieldLabel: "candidate 17, backend engineer"})
	head := w.candidate(hr, channel, 1)
	at := thread(channel, head.TS)
	w.press(hr, at(), "set:goal:i-b")
	w.modal(hr, w.until(hr, at, onCard(afterGoal(t, "en"), "")), hrForm)
	for _, option := range []string{"master", "n1", "30-35", "7-10"} {
		if err := hr.PressModal(option); err != nil {
			t.Fatalf("%v\n%s", err, hr.Modal().Plain())
		}
	}
	w.submit(hr, map[string]string{typedPrefix + "salary": "7M yen"})
	w.wait(hr, "the form closes", func() bool { return hr.Modal() == nil })
	w.quiet()

	for range 20 { // the colleague answers the rest
		card := at()
		if result(card) {
			break
		}
		action := ""
		for _, b := range card.Buttons() {
			if strings.HasPrefix(b.Value, "set:") && (action == "" || strings.Contains(b.Value, ":none")) {
				action = b.Value
			}
		}
		w.press(manager, card, action)
		w.until(manager, at, func(m *slacktest.Message) bool { return m.TS != card.TS || m.Edited > card.Edited })
		w.quiet()
	}
	w.until(manager, at, result)
	w.wait(hr, "who began is told", func() bool {
		for _, m := range channel.Messages() {
			if strings.Contains(m.Text, "<@UPERSON1>") && m.Thread == head.TS && strings.Contains(m.Text, " points") && len(m.Buttons()) == 0 {
				return true
			}
		}
		return false
	})

	w.modal(manager, at(), hrCompare)
	w.submit(manager, map[string]string{fieldFirst: "7M yen", fieldSecond: "9M yen"})
	w.wait(manager, "both offers", func() bool {
		v := manager.Modal()
		return v != nil && strings.Contains(v.Plain(), say("en", "slack.compare.again"))
	})
	manager.CloseModal()
	w.press(manager, at(), hrShare)
	w.wait(manager, "the summary", func() bool { return len(shared(channel, "en")) == 1 })
	w.quiet()

	c.pass(20 * 24 * time.Hour)
	hr.OpenHome()
	home := w.atHomeTab(hr, "candidate 17, backend engineer")
	if !strings.Contains(string(home.Blocks), head.Permalink()) {
		t.Error("the Home tab does not lead to the thread")
	}
	hr.Command(channel, "export")
	w.wait(hr, "the file", func() bool { return len(w.fake.Files()) == 1 })
	if f := w.fake.Files()[0]; f.Channel == channel.ID || !strings.Contains(string(f.Content), head.Permalink()) {
		t.Errorf("the file is in %s", f.Channel)
	}
	w.pressHome(hr, hrArchive)
	w.wait(hr, "it is archived", func() bool { return !strings.Contains(hr.Home().Plain(), "candidate 17") })
	w.quiet()

	w.pass(c, 24*24*time.Hour)
	w.pass(c, 7*24*time.Hour)
	w.until(hr, root(channel, head.TS), shows(say("en", "slack.candidate.expired", "N", 31)))
	w.wait(hr, "nothing is stored", func() bool { return len(w.stored("")) == 0 })
	for _, m := range channel.Messages() {
		if m.Bot && m.TS != head.TS {
			t.Errorf("after the end stands\n%s", m.Plain())
		}
	}
}
