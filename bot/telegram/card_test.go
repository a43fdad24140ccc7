package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// ask returns what a question's card says in a language.
func ask(language, question string) string {
	return locales.In(language).Say("question." + question + ".ask")
}

// TestCard: a tap edits the card in place; what is typed brings a new card below and takes
// the old one's buttons away. Every tap is answered.
func TestCard(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		t.Run(string(m), func(t *testing.T) {
			w := begin(t, m, telegramtest.Options{}, bottest.NoLimits)
			p := w.fake.AddPerson("ja")
			p.Say("/start")
			first := p.Sees(shows(ask("ja", "goal")))
			query := p.Press("set:goal:i-b")
			if got := p.Sees(shows(ask("ja", "degrees"))); got.ID != first.ID {
				t.Errorf("a tap made a new message")
			}
			p.AwaitAnswer(query)
			p.Press("on:degrees:master")
			p.Sees(func(m telegramtest.Message) bool {
				b, _ := m.Keyboard.Find("off:degrees:master")
				return strings.HasPrefix(b.Text, "✅")
			})
			p.Press("done:degrees:3f")
			p.Sees(shows(ask("ja", "salary"), locales.In("ja").Say("option.degrees.master")))
			p.Say("850")
			second := p.Sees(shows(locales.In("ja").Say("doubt.scale", "Example", locales.In("ja").Say("question.salary.example")), ask("ja", "salary")))
			if second.ID == first.ID {
				t.Errorf("typing did not bring a new card")
			}
			p.Sees(func(m telegramtest.Message) bool { return m.ID == first.ID && len(m.Keyboard) == 0 })
			p.PressData(second.ID, "set:salary:=8500000")
			p.Sees(shows(ask("ja", "age")))
			if all, live := cards(p.Chat()); all != 2 || live != 1 {
				t.Errorf("%d messages, %d with buttons, want 2 and 1:\n%s", all, live, p.Chat())
			}
		})
	}
}

// finish takes a person from the start to the result by taps alone.
func finish(p *telegramtest.Person, language string) {
	p.Say("/start")
	p.Sees(shows(ask(language, "goal")))
	for _, step := range []struct{ question, data string }{
		{"degrees", "set:goal:i-b"}, {"salary", "set:degrees:none~3f"}, {"age", "set:salary:9000000-10000000"}, {"career_i-b", "set:age:30-35"},
		{"japanese", "set:career_i-b:from-10"}, {"research", "set:japanese:n1"}, {"employer", "set:research:none~f"},
		{"rest", "set:employer:none~f"}, {"licences", "set:rest:none~37"}, {"spouse", "set:licences:none"}, {"family", "set:spouse:no"},
	} {
		p.Press(step.data)
		p.Sees(shows(ask(language, step.question)))
	}
	p.Press(locales.In(language).Say("control.none"))
	p.Sees(shows(locales.In(language).Say("result.benefits")))
}

// TestResultStays: details open in place, and the result is still there when a question
// comes, as a message of its own.
func TestResultStays(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p, "en")
	v := locales.In("en")
	result := p.Sees(shows(v.Say("result.benefits"), "80 points"))
	p.Press("show:points")
	if got := p.Sees(shows(v.Say("points.title"))); got.ID != result.ID {
		t.Errorf("a detail opened in a new message")
	}
	p.Press("show:")
	p.Sees(shows(v.Say("result.benefits")))
	p.Press("show:change")
	p.Sees(shows(v.Say("change.title")))
	p.Press("edit:salary")
	question := p.Sees(shows(ask("en", "salary")))
	if question.ID == result.ID {
		t.Errorf("the question took the result's place")
	}
	p.Sees(func(m telegramtest.Message) bool {
		return m.ID == result.ID && shows(v.Say("result.benefits"), "80 points")(m) && len(m.Keyboard) > 0
	})
	p.Say("8M yen")
	p.Sees(shows(v.Say("result.benefits"), "75 points", "80 points"))
	// The buttons of the old result still work.
	p.PressOn(result.ID, "show:benefits")
	p.Sees(shows(v.Say("benefits.title")))
}

// TestRestart: who starts again gets the first question as a new card, and the "yes" that
// was asked for once is gone.
func TestRestart(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p, "en")
	old := p.Sees(shows(locales.In("en").Say("result.benefits")))
	p.Press("show:restart")
	p.Sees(shows(locales.In("en").Say("restart.title")))
	p.Press("yes:restart")
	if m := p.Sees(shows(ask("en", "goal"))); m.ID == old.ID {
		t.Errorf("the first question took the old card's place")
	}
	p.Sees(func(m telegramtest.Message) bool { return m.ID == old.ID && len(m.Keyboard) == 0 })
}

// TestOldButtons: after days and new releases an old button works or says why; what cannot
// be edited any more is sent anew.
func TestOldButtons(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("zh")
	p.Say("/start")
	first := p.Sees(shows(ask("zh", "goal")))
	p.Press("set:goal:i-b")
	p.Sees(shows(ask("zh", "degrees")))
	p.PressData(first.ID, "set:retired_question:yes")
	p.Sees(shows(locales.In("zh").Say("notice.old_button"), ask("zh", "degrees")))
	p.PressData(first.ID, "show:retired")
	p.PressData(first.ID, strings.Repeat("x", 64))
	w.fake.MakeUneditable(p.Chat().ID, first.ID)
	p.PressData(first.ID, "set:degrees:none~3f")
	next := p.Sees(shows(ask("zh", "salary")))
	if next.ID == first.ID {
		t.Errorf("an old message was edited")
	}
}

// TestNoText: pictures, voices, stickers, forwarded and edited messages get a calm sentence
// and change nothing.
func TestNoText(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("ja")
	p.Say("/start")
	p.Sees(shows(ask("ja", "goal")))
	p.Press("set:goal:i-b")
	p.Sees(shows(ask("ja", "degrees")))
	not := locales.In("ja").Say("notice.not_text")
	for _, send := range []func(){func() { p.SendPhoto("修士") }, func() { p.SendVoice() }, func() { p.SendSticker() }, func() { p.Forward("修士") }} {
		last := p.Last().ID
		send()
		p.Sees(func(m telegramtest.Message) bool { return m.ID > last && shows(not, ask("ja", "degrees"))(m) })
	}
	said := p.Say("うーん")
	p.Sees(shows(locales.In("ja").Say("notice.want_some")))
	p.EditMessage(said, "修士")
	p.Sees(shows(locales.In("ja").Say("notice.edited"), ask("ja", "degrees")))
}
