package telegram

import (
	"context"
	"errors"
	"strings"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"hspbot/conversation"
)

// A detail that is longer than a phone's screen is a rich message, where the server takes these
// (Bot API 10.1): tables of points, and sections that unfold under their headings. Where it does
// not, the same is said by expandable quotations, and no other rich message is tried.

// rich reports whether a screen is to be a rich message.
func (m *messenger) rich(s *conversation.Screen) bool {
	return m.ephemeral == nil && !m.t.plain.Load() && len(s.Answers) == 0 && isLong(s)
}

func (m *messenger) sendRich(ctx context.Context, s *conversation.Screen) (int, error) {
	m.calls++
	id, err := idOf(m.t.api.SendRichMessage(ctx, &tg.SendRichMessageParams{ChatID: m.place.chat, MessageThreadID: m.place.thread,
		RichMessage: richMessage(s), ReplyMarkup: m.keyboard(s)}))
	m.complete = m.complete || err == nil
	return id, err
}

func (m *messenger) changeRich(ctx context.Context, id int, s *conversation.Screen) error {
	m.calls++
	message := richMessage(s)
	_, err := m.t.api.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: m.place.chat, MessageID: id, RichMessage: &message, ReplyMarkup: m.keyboard(s)})
	if err == nil || says(err, notModified) {
		m.complete = true
		return nil
	}
	return err
}

// richRefused reports whether a rich message was refused, so that the plain one is to be tried: the
// server does not know the method, or has another reason.
func richRefused(err error) bool {
	return errors.Is(err, tg.ErrorNotFound) || errors.Is(err, tg.ErrorBadRequest) && !unreachable(err)
}

func richMessage(s *conversation.Screen) models.InputRichMessage {
	return models.InputRichMessage{HTML: renderRich(s), SkipEntityDetection: true}
}

// renderRich draws a screen in the HTML of rich messages.
func renderRich(s *conversation.Screen) string {
	var p page
	if s.Notice != "" {
		p.richly("p", func() { p.small(s.Notice) })
	}
	p.richly("h4", func() { p.text(s.Title) })
	for rest := shown(s); len(rest) > 0; {
		section := sectionOf(rest)
		rest = rest[len(section):]
		p.richSection(section)
	}
	if s.Hint != "" {
		p.richly("p", func() { p.small(s.Hint) })
	}
	return p.b.String()
}

// richly writes something within a tag.
func (p *page) richly(tag string, write func()) {
	p.tag("<" + tag + ">")
	write()
	name, _, _ := strings.Cut(tag, " ")
	p.tag("</" + name + ">")
}

// unfolds writes something that unfolds under a line.
func (p *page) unfolds(line, write func()) {
	p.richly("details", func() {
		p.richly("summary", line)
		write()
	})
}

// richSection writes a section: under its heading, with the sum of a table beside that.
func (p *page) richSection(section []conversation.Block) {
	if section[0].Kind != conversation.Heading || len(section) == 1 || lines(section) <= foldedLines {
		p.richBlocks(section)
		return
	}
	content := section[1:]
	table, sum := sumOf(content[0])
	if sum != nil {
		content = append([]conversation.Block{table}, content[1:]...)
	}
	p.unfolds(func() {
		p.within("b", section[0].Text)
		if sum != nil {
			p.text(" — ")
			p.line(sum)
		}
	}, func() {
		if sum != nil && sum.Note != "" {
			p.richly("p", func() { p.note(sum) })
		}
		p.richBlocks(content)
	})
}

func (p *page) richBlocks(list []conversation.Block) {
	for i := range list {
		b := &list[i]
		switch b.Kind {
		case conversation.Heading:
			p.richly("h5", func() { p.text(b.Text) })
		case conversation.Code:
			p.richly("pre", func() { p.text(b.Text) })
		case conversation.Small:
			p.richly("p", func() { p.small(b.Text) })
		case conversation.Table:
			p.richTable(b.Lines)
			continue
		default:
			if b.Text != "" {
				p.richly("p", func() { p.text(b.Text) })
			}
		}
		for j := range b.Lines {
			p.richLine(&b.Lines[j])
		}
	}
}

// richLine writes an item of a list; what explains it unfolds.
func (p *page) richLine(l *conversation.Line) {
	if l.Note == "" {
		p.richly("p", func() { p.line(l) })
		return
	}
	p.unfolds(func() { p.line(l) }, func() { p.richly("p", func() { p.opens(l.Link, func() { p.text(l.Note) }) }) })
}

// line writes a line without its note.
func (p *page) line(l *conversation.Line) {
	p.text(l.Mark.Sign())
	p.label(l)
	if l.Value != "" {
		p.text(" — ")
		p.within("b", l.Value)
	}
}

func (p *page) richTable(list []conversation.Line) {
	p.richly("table", func() {
		for i := range list {
			l := &list[i]
			p.richly("tr", func() {
				p.richly("td", func() { p.text(l.Mark.Sign()); p.label(l) })
				p.richly(`td align="right"`, func() { p.within("b", l.Value) })
			})
			if l.Note != "" {
				p.richly("tr", func() { p.richly(`td colspan="2"`, func() { p.note(l) }) })
			}
		}
	})
}
