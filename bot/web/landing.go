package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/partner"
	"hspbot/conversation"
	"hspbot/locales"
)

// landing is what the page for those who come from elsewhere says, beside what every page does.
type landing struct {
	Telegram string // links; empty for none
	Browser  string // Telegram in the browser
	Slack    string
	Answers  []conversation.Line // of the example
	Verdict  string
	Result   []block
	Public   string        // address of the website; empty where it is not known
	QR       template.HTML // of the page; empty where it is not known how the page is reached
}

// landing answers with the page.
func (h *handler) landing(out http.ResponseWriter, r *http.Request) {
	v := voiceOf(r)
	p := h.page(v, v.Say("intro.title"))
	p.Path = r.URL.Path
	if code := r.PathValue("code"); partner.IsCode(code) {
		p.Referral = code
	} else if code != "" {
		h.redirect(out, r, "/", http.StatusFound)
		return
	}
	l := &landing{Telegram: h.o.Telegram(p.Referral, v.Tag()), Slack: h.o.Slack, Public: h.o.PublicURL, QR: h.qr(p.Referral, v.Tag())}
	l.Browser = inBrowser(l.Telegram)
	err := bot.Guard(func() error { l.Answers, l.Verdict, l.Result = h.example(v); return nil })
	if err != nil {
		h.fail(out, r, err)
		return
	}
	p.Landing, p.Partner, p.Code = l, h.partner(p.Referral, v), &codeField{}
	h.write(out, r, http.StatusOK, "landing", p)
}

// inBrowser is the link that opens the bot in Telegram's own website; empty where there is none.
func inBrowser(link string) string {
	name, found := strings.CutPrefix(link, "https://t.me/")
	if !found {
		return ""
	}
	name, query, _ := strings.Cut(name, "?")
	address := "tg://resolve?domain=" + name
	if query != "" {
		address += "&" + query
	}
	return "https://web.telegram.org/a/#?tgaddr=" + url.QueryEscape(address)
}

// exampleAnswers are what somebody might answer, by question, as the actions of buttons carry it.
// What is not here is answered with "none of these".
var exampleAnswers = []struct{ question, answer string }{
	{"goal", "i-b"}, {"degrees", "master"}, {"career_i-b", "=7"}, {"salary", "=8500000"}, {"age", "=31"}, {"japanese", "n2"}, {"spouse", "no"},
}

// exampleState is the state of that person, once there is a result.
func exampleState(language string, at time.Time) conversation.State {
	s := conversation.Step(conversation.State{}, conversation.Event{Kind: conversation.Started, Invited: language, At: at})
	press := func(question, answer string) {
		s = conversation.Step(s, conversation.Event{Kind: conversation.Pressed, Action: conversation.AnswerAction(question, answer), At: at})
	}
	for _, a := range exampleAnswers {
		press(a.question, a.answer)
	}
	for range 40 {
		screen := conversation.Show(s, at)
		if screen.Kind != conversation.Question {
			break
		}
		press(screen.ID, "none")
	}
	s.Notice, s.Before = nil, nil
	return s
}

// example is what somebody answers and gets. It is computed once a day, as it changes with the law.
func (w *Web) example(v *locales.Voice) (answers []conversation.Line, verdict string, result []block) {
	now := w.o.Now()
	s := w.examples.Renew(v.Tag()+now.UTC().Format(time.DateOnly), 24*time.Hour, func() conversation.State { return exampleState(v.Tag(), now) })
	for _, a := range exampleAnswers {
		if line, ok := conversation.AnswerTo(s, a.question, now); ok {
			answers = append(answers, line)
		}
	}
	screen := conversation.Show(s, now)
	result = blocksOf(v, screen.Body)
	for i := range result {
		if result[i].Kind == kinds[conversation.Heading] {
			result[i].Kind = "subheading"
		}
	}
	return answers, screen.Title, result
}
