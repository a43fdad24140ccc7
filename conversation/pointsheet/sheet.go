package pointsheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// Section is a part of what follows the points: benefits, routes, documents.
type Section struct {
	Title string
	Lines []Line
}

// Line is one line of a section.
type Line struct {
	Heading bool   // of the lines that follow
	Mark    string // "✓", "×", "?", "!", or "□" to be ticked by hand; empty is none
	Label   string
	Value   string // at the right
	Note    string // below
}

// Sheet is a points sheet in a language.
type Sheet struct {
	Profile  *scoring.Profile
	Category scoring.Category
	Language string // a tag of locales.Tags
	// Verdict is the outcome in a sentence, Basis names the law it rests on and the day, and
	// Reserve says what a sheet of one's own is worth. They are in the language.
	Verdict, Basis, Reserve string
	Sections                []Section
}

// The columns of the table, in millimetres from the left.
const (
	itemAt   = margin
	textAt   = itemAt + 22
	checkAt  = textAt + 118
	pointsAt = checkAt + 14
	proofAt  = pointsAt + 14
	tableEnd = pageWidth - margin
	padding  = 1.2
)

// Heights in millimetres: of the row of the total, and the most of the row before it.
const (
	totalRow = textSize*0.3528*1.4 + 2*padding
	lastRow  = 20.0
)

// Bytes writes the points sheet as a PDF file on A4, row by row as the official form has them: the rows of the
// category with their official numbers, claimed (✓), not claimed or open (?), in the
// language with the Japanese beside it, the total, what was refused and why; then the sections.
// The error is that of [scoring.Assess] where there is no table on the day.
func (s Sheet) Bytes() ([]byte, error) {
	a, err := scoring.Assess(s.Profile, scoring.Only(s.Category))
	if err != nil {
		return nil, err
	}
	v := locales.In(s.Language)
	title := v.Say("pointsheet.title", "Category", v.Say("category."+s.Category.String()+".name"))
	p := newPage(v.Tag(), title, s.Reserve)
	p.text(titleSize, black, 0, title)
	ja := locales.In("ja")
	if v != ja {
		p.y += 1
		p.write("jp", textSize, grey, margin, p.y, ja.Say("pointsheet.title", "Category", ja.Say("category."+s.Category.String()+".name")))
		p.y += lineHeight(textSize)
	}
	p.y += 2
	p.text(headSize, black, 0, s.Verdict)
	p.text(smallSize, grey, 0, s.Basis)
	p.y += 2
	s.table(p, v, &a)
	for _, section := range s.Sections {
		s.section(p, section)
	}
	if p.err != nil {
		return nil, fmt.Errorf("write the sheet: %w", p.err)
	}
	return p.pdf.GetBytesPdfReturnErr()
}

// table draws the rows of the category and the total.
func (s Sheet) table(p *page, v *locales.Voice, a *scoring.Assessment) {
	result := &a.Categories[s.Category]
	claimed := map[string]bool{}
	for _, row := range Claimed(s.Profile, a, s.Category) {
		claimed[row.ID] = true
	}
	type lost struct {
		item   scoring.Item
		points int
	}
	refused := map[lost]string{}
	for _, r := range result.Refused {
		refused[lost{r.Item, r.Points}] = v.Say(r.Text)
	}
	top := func() {
		y := p.y + padding
		p.write(p.font, smallSize, black, itemAt+padding, y, v.Say("pointsheet.item"))
		p.write(p.font, smallSize, black, textAt+padding, y, v.Say("pointsheet.criterion"))
		p.centre(smallSize, black, checkAt, pointsAt-checkAt, y, v.Say("pointsheet.check"))
		p.centre(smallSize, black, pointsAt, proofAt-pointsAt, y, v.Say("pointsheet.points"))
		p.centre(smallSize, black, proofAt, tableEnd-proofAt, y, v.Say("pointsheet.proof"))
		s.frame(p, lineHeight(smallSize)+2*padding)
	}
	top()
	p.head = top
	last := scoring.Item(scoring.ItemCount)
	rows := slices.DeleteFunc(scoring.RowsOn(s.Profile.AsOf), func(row scoring.Row) bool { return row.Points[s.Category] == 0 })
	for i, row := range rows {
		if i+1 == len(rows) { // the total is not alone on a page
			p.room(lastRow + totalRow)
		}
		item := ""
		if row.Item != last {
			item, last = v.Say("item."+row.Item.ID()), row.Item
		}
		points := result.Items[row.Item]
		sign := ""
		switch {
		case claimed[row.ID]:
			sign = "✓"
		case points.Min != points.Max && row.Points[s.Category] > points.Min && row.Points[s.Category] <= points.Max:
			sign = "?"
		}
		s.row(p, v, &row, item, sign, refused[lost{row.Item, row.Points[s.Category]}])
	}
	p.head = nil
	total := strconv.Itoa(result.Min)
	if result.Min != result.Max {
		total = fmt.Sprintf("%d–%d", result.Min, result.Max)
	}
	p.write(p.font, textSize, black, textAt+padding, p.y+padding, v.Say("points.total"))
	p.centre(textSize, black, pointsAt, proofAt-pointsAt, p.y+padding, total)
	s.frame(p, totalRow)
	p.y += 1
	p.text(smallSize, grey, 0, v.Say("pointsheet.signs"))
}

