package conversation

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// People correct what they wrote in the next message: "sorry, I'm 34", "写错了，34岁".

// corrected returns what a text says is right; "" where it corrects nothing.
func (v *vocabulary) corrected(text string) string {
	if right := v.afterCorrection(text); right != "" {
		return right
	}
	return v.correctedSubject(text)
}

// corrects takes what is right where that is a fact of another question.
func (t *turn) corrects(text string) bool {
	right := words().corrected(text)
	return right != "" && t.readAnother(right)
}

// afterCorrection returns what follows the words of a correction at the start of a text; "" where
// there are none, or nothing follows.
func (v *vocabulary) afterCorrection(text string) string {
	folded := fold(text)
	for _, word := range v.before {
		rest, ok := strings.CutPrefix(folded, word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if next, _ := utf8.DecodeRuneInString(rest); !ok || !han(last) && 'a' <= next && next <= 'z' {
			continue
		}
		rest = strings.TrimLeft(rest, " ,、，。.:：;；!！…-—〜~")
		for _, end := range v.behind {
			rest = strings.TrimSuffix(rest, end)
		}
		if more := v.afterCorrection(rest); more != "" { // no wait, sorry, ...
			return more
		}
		return v.withoutWrong(rest)
	}
	return ""
}

// withoutWrong drops what is said to be wrong: age is 32 not 33.
func (v *vocabulary) withoutWrong(text string) string {
	for _, not := range v.wrong {
		if right, wrong, ok := strings.Cut(text, not); ok && strings.ContainsFunc(right, unicode.IsDigit) && strings.ContainsFunc(wrong, unicode.IsDigit) {
			return strings.TrimRight(right, " ,、，")
		}
	}
	return text
}

// correctedSubject returns what is right where a text names first what was wrong, "年収間違えた、900万です";
// "" where it does not.
func (v *vocabulary) correctedSubject(text string) string {
	folded := fold(text)
	for _, word := range v.before {
		subject, rest, ok := strings.Cut(folded, word)
		subject = strings.TrimRight(subject, " をがは")
		rest = strings.TrimLeft(rest, " ,、，。.:：;；!！…-—〜~")
		if !ok || subject == "" || strings.ContainsFunc(subject, unicode.IsDigit) || !strings.ContainsFunc(rest, unicode.IsDigit) {
			continue
		}
		if said := v.choices[anyQuestion].Read(subject); len(said.About) == 1 && !said.Unknown && len(said.Amounts) == 0 {
			return subject + " " + rest
		}
	}
	return ""
}
