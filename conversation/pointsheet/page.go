package pointsheet

import (
	_ "embed"
	"errors"
	"strings"

	"github.com/rivo/uniseg"
	"github.com/signintech/gopdf"
)

// The fonts are subsets of Noto Sans CJK (SIL Open Font License 1.1, OFL.txt), made by subset.py:
// one for each shape of the characters. The Latin letters are the same in all.
var (
	//go:embed jp.ttf
	japanese []byte
	//go:embed sc.ttf
	simplified []byte
	//go:embed tc.ttf
	traditional []byte
)

// fontOf returns the name and the data of the font of a language.
func fontOf(tag string) (string, []byte) {
	switch tag {
	case "zh":
		return "sc", simplified
	case "zh-Hant":
		return "tc", traditional
	}
	return "jp", japanese
}

// Measures of a page in millimetres, and of letters in points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	margin                = 15.0
	bottom                = pageHeight - margin - 6 // what is below is the foot
	textSize              = 8.5
	smallSize             = 6.5
	headSize              = 11.0
	titleSize             = 14.0
)

// ink is a shade of grey: 0 is black.
type ink uint8

// The shades: all of them print well in black and white.
const (
	black ink = 0
	grey  ink = 95
)

// page is a document under way: what is written goes below what is there, on a new page where
// there is no room. The first error stays and is returned at the end.
type page struct {
	pdf  gopdf.GoPdf
	font string // of the language
	y    float64
	foot string
	// head is drawn again at the top of a page on which a table goes on.
	head func()
	err  error
}

func newPage(tag, title, foot string) *page {
	p := &page{foot: foot}
	p.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4, Unit: gopdf.UnitMM})
	p.pdf.SetInfo(gopdf.PdfInfo{Title: title, Creator: "hspbot"})
	name, data := fontOf(tag)
	p.font = name
	p.check(p.pdf.AddTTFFontData(name, data))
	if name != "jp" {
		p.check(p.pdf.AddTTFFontData("jp", japanese))
	}
	p.add()
	return p
}

func (p *page) check(err error) { p.err = errors.Join(p.err, err) }

// add begins a new page.
func (p *page) add() {
	p.pdf.AddPage()
	p.y = margin
	p.write(p.font, smallSize, grey, margin, pageHeight-margin-2, p.foot)
	if p.head != nil {
		p.head()
	}
}

// room begins a new page where less than height is left on this one.
func (p *page) room(height float64) {
	if p.y+height > bottom {
		p.add()
	}
}

// lineHeight is the distance of two lines of letters of a size.
func lineHeight(size float64) float64 { return size * 0.3528 * 1.4 }

// write writes one line with its upper left corner at x and y.
func (p *page) write(font string, size float64, shade ink, x, y float64, text string) {
	if text == "" || p.err != nil {
		return
	}
	p.check(p.pdf.SetFont(font, "", size))
	p.pdf.SetTextColor(uint8(shade), uint8(shade), uint8(shade))
	p.pdf.SetXY(x, y)
	p.check(p.pdf.Cell(nil, text))
}

// centre writes one line in the middle of a column.
func (p *page) centre(size float64, shade ink, x, width, y float64, text string) {
	p.write(p.font, size, shade, x+(width-p.width(p.font, size, text))/2, y, text)
}

func (p *page) width(font string, size float64, text string) float64 {
	if p.err != nil {
		return 0
	}
	p.check(p.pdf.SetFont(font, "", size))
	w, err := p.pdf.MeasureTextWidth(text)
	p.check(err)
	return w
}

// wrap breaks a text into lines.
func (p *page) wrap(font string, size, width float64, text string) []string {
	return Wrap(text, func(line string) bool { return p.width(font, size, line) <= width })
}

// Wrap breaks a text into lines that fit, where the rules of its script let a line end.
func Wrap(text string, fits func(line string) bool) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line, state := "", -1
		for rest := paragraph; rest != ""; {
			var segment string
			segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
			if line != "" && !fits(strings.TrimRight(line+segment, " ")) {
				lines, line = append(lines, strings.TrimRight(line, " ")), ""
			}
			line += segment
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// lines writes lines below one another, beginning at x and y.
func (p *page) lines(font string, size float64, shade ink, x, y float64, list []string) {
	for i, line := range list {
		p.write(font, size, shade, x, y+float64(i)*lineHeight(size), line)
	}
}

// text writes a paragraph over the page, set in by indent.
func (p *page) text(size float64, shade ink, indent float64, text string) {
	for _, line := range p.wrap(p.font, size, pageWidth-2*margin-indent, text) {
		p.room(lineHeight(size))
		p.write(p.font, size, shade, margin+indent, p.y, line)
		p.y += lineHeight(size)
	}
}

// rule draws a line over the page.
func (p *page) rule(x1, y1, x2, y2 float64) {
	p.pdf.SetLineWidth(0.15)
	p.pdf.SetStrokeColor(120, 120, 120)
	p.pdf.Line(x1, y1, x2, y2)
}

// Font returns the data of the font for a language, a tag of locales.Tags. It must not be changed.
func Font(tag string) []byte {
	_, data := fontOf(tag)
	return data
}
