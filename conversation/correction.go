package conversation

import (
	"strings"
	"unicode/utf8"
)

// People correct what they wrote in the next message: "sorry, I'm 34", "写错了，34岁".

// afterCorrection returns what follows the words of a correction at the start of a text; "" where
// there are none, or nothing follows.
func (v *vocabulary) afterCorrection(text string) string {
	folded := fold(text)
	for _, word := range v.corrections {
		rest, ok := strings.CutPrefix(folded, word)
		last, _ := utf8.DecodeLastRuneInString(word)
		if next, _ := utf8.DecodeRuneInString(rest); !ok || !han(last) && 'a' <= next && next <= 'z' {
			continue
		}
		rest = strings.TrimLeft(rest, " ,、，。.:：;；!！…-—〜~")
		for _, end := range v.corrected {
			rest = strings.TrimSuffix(rest, end)
		}
		if more := v.afterCorrection(rest); more != "" { // no wait, sorry, ...
			return more
		}
		return rest
	}
	return ""
}
