package locales

import (
	"regexp"
	"testing"
)

// bareCategory finds a category's letter without its 1号: to a Chinese eye ロ is 口 and ハ is 八.
var bareCategory = regexp.MustCompile(`(^|[^号號ァ-ヶー])[イロハ]([^ァ-ヶー]|$)`)

// TestCategoriesInFull: a category is named 1号イ, 1号ロ or 1号ハ, never by the letter alone.
func TestCategoriesInFull(t *testing.T) {
	for _, tag := range Tags() {
		for id, forms := range texts(t, tag) {
			for _, f := range forms {
				if m := bareCategory.FindString(f); m != "" {
					t.Errorf("%s: %s says %q: %s", tag, id, m, f)
				}
			}
		}
	}
}
