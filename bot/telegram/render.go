package telegram

import (
	"strings"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
	"golang.org/x/text/width"

	"hspbot/conversation"
)

// Telegram's limits on what is drawn.
const (
	maxText   = 4096 // code points after the tags are parsed
	maxAction = 64   // bytes of callback_data
)

// escape makes a text safe inside HTML.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// page collects HTML and counts what is left of it after parsing.
type page struct {
	b     strings.Builder
	count int
}

// tag writes a tag, which does not count.
func (p *page) tag(s string) { p.b.WriteString(s) }

func (p *page) text(s string) {
	escape.WriteString(&p.b, s)
	p.count += utf8.RuneCountInString(s)
}

func (p *page) within(tag, s string) {
	p.tag("<" + tag + ">")
	p.text(s)
	p.tag("</" + tag + ">")
}

// gap starts a new paragraph.
func (p *page) gap() {
	if p.count > 0 {
		p.text("\n\n")
	}
}

// render draws a screen as HTML. What does not fit is left out from a whole block on, and
// whole is false: the rest goes into a file.
func render(s *conversation.Screen) (html string, whole bool) {
	var p page
	if s.Notice != "" {
		p.within("i", s.Notice)
		p.gap()
	}
	if s.Progress != "" {
		p.within("i", s.Progress)
		p.text("\n")
	}
	p.within("b", s.Title)
	for i := range s.Body {
		if s.Body[i].Kind == conversation.Code && s.File != nil {
			continue // it goes as a file
		}
		var part page
		part.block(&s.Body[i])
		if p.count+part.count+2 > maxText-200 { // room for the hint and the answers
			p.gap()
			p.text("…")
			return p.b.String(), false
		}
		p.gap()
		p.b.WriteString(part.b.String())
		p.count += part.count
	}
	if s.Hint != "" {
		p.gap()
		p.within("i", s.Hint)
	}
	p.answers(s.Answers)
	return p.b.String(), true
}

func (p *page) block(b *conversation.Block) {
	switch b.Kind {
	case conversation.Heading:
		p.within("b", b.Text)
	case conversation.Small:
		p.within("i", b.Text)
	case conversation.Code:
		p.within("pre", b.Text)
	case conversation.Paragraph:
		p.text(b.Text)
	}
	for i, l := range b.Lines {
		if i > 0 {
			p.text("\n")
		}
		sign := l.Mark.Sign()
		if sign == "" && b.Kind == conversation.List {
			sign = "• "
		}
		p.text(sign + l.Label)
		if l.Value != "" {
			p.text(" — ")
			p.within("b", l.Value)
		}
		if l.Note != "" {
			p.text("\n")
			p.within("i", l.Note)
		}
	}
}

// answers shows what was answered so far in a quotation that folds up, as far as there is room.
func (p *page) answers(list []conversation.Line) {
	if len(list) == 0 {
		return
	}
	p.gap()
	p.tag("<blockquote expandable>")
	for i, a := range list {
		if p.count+utf8.RuneCountInString(a.Label+a.Value)+3 > maxText {
			break
		}
		if i > 0 {
			p.text("\n")
		}
		p.text(a.Label + ": " + a.Value)
	}
	p.tag("</blockquote>")
}

// keyboard draws the choices: options in as many columns as read well, what ends a page on
// rows of its own, controls last. Bind is put before each action; in a group it names the person.
func keyboard(s *conversation.Screen, bind string) *models.InlineKeyboardMarkup {
	var options, finish, controls []models.InlineKeyboardButton
	widest := 0
	for _, c := range s.Choices {
		b := models.InlineKeyboardButton{Text: c.Label, CallbackData: bind + c.Action}
		if c.Selected {
			b.Text = "✅ " + b.Text
		}
		switch c.Role {
		case conversation.Option:
			widest = max(widest, columns(b.Text))
			options = append(options, b)
		case conversation.Finish:
			finish = append(finish, b)
		default:
			controls = append(controls, b)
		}
	}
	perRow := 1
	switch {
	case widest <= 10:
		perRow = 3
	case widest <= 17:
		perRow = 2
	}
	if s.Several {
		perRow = 1
	}
	rows := inRows(nil, options, perRow)
	rows = inRows(rows, finish, 1)
	perRow = 3
	if s.Kind == conversation.Result || s.ID == "result" {
		perRow = 2
	}
	rows = inRows(rows, controls, perRow)
	if len(rows) == 0 {
		return nil
	}
	return &models.InlineKeyboardMarkup{InlineKeyboard: rows}
}

func inRows(rows [][]models.InlineKeyboardButton, list []models.InlineKeyboardButton, perRow int) [][]models.InlineKeyboardButton {
	for len(list) > 0 {
		n := min(perRow, len(list))
		rows = append(rows, list[:n:n])
		list = list[n:]
	}
	return rows
}

// columns is how wide a text is on a phone, a Chinese or Japanese character counting twice.
func columns(s string) int {
	n := 0
	for _, r := range s {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
