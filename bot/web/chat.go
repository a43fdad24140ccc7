package web

import (
	"errors"
	"html/template"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"hspbot/bot"
	"hspbot/bot/card"
	"hspbot/conversation"
	"hspbot/locales"
)

// page is all that a template draws.
type page struct {
	Lang string // for the attribute of HTML
	Base string // path under which the website is, without a slash at its end
	Path string // of the page
	// Heading stands above the page, and is the document's title.
	Heading   string
	Languages []translation
	Blocks    []block

	// Of a page that says one thing: whether there is a button to begin, or one back to the interview.
	Start, Continue bool
	// Secret says that the page is shown to who knows its address, and kept and found nowhere.
	Secret   bool
	Tag      string // language of the texts, as the interview names it
	Referral string

	Chat    *chat
	Landing *landing
	Link    *link
	Links   bool       // a link can be made
	Code    *codeField // for a code that somebody was told
	Place   place
	Partner *sender // who sent the person, on the first page
}

// openLinksApart has links to other websites open pages of their own: few of those may be shown in a
// frame.
func (p *page) openLinksApart() {
	for _, b := range p.Blocks {
		for i := range b.Lines {
			b.Lines[i].Apart = strings.HasPrefix(b.Lines[i].Link, "https:")
		}
	}
}

// translation is a language that the page can be had in.
type translation struct {
	Tag, Lang, Name, Action string
	Current                 bool
}

// chat is the present screen.
type chat struct {
	Form, Version string // see the fields of a form
	Notice        string
	Wrong         bool // the notice says what is wrong with the answer
	Progress      string
	Question      bool
	Several, Rest bool
	None          string                // the action of "none of these"
	Options       []conversation.Choice // each with what it says in full
	Controls      []conversation.Choice
	More          []conversation.Choice // what can be asked for at any time
	Typing        bool
	Hint          string
	Short         bool // the options are figures, several of which fit a line
	File          string
	Picture       bool   // the file is one, to be shown
	Alt           string // of the picture
	Answers       []conversation.Line
}

// block is a part of a screen.
type block struct {
	Kind  string
	Text  string
	Lines []line
}

// line is one line of a list or a table.
type line struct {
	Sign, Meaning      string // of the mark
	Label, Value, Note string
	Link               string // what the note opens, or else the label
	Apart              bool   // it opens a page of its own
}

var kinds = map[conversation.BlockKind]string{conversation.Paragraph: "paragraph", conversation.Heading: "heading", conversation.List: "list",
	conversation.Table: "table", conversation.Code: "code", conversation.Small: "small"}

// marks are the texts of what the marks mean, for who does not see them.
var marks = map[conversation.Mark]string{conversation.Met: "web.mark.met", conversation.NotMet: "web.mark.not_met",
	conversation.Depends: "web.mark.depends", conversation.Caution: "web.mark.caution"}

func blocksOf(v *locales.Voice, body []conversation.Block) []block {
	var list []block
	for _, b := range body {
		if b.Options {
			continue // the options say it themselves
		}
		out := block{Kind: kinds[b.Kind], Text: b.Text}
		for _, l := range b.Lines {
			lined := line{Label: l.Label, Value: l.Value, Note: l.Note, Link: address(l)}
			if l.Mark != conversation.NoMark {
				lined.Sign, lined.Meaning = l.Mark.Sign(), v.Say(marks[l.Mark])
			}
			out.Lines = append(out.Lines, lined)
		}
		list = append(list, out)
	}
	return list
}

// address is what a line opens: its link, or a note that is an address and nothing else.
func address(l conversation.Line) string {
	if l.Link == "" && strings.HasPrefix(l.Note, "https://") && !strings.ContainsAny(l.Note, " \n") {
		return l.Note
	}
	return l.Link
}

// telephone is an address of a telephone, RFC 3966, of a number with its country.
var telephone = regexp.MustCompile(`^tel:\+[0-9]+$`)

