package typed

import (
	"strings"
	"unicode/utf8"
)

// shortest is how many letters a word has at least in which one that is wrong is still seen.
const shortest = 6

// near returns the words for options that are spelled and long enough to be mistyped.
func (l *lexicon) near() []entry {
	var list []entry
	for _, e := range l.entries {
		word := l.word(e)
		if r, n := utf8.DecodeRuneInString(word); (e.role == named || e.role == maybeNamed) && n == 1 && spelled(r) && len(word) >= shortest && !strings.Contains(word, " ") {
			list = append(list, e)
		}
	}
	return list
}

// slip returns the option whose word an unknown one differs from by one letter: one too many, one
// missing, one wrong, or two in the wrong order. It is never more than a guess.
func (c *Choices) slip(text string) (id string, ok bool) {
	for _, e := range c.near {
		if oneOff(text, c.words.word(e)) {
			return c.ids[int(e.value)], true
		}
	}
	return "", false
}

// oneOff reports whether two words differ by one letter.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	switch {
	case len(a) < len(b):
		return a[i:] == b[i+1:]
	case i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]:
		return a[i+2:] == b[i+2:]
	}
	return a[i+1:] == b[i+1:]
}
