package slack

import (
	"slices"
	"strings"
	"unicode"

	"hspbot/bot/card"
	"hspbot/locales"
)

// maxLabel is how many characters of what HR calls a candidate are kept.
const maxLabel = 80

// cleanLabel is a label as it is kept: on one line, without characters
// that are not seen and turn the direction of what follows.
func cleanLabel(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, text)
	return card.Clip(strings.Join(strings.Fields(text), " "), maxLabel)
}

// isLabel reports whether a text can only be meant as a label: several words, or the word for a
// candidate with something after it, and neither a question nor like a command.
func isLabel(text string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;、，", r) })
	for i := range words {
		words[i] = strings.Trim(words[i], ".!。！")
	}
	named := startsWithWord(strings.ToLower(text), "slack.candidate.words")
	switch {
	case strings.ContainsAny(text, "?？"), !strings.ContainsFunc(text, unicode.IsLetter):
		return false
	case len(words) < 2 && !(named && strings.ContainsFunc(text, unicode.IsDigit)):
		return false
	}
	for _, w := range listOf("slack.label.not.words") {
		if isASCII(w) && slices.Contains(words, w) || !isASCII(w) && strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// isWord reports whether a text is one of a list of locales, in any language.
func isWord(text, id string) bool {
	return slices.Contains(listOf(id), strings.Trim(strings.ToLower(text), " .!?。、！？"))
}

// startsWithWord reports whether a text begins with one of a list of locales, and goes on.
func startsWithWord(text, id string) bool {
	return slices.ContainsFunc(listOf(id), func(w string) bool {
		rest, ok := strings.CutPrefix(text, w)
		return ok && rest != "" && (!isASCII(w) || !unicode.IsLetter([]rune(rest)[0]))
	})
}

// listOf is a list of locales, in all languages together.
func listOf(id string) []string {
	var all []string
	for _, tag := range locales.Tags() {
		for w := range strings.SplitSeq(locales.In(tag).Say(id), ",") {
			all = append(all, strings.ToLower(strings.TrimSpace(w)))
		}
	}
	return all
}
