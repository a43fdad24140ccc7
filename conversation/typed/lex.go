package typed

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// scanner cuts texts into words and numbers.
type scanner struct {
	*lexicon
	comma  bool // the decimal point is a comma: 8,5 and 8.500.000
	joined bool // words for yen may stand right behind others: 8.5myen
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
	if e, n := l.match(s); n > 0 {
		return []token{{role: e.role, arg: e.value, text: s[:n]}}, n
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
		if b, size := l.match(s[i:n]); b.role != yen || size != n-i {
			continue
		}
		if a, size := l.match(s[:i]); size == i {
			return []token{{role: a.role, arg: a.value, text: s[:i]}, {role: yen, text: s[i:n]}}, n
		}
	}
	return []token{{role: unknown, text: s[:n]}}, n
}
