package terminal

import (
	"strings"
	"unicode"

	"hspbot/locales"
)

// pad fills s with spaces on the right up to n columns.
func pad(s string, n int) string { return s + spaces(n-locales.Columns(s)) }

// padLeft fills s with spaces on the left up to n columns.
func padLeft(s string, n int) string { return spaces(n-locales.Columns(s)) + s }

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
