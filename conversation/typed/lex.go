package typed

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// row is a set of words, divided by |, that do the same thing. The words are written as people
// write them; width and case do not matter.
type row struct {
	role  role
	value float64
	words string
}

// token is one word, sign or run of digits of a text.
type token struct {
	role   role
	arg    float64
	text   string
	form   form // of a literal
	spaced bool // nothing but space, or nothing at all, stands right before it
	last   bool // of a plus: nothing but units follows
	sign   bool // of a hyphen: stands before a number as its sign
}

type entry struct {
	word  string
	role  role
	value float64
}

// lexicon holds words by their first rune, longest first.
type lexicon map[rune][]entry

// scanner cuts texts into words and numbers.
type scanner struct {
	lexicon
	comma  bool // the decimal point is a comma: 8,5 and 8.500.000
	joined bool // words for yen may stand right behind others: 8.5myen
}

// addRow adds a row of words.
func (l lexicon) addRow(r row) error {
	for w := range strings.SplitSeq(r.words, "|") {
		if err := l.add(w, r.role, r.value); err != nil {
			return err
		}
	}
	return nil
}

// add adds a word. Two languages may share it; it may not mean two things.
func (l lexicon) add(word string, role role, value float64) error {
	w, _ := fold(word)
	if w == "" {
		return fmt.Errorf("word %q is empty", word)
	}
	first, _ := utf8.DecodeRuneInString(w)
	for _, e := range l[first] {
		if e.word == w {
			if e.role == role && e.value == value {
				return nil
			}
			return fmt.Errorf("word %q means two things", word)
		}
	}
	l[first] = append(l[first], entry{w, role, value})
	return nil
}

// sort puts the longest words first.
func (l lexicon) sort() {
	for _, es := range l {
		slices.SortFunc(es, func(a, b entry) int { return len(b.word) - len(a.word) })
	}
}

// match returns the longest word s begins with. A word of letters ends where letters end.
func (l lexicon) match(s string) (entry, bool) {
	first, _ := utf8.DecodeRuneInString(s)
	for _, e := range l[first] {
		if !strings.HasPrefix(s, e.word) {
			continue
		}
		last, _ := utf8.DecodeLastRuneInString(e.word)
		next, _ := utf8.DecodeRuneInString(s[len(e.word):])
		if !spelled(last) || !spelled(next) {
			return e, true
		}
	}
	return entry{}, false
}

// spelled reports whether r belongs to a script that puts spaces between words.
func spelled(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsMark(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) && r != 'ー'
}

// lex cuts a folded text into tokens. Emoji and other pictures are passed over; whatever else
// it does not know becomes an unknown token.
func (l scanner) lex(s string) []token {
	var ts []token
	spaced := true
	for s != "" {
		if s[0] == ' ' {
			s, spaced = s[1:], true
			continue
		}
		found, n := l.next(s)
		if len(found) > 0 {
			found[0].spaced = spaced
			ts = append(ts, found...)
		}
		s, spaced = s[n:], false
	}
	return ts
}

// next returns the tokens s begins with and how many bytes they take.
func (l scanner) next(s string) ([]token, int) {
	if s[0] == l.point() && digits(s[1:]) > 0 { // .5
		n := 1 + digits(s[1:])
		return []token{{role: literal, arg: parse("." + s[1:n]), text: s[:n]}}, n
	}
	if e, ok := l.match(s); ok {
		return []token{{role: e.role, arg: e.value, text: e.word}}, len(e.word)
	}
	if digits(s) > 0 {
		return l.number(s)
	}
	r, n := utf8.DecodeRuneInString(s)
	if spelled(r) {
		return l.word(s)
	}
	if unicode.Is(unicode.So, r) && r != foreign || unicode.Is(unicode.Sk, r) {
		return nil, n
	}
	return []token{{role: unknown, text: s[:n]}}, n
}

func (l scanner) point() byte {
	if l.comma {
		return ','
	}
	return '.'
}

var swapMarks = strings.NewReplacer(",", ".", ".", ",")

// number returns the run of digits s begins with as one literal, or where it is no single
// number, such as 1993.4.1, as its parts.
func (l scanner) number(s string) ([]token, int) {
	r, n := scanRun(s)
	amount := r
	if l.comma {
		amount.separators = swapMarks.Replace(r.separators)
	}
	if v, f, ok := amount.value(); ok {
		return []token{{role: literal, arg: v, text: r.groups[0], form: f}}, n
	}
	var ts []token
	for i, g := range r.groups {
		if i > 0 {
			ts = append(ts, r.joint(i-1))
		}
		ts = append(ts, token{role: literal, arg: parse(g), text: g, form: run{groups: []string{g}}.intForm()})
	}
	return ts, n
}

// joint returns separator i as a token.
func (r run) joint(i int) token {
	if r.separators[i] == '.' {
		return token{role: slash}
	}
	return token{role: listing}
}

// word returns the unknown word s begins with, or the two known ones it is made of where the
// second is yen: 8.5myen.
func (l scanner) word(s string) ([]token, int) {
	n := 0
	for i, r := range s {
		if !spelled(r) {
			break
		}
		n = i + utf8.RuneLen(r)
	}
	for i := 1; i < n && l.joined; i++ {
		b, okB := l.match(s[i:n])
		if !okB || b.role != yen || len(b.word) != n-i {
			continue
		}
		if a, okA := l.match(s[:i]); okA && len(a.word) == i {
			return []token{{role: a.role, arg: a.value, text: a.word}, {role: yen, text: b.word}}, n
		}
	}
	return []token{{role: unknown, text: s[:n]}}, n
}
