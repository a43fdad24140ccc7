package terminal

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hspbot/conversation"
)

// Options have a key to type. On a screen that takes a number it is a letter, so that a typed 5 is
// the number five and never the fifth option. Everything else that is typed is read by the
// conversation, as on any platform.

// key returns the key of the i-th option, from 0; "" where letters run out.
func key(screen *conversation.Screen, i int) string {
	if !screen.Number {
		return strconv.Itoa(i + 1)
	}
	if i < 26 {
		return string(rune('a' + i))
	}
	return ""
}

// choices returns the choices of one role, in order.
func choices(screen *conversation.Screen, role conversation.ChoiceRole) []*conversation.Choice {
	var list []*conversation.Choice
	for i := range screen.Choices {
		if c := &screen.Choices[i]; c.Role == role {
			list = append(list, c)
		}
	}
	return list
}

// finish returns what an empty line means on a page of toggles where something is
// selected, or nil.
func finish(screen *conversation.Screen) *conversation.Choice {
	selected := slices.ContainsFunc(screen.Choices, func(c conversation.Choice) bool { return c.Role == conversation.Option && c.Selected })
	if ends := choices(screen, conversation.Finish); screen.Several && selected && len(ends) > 0 {
		return ends[0]
	}
	return nil
}

// notSure is the id, and in a list the word, for what of a page is not known.
const notSure = "not-sure"

// longestList is the most bytes of a line that may be a list of keys.
const longestList = 1000

// events returns what a line does on the screen: it presses the option whose key it is, in any width, as
// "#3" or in brackets, or on a page of toggles those of a list of keys. Such a list is the whole answer to
// a question, and may have "not sure" for the rest. Any other line is a text.
func (t *Terminal) events(line string) []conversation.Event {
	var ids []string
	var events []conversation.Event
	for _, c := range t.chosen(line) {
		ids = append(ids, c.ID)
		events = append(events, pressed(c.Action))
	}
	switch {
	case events == nil:
		return []conversation.Event{{Kind: conversation.Typed, Text: line}}
	case t.screen.Several && t.screen.Kind == conversation.Question:
		return []conversation.Event{pressed(conversation.AnswerAction(t.screen.ID, ids...))}
	}
	return events
}

func pressed(action string) conversation.Event {
	return conversation.Event{Kind: conversation.Pressed, Action: action}
}

// chosen returns the options that a line names, nil where it is a text. Numbers among words are none:
// those are counts, "2 papers".
func (t *Terminal) chosen(line string) []*conversation.Choice {
	if len(line) > longestList {
		return nil
	}
	if !t.screen.Several {
		return t.named(line)
	}
	if list := t.named(strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",，、;；", r) })...); list != nil {
		return list
	}
	pieces := conversation.Pieces(line) // 1 and 3
	if strings.ContainsFunc(strings.Join(pieces, ""), unicode.IsLetter) {
		return nil
	}
	return t.named(pieces...)
}

// named returns the options of these names, nil where one is none.
func (t *Terminal) named(names ...string) []*conversation.Choice {
	var list []*conversation.Choice
	rest := []string{notSure, "unsure", fold(t.voice().Say("control.unsure"))}
	for _, name := range names {
		c := t.option(fold(name))
		if c == nil && t.screen.Kind == conversation.Question && len(names) > 1 && slices.Contains(rest, fold(name)) {
			c = &conversation.Choice{ID: notSure}
		}
		if c == nil {
			return nil
		}
		list = append(list, c)
	}
	return list
}

// option returns the option of a key or, where those are shown or a script writes, an id; nil for none.
func (t *Terminal) option(name string) *conversation.Choice {
	for i, c := range choices(&t.screen, conversation.Option) {
		if k := key(&t.screen, i); k != "" && k == strings.TrimLeft(name, "0") {
			return c
		}
		if name == c.ID && (t.o.Mode == Pipe || t.o.Style.Plain) {
			return c
		}
	}
	return nil
}

// fold is a name in one width and case, without the signs that people put around a key.
func fold(name string) string {
	return strings.Trim(strings.ToLower(norm.NFKC.String(name)), "#.()[]「」【】 ")
}
