package telegram

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hspbot/conversation"
	"hspbot/locales"
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

// small writes a text of less weight: in italics, but where it is in a script that has none.
func (p *page) small(s string) {
	if locales.Columns(s) > utf8.RuneCountInString(s)*4/3 {
		p.text(s)
		return
	}
	p.within("i", s)
}

// label writes the label of a line, which opens something where the note does not.
func (p *page) label(l *conversation.Line) {
	link := l.Link
	if l.Note != "" {
		link = ""
	}
	p.opens(link, func() { p.text(l.Label) })
}

// note writes the note of a line.
func (p *page) note(l *conversation.Line) {
	p.opens(l.Link, func() { p.small(l.Note) })
}

// opens makes what is written open an address, if there is one.
func (p *page) opens(link string, write func()) {
	if link == "" {
		write()
		return
	}
	p.richly(`a href="`+html.EscapeString(link)+`"`, write)
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
	p.b.Grow(1 << 10) // most screens fit
	if s.Notice != "" {
		p.small(s.Notice)
		if s.Title == "" {
			return p.b.String(), true
		}
		p.gap()
	}
	if s.Progress != "" {
		p.small(s.Progress)
		p.text("\n")
	}
	p.within("b", s.Title)
	if !p.body(s) {
		return p.b.String(), false
	}
	p.options(s)
	if s.Hint != "" {
		p.gap()
		p.small(s.Hint)
	}
	p.answers(locales.In(s.Language), s.Answers)
	return p.b.String(), true
}

// body draws the body, in sections that fold up where a screen explains something at length. It
// is false where not all of it fits: there is room left for the hint and the answers.
func (p *page) body(s *conversation.Screen) bool {
	long := isLong(s)
	for rest := shown(s); len(rest) > 0; {
		var part page
		section := rest[:1]
		if long {
			section = sectionOf(rest)
		}
		rest = rest[len(section):]
		if long && lines(section) > foldedLines {
			part.folded(section)
		} else {
			for i := range section {
				part.gap()
				part.block(&section[i])
			}
		}
		if p.count+part.count+2 > maxText-200 {
			p.gap()
			p.text("…")
			return false
		}
		p.gap()
		p.b.WriteString(part.b.String())
		p.count += part.count
	}
	return true
}

// shown is what a message shows of the body.
func shown(s *conversation.Screen) []conversation.Block {
	return slices.DeleteFunc(slices.Clone(s.Body), func(b conversation.Block) bool {
		return b.Kind == conversation.Code && s.File != nil // it goes as a file
	})
}

// isLong reports whether a screen explains something at length, so that its sections fold up.
func isLong(s *conversation.Screen) bool {
	return s.Kind == conversation.Detail && lines(shown(s)) > maxLines
}

// A body of more lines than maxLines is folded, section by section, where these have more than
// foldedLines: that many are seen of a folded one.
const (
	maxLines    = 20
	foldedLines = 3
	lineWidth   = 38 // columns of a phone
)

// sectionOf is what stands under the first heading, with it, or before the first.
func sectionOf(list []conversation.Block) []conversation.Block {
	for i := 1; i < len(list); i++ {
		if k := list[i].Kind; k == conversation.Heading || k == conversation.Code || list[i-1].Kind == conversation.Code {
			return list[:i]
		}
	}
	return list
}

// folded draws a section: its heading or first paragraph is seen, and a sum; the rest unfolds.
func (p *page) folded(section []conversation.Block) {
	if k := section[0].Kind; k == conversation.Heading || k == conversation.Paragraph {
		p.block(&section[0])
		section = section[1:]
	}
	if len(section) == 0 {
		return
	}
	if p.count > 0 {
		p.text("\n")
	}
	if table, sum := sumOf(section[0]); sum != nil {
		p.block(&conversation.Block{Kind: conversation.Table, Lines: []conversation.Line{*sum}})
		p.text("\n")
		section = append([]conversation.Block{table}, section[1:]...)
	}
	p.tag("<blockquote expandable>")
	for i := range section {
		if i > 0 {
			p.text("\n")
		}
		p.block(&section[i])
	}
	p.tag("</blockquote>")
}

// sumOf takes the sum from the end of a table: the only line that is marked. It is nil where
// there is none.
func sumOf(b conversation.Block) (rest conversation.Block, sum *conversation.Line) {
	last := len(b.Lines) - 1
	if b.Kind != conversation.Table || last < 1 || b.Lines[last].Mark == conversation.NoMark {
		return b, nil
	}
	for _, l := range b.Lines[:last] {
		if l.Mark != conversation.NoMark {
			return b, nil
		}
	}
	rest = b
	rest.Lines = b.Lines[:last:last]
	return rest, &b.Lines[last]
}

// lines is about how many lines of a phone blocks take.
func lines(list []conversation.Block) int {
	n := 0
	count := func(s string) {
		if s != "" {
			n += 1 + (locales.Columns(s)-1)/lineWidth
		}
	}
	for i := range list {
		count(list[i].Text)
		for _, l := range list[i].Lines {
			count(l.Label + " " + l.Value)
			count(l.Note)
		}
	}
	return n
}

// options writes out what is too long for a button, all with the numbers that the buttons bear.
func (p *page) options(s *conversation.Screen) {
	if !tooLong(s) {
		return
	}
	p.gap()
	n := 0
	for _, c := range s.Choices {
		if c.Role == conversation.Option {
			if n > 0 {
				p.text("\n")
			}
			n++
			p.text(strconv.Itoa(n) + ". " + c.Label)
		}
	}
}

func (p *page) block(b *conversation.Block) {
	switch b.Kind {
	case conversation.Heading:
		p.within("b", b.Text)
	case conversation.Small:
		p.small(b.Text)
	case conversation.Code:
		p.within("pre", b.Text)
	case conversation.Paragraph:
		p.text(b.Text)
	}
	for i := range b.Lines {
		l := &b.Lines[i]
		if i > 0 {
			p.text("\n")
		}
		if l.Mark == conversation.NoMark && b.Kind == conversation.List {
			p.text("• ")
		}
		p.line(l)
		if l.Note != "" {
			p.text("\n")
			p.note(l)
		}
	}
}

// answers shows what was answered so far in a quotation that folds up, as far as there is room.
func (p *page) answers(v *locales.Voice, list []conversation.Line) {
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
		p.text(v.Say("change.line", "Question", a.Label, "Answer", a.Value))
	}
	p.tag("</blockquote>")
}
