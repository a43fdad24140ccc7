package terminal

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

const emojiStyle = '\ufe0f' // asks for the sign before it as a picture, two columns wide

// Width returns how many columns of a terminal s takes: two for wide characters, none for
// marks that join the one before. Characters of ambiguous width, such as ①, count as one,
// as terminals show them unless told otherwise.
func Width(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < 0x20 || s[i] > 0x7e {
			return wideWidth(s)
		}
		n++
	}
	return n
}

func wideWidth(s string) int {
	n, last := 0, 0
	for _, r := range s {
		if r == emojiStyle {
			n += 2 - last
			last = 2
			continue
		}
		if w := runeWidth(r); w > 0 {
			n, last = n+w, w
		}
	}
	return n
}

func runeWidth(r rune) int {
	if r < ' ' || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// pad fills s with spaces on the right up to n columns.
func pad(s string, n int) string { return s + spaces(n-Width(s)) }

// padLeft fills s with spaces on the left up to n columns.
func padLeft(s string, n int) string { return spaces(n-Width(s)) + s }

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }

// clean makes s safe to print: whatever a terminal would obey instead of showing, and what
// is no text at all, goes or becomes U+FFFD. Line breaks stay.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

// cleanLine is clean for what has to stay on one line.
func cleanLine(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(clean(s), "\n", " "))
}
