package picture

import (
	"cmp"
	"image/color"
	"math"
	"slices"
	"strconv"

	"hspbot/scoring"
)

// Chart is the points of every day of some years, in categories, with the days that matter in words.
type Chart struct {
	Language           string // a tag of locales.Tags
	Dark               bool
	Title, About       string
	From, Today, Until scoring.Date
	TodayIs            string // the word beside the line of today
	// Covered is the first day that there is a table for. Before stands where there is none.
	Covered scoring.Date
	Before  string
	Series  []Series         // in the order of the categories
	Main    scoring.Category // the one whose days these are, and whose open answers are shown
	Days    []Day            // numbered in the chart and below it
	Marks   []Mark           // lines across the chart, and explained below it
	Notes   []string         // what else is to be said below
	Small   string           // in small letters at the end
}

// Series is the points of a category.
type Series struct {
	Category scoring.Category
	Name     string
	Steps    []Step // in the order of the days, the first not after the chart's
}

// Step is the points from a day on.
type Step struct {
	From        scoring.Date
	Least, Most int
	Counts      bool // they count: the income is not too low
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
	Chart
	top         int // of the plot
	least, most int // the points at its lower and upper end
}

// PNG draws the chart.
func (p Chart) PNG() ([]byte, error) {
	c, err := newCanvas(p.Language, p.Dark)
	if err != nil {
		return nil, err
	}
	d := chart{canvas: c, Chart: p}
	d.least, d.most = p.span()
	c.draw(d.all)
	return c.png()
}

// span is what the chart shows: all points there are, and the marks with room around them.
func (p *Chart) span() (least, most int) {
	least, most = 60, 90
	for _, s := range p.Series {
		for _, step := range s.Steps {
			if !step.From.Before(p.Covered) {
				least, most = min(least, step.Least), max(most, step.Most)
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
	for i := range d.Series {
		s := &d.Series[i]
		width := 112 + d.width(textSize, s.Name) + 40
		if x+width > Width-margin && x > margin {
			x, y = margin, y+lineHeight(textSize)
		}
		middle := y + lineHeight(textSize)/2
		ink := d.series[s.Category]
		d.run(s.Category, ink, 0, x, middle, x+96, middle)
		d.sign(s.Category, ink, x+48, middle)
		d.write(textSize, d.ink, x+112, middle, s.Name)
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
	for i := range d.Series {
		if d.Series[i].Category == d.Main {
			d.bandOf(&d.Series[i])
		}
	}
	d.grid()
	if d.From.Before(d.Covered) {
		d.uncovered(d.x(d.Covered))
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
	for i := range d.Series {
		d.follow(&d.Series[i])
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

// each calls what with each stretch of days that have the same points.
func (d *chart) each(s *Series, what func(step *Step, left, right int)) {
	for i := range s.Steps {
		step := &s.Steps[i]
		right := plotRight
		if i+1 < len(s.Steps) {
			right = d.x(s.Steps[i+1].From)
		}
		if left := d.x(step.From); !step.From.Before(d.Covered) {
			what(step, left, right)
		}
	}
}

// bandOf draws what open answers may add.
func (d *chart) bandOf(s *Series) {
	d.each(s, func(step *Step, left, right int) {
		d.box(d.band, left, d.y(step.Most), right, d.y(step.Least))
	})
}

// follow draws the line of a category, with a sign where the points change.
func (d *chart) follow(s *Series) {
	type corner struct {
		x, y int
		ink  color.RGBA
	}
	var signs []corner
	at, along := corner{}, 0
	d.each(s, func(step *Step, left, right int) {
		ink := d.series[s.Category]
		if !step.Counts {
			ink = d.weak
		}
		y := d.y(step.Least)
		if at.x > 0 && at.y != y {
			along = d.run(s.Category, ink, along, left, at.y, left, y)
			signs = append(signs, corner{left, y, ink})
		}
		along = d.run(s.Category, ink, along, left, y, right, y)
		at = corner{right, y, ink}
	})
	for _, c := range signs {
		d.sign(s.Category, c.ink, c.x, c.y)
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
	type end struct {
		y      int
		text   string
		series *Series
	}
	var list []end
	for i := range d.Series {
		s := &d.Series[i]
		last := s.Steps[len(s.Steps)-1]
		list = append(list, end{d.y(last.Least), strconv.Itoa(last.Least), s})
	}
	slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(a.y, b.y) })
	floor := 0
	for _, e := range list {
		y := max(e.y, floor)
		ink := d.series[e.series.Category]
		d.sign(e.series.Category, ink, plotRight+22, y)
		d.write(textSize, d.ink, plotRight+44, y, e.text)
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
