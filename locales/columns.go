package locales

import (
	"unicode"

	"golang.org/x/text/width"
)

const emojiStyle = '\ufe0f' // asks for the sign before it as a picture, two columns wide

// Columns returns how many columns of a terminal or a phone s takes: two for wide characters,
// none for marks that join the one before. Characters of ambiguous width, such as ①, count as one,
// as terminals show them unless told otherwise.
func Columns(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7e {
			return wideColumns(s)
		}
		n++
	}
	return n
}

func wideColumns(s string) int {
	n, last := 0, 0
	for _, r := range s {
		if r == emojiStyle {
			n += 2 - last
			last = 2
			continue
		}
		if w := RuneColumns(r); w > 0 {
			n, last = n+w, w
		}
	}
	return n
}

// RuneColumns returns how many columns a character takes by itself.
func RuneColumns(r rune) int {
	switch {
	case r < ' ':
		return 0
	case r <= '~':
		return 1
	case '、' <= r && r <= '〟', 'ぁ' <= r && r <= 'ゖ', '゠' <= r && r <= 'ヿ', '一' <= r && r <= '鿿', '！' <= r && r <= '｠':
		return 2 // nearly all of a Japanese or Chinese text; the tables say so, too, but take long
	}
	return tableColumns(r)
}

// tableColumns is what the tables of Unicode say.
func tableColumns(r rune) int {
	if r < ' ' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
