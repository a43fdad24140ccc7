package picture

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strconv"

	"hspbot/scoring"
	"hspbot/scoring/plan"
)

// Chart is the points of every day of some years, in categories, with the days that matter in words.
type Chart struct {
	plan.Calendar
	Language     string // a tag of locales.Tags
	Dark         bool
	Title, About string
	TodayIs      string                     // the word beside the line of today
	Before       string                     // stands on the days that there is no table for
	Names        [scoring.Categories]string // of the categories
	Main         scoring.Category           // the one whose days these are, and whose open answers are shown
	Days         []Day                      // numbered in the chart and below it
	Marks        []Mark                     // lines across the chart, and explained below it
	Notes        []string                   // what else is to be said below
	Small        string                     // in small letters at the end
}

// Mark is a number of points that matters: what it is worth, and when there are so many.
type Mark struct {
	Points      int
	Worth, When string
}

// Day is a day that matters.
type Day struct {
	On          scoring.Date
	Text, Value string
}

// Measures of a chart in pixels.
const (
	plotLeft   = margin + 58
	plotRight  = Width - 160
	plotHeight = 560
	numberSize = 23
	numberWide = 19 // half the width of a numbered circle
)

// chart is a chart under way.
type chart struct {
	*canvas
	*Chart
	covered     scoring.Date // the first day that there is a table for
	top         int          // of the plot
	least, most int          // the points at its lower and upper end
}

// Bytes draws the chart as a PNG file.
func (p *Chart) Bytes() ([]byte, error) {
	c, err := newCanvas(p.Language, p.Dark)
	if err != nil {
		return nil, err
	}
	d := chart{canvas: c, Chart: p}
	d.covered = p.Spans[slices.IndexFunc(p.Spans, func(s plan.Span) bool { return s.Covered })].From
	d.least, d.most = p.span()
	c.draw(d.all)
	return c.png()
}

// span is what the chart shows: all points there are, and the marks with room around them.
func (p *Chart) span() (least, most int) {
	least, most = 60, 90
	for _, s := range p.Spans {
		for c := range p.Sheets.All() {
			if s.Covered {
				least, most = min(least, s.Points[c].Min), max(most, s.Points[c].Max)
			}
		}
	}
	return least / 10 * 10, (most + 9) / 10 * 10
}

func (d *chart) all() int {
	y := margin
	y = d.lines(titleSize, d.ink, margin, y, Width-2*margin, d.Title)
	y = d.lines(textSize, d.weak, margin, y+4, Width-2*margin, d.About)
	y = d.legend(y + 14)
	d.top = y + 3*numberWide + 6
	d.plot()
	y = d.top + plotHeight + 2*lineHeight(smallSize)
	for i, day := range d.Days {
		y = d.day(y, i+1, &day)
	}
	y += 10
	for _, m := range d.Marks {
		d.label(margin+2*numberWide+2, y+lineHeight(textSize)/2, m.Points)
		y = d.lines(textSize, d.ink, margin+2*numberWide+16, y, Width-2*margin-2*numberWide-16, m.When)
		y = d.lines(smallSize, d.weak, margin+2*numberWide+16, y-4, Width-2*margin-2*numberWide-16, m.Worth)
	}
	y += 6
	for _, note := range d.Notes {
		y = d.lines(textSize, d.ink, margin, y, Width-2*margin, note)
	}
	return d.lines(smallSize, d.weak, margin, y+10, Width-2*margin, d.Small) + margin
}

// legend says which line is which.
func (d *chart) legend(y int) int {
	x := margin
	for c := range d.Sheets.All() {
		width := 112 + d.width(textSize, d.Names[c]) + 40
		if x+width > Width-margin && x > margin {
			x, y = margin, y+lineHeight(textSize)
		}
		middle := y + lineHeight(textSize)/2
		d.run(c, d.series[c], 0, x, middle, x+96, middle)
		d.sign(c, d.series[c], x+48, middle)
		d.write(textSize, d.ink, x+112, middle, d.Names[c])
		x += width
	}
	return y + lineHeight(textSize)
}

// day writes a day that matters, with its number in the chart.
func (d *chart) day(y, number int, day *Day) int {
	const value = 190
	end := d.lines(textSize, d.ink, margin+2*numberWide+16, y, Width-2*margin-2*numberWide-16-value, day.Text)
	middle := y + lineHeight(textSize)/2
	d.number(margin+numberWide, middle, number)
	d.write(textSize, d.ink, Width-margin-d.width(textSize, day.Value), middle, day.Value)
	return end
}

