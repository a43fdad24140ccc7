package conversation

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hspbot/locales"
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

// TestFigures holds the explanations to the table: their words say no points, which are those of
// the rows in force on the day, beside them. The figures that are left are the form's own.
func TestFigures(t *testing.T) {
	for text, besides := range map[string][]int{
		"why.degrees": nil, "why.career_i-a": nil, "why.career_i-b": nil,
		"why.career_i-c": {5}, // J-Skip: five years of management
		"why.age":        {70}, "why.japanese": nil, "why.research": nil, "why.licences": nil, "why.position": nil,
	} {
		for _, tag := range locales.Tags() {
			for _, n := range figures(locales.In(tag).Say(text)) {
				if n >= 5 && !slices.Contains(besides, n) { // under five they are counts: no points are so few
					t.Errorf("%s: %s says %d", tag, text, n)
				}
			}
		}
	}
}

// TestWhyRows: an explanation has the points of the form, in the categories asked for.
func TestWhyRows(t *testing.T) {
	c := start(t, "en").choose("all").press("why:japanese")
	c.shows("⑮ Ⅰ Foreign university degree majoring in Japanese (日本語専攻), or equivalent to passing JLPT N1 (日本語能力試験N1合格相当) … 15")
	c.press("why:degrees").shows("① Doctorate (博士学位), professional degrees excluded … 1号イ 30, 1号ロ 30, 1号ハ 20")
	c.press("why:career_i-a").shows("② 7 to under 10 years of work experience (実務経験) … 15")
	if text := draw(c.screen); strings.Contains(text, "10 years or more") {
		t.Errorf("1号イ has no step of ten years:\n%s", text)
	}
}
