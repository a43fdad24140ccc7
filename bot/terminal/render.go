package terminal

import (
	"cmp"
	"slices"
	"strings"

	"hspbot/conversation"
	"hspbot/locales"
)

// Style is how a screen is drawn.
type Style struct {
	// Plain puts each choice on a line of its own as "[id] label", options as "[id] 1. label",
	// and names the screen first, for screen readers and scripts. Nothing is wrapped or coloured.
	Plain bool
	// Colour allows bold and dim.
	Colour bool
	// Brief leaves out how to choose, and free lines above the title, for small windows.
	Brief bool
	// Width is how many columns a line may have; 0 leaves lines as long as they are.
	Width int
}

// Render draws a screen as text that ends with a line break. It is a pure function. No
// control character of a text gets out; the only ones written are those of bold and dim.
func Render(screen conversation.Screen, style Style) string {
	if style.Plain {
		style.Colour, style.Width = false, 0
	}
	p := page{style: style, voice: locales.In(screen.Language)}
	if style.Plain {
		p.line("# " + cleanLine(screen.ID))
	}
	p.part(screen.Notice, "")
	if style.Brief {
		p.text(screen.Progress, "", dim)
		p.text(screen.Title, "", bold)
	} else {
		p.part(screen.Progress, dim)
		p.part(screen.Title, bold)
	}
	for i, b := range screen.Body {
		p.block(b, i > 0 && screen.Body[i-1].Kind == conversation.Heading)
	}
	if style.Plain {
		p.ids(&screen)
	} else {
		p.choices(&screen)
	}
	return p.b.String()
}

// The codes of a terminal.
const (
	bold  = "\x1b[1m"
	dim   = "\x1b[2m"
	reset = "\x1b[0m"
)

// page is a screen under way.
type page struct {
	b     strings.Builder
	style Style
	voice *locales.Voice
}

// line writes one line as it is.
func (p *page) line(s string) {
	p.b.WriteString(strings.TrimRight(s, " "))
	p.b.WriteByte('\n')
}

// gap leaves one line free, never two and none at the top.
func (p *page) gap() {
	if s := p.b.String(); s != "" && !strings.HasSuffix(s, "\n\n") {
		p.b.WriteByte('\n')
	}
}

// part writes a text that stands by itself; nothing for an empty one.
func (p *page) part(text, code string) {
	if text == "" {
		return
	}
	p.gap()
	p.text(text, "", code)
}

// text writes a text, wrapped, after a prefix under which the lines that follow are set in; nothing for an empty one.
func (p *page) text(text, prefix, code string) {
	if text == "" {
		return
	}
	in := locales.Columns(prefix)
	room := 0
	if p.style.Width > 0 {
		room = max(p.style.Width-in, 10)
	}
	for _, line := range Wrap(clean(text), room) {
		p.line(prefix + p.coded(line, code))
		prefix = spaces(in)
	}
}

// coded puts a line between a code and its end.
func (p *page) coded(line, code string) string {
	if !p.style.Colour || code == "" || line == "" {
		return line
	}
	return code + line + reset
}

// block writes one part of the body. What follows a heading stands close to it.
func (p *page) block(b conversation.Block, headed bool) {
	if !headed {
		p.gap()
	}
	switch b.Kind {
	case conversation.Heading:
		p.text(b.Text, "", bold)
	case conversation.List:
		p.list(b.Lines)
	case conversation.Table:
		p.table(b.Lines)
	case conversation.Code:
		for line := range strings.SplitSeq(clean(strings.Trim(b.Text, "\n")), "\n") {
			p.line(line)
		}
	case conversation.Small:
		p.text(b.Text, "", dim)
	default:
		p.text(b.Text, "", "")
	}
}

// list writes lines with a mark or a bullet each.
func (p *page) list(lines []conversation.Line) {
	for _, l := range lines {
		label := l.Label
		if l.Value != "" {
			label += "  " + l.Value
		}
		p.text(label, sign(l.Mark, "• "), "")
		if l.Note != "" {
			p.text(l.Note, spaces(locales.Columns(sign(l.Mark, "• "))), dim)
		}
	}
}

