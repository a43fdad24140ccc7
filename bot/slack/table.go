package slack

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"hspbot/conversation"
	"hspbot/locales"
)

// Points and offers are compared down a column, so tables of a screen are set side by side. A
// message takes one table block (docs.slack.dev/reference/block-kit/blocks/table-block), a modal and
// the Home tab none: there a row is a section, whose fields Slack sets in two columns, on a phone too.

// Slack's limits on a table, its head included; all cells together have some room left.
const (
	maxRows    = 100
	maxColumns = 20
)

// grid is what several tables of a screen say, side by side.
type grid struct {
	heads []string // a column each
	rows  []gridRow
}

// gridRow is what the columns say of one thing; empty where a column says nothing.
type gridRow struct {
	label  string
	values []string
}

// sideBySide takes the tables that stand below a heading out of a body, up to most of them. What
// has a note is said below as well, and a heading with nothing left below it goes.
func sideBySide(body []conversation.Block, most int) (g grid, rest []conversation.Block) {
	for i, b := range body {
		if b.Kind != conversation.Table || i == 0 || body[i-1].Kind != conversation.Heading || len(g.heads) == most {
			rest = append(rest, b)
			continue
		}
		g.heads = append(g.heads, body[i-1].Text)
		for i := range g.rows {
			g.rows[i].values = append(g.rows[i].values, "")
		}
		var noted []conversation.Line
		for _, l := range b.Lines {
			g.add(l.Label, l.Mark.Sign()+l.Value)
			if l.Note != "" {
				noted = append(noted, l)
			}
		}
		if len(noted) > 0 {
			rest = append(rest, conversation.Block{Kind: conversation.Table, Lines: noted})
		}
	}
	return g, withoutBareHeadings(rest)
}

// add puts a value into the last column.
func (g *grid) add(label, value string) {
	last := len(g.heads) - 1
	at := slices.IndexFunc(g.rows, func(r gridRow) bool { return r.label == label && r.values[last] == "" })
	if at < 0 {
		at = len(g.rows)
		g.rows = append(g.rows, gridRow{label: label, values: make([]string, len(g.heads))})
	}
	g.rows[at].values[last] = value
}

func withoutBareHeadings(body []conversation.Block) []conversation.Block {
	var list []conversation.Block
	for i, b := range body {
		if b.Kind != conversation.Heading || i+1 < len(body) && body[i+1].Kind != conversation.Heading {
			list = append(list, b)
		}
	}
	return list
}

// none stands in a cell with nothing in it: Slack takes no empty ones.
const none = "–"

func cell(text string) slack.TableCell {
	return slack.NewTableRawTextCell(cmp.Or(text, none))
}

// table adds a grid as Slack's table block.
func (p *page) table(v *locales.Voice, g grid) {
	if len(g.rows) == 0 {
		return
	}
	t := newTable(append([]string{v.Say("slack.table.item")}, g.heads...))
	count := 0
	for _, r := range g.rows[:min(len(g.rows), maxRows-1)] {
		cells := []slack.TableCell{cell(r.label)}
		count += utf8.RuneCountInString(r.label)
		for _, value := range r.values {
			cells = append(cells, cell(value))
			count += utf8.RuneCountInString(value)
		}
		t.AddRow(cells...)
	}
	if p.room(count) {
		p.blocks = append(p.blocks, t)
	}
}

// newTable is a table with a head. Long texts are wrapped, as a phone shows no wide columns.
func newTable(heads []string) *slack.TableBlock {
	t := slack.NewTableBlock("")
	var row []slack.TableCell
	for _, h := range heads[:min(len(heads), maxColumns)] {
		row = append(row, cell(h))
		t.ColumnSettings = append(t.ColumnSettings, slack.ColumnSetting{Align: slack.ColumnAlignmentLeft, IsWrapped: true})
	}
	return t.AddRow(row...)
}

// fields adds a grid of two columns as sections, where there can be no table.
func (p *page) fields(g grid) {
	pair := func(title string, values []string) {
		var list []*slack.TextBlockObject
		for _, value := range values {
			list = append(list, mrkdwn(escape(cmp.Or(value, none))))
		}
		var text *slack.TextBlockObject
		if title != "" {
			text = mrkdwn(bold(title))
		}
		if p.room(utf8.RuneCountInString(title)) {
			p.blocks = append(p.blocks, slack.NewSectionBlock(text, list, nil))
		}
	}
	pair("", g.heads)
	for _, r := range g.rows {
		pair(r.label, r.values)
	}
}
