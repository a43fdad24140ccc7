package conversation

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What a button says can be typed, in the brackets that it is shown in or without.

// pick presses the choice on the screen that the text names by its label or id, or toggles by a
// list of their labels. One toggle of a question is left to the question: it is the whole answer.
func (t *turn) pick(text string) bool {
	drawn := *t
	if t.before.confirms() { // with its choices
		drawn.state.Notice = t.before
	}
	screen := drawn.screen()
	asksWhy := strings.Trim(text, "?？ ") == "" || words().exact["why"][fold(text)] != "" // a question mark alone asks too
	for i := range screen.Choices {
		c := &screen.Choices[i]
		if c.ID == "why" && asksWhy {
			t.press(c.Action)
			return true
		}
		if c.Role == Option && (screen.Several && screen.Kind == Question || strings.ContainsAny(text, "?？")) {
			continue
		}
		word, isAnswer := fold(text), c.Role == Option && find(screen.ID) != nil
		if word == fold(c.Label) || !isAnswer && (word == c.ID || c.Role == Option && words().exact["confirm"][word] == c.ID) {
			t.press(c.Action)
			return true
		}
	}
	return screen.Several && t.pickSeveral(&screen, text)
}

// pickSeveral presses the toggles that a text lists. At a question they are the whole answer, with
// "not sure" for the rest of the page where that is among them.
func (t *turn) pickSeveral(s *Screen, text string) bool {
	list := s.listed(text)
	if len(list) < 2 {
		return false
	}
	var ids []string
	for _, c := range list {
		switch {
		case c.Role == Option:
			ids = append(ids, c.ID)
		case s.Kind == Question && c.ID == "not-sure":
			ids = append(ids, notSure)
		default:
			return false
		}
	}
	if s.Kind == Question {
		return t.answer(find(s.ID), understanding{arg: strings.Join(ids, ",")})
	}
	for _, c := range list {
		t.press(c.Action)
	}
	return true
}

// listed returns the choices whose labels a text lists, nil where it is no such list. A label may hold
// commas: the longest that a label can be is meant.
func (s *Screen) listed(text string) []*Choice {
	var list []*Choice
	for rest := fold(text); rest != ""; {
		var longest *Choice
		after := rest
		for i := range s.Choices {
			c := &s.Choices[i]
			next, begins := strings.CutPrefix(rest, fold(c.Label))
			if next = strings.TrimLeft(next, " .!?"); begins && len(next) < len(after) && (next == "" || strings.ContainsRune(breaks, []rune(next)[0])) {
				longest, after = c, next
			}
		}
		if longest == nil {
			return nil
		}
		if !slices.Contains(list, longest) {
			list = append(list, longest)
		}
		rest = strings.TrimLeft(after, breaks+" ")
	}
	return list
}

// Names reports whether a text is the label or the id of the choice.
func (c *Choice) Names(text string) bool {
	word := fold(unbracketed(text))
	return word == fold(c.Label) || word == c.ID
}

// unbracketed is a text without a pair of brackets around it.
func unbracketed(text string) string {
	text = strings.TrimSpace(text)
	for _, pair := range []string{"[]", "［］", "()", "（）", "「」", "【】"} {
		open, n := utf8.DecodeRuneInString(pair)
		inner, begins := strings.CutPrefix(text, string(open))
		inner, ends := strings.CutSuffix(inner, pair[n:])
		if begins && ends && !strings.ContainsAny(inner, pair) {
			return inner
		}
	}
	return text
}
