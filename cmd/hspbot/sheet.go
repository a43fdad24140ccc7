package main

import (
	"strconv"
	"strings"

	"hspbot/bot/terminal"
	"hspbot/locales"
	"hspbot/scoring"
)

// The columns of the printed table; a Japanese or Chinese character takes two.
const (
	sheetWidth  = 100
	noWidth     = 9
	bonusWidth  = 5
	pointsWidth = 5
	rowWidth    = sheetWidth - noWidth - bonusWidth - scoring.Categories*pointsWidth
)

// sheet is the printed table under way.
type sheet struct {
	v *locales.Voice
	b strings.Builder
}

func (s *sheet) line(text string) { s.b.WriteString(strings.TrimRight(text, " ") + "\n") }

// text writes wrapped lines, all of them set in.
func (s *sheet) text(indent int, text string) {
	for _, l := range terminal.Wrap(text, sheetWidth-indent) {
		s.line(strings.Repeat(" ", indent) + l)
	}
}

func (s *sheet) rule(sign string) { s.line(strings.Repeat(sign, sheetWidth)) }

// title writes the heading of a part.
func (s *sheet) title(text string) {
	s.line("")
	s.rule("=")
	s.text(0, text)
	s.rule("=")
}

func (s *sheet) head(day scoring.Date) {
	s.text(0, s.v.Say("rules.title"))
	var editions []string
	for _, e := range scoring.Applied(day, scoring.AllSheets) {
		editions = append(editions, s.v.Say("edition."+e.ID))
	}
	s.text(0, s.v.Say("rules.in_force", "Date", day.String(), "Editions", strings.Join(editions, ", ")))
	s.line("")
	s.text(0, s.v.Say("rules.columns"))
	for c := range scoring.Category(scoring.Categories) {
		s.text(2, s.v.Say("category."+c.String()+".name"))
	}
	s.text(0, s.v.Say("rules.numbers"))
}

// table writes all rows, block by block of the form.
func (s *sheet) table(rows []scoring.Row) {
	s.line("")
	var columns [scoring.Categories]string
	for i := range columns {
		name := []rune(s.v.Say("category." + scoring.Category(i).String() + ".short"))
		columns[i] = string(name[len(name)-1:]) // イ, ロ, ハ
	}
	s.row(s.v.Say("rules.number"), s.v.Say("rules.pdf"), s.v.Say("rules.row"), columns)
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && heading(rows[n].Item) == heading(rows[0].Item) {
			n++
		}
		s.block(rows[:n])
		rows = rows[n:]
	}
	s.rule("=")
}

// block writes the rows under one heading of the form, with their limits and sources.
func (s *sheet) block(rows []scoring.Row) {
	s.rule("=")
	s.text(0, s.v.Say("sheet.heading."+heading(rows[0].Item)))
	s.rule("-")
	for i := range rows {
		r := &rows[i]
		no, bonus := r.Numbers()
		var points [scoring.Categories]string
		for c, n := range r.Points {
			points[c] = "–"
			if n > 0 {
				points[c] = strconv.Itoa(n)
			}
		}
		s.row(no, bonus, s.v.Say(r.TextKey()), points)
		s.limit(r.ID)
		if i+1 == len(rows) || rows[i+1].Item != r.Item {
			s.limit(r.Item.ID())
		}
	}
	s.line("")
	for _, cite := range cites(rows) {
		s.text(noWidth+bonusWidth, s.v.Say("rules.source", "Cite", cite))
	}
}

// row writes one line of the table; a long label goes on below itself.
func (s *sheet) row(no, bonus, label string, points [scoring.Categories]string) {
	for i, part := range terminal.Wrap(label, rowWidth-2) {
		line := pad(no, noWidth) + pad(bonus, bonusWidth) + pad(part, rowWidth)
		if i == 0 {
			for _, p := range points {
				line += pad("", pointsWidth-locales.Columns(p)) + p
			}
		}
		s.line(line)
		no, bonus = "", ""
	}
}

// limit writes what a row or an item excludes, where there is something to say.
func (s *sheet) limit(id string) {
	if key := "limit." + id; s.v.Has(key) {
		s.text(noWidth+bonusWidth+2, s.v.Say(key))
	}
}

func (s *sheet) pass() {
	s.line("")
	s.text(0, s.v.Say("rules.pass", "N", scoring.PassMark))
	s.text(0, s.v.Say("caution.income_floor"))
}

func (s *sheet) jSkip(rows []scoring.SpecialRow) {
	if len(rows) == 0 {
		return
	}
	s.title(s.v.Say("rules.j_skip"))
	for _, r := range rows {
		s.text(0, s.v.Say("category."+r.Category.String()+".short"))
		s.text(4, s.v.Say("j_skip."+r.Category.String()))
		s.cite(4, r.Cite, r)
	}
	s.text(0, s.v.Say("j_skip.about"))
}

// benefits writes every way to every preferential treatment with its conditions.
func (s *sheet) benefits(ways []scoring.Way) {
	s.title(s.v.Say("rules.benefits"))
	for i := range ways {
		w := &ways[i]
		if i == 0 || ways[i-1].Benefit != w.Benefit {
			if i > 0 {
				s.line("")
			}
			s.text(0, s.v.Say("benefit."+w.Benefit.String()+".name"))
		}
		indent := 4
		if w.Type != "" {
			s.text(indent, s.v.Say("housekeeper."+w.Type))
			indent += 4
		}
		for _, r := range w.Requires {
			s.text(indent, s.v.Say("rules.requires", "What", s.v.Say("requirement."+r.ID)))
		}
		for _, id := range w.Check {
			s.text(indent, s.v.Say("rules.check", "What", s.v.Say("requirement."+id)))
		}
		s.cite(indent, w.Cite, w)
	}
}

func (s *sheet) cite(indent int, cite string, statement scoring.Dated) {
	from, _ := statement.Period()
	s.text(indent, s.v.Say("rules.source", "Cite", s.v.Say("rules.cited_from", "Cite", cite, "Date", from.String())))
}

func (s *sheet) cautions(list []scoring.Caution) {
	s.title(s.v.Say("rules.cautions"))
	for _, c := range list {
		if !c.Certain { // those address a person who claims something
			s.text(0, "- "+s.v.Say("caution."+c.ID))
		}
	}
}

// sources writes the editions that hold on the day.
func (s *sheet) sources(day scoring.Date) {
	s.title(s.v.Say("rules.sources"))
	for _, e := range scoring.InForce(scoring.Editions, day) {
		s.text(0, "- "+e.Title+" ("+string(rune(e.Sureness))+")")
		s.text(2, e.URL)
	}
	s.line("")
	s.text(0, s.v.Say("source.disclaimer"))
}

// pad fills text with spaces on the right up to n columns.
func pad(text string, n int) string {
	return text + strings.Repeat(" ", max(0, n-locales.Columns(text)))
}
