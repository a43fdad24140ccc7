package terminal

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hspbot/conversation"
	"hspbot/locales"
)

// resolve says what a typed line means on a screen. A choice may be named by its number or
// letter ("3", "#3", "(3)"), its id or its label, in the brackets it is shown in or without;
// full and half width, upper and lower case do not matter. On a page of toggles a list of them, or one alone, is the whole answer.
// An empty line finishes a page on which something is selected. Everything else is typed text, as
// it is. It returns false for an empty line that means nothing.
func resolve(screen conversation.Screen, line string) (conversation.Event, bool) {
	if len(line) > longestChoice {
		return conversation.Event{Kind: conversation.Typed, Text: line}, true
	}
	text := bare(fold(line))
	if text == "" {
		if c := finish(&screen); c != nil {
			return pressed(c.Action), true
		}
		return conversation.Event{}, false
	}
	if c := named(&screen, text); c != nil {
		if action, ok := whole(&screen, []*conversation.Choice{c}); ok {
			return pressed(action), true
		}
		return pressed(c.Action), true
	}
	if list := listed(&screen, text); list != nil {
		if action, ok := whole(&screen, list); ok {
			return pressed(action), true
		}
	}
	return conversation.Event{Kind: conversation.Typed, Text: line}, true
}

// longestChoice is the most bytes of a line that may name choices.
const longestChoice = 4096

func pressed(action string) conversation.Event {
	return conversation.Event{Kind: conversation.Pressed, Action: action}
}

// named returns the one choice text stands for, or nil. Labels come first: what a person
// reads and types exactly is what is meant.
func named(screen *conversation.Screen, text string) *conversation.Choice {
	for i := range screen.Choices {
		if c := &screen.Choices[i]; fold(c.Label) == text {
			return c
		}
	}
	for i := range screen.Choices {
		if c := &screen.Choices[i]; fold(c.ID) == text {
			return c
		}
	}
	short := strings.TrimLeft(strings.Trim(text, "#()."), "0")
	for i, c := range choices(screen, conversation.Option) {
		if k := key(screen, i); k != "" && k == short {
			return c
		}
	}
	if text == "unsure" {
		return named(screen, notSure)
	}
	return nil
}

// The ids that mean more than an option on a page of toggles: none of them, and "the rest
// is not sure".
const (
	noneOfThem = "none"
	notSure    = "not-sure"
)

// listed returns the choices of a list on a page of toggles, or nil where text is no such
// list. Labels may hold spaces, and commas: what names a choice up to a later comma is that choice.
func listed(screen *conversation.Screen, text string) []*conversation.Choice {
	if !screen.Several {
		return nil
	}
	if list := each(screen, parts(text, comma)); list != nil {
		return list
	}
	list := parts(joined(text), func(r rune) bool { return comma(r) || r == ' ' })
	if mixed(list) {
		return nil
	}
	return each(screen, list)
}

// comma reports whether r separates the parts of a list; text is folded.
func comma(r rune) bool { return strings.ContainsRune(",、;。", r) }

// joined puts commas where numbers, and nothing else, are joined by words or signs: "1 and 2",
// "1と2", "1&2".
func joined(text string) string {
	list := []string{"&", "+", "/"}
	for _, tag := range locales.Tags() {
		list = append(list, locales.In(tag).Words()["number"]["and"][""]...)
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) }) // 加上 before 加
	commas := text
	for _, word := range list {
		commas = strings.ReplaceAll(commas, word, ",")
	}
	if strings.Trim(commas, "0123456789#()., ") != "" {
		return text
	}
	return strings.Join(strings.FieldsFunc(commas, func(r rune) bool { return comma(r) || r == ' ' }), ",")
}

// part is a piece of a list and everything from there on.
type part struct{ own, rest string }

// parts splits text at separators; empty parts are left out.
func parts(text string, separates func(rune) bool) []part {
	var list []part
	for text != "" {
		own, after := text, ""
		if i := strings.IndexFunc(text, separates); i >= 0 {
			_, size := utf8.DecodeRuneInString(text[i:])
			own, after = text[:i], text[i+size:]
		}
		if strings.TrimSpace(own) != "" {
			list = append(list, part{own, text})
		}
		text = after
	}
	return list
}

// each returns the choices the parts name, or nil where one names none.
func each(screen *conversation.Screen, list []part) []*conversation.Choice {
	var found []*conversation.Choice
	for len(list) > 0 {
		c, n := longest(screen, list)
		if c == nil {
			return nil
		}
		if !slices.Contains(found, c) {
			found = append(found, c)
		}
		list = list[n:]
	}
	return found
}

// mixed reports whether numbers stand among words: those are counts and no options, "2 papers".
func mixed(list []part) bool {
	numbers := 0
	for _, p := range list {
		if strings.Trim(p.own, "0123456789#). ") == "" {
			numbers++
		}
	}
	return numbers > 0 && numbers < len(list)
}

// longest returns the choice that the first parts name together, as many of them as can
// be, and how many these are.
func longest(screen *conversation.Screen, list []part) (*conversation.Choice, int) {
	most := 1
	for i := range screen.Choices {
		most = max(most, len(parts(fold(screen.Choices[i].Label), comma)))
	}
	for n := min(most, len(list)); n > 0; n-- {
		text := list[0].rest
		if n < len(list) {
			text = text[:len(text)-len(list[n].rest)]
		}
		text = strings.TrimSpace(strings.TrimRightFunc(text, comma))
		if c := named(screen, text); c != nil {
			return c, n
		}
	}
	if own := strings.TrimSpace(list[0].own); own == notSure || own == "unsure" {
		return &conversation.Choice{Role: conversation.Control, ID: notSure}, 1
	}
	return nil, 0
}

// whole returns the action that gives the list as the whole answer to a page of toggles,
// and false where it is none: a control, none of them, something that goes with no option, or the
// toggles of what is no question, each of which is pressed by itself.
func whole(screen *conversation.Screen, list []*conversation.Choice) (string, bool) {
	if !screen.Several || screen.Kind != conversation.Question {
		return "", false
	}
	var ids []string
	rest := false
	for _, c := range list {
		switch {
		case c.ID == notSure:
			rest = true
		case c.Role == conversation.Option && c.ID != noneOfThem:
			ids = append(ids, c.ID)
		default:
			return "", false
		}
	}
	if len(ids) == 0 {
		return "", false
	}
	if rest {
		ids = append(ids, notSure)
	}
	return conversation.AnswerAction(screen.ID, ids...), true
}

// toggles returns what a line presses one after the other: several toggles of a page that is no question,
// such as a checklist.
func toggles(screen *conversation.Screen, line string) []conversation.Event {
	if screen.Kind == conversation.Question || len(line) > longestChoice {
		return nil
	}
	var events []conversation.Event
	for _, c := range listed(screen, bare(fold(line))) {
		if c.Role != conversation.Option {
			return nil
		}
		events = append(events, pressed(c.Action))
	}
	return events
}

// bare is a folded text without the brackets that choices are shown in.
func bare(text string) string {
	for _, pair := range []string{"[]", "()", "「」", "【】"} {
		open, after := utf8.DecodeRuneInString(pair)
		if inner, ok := strings.CutPrefix(text, string(open)); ok {
			if inner, ok = strings.CutSuffix(inner, pair[after:]); ok && !strings.ContainsAny(inner, pair) {
				return strings.TrimSpace(inner)
			}
		}
	}
	return text
}

// fold makes texts comparable: full and half width, upper and lower case and outer space do not matter.
func fold(s string) string {
	return strings.TrimSpace(strings.ToLower(norm.NFKC.String(s)))
}
