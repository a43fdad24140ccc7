package slack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"hspbot/conversation"
	"hspbot/locales"
)

// Slack's limits on what is drawn, in characters; some room is left.
const (
	maxSection = 2900  // of 3000 in a section or a context
	maxBlocks  = 45    // of 50 in a message
	maxPage    = 11000 // of all texts of a message
	maxButton  = 75
	maxHeader  = 150
	maxText    = 2900 // of the text beside the blocks
	perRow     = 25   // buttons in one block
)

// escape makes a text safe in Slack's markup.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// bold sets a text in bold. A star of its own would end that.
func bold(s string) string { return "*" + strings.ReplaceAll(escape(s), "*", "∗") + "*" }

// clip cuts a text to a number of characters.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r := []rune(s)
	return string(r[:most-1]) + "…"
}

// drawOptions say how a screen is drawn in the place where it is shown.
type drawOptions struct {
	tag    string // of the block ids
	last   string // user id of who answered last, where it could have been several
	typing bool   // nothing can be typed there: a button opens a modal for it
	hiring bool   // a result offers what HR asks
	about  string // the candidate it is about, as HR calls them
	// command is how a command is given there, in place of the slash: Slack keeps texts that
	// begin with one to itself.
	command string
	share   bool // and to post the summary to the channel
}

// page collects the blocks of a message.
type page struct {
	blocks   []slack.Block
	count    int
	complete bool // nothing was left out
}

// room reports whether n more characters fit; once they do not, the rest is left out.
func (p *page) room(n int) bool {
	if p.complete && p.count+n <= maxPage && len(p.blocks) < maxBlocks-8 {
		p.count += n
		return true
	}
	p.complete = false
	return false
}

// markup adds a section of marked-up text, in parts where it is long.
func (p *page) markup(s string) {
	for _, part := range parts(s) {
		if p.room(utf8.RuneCountInString(part)) {
			p.blocks = append(p.blocks, section(part))
		}
	}
}

// small adds text of less weight.
func (p *page) small(s string) {
	for _, part := range parts(escape(s)) {
		if p.room(utf8.RuneCountInString(part)) {
			p.blocks = append(p.blocks, contextBlock(part))
		}
	}
}

// parts cuts marked-up text at line ends so that each part fits a section. A line that is
// longer by itself is cut where no markup can be: these are plain.
func parts(s string) []string {
	var list []string
	var b strings.Builder
	count := 0
	for line := range strings.SplitSeq(s, "\n") {
		for n := utf8.RuneCountInString(line); ; n = utf8.RuneCountInString(line) {
			if count > 0 && count+n+1 > maxSection {
				list = append(list, b.String())
				b.Reset()
				count = 0
			}
			if n <= maxSection {
				break
			}
			r := []rune(line)
			list = append(list, string(r[:maxSection]))
			line = string(r[maxSection:])
		}
		if count > 0 {
			b.WriteByte('\n')
			count++
		}
		b.WriteString(line)
		count += utf8.RuneCountInString(line)
	}
	if strings.TrimSpace(b.String()) != "" {
		list = append(list, b.String())
	}
	return list
}

// drawing is a screen as Slack shows it.
type drawing struct {
	text     string // for notifications and screen readers, marked up
	blocks   []slack.Block
	complete bool // all of the screen is in it
}

