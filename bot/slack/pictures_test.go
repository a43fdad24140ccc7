package slack

import (
	"testing"

	"hspbot/bot/bottest"
	"hspbot/bot/slack/slacktest"
	"hspbot/locales"
)

// TestPictures draws the main screens in every language as people see them, and finds all that
// was sent on the pages. Set HSPBOT_PICTURES to a directory to keep them.
func TestPictures(t *testing.T) {
	for _, language := range locales.Tags() {
		a := &bottest.Album{Platform: Platform, Language: language, Style: slacktest.Style}
		var texts []string
		w, _ := start(t, overHTTP)
		w.photograph(language, func(name string, shown ...drawn) {
			p := bottest.Picture{Name: name}
			for _, d := range shown {
				p.HTML += d.Draw()
				texts = append(texts, d.Plain())
			}
			a.Pictures = append(a.Pictures, p)
		})
		bottest.Holds(t, a.Write(t), "*_~`·[]•\ufe0f", texts...)
	}
}

// drawn is a message or a view.
type drawn interface {
	Draw() string
	Plain() string
}

// photograph visits the main screens in a language.
func (w *world) photograph(language string, note func(string, ...drawn)) {
	p := w.team.Person("UPERSON1")
	p.Locale = language
	list := moves(w.t, language, "i-b")
	p.Say("hello")
	for i, m := range list {
		card := w.sees(p, onCard(m.Screen.Title, m.Screen.Progress))
		switch m.Screen.ID {
		case "goal", "degrees", "japanese", "universities", "salary", "employer", "family":
			note(m.Screen.ID, card)
		}
		w.follow(p, dm(p), list[i:i+1], p.Say)
	}
	note("result", w.sees(p, result))
	for _, view := range []string{"points", "benefits", "documents"} {
		before := w.sees(p, result)
		w.press(p, before, "show:"+view)
		note(view, w.sees(p, func(m *slacktest.Message) bool { return !result(m) && len(m.Buttons()) > 0 }))
		w.press(p, newest(p), "show:")
	}
	w.press(p, w.sees(p, result), "show:residence")
	note("permanent residence: first question", w.sees(p, shows(say(language, "question.status.ask"))))
	p.OpenHome()
	note("Home of one person", w.atHomeTab(p))

	hr := w.team.Person("UPERSON2")
	hr.Locale = language
	c := w.team.Channel("CHANNEL1", hr).Invite()
	w.form(hr, func() { hr.Shortcut(shortcutNew) })
	note("new candidate", hr.Modal())
	hr.CloseModal()
	head := w.begun(hr, c, "candidate 17, backend engineer", 1)
	at := thread(c, head.TS)
	typed := func(text string) { w.typed(hr, at(), text) }
	w.follow(hr, at, list[:3], typed)
	card := w.until(hr, at, onCard(list[3].Screen.Title, ""))
	note("candidate's thread", root(c, head.TS)(), card)
	note("form", w.modal(hr, card, hrForm))
	hr.CloseModal()
	w.follow(hr, at, list[3:], typed)
	w.until(hr, at, result)
	w.quiet()
	var all []drawn
	for _, m := range c.Messages() {
		all = append(all, m)
	}
	note("candidate's result", all...)
	w.begun(hr, c, "候補者18", 2)
	w.quiet()
	hr.Command(c, "list")
	note("list", w.until(hr, private(hr, c), shows("候補者18")))
	hr.Command(c, "help")
	note("help", w.until(hr, private(hr, c), shows(say(language, "slack.help", "Command", Command))))
	hr.OpenHome()
	note("Home of HR", w.atHomeTab(hr, "候補者18"))
	note("two offers", w.modal(hr, at(), hrCompare))
	hr.CloseModal()
}
