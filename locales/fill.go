package locales

import (
	"fmt"
	"strings"
)

// fill returns a text with its placeholders, {{.Name}}, filled from pairs of name and value;
// "<no value>" stands for one that is not among them, as in a template. A turn says dozens of
// these; it takes a tenth of the time that executing them as templates does.
func fill(text string, pairs []any) string {
	before, rest, found := strings.Cut(text, "{{")
	if !found {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 16) // a word or an amount more
	for found {
		name, after, _ := strings.Cut(rest, "}}")
		name = strings.Trim(name, " .")
		var value any = "<no value>"
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				value = pairs[i+1]
			}
		}
		b.WriteString(before)
		fmt.Fprint(&b, value)
		before, rest, found = strings.Cut(after, "{{")
	}
	b.WriteString(before)
	return b.String()
}
