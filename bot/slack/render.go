package slack

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"hspbot/bot/card"
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
	maxText    = 2900 // of the fallback text
	perRow     = 25   // buttons in one block
)

// escape makes a text safe in Slack's markup.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// plainMarkup makes a text safe in Slack's markup, and shows what would be markup as it stands: by
// characters that look the same.
var plainMarkup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "*", "∗", "_", "ˍ", "~", "∼", "`", "ˋ", ":", "∶").Replace

// bold sets a text in bold. A star of its own would end that.
func bold(s string) string { return "*" + strings.ReplaceAll(escape(s), "*", "∗") + "*" }

// renderOptions say how a screen is drawn in the place where it is shown.
type renderOptions struct {
	tag    string // of the block ids
	last   string // user id of who answered last, where it could have been several
	typing bool   // nothing can be typed there: a button opens a modal for it
	hiring bool   // a result offers what HR asks
	about  string // the candidate it is about, as HR calls them
	// command is how a command is given there, in place of the slash: Slack keeps texts that
	// begin with one to itself.
	command string
	did     string // the text that says what who acted last did, where it was more than to answer
	share   bool   // and to post the summary to the channel
	alone   bool   // one person sees it, beside the card: there is no menu
}

// contextBlock is a line of less weight.
func contextBlock(markup string) *slack.ContextBlock {
	return slack.NewContextBlock("", mrkdwn(markup))
}

// textOnly is a message of one text, marked up, and what else is given.
func textOnly(markup string, more ...slack.Block) rendered {
	return rendered{text: markup, blocks: append([]slack.Block{section(markup)}, more...)}
}

func section(markup string) *slack.SectionBlock {
	return slack.NewSectionBlock(mrkdwn(markup), nil, nil)
}

// mrkdwn is marked-up text in which Slack makes nothing of addresses and names of channels.
func mrkdwn(markup string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, markup, false, true)
}

// page collects the blocks of a message.
type page struct {
	blocks []slack.Block
	count  int
	cut    bool // something was left out
}