// href is an address as a template takes it, which by itself trusts https and mailto.
func href(link string) any {
	if telephone.MatchString(link) {
		return template.URL(link) //nolint:gosec // it is digits
	}
	return link
}

// htmlLang is the attribute for a language of the texts. Chinese without a script is the simplified.
func htmlLang(tag string) string {
	if tag == "zh" {
		return "zh-Hans"
	}
	return tag
}

// page returns a page with a heading and without its content.
func (w *Web) page(v *locales.Voice, heading string) *page {
	p := &page{Lang: htmlLang(v.Tag()), Tag: v.Tag(), Base: w.base(), Path: "/web/", Heading: heading, Links: w.o.Records != nil}
	for _, tag := range locales.Tags() {
		p.Languages = append(p.Languages, translation{Tag: tag, Lang: htmlLang(tag), Name: locales.In(tag).Say("language.name"),
			Action: conversation.LanguageAction(tag), Current: tag == v.Tag()})
	}
	return p
}

// base is the path under which the website is reached.
func (w *Web) base() string { return strings.TrimPrefix(w.o.PublicURL, origin(w.o.PublicURL)) }

// chat answers with the present screen.
func (h *handler) chat(out http.ResponseWriter, r *http.Request) {
	if t, screen, state, ok := h.present(out, r); ok {
		h.write(out, r, http.StatusOK, "chat", h.draw(t, state, screen))
	}
}

// session returns the interview of a token; ok is false where there is none, which has been said. One that
// cannot be read is [conversation.Unreadable].
func (h *handler) session(out http.ResponseWriter, r *http.Request, t token) (s bot.Session, readable, ok bool) {
	s, err := h.bot.Session(r.Context(), t.key())
	switch {
	case errors.Is(err, bot.ErrNoSession), err == nil && s.State.Forgotten:
		h.gone(out, r)
		return s, false, false
	case errors.Is(err, bot.ErrCorrupt):
		s.State = conversation.Unreadable(preferred(r))
		return s, false, true
	case err != nil:
		h.fail(out, r, err)
		return s, false, false
	}
	return s, true, true
}

// present returns the present screen of the browser; ok is false where there is none, which has
// been said.
func (h *handler) present(out http.ResponseWriter, r *http.Request) (t token, screen conversation.Screen, s conversation.State, ok bool) {
	if t, ok = h.tokenOf(r); !ok {
		h.gone(out, r)
		return t, screen, s, false
	}
	session, _, ok := h.session(out, r, t)
	if !ok {
		return t, screen, s, false
	}
	s = session.State
	err := bot.Guard(func() error { screen = h.o.Partners.Show(s, h.o.Now()); return nil })
	if err == nil {
		screen, err = h.bot.WithShare(r.Context(), s, screen)
	}
	if err != nil {
		h.fail(out, r, err)
	}
	return t, screen, s, err == nil
}

// gone says that the browser has no interview here, or none any more.
func (h *handler) gone(out http.ResponseWriter, r *http.Request) {
	if _, err := r.Cookie(h.cookieName(r)); err == nil {
		h.keep(out, r, "", 0)
	}
	h.say(out, r, http.StatusNotFound, "gone")
}

// draw makes a page of a screen.
func (w *Web) draw(t token, state conversation.State, s conversation.Screen) *page {
	v := locales.In(s.Language)
	p := w.page(v, s.Title)
	p.Blocks = blocksOf(v, s.Body)
	c := &chat{Form: t.form(), Version: version(state), Notice: s.Notice, Progress: s.Progress, Question: s.Kind == conversation.Question,
		Several: s.Several && s.Kind == conversation.Question, Typing: !s.Confirms, Hint: s.Hint, Short: s.Number && !s.Numbered, Answers: s.Answers}
	c.Wrong = s.Notice != "" && wrong(state)
	p.Chat = c
	if s.File != nil {
		c.File, c.Picture, c.Alt = s.File.Name, strings.HasPrefix(s.File.Type, "image/"), s.File.Alt
	}
	w.choices(c, state, &s)
	if !s.Confirms {
		c.More = moreOf(v, s.Choices)
	}
	return p
}

