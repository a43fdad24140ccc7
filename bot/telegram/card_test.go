package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
	"hspbot/scoring"
)

// ask returns what a question's card says in a language.
func ask(language, question string) string {
	return locales.In(language).Say("question." + question + ".ask")
}

// TestCard: a tap edits the card in place; what is typed brings a new card below, and the old one
// becomes a line with the answer. Every tap is answered.
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
			p.Say("900万円")
			second := p.Sees(shows(ask("ja", "age")))
			if second.ID == first.ID {
				t.Errorf("typing did not bring a new card")
			}
			v := locales.In("ja")
			line := v.Say("change.line", "Question", v.Say("question.salary.short"), "Answer", "900万円")
			p.Sees(func(m telegramtest.Message) bool { return m.ID == first.ID && len(m.Keyboard) == 0 && m.Text == line })
			p.PressData(second.ID, "set:age:30-35")
			p.Sees(shows(ask("ja", "career_i-b")))
			if all, live := cards(p.Chat()); all != 2 || live != 1 {
				t.Errorf("%d messages, %d with buttons, want 2 and 1:\n%s", all, live, p.Chat())
			}
		})
	}
}

// TestQuickPressSaysWhatWasTaken: Telegram lets a chat change about once a second. A press right
// after another is answered with what it has switched.
func TestQuickPressSaysWhatWasTaken(t *testing.T) {
	v := locales.In("en")
	w := begin(t, polling, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	p.Say("/start")
	p.Sees(shows(ask("en", "goal")))
	p.AwaitAnswer(p.Press("set:goal:i-b"))
	p.Sees(shows(ask("en", "degrees")))
	for _, row := range []struct{ data, want string }{
		{"on:degrees:master", "✅ " + v.Say("option.degrees.master")}, {"off:degrees:master", "⬜ " + v.Say("option.degrees.master")},
		{"set:degrees:none~3f", v.Say("control.none")},
	} {
		got := p.AwaitAnswer(p.PressData(p.Last().ID, row.data))
		if got.Alert || !strings.Contains(strings.ToLower(got.Text), strings.ToLower(row.want)) {
			t.Errorf("%s is answered %q, want %q", row.data, got.Text, row.want)
		}
	}
}

// finish takes a person from the start to the result by taps alone.
func finish(p *telegramtest.Person) {
	p.Say("/start")
	tap(p)
}

// answers are what a person of the tests says, by question; none of what other pages list. They
// give 80 points in 1号ロ: 10 years 20, 9 million yen 35, age 10, N1 15.
var answers80 = map[string]string{"goal": "set:goal:i-b", "career_i-b": "set:career_i-b:from-10", "age": "set:age:30-35",
	"salary": "set:salary:9000000-10000000", "japanese": "set:japanese:n1", "spouse": "set:spouse:no"}

// answerOf is what the person presses on a card: the question, and the data of the button.
func answerOf(m telegramtest.Message) (question, data string) {
	for _, data := range actions(m) {
		verb, rest, _ := strings.Cut(data, ":")
		question, option, _ := strings.Cut(rest, ":")
		if verb == "set" && (data == answers80[question] || answers80[question] == "" && strings.HasPrefix(option, "none")) {
			return question, data
		}
	}
	return "", ""
}

// resultWith returns a condition: the message is a result, with its buttons, and says all of the texts.
func resultWith(texts ...string) func(telegramtest.Message) bool {
	return func(m telegramtest.Message) bool {
		_, ok := m.Keyboard.Find("show:restart")
		return ok && shows(texts...)(m)
	}
}

// tap takes a person who has begun to the result, whatever the order of the questions.
func tap(p *telegramtest.Person) {
	for done := map[string]bool{}; answerNext(p, done); {
	}
}

// answerNext waits for a question that the person has not answered yet, and answers it; false
// where the result has come.
func answerNext(p *telegramtest.Person, done map[string]bool) bool {
	result := resultWith()
	card := p.Sees(func(m telegramtest.Message) bool {
		question, _ := answerOf(m)
		return len(m.Keyboard) > 0 && (result(m) || question != "" && !done[question])
	})
	question, data := answerOf(card)
	if result(card) || question == "" {
		return false
	}
	done[question] = true
	p.PressOn(card.ID, data)
	return true
}

// TestResultStays: details open in place, and the result is still there when a question
// comes, as a message of its own.
func TestResultStays(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	v := locales.In("en")
	result := p.Sees(resultWith("80 points"))
	p.Press("show:points")
	if got := p.Sees(shows(v.Say("points.title"))); got.ID != result.ID {
		t.Errorf("a detail opened in a new message")
	}
	p.Press("show:")
	p.Sees(resultWith())
	p.Press("show:change")
	p.Sees(shows(v.Say("change.title")))
	p.Press("edit:salary")
	question := p.Sees(shows(ask("en", "salary")))
	if question.ID == result.ID {
		t.Errorf("the question took the result's place")
	}
	p.Sees(func(m telegramtest.Message) bool {
		return m.ID == result.ID && resultWith("80 points")(m) && len(m.Keyboard) > 0
	})
	p.Say("8M yen")
	newer := p.Sees(resultWith("75 points", "80 points"))
	p.Sees(func(m telegramtest.Message) bool { // the newer result takes its buttons
		return m.ID == result.ID && strings.Contains(m.Text, "80 points") && len(m.Keyboard) == 0
	})
	p.PressOn(newer.ID, "show:benefits")
	p.Sees(shows(v.Say("benefits.title")))
}

// TestRestart: who starts again gets the first question as a new card, and the "yes" that
// was asked for once is gone.
func TestRestart(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("en")
	finish(p)
	old := p.Sees(resultWith())
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

// TestNoText: pictures, voices, stickers and forwarded messages get a calm sentence and change
// nothing.
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
}

// TestEditedMessage: a message that was taken changes the answer it gave, whatever is asked by
// now, or says that it does not; one that was not understood is read. Of one without text, such
// as a live location, nothing comes.
func TestEditedMessage(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.AddPerson("ja")
	v := locales.In("ja")
	p.Say("/start")
	p.Sees(shows(ask("ja", "goal")))
	p.Press("set:goal:i-b")
	p.Sees(shows(ask("ja", "degrees")))
	degrees := p.Say("うーん")
	p.Sees(shows(v.Say("notice.want_some")))
	p.EditMessage(degrees, "修士")
	p.Sees(shows(v.Say("option.degrees.master"), ask("ja", "salary")))
	p.EditMessage(degrees, "博士")
	p.Sees(shows("✓", v.Say("option.degrees.doctorate"), ask("ja", "salary")))
	p.EditMessage(degrees, "えーと")
	p.Sees(shows(v.Say("notice.edited"), ask("ja", "salary")))
	photo := p.SendPhoto("")
	not := p.Sees(shows(v.Say("notice.not_text")))
	p.EditMessage(photo, "")
	p.EditMessage(degrees, "")
	p.Press("set:salary:9000000-10000000")
	next := p.Sees(shows(ask("ja", "age")))
	if next.ID != not.ID {
		t.Errorf("an edit without text has an answer:\n%s", p.Chat())
	}
	session, err := w.store.Load(t.Context(), place{chat: p.Chat().ID}.key())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := session.State.Facts.Value(scoring.Degrees), scoring.Members(scoring.Doctorate); got != want {
		t.Errorf("stored is %v, want %v", got, want)
	}
}

// TestEditedReply: in a group, where a reply to the bot is an answer, it can be edited, too.
func TestEditedReply(t *testing.T) {
	w := begin(t, webhooks, telegramtest.Options{}, bottest.NoLimits)
	p := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: "ja"}), w.fake.AddGroup("留学生の会"))
	v := locales.In("ja")
	start := p.Say("/start")
	p.Sees(shows(v.Say("public.title")))
	p.Press(v.Say("public.here"))
	p.Sees(shows(ask("ja", "goal")))
	p.Press(v.Say("option.goal.i-b"))
	card := p.Sees(shows(ask("ja", "degrees")))
	said := p.Reply(card.ID, "修士")
	p.Sees(shows(ask("ja", "salary")))
	p.EditMessage(start, "/start x")
	p.EditMessage(said, "博士")
	p.Sees(shows("✓", v.Say("option.degrees.doctorate"), ask("ja", "salary")))
}