// draw draws a screen.
func draw(original *conversation.Screen, k drawOptions) drawing {
	s := respelled(original, k.command)
	p := page{complete: true}
	switch {
	case k.about == "" || s.Kind == conversation.Forgotten:
	case s.Kind == conversation.Question:
		p.small("👤 " + locales.In(s.Language).Say("slack.candidate.about", "Label", k.about))
	default: // it speaks to whoever reads it, but is not about them
		p.small("👤 " + k.about)
	}
	if s.Notice != "" {
		p.markup(escape(s.Notice))
	}
	if s.Progress != "" {
		p.small(s.Progress)
	}
	if s.Kind == conversation.Question || utf8.RuneCountInString(s.Title) > maxHeader {
		p.markup(bold(s.Title))
	} else if p.room(utf8.RuneCountInString(s.Title)) {
		p.blocks = append(p.blocks, slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, s.Title, false, false)))
	}
	for i := range s.Body {
		p.block(&s.Body[i])
	}
	if !p.complete {
		p.blocks = append(p.blocks, contextBlock("…"))
	}
	complete := p.complete
	p.complete = true // the rest has its room in any case
	p.buttons(s, k)
	if s.Hint != "" {
		p.small(s.Hint)
	}
	p.answers(locales.In(s.Language), s.Answers)
	if k.about != "" && (s.Kind == conversation.Data || s.ID == "goal") { // where it is said what is kept
		p.small(locales.In(s.Language).Say("slack.candidate.kept", "Label", k.about))
	}
	if k.last != "" {
		v := locales.In(s.Language)
		line := v.Say("slack.candidate.last", "User", "<@"+k.last+">")
		p.blocks = append(p.blocks, contextBlock(line))
	}
	return drawing{text: spoken(s), blocks: p.blocks, complete: complete}
}

func (p *page) block(b *conversation.Block) {
	switch b.Kind {
	case conversation.Heading:
		p.markup(bold(b.Text))
	case conversation.Small:
		p.small(b.Text)
	case conversation.Code:
		for _, part := range parts(escape(b.Text)) {
			p.markup("```" + clip(part, maxSection-6) + "```")
		}
	case conversation.Paragraph:
		p.markup(escape(b.Text))
	}
	var lines []string
	for _, l := range b.Lines {
		lines = append(lines, line(l, b.Kind))
	}
	if len(lines) > 0 {
		p.markup(strings.Join(lines, "\n"))
	}
}

// line draws a line of a list or a table.
func line(l conversation.Line, kind conversation.BlockKind) string {
	sign := l.Mark.Sign()
	if sign == "" && kind == conversation.List {
		sign = "• "
	}
	text := sign + escape(l.Label)
	if l.Value != "" {
		text += " — " + bold(l.Value)
	}
	if l.Note != "" {
		text += "\n      " + strings.ReplaceAll(escape(l.Note), "\n", "\n      ")
	}
	return text
}

// buttons draws the choices: options, then what ends a page, then the controls, and last a
// menu with what can be asked for at any time.
func (p *page) buttons(s *conversation.Screen, k drawOptions) {
	var options, rest []slack.BlockElement
	n := 0
	add := func(list *[]slack.BlockElement, action, label string, style slack.Style) *slack.ButtonBlockElement {
		n++
		b := slack.NewButtonBlockElement("do"+strconv.Itoa(n), action, slack.NewTextBlockObject(slack.PlainTextType, clip(label, maxButton), false, false))
		if style != "" {
			b.WithStyle(style)
		}
		*list = append(*list, b)
		return b
	}
	for _, c := range s.Choices {
		label, style := c.Label, slack.Style("")
		if c.Selected {
			label, style = "✅ "+label, slack.StylePrimary
		}
		switch {
		case c.Danger:
			add(&options, c.Action, label, slack.StyleDanger)
		case c.Role == conversation.Option:
			add(&options, c.Action, label, style)
		case c.Role == conversation.Finish:
			add(&rest, c.Action, label, slack.StylePrimary)
		default:
			add(&rest, c.Action, label, "")
		}
	}
	v := locales.In(s.Language)
	if k.typing && s.Kind == conversation.Question && (s.Number || s.Hint != "") {
		add(&rest, hrType, v.Say("slack.type.button"), "")
	}
	if k.hiring && s.ID == "result" {
		add(&rest, hrSalary, v.Say("slack.salary.button"), "")
		add(&rest, hrCompare, v.Say("slack.compare.button"), "")
	}
	if k.share && s.Kind == conversation.Result {
		share := add(&rest, hrShare, v.Say("slack.share.button"), "")
		share.WithConfirm(slack.NewConfirmationBlockObject(
			slack.NewTextBlockObject(slack.PlainTextType, v.Say("slack.share.title"), false, false),
			slack.NewTextBlockObject(slack.PlainTextType, v.Say("slack.share.text"), false, false),
			slack.NewTextBlockObject(slack.PlainTextType, v.Say("slack.share.yes"), false, false),
			slack.NewTextBlockObject(slack.PlainTextType, v.Say("slack.share.no"), false, false)))
	}
	if s.Kind != conversation.Forgotten && !s.Confirms {
		rest = append(rest, menu(v, s))
	}
	kind := ""
	if s.Kind == conversation.Result {
		kind = resultEnding
	}
	for _, list := range [][]slack.BlockElement{options, rest} {
		for len(list) > 0 {
			n := min(perRow, len(list))
			p.blocks = append(p.blocks, slack.NewActionBlock(k.tag+"#"+strconv.Itoa(len(p.blocks))+kind, list[:n:n]...))
			list = list[n:]
		}
	}
}