// wrong reports whether the last answer was not understood, or has to be given in another way.
func wrong(s conversation.State) bool {
	return s.Notice != nil && (strings.HasPrefix(s.Notice.Text, "notice.want_") || strings.HasPrefix(s.Notice.Text, "doubt."))
}

// toggleSigns stand before a toggle that is a button.
var toggleSigns = map[bool]string{true: "✅ ", false: "⬜ "}

// choices sorts what can be pressed. A page of boxes has the same buttons whether any is ticked or
// not, as a browser does not tell before it is sent.
func (w *Web) choices(c *chat, state conversation.State, s *conversation.Screen) {
	for _, choice := range s.Choices {
		if choice.OffersNotices() { // nobody is written to here
			continue
		}
		switch choice.Role {
		case conversation.Option:
			if s.Several && !c.Several { // toggles of their own
				choice.Label, choice.Selected = toggleSigns[choice.Selected]+choice.Label, false
			}
			c.Options = append(c.Options, choice)
		case conversation.Finish:
			if !c.Several {
				c.Controls = append(c.Controls, choice)
			}
		default:
			c.Controls = append(c.Controls, choice)
		}
	}
	if c.Several {
		c.None = conversation.AnswerAction(s.ID, "none")
		c.Rest = offersRest(state, s, w.o.Now())
	}
}

// offersRest reports whether "not sure about the rest" can be said once something is ticked.
func offersRest(state conversation.State, s *conversation.Screen, at time.Time) bool {
	if !slices.ContainsFunc(s.Choices, func(c conversation.Choice) bool { return c.Selected }) {
		for _, c := range s.Choices {
			if c.Role == conversation.Option {
				state = conversation.Step(state, conversation.Event{Kind: conversation.Pressed, Action: c.Action, At: at})
				break
			}
		}
	}
	return slices.ContainsFunc(conversation.Show(state, at).Choices, func(c conversation.Choice) bool { return c.ID == "rest-not-sure" })
}

// moreOf is what can be asked for at any time, and is not offered already.
func moreOf(v *locales.Voice, offered []conversation.Choice) []conversation.Choice {
	all := []conversation.Choice{
		{Action: conversation.ShowAction("change"), Label: v.Say("control.change")},
		{Action: conversation.ShowAction("help"), Label: v.Say("web.help")},
		{Action: conversation.ShowAction("mydata"), Label: v.Say("web.mydata")},
		{Action: conversation.ShowAction("forget"), Label: v.Say("web.forget"), Danger: true},
	}
	return slices.DeleteFunc(all, func(c conversation.Choice) bool {
		return slices.ContainsFunc(offered, func(o conversation.Choice) bool { return o.Action == c.Action })
	})
}

// goodbye is the page of somebody who has been forgotten.
func (w *Web) goodbye(v *locales.Voice) *page {
	s := conversation.Show(conversation.State{Language: v.Tag(), Forgotten: true}, w.o.Now())
	p := w.page(v, s.Title)
	p.Blocks, p.Start = blocksOf(v, s.Body), true
	return p
}

// file hands over the file of the present screen.
func (h *handler) file(out http.ResponseWriter, r *http.Request) {
	_, screen, _, ok := h.present(out, r)
	if !ok {
		return
	}
	if screen.File == nil || screen.File.Name != r.PathValue("name") {
		h.redirect(out, r, placeOf(r).screen("main"), http.StatusSeeOther)
		return
	}
	f, err := card.Made(r.Context(), screen.File)
	if err != nil {
		h.fail(out, r, err)
		return
	}
	out.Header().Set("Content-Type", f.Type)
	out.Header().Set("Content-Disposition", "attachment; filename="+strconv.Quote(f.Name))
	out.Header().Set("Content-Length", strconv.Itoa(len(f.Data)))
	_, _ = out.Write(f.Data)
}
