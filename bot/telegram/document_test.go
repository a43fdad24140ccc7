package telegram

import (
	"strings"
	"testing"
	"time"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// messageIs returns a condition: this message shows all of the texts, and has buttons or not.
func messageIs(id int, buttons bool, texts ...string) func(telegramtest.Message) bool {
	return func(m telegramtest.Message) bool {
		return m.ID == id && shows(texts...)(m) && len(m.Keyboard) > 0 == buttons
	}
}

// TestResultSurvivesStartAgain: by the button as by the command, the result stays as it was said,
// without its buttons.
func TestResultSurvivesStartAgain(t *testing.T) {
	v := locales.In("en")
	for _, way := range []func(*telegramtest.Person){
		func(p *telegramtest.Person) { p.Press("show:restart") }, func(p *telegramtest.Person) { p.Say("/restart") },
	} {
		w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
		p := w.fake.AddPerson("en")
		finish(p)
		result := p.Sees(resultWith("80 points"))
		way(p)
		sure := p.Sees(shows(v.Say("restart.title")))
		if sure.ID == result.ID {
			t.Error("the confirmation took the result's place")
		}
		p.Press("yes:restart")
		p.Sees(shows(ask("en", "goal")))
		p.Sees(messageIs(result.ID, false, "80 points"))
	}
}

// TestOldResultOpensNothing: after a restart its buttons are gone, and a press that was under way
// changes neither it nor the question.
func TestOldResultOpensNothing(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	result := p.Sees(resultWith("80 points"))
	p.Press("show:restart")
	p.Sees(shows(v.Say("restart.title")))
	p.Press("yes:restart")
	question := p.Sees(shows(ask("en", "goal")))
	p.Sees(messageIs(result.ID, false, "80 points"))
	p.AwaitAnswer(p.PressData(result.ID, "show:points"))
	drained(t, w.fake)
	p.Sees(messageIs(result.ID, false, "80 points"))
	if live, _ := liveCard(p); live.ID < question.ID {
		t.Errorf("the question has no buttons:\n%s", p.Chat())
	}
}

// liveCard is the newest message with buttons.
func liveCard(p *telegramtest.Person) (m telegramtest.Message, ok bool) {
	for _, one := range p.Chat().Messages {
		if one.FromBot && len(one.Keyboard) > 0 {
			m, ok = one, true
		}
	}
	return m, ok
}

// TestChangedAnswerKeepsTheOldResult: both results stay, each with its points, and only the newer
// has buttons.
func TestChangedAnswerKeepsTheOldResult(t *testing.T) {
	v := locales.In("en")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	old := p.Sees(resultWith("80 points"))
	p.Press("show:change")
	p.Sees(shows(v.Say("change.title")))
	p.Press("edit:salary")
	p.Sees(shows(ask("en", "salary")))
	p.Sees(messageIs(old.ID, true, "80 points"))
	p.Press("set:salary:8000000-9000000")
	p.Sees(resultWith("75 points"))
	p.Sees(messageIs(old.ID, false, "80 points"))
}

// TestForgottenIsDeletedOnTheScreen: of the chat nothing is left but the goodbye, which says so.
func TestForgottenIsDeletedOnTheScreen(t *testing.T) {
	for _, m := range []mode{polling, webhooks} {
		v := locales.In("en")
		w := begin(t, m, telegramtest.Options{}, bottest.NoLimits)
		p := w.fake.AddPerson("en")
		finish(p)
		p.Say("/mydata")
		p.Sees(func(m telegramtest.Message) bool { return m.Document != nil })
		p.Say("/forget")
		p.Sees(shows(v.Say("forget.title")))
		p.Press("yes:forget")
		goodbye := p.Sees(shows(v.Say("forgotten.title"), v.Say("telegram.forgotten.all")))
		p.Sees(func(telegramtest.Message) bool { return len(p.Chat().Messages) == 1 })
		p.PressOn(goodbye.ID, "show:")
		p.Sees(shows(ask("en", "goal")))
	}
}

// TestForgottenSaysWhatStays: what is too old to be deleted is left without buttons, and said.
func TestForgottenSaysWhatStays(t *testing.T) {
	v := locales.In("en")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	later := time.Now().Add(50 * time.Hour)
	p := w.fake.AddPerson("en")
	finish(p)
	result := p.Sees(resultWith())
	w.stop()
	w.now = func() time.Time { return later }
	w.run(webhooks, bottest.NoLimits)
	p.Press("show:restart") // a result is no confirmation of what is deleted
	p.Sees(shows(v.Say("restart.title")))
	p.Say("/forget")
	p.Sees(shows(v.Say("forget.title")))
	p.Press("yes:forget")
	p.Sees(shows(v.Say("forgotten.title"), v.Say("telegram.forgotten.old")))
	p.Sees(messageIs(result.ID, false, "80 points"))
}

// TestTypingAddsToTheTicks: on a page on which something is ticked.
func TestTypingAddsToTheTicks(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	p.Press("set:goal:i-b")
	p.Sees(shows(ask("en", "degrees")))
	p.Press("on:degrees:master")
	p.Sees(func(m telegramtest.Message) bool { _, ok := m.Keyboard.Find("off:degrees:master"); return ok })
	p.Say("PhD")
	card := p.Sees(func(m telegramtest.Message) bool { _, ok := m.Keyboard.Find("off:degrees:doctorate"); return ok })
	if _, ok := card.Keyboard.Find("off:degrees:master"); !ok {
		t.Errorf("the tick is gone:\n%s", card)
	}
	for _, data := range actions(card) {
		if strings.HasPrefix(data, "done:") {
			p.Press(data)
		}
	}
	p.Sees(shows(ask("en", "salary"), locales.In("en").Say("option.degrees.master"), locales.In("en").Say("option.degrees.doctorate")))
}

// TestTextsBeforeTheQuestionWasAskedAgain: of texts sent at once, those behind one that was not
// understood were meant for other questions.
func TestTextsBeforeTheQuestionWasAskedAgain(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	for _, text := range []string{"specialist", "qwertz", "none", "none", "none"} {
		p.Say(text)
	}
	drained(t, w.fake)
	p.Sees(shows(ask("en", "degrees"), v.Say("notice.want_some")))
}

// TestWordsAfterTheResultAreAnswered: with a line, not with the whole result again; thanks get a
// reaction.
func TestWordsAfterTheResultAreAnswered(t *testing.T) {
	v := locales.In("en")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	result := p.Sees(resultWith("80 points"))
	for _, row := range []struct{ text, answer string }{
		{"Thank you!", v.Say("topic.thanks")}, {"/cancel", v.Say("topic.stop")}, {"/privacy", v.Say("topic.safe")},
		{"colourless green ideas sleep furiously", v.Say("notice.result_there")},
	} {
		said := p.Say(row.text)
		answer := p.Sees(func(m telegramtest.Message) bool { return m.ID > said && shows(row.answer, v.Say("answered.title"))(m) })
		if strings.Contains(answer.Text, "80 points") {
			t.Errorf("%q is answered with the result:\n%s", row.text, answer)
		}
		if row.text == "Thank you!" {
			if m := p.SeesOwn(said, func(m telegramtest.Message) bool { return m.Reaction != "" }); m.Reaction != "🙏" {
				t.Errorf("thanks get %q", m.Reaction)
			}
		}
	}
	p.Sees(messageIs(result.ID, true, "80 points"))
}

// TestLanguagesOnTheFirstCard: where Telegram names none of ours, and only there.
func TestLanguagesOnTheFirstCard(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	for code, offered := range map[string]bool{"pt-br": true, "ko": true, "": true, "en": false, "ja": false, "zh-hans": false} {
		p := w.fake.AddPerson(code)
		p.Say("/start")
		card := p.Sees(func(m telegramtest.Message) bool { return len(m.Keyboard) > 0 })
		if _, ok := card.Keyboard.Find("lang:ja"); ok != offered {
			t.Errorf("%q: languages offered: %v", code, ok)
		}
		if !offered {
			continue
		}
		p.Press("lang:ja")
		next := p.Sees(shows(ask("ja", "goal")))
		if _, ok := next.Keyboard.Find("lang:ja"); ok {
			t.Errorf("%q: languages are still offered", code)
		}
	}
}

// TestPinned: a result is pinned when it is asked for, which is no turn.
func TestPinned(t *testing.T) {
	v := locales.In("en")
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	result := p.Sees(resultWith())
	if got := p.AwaitAnswer(p.PressOn(result.ID, actionPin)); got.Text != v.Say("telegram.pinned") {
		t.Errorf("the press is answered %q", got.Text)
	}
	p.Sees(func(m telegramtest.Message) bool { return m.ID == result.ID && m.Pinned })
}