// row draws one row of the form.
func (s Sheet) row(p *page, v *locales.Voice, row *scoring.Row, item, sign, refused string) {
	width := checkAt - textAt - 2*padding
	text := p.wrap(p.font, textSize, width, v.Say(row.TextKey()))
	var beside, why []string
	if v.Tag() != "ja" {
		beside = p.wrap("jp", smallSize, width, locales.In("ja").Say(row.TextKey()))
	}
	if refused != "" {
		why = p.wrap(p.font, smallSize, width, "× "+refused)
	}
	items := p.wrap(p.font, smallSize, textAt-itemAt-2*padding, item)
	small := lineHeight(smallSize)
	inner := float64(len(text))*lineHeight(textSize) + float64(len(beside)+len(why))*small
	height := max(inner, float64(len(items))*small) + 2*padding
	p.room(height)
	y := p.y + padding
	p.lines(p.font, smallSize, black, itemAt+padding, y, items)
	p.lines(p.font, textSize, black, textAt+padding, y, text)
	y += float64(len(text)) * lineHeight(textSize)
	p.lines("jp", smallSize, grey, textAt+padding, y, beside)
	p.lines(p.font, smallSize, black, textAt+padding, y+float64(len(beside))*small, why)
	shade := grey
	if sign != "" {
		shade = black
	}
	middle := p.y + (height-lineHeight(textSize))/2
	if sign != "?" {
		p.centre(headSize, black, checkAt, pointsAt-checkAt, middle-0.5, "□")
	}
	p.centre(headSize, black, checkAt, pointsAt-checkAt, middle-0.5, sign)
	p.centre(textSize, shade, pointsAt, proofAt-pointsAt, middle, strconv.Itoa(row.Points[s.Category]))
	no, _ := row.Numbers()
	size := textSize
	if p.width(p.font, size, no) > tableEnd-proofAt-2*padding { // ④⑤⑥⑦
		size = smallSize
	}
	p.centre(size, black, proofAt, tableEnd-proofAt, middle+(lineHeight(textSize)-lineHeight(size))/2, no)
	s.frame(p, height)
}

// frame draws the lines around a row of the table, and goes on below it.
func (s Sheet) frame(p *page, height float64) {
	for _, x := range []float64{itemAt, textAt, checkAt, pointsAt, proofAt, tableEnd} {
		p.rule(x, p.y, x, p.y+height)
	}
	p.rule(itemAt, p.y, tableEnd, p.y)
	p.y += height
	p.rule(itemAt, p.y, tableEnd, p.y)
}

// section draws a heading and its lines.
func (s Sheet) section(p *page, section Section) {
	p.y += 4
	p.room(lineHeight(headSize) + 3*lineHeight(textSize))
	p.text(headSize, black, 0, section.Title)
	p.rule(margin, p.y+0.5, tableEnd, p.y+0.5)
	p.y += 2
	const markWidth, valueWidth = 6.0, 40.0
	for _, l := range section.Lines {
		if l.Heading {
			p.y += 1.5
			p.room(4 * lineHeight(textSize)) // with what stands below it
			p.text(textSize+0.5, black, 0, l.Label)
			continue
		}
		width := pageWidth - 2*margin - markWidth
		if l.Value != "" {
			width -= valueWidth
		}
		note := strings.TrimSpace(l.Note) != ""
		if l.Label != "" {
			label := p.wrap(p.font, textSize, width, l.Label)
			height := float64(len(label)) * lineHeight(textSize)
			if note { // begins below it
				height += lineHeight(smallSize + 0.5)
			}
			p.room(height)
			p.write(p.font, textSize, black, margin, p.y, l.Mark)
			p.lines(p.font, textSize, black, margin+markWidth, p.y, label)
			p.write(p.font, textSize, black, tableEnd-p.width(p.font, textSize, l.Value), p.y, l.Value)
			p.y += float64(len(label)) * lineHeight(textSize)
		}
		if note {
			p.text(smallSize+0.5, grey, markWidth, l.Note)
		}
		p.y += 0.6
	}
}
