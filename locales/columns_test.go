package locales

import (
	"testing"
	"unicode"
)

// TestRuneColumns: what is told without the tables of Unicode is what these say.
func TestRuneColumns(t *testing.T) {
	for r := range rune(unicode.MaxRune + 1) {
		if got, want := RuneColumns(r), tableColumns(r); got != want {
			t.Errorf("%U takes %d columns, the tables say %d", r, got, want)
		}
	}
}