// number draws a number in a circle.
func (d *chart) number(x, y, number int) {
	d.shape(d.ink, ngon(x, y, numberWide, 32, 0)...)
	d.centre(numberSize, d.ground, x, y, strconv.Itoa(number))
}

// ngon returns the corners of a regular polygon.
func ngon(x, y int, radius float64, corners int, turned float64) []point {
	list := make([]point, corners)
	for i := range list {
		sin, cos := math.Sincos(turned + 2*math.Pi*float64(i)/float64(corners))
		list[i] = point{float32(float64(x) + radius*cos), float32(float64(y) + radius*sin)}
	}
	return list
}

// x returns where a day is, and y where points are.
func (d *chart) x(day scoring.Date) int {
	return plotLeft + d.From.DaysUntil(day)*(plotRight-plotLeft)/d.From.DaysUntil(d.Until)
}

func (d *chart) y(points int) int {
	return d.top + plotHeight - (points-d.least)*plotHeight/(d.most-d.least)
}

// plot draws the chart itself, from the ground up.
func (d *chart) plot() {
	bottom := d.top + plotHeight
	d.each(func(s *plan.Span, left, right int) { // what open answers may add
		points := s.Points[d.Main]
		d.box(d.band, left, d.y(points.Max), right, d.y(points.Min))
	})
	d.grid()
	if d.From.Before(d.covered) {
		d.uncovered(d.x(d.covered))
	}
	for _, m := range d.Marks {
		y := d.y(m.Points)
		d.box(d.ink, plotLeft, y-1, plotRight, y+2)
		d.label(plotLeft-10, y, m.Points)
	}
	now := d.x(d.Today)
	for y := d.top; y < bottom; y += 14 {
		d.box(d.weak, now-1, y, now+2, y+8)
	}
	for i := range d.Days {
		d.box(d.weak, d.x(d.Days[i].On), d.top-numberWide, d.x(d.Days[i].On)+1, bottom)
	}
	for c := range d.Sheets.All() {
		d.follow(c)
	}
	d.ends()
	d.numbers()
	d.centre(smallSize, d.ink, now, bottom+lineHeight(smallSize)*3/2-4, d.TodayIs)
}

// label writes the points of a mark in a box that ends at right.
func (d *chart) label(right, y, points int) {
	text := strconv.Itoa(points)
	width := d.width(smallSize, text)
	d.box(d.ink, right-width-10, y-smallSize*6/10, right+4, y+smallSize*6/10)
	d.write(smallSize, d.ground, right-width-3, y, text)
}

// grid draws the lines of every ten points and of every year.
func (d *chart) grid() {
	bottom := d.top + plotHeight
	every := 10
	if d.most-d.least > 100 {
		every = 20
	}
	for points := d.least; points <= d.most; points += every {
		y := d.y(points)
		d.box(d.line, plotLeft, y, plotRight, y+2)
		text := strconv.Itoa(points)
		d.write(smallSize, d.ink, plotLeft-14-d.width(smallSize, text), y, text)
	}
	for year := d.From.Year + 1; year <= d.Until.Year; year++ {
		x := d.x(scoring.Date{Year: year, Month: 1, Day: 1})
		d.box(d.line, x, d.top, x+2, bottom)
		d.centre(smallSize, d.weak, x, bottom+lineHeight(smallSize)/2+4, strconv.Itoa(year))
	}
}

// uncovered strikes out the days before the tables.
func (d *chart) uncovered(end int) {
	for x := plotLeft - plotHeight; x < end; x += 16 {
		left, right := float32(max(x, plotLeft)), float32(min(x+plotHeight, end))
		if left < right {
			at := func(x2 float32) float32 { return float32(d.top+plotHeight) - (x2 - float32(x)) }
			d.shape(d.line, point{left, at(left)}, point{right, at(right)}, point{right, at(right) + 2.5}, point{left, at(left) + 2.5})
		}
	}
	y := d.top + plotHeight - 3*lineHeight(numberSize)
	for _, line := range d.wrap(numberSize, end-plotLeft-12, d.Before) {
		d.box(d.ground, plotLeft+4, y-numberSize*6/10, plotLeft+12+d.width(numberSize, line), y+numberSize*7/10)
		d.write(numberSize, d.ink, plotLeft+8, y, line)
		y += lineHeight(numberSize)
	}
}

