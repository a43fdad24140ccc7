package typed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// longest is how many runes an answer may have. Everything after fold is bounded by it.
const longest = 200

// foreign stands for a character that changes a number's meaning in ways not read here, such
// as a superscript: no word contains it, so a text with one is asked back.
const foreign = '\uFFFD'

// Fold returns a text in the one form words are compared in; "" where it is too long.
func Fold(text string) string {
	s, _ := fold(text)
	return s
}

// fold returns text in the one form the words are written in: full-width and compatibility
// characters narrowed (NFKC), lower case, one kind of dash, space and quote, traditional
// Chinese characters simplified, invisible characters gone.
func fold(text string) (string, Doubt) {
	if len(text) > longest*utf8.UTFMax || utf8.RuneCountInString(text) > longest {
		return "", TooLong
	}
	if !utf8.ValidString(text) {
		return "", NoNumber
	}
	var b strings.Builder
	b.Grow(len(text))
	var last rune
	for _, r := range text {
		if r == '½' {
			b.WriteString(halfAfter(last))
			last = r
			continue
		}
		if r = before(r); r >= 0 {
			b.WriteRune(r)
			if r != ' ' {
				last = r
			}
		}
	}
	folded := strings.Map(after, strings.ToLower(norm.NFKC.String(b.String())))
	return strings.Join(strings.Fields(bars(folded)), " "), Clear
}

// bars makes the long vowel mark ー a dash where it stands for one: before a number, and not
// in a word. オファー850万 has none.
func bars(s string) string {
	if !strings.ContainsRune(s, 'ー') {
		return s
	}
	runes := []rune(s)
	for i, r := range runes {
		if r != 'ー' || i+1 == len(runes) || !unicode.IsDigit(runes[i+1]) {
			continue
		}
		if i == 0 || !unicode.In(runes[i-1], unicode.Katakana, unicode.Hiragana, unicode.Latin) {
			runes[i] = '-'
		}
	}
	return string(runes)
}

// halfAfter spells out ½, which NFKC would glue to the number it follows: 2½ as 21/2.
func halfAfter(last rune) string {
	if unicode.IsDigit(last) {
		return " and half "
	}
	return " half "
}

// before maps what NFKC would lose: -1 drops a rune.
func before(r rune) rune {
	switch {
	case ' ' <= r && r <= '~': // most are
		return r
	case r == '～' || r == '〜' || r == '∼':
		return '〜'
	case r == '\u202D' || r == '\u202E': // overrides show digits in another order
		return foreign
	case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || r == '\u20E3':
		return -1
	case unicode.Is(unicode.Cc, r):
		return ' '
	case unicode.Is(unicode.No, r): // ², ①, ¼
		return foreign
	}
	return r
}

// after gives one shape to what NFKC keeps apart.
func after(r rune) rune {
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '−', '─':
		return '-'
	case '’', '‘', '`', '´':
		return '\''
	}
	if s, ok := simplified[r]; ok {
		return s
	}
	return r
}
