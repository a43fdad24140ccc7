package picture

import (
	"slices"
	"strings"
)

// Summary is a result in short, to show to somebody else.
type Summary struct {
	Language    string // a tag of locales.Tags
	Dark        bool
	Title, Work string // what it is, and the category
	Points      string // large
	Verdict     string
	Items       []Item // what gives points
	More        []Item // what was ticked besides
	Notes       []string
}

// Item is a line of a summary, with what stands at its right.
type Item struct{ Text, Value string }

// pointsSize is that of the letters of the points.
const pointsSize = 96

// Words says what the picture shows.
func (s *Summary) Words() string {
	lines := []string{s.Title, s.Work, s.Points, s.Verdict}
	for _, item := range slices.Concat(s.Items, s.More) {
		lines = append(lines, strings.TrimSpace(item.Text+" "+item.Value))
	}
	return strings.Join(append(lines, s.Notes...), "\n")
}

// Bytes draws the summary as a PNG file.
func (s *Summary) Bytes() ([]byte, error) {
	c, err := newCanvas(s.Language, s.Dark)
	if err != nil {
		return nil, err
	}
	c.draw(func() int { return s.all(c) })
	return c.png()
}

func (s *Summary) all(c *canvas) int {
	const width = Width - 2*margin
	y := c.lines(titleSize, c.ink, margin, margin, width, s.Title)
	y = c.lines(textSize, c.weak, margin, y+6, width, s.Work)
	y += 14
	c.box(c.band, margin, y, Width-margin, y+lineHeight(pointsSize)+16)
	c.centre(pointsSize, c.ink, Width/2, y+lineHeight(pointsSize)/2+8, s.Points)
	y += lineHeight(pointsSize) + 16
	y = c.lines(textSize, c.ink, margin, y+12, width, s.Verdict) + 14
	for _, list := range [][]Item{s.Items, s.More} {
		for _, item := range list {
			y = c.item(y, item)
		}
		if len(list) > 0 {
			c.box(c.line, margin, y, Width-margin, y+2)
			y += 14
		}
	}
	for _, note := range s.Notes {
		y = c.lines(smallSize, c.weak, margin, y+4, width, note)
	}
	return y + margin
}

// item writes a line between two rules, and returns where it ends.
func (c *canvas) item(y int, item Item) int {
	const gap = 11
	c.box(c.line, margin, y, Width-margin, y+2)
	value := c.width(textSize, item.Value)
	end := c.lines(textSize, c.ink, margin, y+gap, Width-2*margin-value-30, item.Text)
	c.write(textSize, c.ink, Width-margin-value, y+gap+lineHeight(textSize)/2, item.Value)
	return end + gap
}