// sign returns a mark with the space after it, or what stands where there is none.
func sign(m conversation.Mark, none string) string { return cmp.Or(m.Sign(), none) }

// ids writes every choice on its own line: its id, the number or letter of an option, and
// what it says.
func (p *page) ids(screen *conversation.Screen) {
	p.part(hint(screen, p.voice), "")
	p.gap()
	options := choices(screen, conversation.Option)
	for i := range screen.Choices {
		c := &screen.Choices[i]
		s := "[" + cleanLine(c.ID) + "] "
		if n := slices.Index(options, c); n >= 0 && key(screen, n) != "" {
			s += key(screen, n) + ". "
		}
		s += cleanLine(c.Label)
		if c.Selected {
			s += " ✓"
		}
		p.line(s)
	}
}

// choices writes the options with their keys, the controls, and how to answer.
func (p *page) choices(screen *conversation.Screen) {
	options := choices(screen, conversation.Option)
	if len(options) > 0 {
		p.gap()
		p.options(screen, options)
	}
	p.words(screen)
	if p.style.Brief {
		p.part(screen.Hint, dim)
		return
	}
	p.part(hint(screen, p.voice), dim)
}

// manyOptions is from how many options on they stand in columns, where there is room.
const manyOptions = 8

// options writes options one below the other, or many short ones in columns, read downwards.
func (p *page) options(screen *conversation.Screen, options []*conversation.Choice) {
	widest := 0
	var labels, prefixes []string
	for i, c := range options {
		label := cleanLine(c.Label)
		if c.Selected {
			label += " ✓"
		}
		prefix := "  " + padLeft(key(screen, i), len(key(screen, len(options)-1))) + ". "
		labels, prefixes = append(labels, label), append(prefixes, prefix)
		widest = max(widest, locales.Columns(prefix+label))
	}
	columns := 1
	if len(options) >= manyOptions {
		columns = min(3, max(1, p.style.Width/(widest+gutter)))
	}
	if columns == 1 {
		for i, label := range labels {
			p.text(label, prefixes[i], selected(options[i]))
		}
		return
	}
	rows := (len(options) + columns - 1) / columns
	for row := range rows {
		line := ""
		for i := row; i < len(options); i += rows {
			cell := prefixes[i] + p.coded(labels[i], selected(options[i]))
			line += cell + spaces(widest+gutter-locales.Columns(prefixes[i]+labels[i]))
		}
		p.line(line)
	}
}

// selected is the code of an option.
func selected(c *conversation.Choice) string {
	if c.Selected {
		return bold
	}
	return ""
}

// words writes what is chosen by its label, as many to a line as fit.
func (p *page) words(screen *conversation.Screen) {
	rest := append(choices(screen, conversation.Finish), choices(screen, conversation.Control)...)
	if len(rest) == 0 {
		return
	}
	p.gap()
	line := ""
	for _, c := range rest {
		w := "[" + cleanLine(c.Label) + "]"
		if line != "" && p.style.Width > 0 && locales.Columns(line)+3+locales.Columns(w) > p.style.Width {
			p.text(line, "", "")
			line = ""
		}
		if line != "" {
			line += "   "
		}
		line += w
	}
	p.text(line, "", "")
}

// hint returns how to answer: what the screen says itself, and which keys there are.
func hint(screen *conversation.Screen, v *locales.Voice) string {
	var parts []string
	if screen.Hint != "" {
		parts = append(parts, screen.Hint)
	}
	options := choices(screen, conversation.Option)
	switch last := len(options); {
	case last == 0 && len(screen.Choices) > 0:
		parts = append(parts, v.Say("terminal.choose_word"))
	case last == 0:
	case screen.Several && finish(screen) != nil:
		parts = append(parts, v.Say("terminal.choose_several"), v.Say("terminal.keep"))
	case screen.Several:
		parts = append(parts, v.Say("terminal.choose_several"))
	case screen.Number && last == 1:
		parts = append(parts, v.Say("terminal.only_letter"))
	case screen.Number:
		parts = append(parts, v.Say("terminal.choose_letter", "Last", key(screen, last-1)))
	default:
		parts = append(parts, v.Say("terminal.choose"))
	}
	return strings.Join(parts, "\n")
}