// room reports whether n more characters fit; once they do not, the rest is left out.
func (p *page) room(n int) bool {
	if !p.cut && p.count+n <= maxPage && len(p.blocks) < maxBlocks-8 {
		p.count += n
		return true
	}
	p.cut = true
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

// rendered is a screen as Slack shows it.
type rendered struct {
	text     string // for notifications and screen readers, marked up
	blocks   []slack.Block
	cut      bool                 // not all of the screen is in it
	metadata *slack.SlackMetadata // for other apps; nil where there is nothing to say
}

// render renders a screen.
func render(original *conversation.Screen, o renderOptions) rendered {
	s := withCommands(original, o.command)
	var p page
	v := locales.In(s.Language)
	switch {
	case o.about == "" || s.Kind == conversation.Forgotten:
	case s.Kind == conversation.Question:
		p.blocks = append(p.blocks, contextBlock("👤 "+v.Say("slack.candidate.about", "Label", plainMarkup(o.about))))
	default: // it speaks to whoever reads it, but is not about them
		p.blocks = append(p.blocks, contextBlock("👤 "+plainMarkup(o.about)))
	}
	if o.about != "" {
		ofCandidate(s, v, o.about)
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
	p.body(v, s)
	if p.cut {
		p.blocks = append(p.blocks, contextBlock("…"))
	}
	cut := p.cut
	p.cut = false // the rest has its room in any case
	p.buttons(s, o)
	if s.Hint != "" {
		p.small(s.Hint)
	}
	p.answers(v, s.Answers)
	switch told := s.Kind == conversation.Data || s.ID == "goal"; { // where it is said what is kept
	case told && o.about != "":
		p.blocks = append(p.blocks, contextBlock(v.Say("slack.candidate.kept", "Label", plainMarkup(o.about))))
	case told:
		p.small(v.Say("slack.kept"))
	}
	if o.about != "" && s.Kind == conversation.Question && firstOfPrivate(v, s) {
		p.small(v.Say("slack.candidate.fair"))
	}
	if o.last != "" {
		line := v.Say(cmp.Or(o.did, "slack.candidate.last"), "User", "<@"+o.last+">")
		p.blocks = append(p.blocks, contextBlock(line))
	}
	text := fallbackText(s)
	if o.about != "" && s.Kind != conversation.Forgotten {
		text = escape(o.about) + ": " + text
	}
	return rendered{text: text, blocks: p.blocks, cut: cut}
}

// firstOfPrivate reports whether a question is the first of what employers are asked not to ask
// applicants: the age comes before the family, unless it is known.
func firstOfPrivate(v *locales.Voice, s *conversation.Screen) bool {
	age := v.Say("question.age.short")
	known := slices.ContainsFunc(s.Answers, func(l conversation.Line) bool { return l.Label == age })
	return s.ID == "age" || s.ID == "family" && !known
}

// ofCandidate has a screen speak of a candidate where it would speak of who reads it: what is
// asked once before something is deleted, and what is stored.
func ofCandidate(s *conversation.Screen, v *locales.Voice, name string) {
	switch s.ID {
	case "forget", "restart":
		s.Title = v.Say("slack.candidate."+s.ID, "Label", name)
		s.Body = []conversation.Block{{Kind: conversation.Paragraph, Text: v.Say("slack.candidate." + s.ID + "_text")}}
	case "mydata":
		s.Title = v.Say("slack.candidate.mydata", "Label", name)
	}
}

// body renders what a screen says. The points are a table, and what is stored a list: its form for
// machines is a file.
func (p *page) body(v *locales.Voice, s *conversation.Screen) {
	body := s.Body
	if s.ID == "points" {
		var g grid
		g, body = sideBySide(body, maxColumns-1)
		p.table(v, g)
	}
	if s.Kind == conversation.Data {
		body = slices.DeleteFunc(slices.Clone(body), func(b conversation.Block) bool { return b.Kind == conversation.Code })
	}
	p.addAll(body)
}

func (p *page) addAll(body []conversation.Block) {
	for i := range body {
		p.block(&body[i])
	}
}

func (p *page) block(b *conversation.Block) {
	switch b.Kind {
	case conversation.Heading:
		p.markup(bold(b.Text))
	case conversation.Small:
		p.small(b.Text)
	case conversation.Code:
		for _, part := range parts(escape(b.Text)) {
			p.markup("```" + card.Clip(part, maxSection-6) + "```")
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

// line renders a line of a list or a table.
func line(l conversation.Line, kind conversation.BlockKind) string {
	sign := l.Mark.Sign()
	if sign == "" && kind == conversation.List {
		sign = "• "
	}
	label, note := escape(l.Label), strings.ReplaceAll(escape(l.Note), "\n", "\n      ")
	if note == "" {
		label = linked(l.Link, label)
	}
	text := sign + label
	if l.Value != "" {
		text += " — " + bold(l.Value)
	}
	if note != "" {
		text += "\n      " + linked(l.Link, note)
	}
	return text
}

// linked makes an escaped text open an e-mail or a page. Slack knows no links to telephones; people's
// devices find the numbers.
func linked(link, text string) string {
	if !strings.HasPrefix(link, "mailto:") && !strings.HasPrefix(link, "https:") || strings.Contains(text, "\n") {
		return text
	}
	return "<" + escape(link) + "|" + text + ">"
}

// answers shows what was answered so far, as far as there is room.
func (p *page) answers(v *locales.Voice, list []conversation.Line) {
	var lines []string
	for _, a := range list {
		lines = append(lines, answerLine(v, a.Label, a.Value))
	}
	if len(lines) > 0 {
		p.small(card.Clip(strings.Join(lines, "  ·  "), maxSection/2))
	}
}

// answerLine writes a question in short with its answer.
func answerLine(v *locales.Voice, question, answer string) string {
	return v.Say("slack.answer", "Question", question, "Answer", answer)
}

// slashed finds the commands in a text.
var slashed = regexp.MustCompile(`(^|[^\w:/])/((?:` + strings.Join(conversation.AllCommands(), "|") + `)\b)`)

// withCommands is a screen in which commands are written the way they are given in a place.
func withCommands(s *conversation.Screen, command string) *conversation.Screen {
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

// fallbackText is the text of a screen for notifications and screen readers.
func fallbackText(s *conversation.Screen) string {
	var list []string
	for _, t := range []string{s.Progress, s.Notice, s.Title} {
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
	return escape(card.Clip(strings.Join(list, "\n"), maxText/2))
}
