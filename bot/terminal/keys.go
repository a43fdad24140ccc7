package terminal

import (
	"strconv"

	"hspbot/conversation"
)

// Options have a short name to type. On a screen that takes a number it is a letter, so
// that a typed 5 is the number five and never the fifth option. Controls go by their id or label.

// key returns the short name of the i-th option, from 0; "" where letters run out.
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
	if !screen.Several {
		return nil
	}
	for _, c := range choices(screen, conversation.Option) {
		if c.Selected {
			if ends := choices(screen, conversation.Finish); len(ends) > 0 {
				return ends[0]
			}
		}
	}
	return nil
}
