package typed

import (
	"strings"
	"unicode/utf8"
)

// shortest is how many letters a word has at least in which one that is wrong is still seen.
const shortest = 6

// near returns the words for options that are spelled and long enough to be mistyped.
func (l lexicon) near() []entry {
	var list []entry
	for _, entries := range l {
		for _, e := range entries {
			if r, n := utf8.DecodeRuneInString(e.word); (e.role == named || e.role == maybeNamed) && n == 1 && spelled(r) && len(e.word) >= shortest && !strings.Contains(e.word, " ") {
				list = append(list, e)
			}
		}
	}
	return list
}

// slip returns the word for an option that an unknown word differs from by one letter: one
// too many, one missing, one wrong, or two in the wrong order. It is never more than a guess.
func (c *Choices) slip(text string) *entry {
	if len(text) < shortest-1 {
		return nil
	}
	for i := range c.near {
		if e := &c.near[i]; oneOff(text, e.word) {
			return e
		}
	}
	return nil
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
