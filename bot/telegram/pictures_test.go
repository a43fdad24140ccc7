package telegram

import (
	"strings"
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/telegram/telegramtest"
	"hspbot/locales"
)

// TestPictures draws the main screens in every language as people see them, and finds all that
// was sent on the pages. Set HSPBOT_PICTURES to a directory to keep them.
func TestPictures(t *testing.T) {
	w := begin(t, polling, telegramtest.Options{Inline: true}, bottest.NoLimits)
	for _, language := range locales.Tags() {
		a := &bottest.Album{Platform: Platform, Language: language, Style: telegramtest.Style}
		var seen []telegramtest.Message
		note := func(name string, list ...telegramtest.Message) {
			p := bottest.Picture{Name: name}
			for _, m := range list {
				p.HTML += m.Draw()
			}
			a.Pictures, seen = append(a.Pictures, p), append(seen, list...)
		}
		photograph(w, language, note)
		var texts []string
		for _, m := range seen {
			texts = append(texts, m.Text)
			for _, row := range m.Keyboard {
				for _, b := range row {
					texts = append(texts, b.Text)
				}
			}
		}
		bottest.Holds(t, a.Write(t), "", texts...)
	}
}

// buttonWith is the data of the button that begins with an action.
func buttonWith(m telegramtest.Message, action string) string {
	for _, data := range actions(m) {
		if strings.HasPrefix(data, action) {
			return data
		}
	}
	return action
}

// detail is a condition: the message shows a detail of the result, with a way back.
func detail(m telegramtest.Message) bool {
	_, ok := m.Keyboard.Find("show:")
	return m.FromBot && ok
}

// photograph visits the main screens in a language.
func photograph(w *world, language string, note func(string, ...telegramtest.Message)) {
	v := locales.In(language)
	p := w.fake.AddPerson(language)
	p.Say("/start")
	for done := map[string]bool{}; ; {
		m := p.Sees(func(m telegramtest.Message) bool {
			question, _ := answerOf(m)
			return m.FromBot && len(m.Keyboard) > 0 && (resultWith()(m) || question != "" && !done[question])
		})
		question, data := answerOf(m)
		if resultWith()(m) || question == "" {
			note("result", m)
			break
		}
		if question == "degrees" { // with a tick, and misunderstood
			p.Press("on:degrees:master")
			m = p.Sees(selected("on:degrees:master"))
			data = buttonWith(m, "done:degrees:")
		}
		note(question, m)
		if question == "japanese" {
			p.PressOn(m.ID, "why:japanese")
			note("why: japanese", p.Sees(shows(v.Say("why.title", "Question", ""))))
			p.Press("show:")
			p.Sees(shows(ask(language, question)))
		}
		done[question] = true
		p.PressOn(m.ID, data)
	}
	for _, view := range []string{"points", "documents", "benefits", "change"} {
		p.Press("show:" + view)
		note(view, p.Sees(detail))
		p.Press("show:")
		p.Sees(resultWith())
	}
	p.Press("show:residence")
	note("permanent residence: first question", p.Sees(shows(ask(language, "status"))))
	for asked := ""; ; {
		m := p.Sees(func(m telegramtest.Message) bool {
			return m.ID == p.Last().ID && buttonWith(m, "set:") != asked && len(m.Keyboard) > 0
		})
		if asked = buttonWith(m, "set:"); asked == "set:" {
			note("permanent residence", m)
			break
		}
		p.PressOn(m.ID, asked)
	}
	for _, command := range []string{"help", "mydata", "privacy", "forget"} {
		last := p.Last().ID
		p.Say("/" + command)
		note("/"+command, p.Sees(func(m telegramtest.Message) bool { return m.FromBot && m.ID > last && m.Document == nil }))
	}
	last := p.Last().ID
	p.Say(v.Say("question.salary.short") + "?")
	note("not understood", p.Sees(func(m telegramtest.Message) bool { return m.FromBot && m.ID > last }))

	q := w.fake.Person(w.fake.AddUser(telegramtest.User{LanguageCode: language}), w.fake.AddGroup("g"))
	q.Say("/start")
	note("in a group", q.Sees(shows(v.Say("public.title"))))
	q.Press(v.Say("public.here"))
	note("asked in a group", q.Sees(shows(ask(language, "goal"))))
}