// resultEnding ends the block ids of a result, which is not replaced by a question.
const resultEnding = "r"

// menu is what can be asked for at any time, but for what is shown or offered already.
func menu(v *locales.Voice, s *conversation.Screen) slack.BlockElement {
	var list []*slack.OptionBlockObject
	for _, o := range []struct{ view, label string }{{"language", "slack.menu.language"}, {"change", "control.change"}, {"result", "slack.menu.result"},
		{"mydata", "slack.menu.mydata"}, {"forget", "slack.menu.forget"}} {
		action := conversation.ShowAction(o.view)
		offered := slices.ContainsFunc(s.Choices, func(c conversation.Choice) bool { return c.Action == action })
		if s.ID != o.view && !offered {
			list = append(list, slack.NewOptionBlockObject(action, label(v.Say(o.label)), nil))
		}
	}
	return slack.NewOverflowBlockElement("menu", list...)
}

// answers shows what was answered so far, as far as there is room.
func (p *page) answers(v *locales.Voice, list []conversation.Line) {
	var lines []string
	for _, a := range list {
		lines = append(lines, answerLine(v, a.Label, a.Value))
	}
	if len(lines) > 0 {
		p.small(clip(strings.Join(lines, "  ·  "), maxSection/2))
	}
}

// answerLine writes a question in short with its answer.
func answerLine(v *locales.Voice, question, answer string) string {
	return v.Say("slack.answer", "Question", question, "Answer", answer)
}

// slashed finds the commands in a text.
var slashed = regexp.MustCompile(`(^|[^\w:/])/((?:` + strings.Join(conversation.AllCommands(), "|") + `)\b)`)

// respelled is a screen that tells commands the way they are given there.
func respelled(s *conversation.Screen, command string) *conversation.Screen {
	spell := func(text *string) { *text = slashed.ReplaceAllString(*text, "${1}"+command+"${2}") }
	out := *s
	for _, text := range []*string{&out.Notice, &out.Title, &out.Hint} {
		spell(text)
	}
	out.Body = slices.Clone(s.Body)
	for i := range out.Body {
		b := &out.Body[i]
		spell(&b.Text)
		b.Lines = slices.Clone(b.Lines)
		for j := range b.Lines {
			spell(&b.Lines[j].Label)
			spell(&b.Lines[j].Note)
		}
	}
	return &out
}

// spoken is a screen as a notification or a screen reader tells it.
func spoken(s *conversation.Screen) string {
	var list []string
	for _, t := range []string{s.Notice, s.Title} {
		if t != "" {
			list = append(list, t)
		}
	}
	for _, b := range s.Body {
		if b.Kind == conversation.Small || b.Kind == conversation.Code {
			continue
		}
		if b.Text != "" {
			list = append(list, b.Text)
		}
		for _, l := range b.Lines {
			text := l.Mark.Sign() + l.Label
			if l.Value != "" {
				text += " — " + l.Value
			}
			if l.Note != "" {
				text += "\n" + l.Note
			}
			list = append(list, text)
		}
	}
	return escape(clip(strings.Join(list, "\n"), maxText/2))
}
