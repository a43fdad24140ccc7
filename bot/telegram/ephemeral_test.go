package telegram

import (
	"context"
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// alone is somebody in a group who has sent /start as an ephemeral command, and somebody who only
// reads along.
func alone(t *testing.T, m mode, language string) (w *world, p, other *telegramtest.Person) {
	w = begin(t, m, telegramtest.Options{Second: time.Second}, bottest.NoLimits)
	started(w) // the menu is set
	group := w.fake.AddSupergroup("留学生の会")
	p = w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: language}), group)
	other = w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: language}), group)
	p.SayEphemeral("/start")
	return w, p, other
}

// TestEphemeralInterviewInAGroup: who sends the command of the menu is asked there at once, to the
// result and what is stored, and nobody else sees any of it.
func TestEphemeralInterviewInAGroup(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		t.Run(string(m), func(t *testing.T) {
			v := locales.In("ja")
			w, p, other := alone(t, m, "ja")
			first := p.Sees(shows(ask("ja", "goal")))
			p.AwaitAnswer(p.PressOn(first.ID, buttonOf(first, "set:goal:i-b")))
			degrees := p.Sees(shows(ask("ja", "degrees")))
			if degrees.ID != first.ID || !degrees.Ephemeral {
				t.Errorf("the next question is another message:\n%s", p.Chat())
			}
			p.Reply(degrees.ID, "修士")
			salary := p.Sees(shows(ask("ja", "salary"), v.Say("option.degrees.master"), v.Say("telegram.group.reply")))
			p.Reply(salary.ID, "900万円")
			p.Sees(shows(ask("ja", "age")))
			p.SayEphemeral("/help")
			help := p.Sees(shows(v.Say("help.title")))
			p.Reply(help.ID, "/mydata")
			p.Sees(shows(v.Say("mydata.title")))
			p.Sees(func(m telegramtest.Message) bool { return m.Document != nil && m.Ephemeral })
			drained(t, w.fake)
			if list := other.Chat().Messages; len(list) > 0 {
				t.Errorf("another member sees\n%s", other.Chat())
			}
			if len(said(w.fake.Chat(p.Chat().ID))) == 0 {
				t.Error("nothing was said")
			}
		})
	}
}

// TestEphemeralMessagesVanish: after the app has started anew the interview goes on in a new one.
func TestEphemeralMessagesVanish(t *testing.T) {
	w, p, other := alone(t, polling, "en")
	first := p.Sees(shows(ask("en", "goal")))
	p.PressOn(first.ID, buttonOf(first, "set:goal:i-b"))
	p.Sees(shows(ask("en", "degrees")))
	p.Vanish()
	p.SayEphemeral("/start")
	again := p.Sees(shows(ask("en", "degrees"), locales.In("en").Say("notice.welcome_back")))
	p.PressOn(again.ID, buttonOf(again, "set:degrees:none~3f"))
	p.Sees(shows(ask("en", "salary")))
	drained(t, w.fake)
	if list := other.Chat().Messages; len(list) > 0 {
		t.Errorf("another member sees\n%s", other.Chat())
	}
}

// TestTooLateForAnEphemeralMessage: what cannot be sent to one person is not sent to all; these are
// offered the private chat, as where a command is not ephemeral.
func TestTooLateForAnEphemeralMessage(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{Second: time.Millisecond}, bottest.NoLimits) // 15 ms are over soon
	started(w)
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "en"}), w.fake.AddGroup("g"))
	w.fake.Fail(telegramtest.Fault{Kind: telegramtest.TooMany, Chat: p.Chat().ID, RetryAfter: 1})
	p.SayEphemeral("/start")
	offer := p.Sees(shows(v.Say("public.title")))
	if b, ok := offer.Keyboard.Find(v.Say("public.private")); !ok || offer.Ephemeral || b.URL == "" {
		t.Errorf("no way to the private chat for all to see:\n%s", offer)
	}
	if strings.Contains(p.Chat().String(), ask("en", "goal")) {
		t.Errorf("all see the question:\n%s", p.Chat())
	}
	p.PressOn(offer.ID, v.Say("public.here")) // by choice
	p.Sees(func(m telegramtest.Message) bool { return !m.Ephemeral && shows(ask("en", "goal"))(m) })
}

// TestForgottenEphemerally: the ephemeral messages are deleted, too.
func TestForgottenEphemerally(t *testing.T) {
	v := locales.In("en")
	w, p, _ := alone(t, polling, "en")
	first := p.Sees(shows(ask("en", "goal")))
	p.PressOn(first.ID, buttonOf(first, "set:goal:i-b"))
	degrees := p.Sees(shows(ask("en", "degrees")))
	p.Reply(degrees.ID, "/forget")
	confirm := p.Sees(shows(v.Say("forget.title")))
	p.PressOn(confirm.ID, buttonOf(confirm, "yes:forget"))
	last := p.Sees(shows(v.Say("forgotten.title")))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := w.fake.Wait(ctx, func() bool { all := said(p.Chat()); return len(all) == 1 && all[0].ID == last.ID }); err != nil {
		t.Errorf("left are\n%s", p.Chat())
	}
}
