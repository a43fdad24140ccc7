package terminal

import (
	"hspbot/locales"
	"strings"
	"unicode"
)

// Characters that may not begin a line, and those that may not end one (禁則).
const (
	notFirst = "、。，．・：；？！,.:;?!)]}）］｝」』】〉》〕”’ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％…‥～"
	notLast  = "([{（［｛「『【〈《〔“‘#＃¥"
	marks    = "イロハ" // of the categories, which stay with the number before: 1号ロ
)

// Wrap breaks text into lines of at most width columns: between words where there are
// spaces, between characters where a script has none. Lines of text stay lines, and what
// follows a bullet is set in under it. A width of 0 breaks nothing.
func Wrap(text string, width int) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		indent := hang(line)
		if width <= 0 || locales.Columns(line) <= width {
			out = append(out, line)
			continue
		}
		out = append(out, fill(line, width, indent)...)
	}
	return out
}

// hang returns how far the lines after the first are set in.
func hang(line string) int {
	rest := strings.TrimLeft(line, " ")
	indent := len(line) - len(rest)
	for _, bullet := range []string{"- ", "• "} {
		if strings.HasPrefix(rest, bullet) {
			indent += locales.Columns(bullet)
		}
	}
	return indent
}

// fill breaks one line.
func fill(line string, width, indent int) []string {
	var out []string
	now, used := "", 0
	for _, p := range pieces(line) {
		w := locales.Columns(strings.TrimRight(p, " "))
		if used > 0 && used+w > width {
			out = append(out, strings.TrimRight(now, " "))
			now, used = spaces(indent), indent
		}
		for used+w > width { // one piece wider than a line
			head, tail := cut(p, width-used)
			if head == "" {
				break
			}
			out = append(out, now+head)
			now, used, p = spaces(indent), indent, tail
			w = locales.Columns(strings.TrimRight(p, " "))
		}
		now += p
		used += locales.Columns(p)
	}
	return append(out, strings.TrimRight(now, " "))
}

// pieces splits a line where it may be broken; spaces stay with the piece before.
func pieces(line string) []string {
	var out []string
	start := 0
	var last rune
	for i, r := range line {
		piece := strings.TrimLeft(line[start:i], " ")
		whole := last == '/' && (piece == "/" || strings.Contains(piece, ".")) // a command, an address
		if piece != "" && !whole && breaks(last, r) {
			out = append(out, line[start:i])
			start = i
		}
		last = r
	}
	return append(out, line[start:])
}

// breaks reports whether a line may end after a and go on with b.
func breaks(a, b rune) bool {
	switch {
	case b == ' ', locales.RuneColumns(b) == 0:
		return false
	case strings.ContainsRune(notFirst, b):
		return false
	case a == ' ':
		return true
	case strings.ContainsRune(notLast, a):
		return false
	case a >= '0' && a <= '9', (a == '号' || a == '號') && strings.ContainsRune(marks, b):
		return false // a figure and what it counts
	case a == '/' && unicode.IsLetter(b):
		return true
	}
	return locales.RuneColumns(a) == 2 || locales.RuneColumns(b) == 2
}

// cut splits s after at most width columns, where it can not before what may not begin a line.
func cut(s string, width int) (head, tail string) {
	n, at := 0, 0
	for i, r := range s {
		if i > 0 && !strings.ContainsRune(notFirst, r) {
			at = i
		}
		if n += locales.RuneColumns(r); n > width {
			if at == 0 {
				at = i
			}
			return s[:at], s[at:]
		}
	}
	return s, ""
}
