package conversation

import (
	"regexp"
	"slices"
	"strconv"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

var integer = regexp.MustCompile(`\d+`)

// figures returns the whole numbers in a text, sorted, each once.
func figures(text string) []int {
	var list []int
	for _, s := range integer.FindAllString(text, -1) {
		n, err := strconv.Atoi(s)
		if err == nil {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// TestFigures holds the figures in the explanations to the table: every number of points a
// row gives is said, no other is, and all languages say the same. Besides points there are
// the thresholds of the form, listed here from it.
func TestFigures(t *testing.T) {
	for _, test := range []struct {
		text    string
		item    scoring.Item
		in      []scoring.Category
		besides []int
	}{
		{"why.degrees", scoring.ItemAcademic, []scoring.Category{0, 1, 2}, []int{5}}, // +5 for different fields
		{"why.career_i-a", scoring.ItemCareer, []scoring.Category{scoring.Academic}, []int{3, 5, 7, 10}},
		{"why.career_i-b", scoring.ItemCareer, []scoring.Category{scoring.Technical}, []int{3, 5, 7, 10}},
		{"why.career_i-c", scoring.ItemCareer, []scoring.Category{scoring.Management}, []int{3, 5, 7, 10}},
		{"why.age", scoring.ItemAge, []scoring.Category{0, 1}, []int{30, 34, 35, 39, 40, 70}},
		{"why.japanese", scoring.ItemJapanese, []scoring.Category{0, 1, 2}, []int{25, 400, 479, 480}}, // N1 and a Japanese degree together, BJT
		{"why.research", scoring.ItemResearch, []scoring.Category{0, 1}, []int{5}},                    // five patents are one kind
		{"why.licences", scoring.ItemLicences, []scoring.Category{scoring.Technical}, nil},
		{"why.position", scoring.ItemPosition, []scoring.Category{scoring.Management}, nil},
	} {
		var points []int
		for _, r := range scoring.Rows {
			for _, c := range test.in {
				if r.Item == test.item && r.Points[c] > 0 {
					points = append(points, r.Points[c])
				}
			}
		}
		for _, tag := range locales.Tags() {
			said := figures(locales.In(tag).Say(test.text))
			for _, p := range points {
				if !slices.Contains(said, p) {
					t.Errorf("%s: %s does not say %d points", tag, test.text, p)
				}
			}
			for _, n := range said {
				// Under five they are counts: no points are so few.
				if n >= 5 && !slices.Contains(points, n) && !slices.Contains(test.besides, n) {
					t.Errorf("%s: %s says %d, which is on no row", tag, test.text, n)
				}
			}
		}
	}
}
