package typed

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// meaning is what a word does. That of the lowest rank counts where words of several ranks are read.
type meaning struct {
	rank  int
	role  role
	value float64
}

// dictionary has the meanings of words, folded, of which a lexicon is made.
type dictionary map[string]meaning

// add adds a word. Two languages may share it; in a rank it may not mean two things.
func (d dictionary) add(word string, m meaning) error {
	w, _ := fold(word)
	other, taken := d[w]
	switch {
	case w == "":
		return fmt.Errorf("word %q is empty", word)
	case taken && other.rank == m.rank && other != m:
		return fmt.Errorf("word %q means two things", word)
	case !taken || m.rank < other.rank:
		d[w] = m
	}
	return nil
}

// lexicon finds the longest word that a text begins with. All words are in one text, and the entries
// hold no pointers: there are tens of thousands, for as long as the program runs.
type lexicon struct {
	text    string  // the words, sorted, without anything between them
	entries []entry // in their order
	common  *lexicon
}

// entry is a word of a lexicon, by where it stands in its text.
type entry struct {
	start uint32
	size  uint16
	role  role
	value float64
}

// over returns a lexicon of the words and those of a common one, nil for none. What a word means here
// it does not mean there.
func (d dictionary) over(common *lexicon) *lexicon {
	words := slices.Sorted(maps.Keys(d))
	l := &lexicon{text: strings.Join(words, ""), entries: make([]entry, len(words)), common: common}
	start := 0
	for i, w := range words {
		l.entries[i] = entry{uint32(start), uint16(len(w)), d[w].role, d[w].value}
		start += len(w)
	}
	return l
}

func (l *lexicon) word(e entry) string { return l.text[e.start:][:e.size] }

// match returns the longest word s begins with, and its length, 0 for none.
func (l *lexicon) match(s string) (entry, int) {
	e, n := l.own(s)
	if l.common != nil {
		if other, longer := l.common.match(s); longer > n {
			return other, longer
		}
	}
	return e, n
}

// own is match without the words in common. A word of letters ends where letters end.
func (l *lexicon) own(s string) (entry, int) {
	begins := s // what is left of s to look for
	for i := len(l.entries); ; {
		i = sort.Search(i, func(i int) bool { return l.word(l.entries[i]) > begins })
		if i == 0 {
			return entry{}, 0
		}
		e := l.entries[i-1] // every word that begins begins this one, too
		word := l.word(e)
		n := shared(word, begins)
		if n == len(word) {
			last, _ := utf8.DecodeLastRuneInString(word)
			next, _ := utf8.DecodeRuneInString(s[n:])
			if !spelled(last) || !spelled(next) {
				return e, n
			}
			n--
		}
		begins = begins[:n]
	}
}

// shared returns how many bytes at their beginning two texts share.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}