// each calls what with each run of days that have the same points.
func (d *chart) each(what func(s *plan.Span, left, right int)) {
	for i := range d.Spans {
		s, right := &d.Spans[i], plotRight
		if i+1 < len(d.Spans) {
			right = d.x(d.Spans[i+1].From)
		}
		if s.Covered {
			what(s, d.x(s.From), right)
		}
	}
}

// follow draws the line of a category, with a sign where the points change.
func (d *chart) follow(c scoring.Category) {
	type corner struct {
		x, y int
		ink  color.RGBA
	}
	var signs []corner
	at, along := corner{}, 0
	d.each(func(s *plan.Span, left, right int) {
		ink := d.series[c]
		if s.Floor[c] != scoring.Yes { // the points do not count: the income is too low
			ink = d.weak
		}
		y := d.y(s.Points[c].Min)
		if at.x > 0 && at.y != y {
			along = d.run(c, ink, along, left, at.y, left, y)
			signs = append(signs, corner{left, y, ink})
		}
		along = d.run(c, ink, along, left, y, right, y)
		at = corner{right, y, ink}
	})
	for _, sign := range signs {
		d.sign(c, sign.ink, sign.x, sign.y)
	}
}

// patterns are those of the lines of the categories: how wide, how long a dash is, and a gap. Where
// two have the same points the narrower one lies in the wider one, and both are seen.
var patterns = [scoring.Categories]struct{ width, dash, gap int }{{10, 1, 0}, {7, 24, 12}, {5, 6, 10}}

// run draws a straight piece of a line that has already come so far along its pattern, and returns
// how far it is then.
func (d *chart) run(category scoring.Category, ink color.RGBA, along, x1, y1, x2, y2 int) int {
	p := patterns[category]
	half := p.width / 2
	length := max(x1-x2, x2-x1, y1-y2, y2-y1)
	dx, dy := cmp.Compare(x2, x1), cmp.Compare(y2, y1)
	for from := 0; from < length; {
		in := (along + from) % (p.dash + p.gap)
		to := min(length, from+p.dash+p.gap-in)
		if in < p.dash {
			end := min(length, from+p.dash-in)
			if p.gap == 0 {
				end, to = length, length
			}
			ax, ay, bx, by := x1+dx*from, y1+dy*from, x1+dx*end, y1+dy*end
			wide, high := half*dy*dy, half*dx*dx
			d.box(ink, min(ax, bx)-wide, min(ay, by)-high, max(ax, bx)+wide+dy*dy, max(ay, by)+high+dx*dx)
		}
		from = to
	}
	return along + length
}

// sign draws the sign of a category: a disc, a square or a triangle, with a rim of the ground.
func (d *chart) sign(category scoring.Category, ink color.RGBA, x, y int) {
	corners, turned, size := 32, 0.0, 10.0
	switch category {
	case scoring.Technical:
		corners, turned, size = 4, math.Pi/4, 12
	case scoring.Management:
		corners, turned, size = 3, -math.Pi/2, 14
	}
	d.shape(d.ground, ngon(x, y, size+4, corners, turned)...)
	d.shape(ink, ngon(x, y, size, corners, turned)...)
}

// ends names the lines at their right ends, one below the other.
func (d *chart) ends() {
	last := &d.Spans[len(d.Spans)-1]
	highest := func(a, b scoring.Category) int { return cmp.Compare(last.Points[b].Min, last.Points[a].Min) }
	floor := 0
	for _, c := range slices.SortedStableFunc(d.Sheets.All(), highest) {
		points := last.Points[c].Min
		y := max(d.y(points), floor)
		d.sign(c, d.series[c], plotRight+22, y)
		d.write(textSize, d.ink, plotRight+44, y, strconv.Itoa(points))
		floor = y + lineHeight(textSize)
	}
}

// numbers draws the numbers of the days that matter above the chart, beside one another where they
// are close.
func (d *chart) numbers() {
	x := 0
	for i := range d.Days {
		at := d.x(d.Days[i].On)
		x = max(at, x+2*numberWide+3)
		d.number(x, d.top-2*numberWide+4, i+1)
	}
}
