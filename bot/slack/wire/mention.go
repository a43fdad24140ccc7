package wire

import "regexp"

// reference is how Slack writes a person (@), a channel (#), a group or everybody (!) in a text, and
// what those who read it see.
var reference = regexp.MustCompile(`<([@#!])([A-Za-z0-9^]{1,64})(?:\|([^<>]*))?>`)

// maxMentioned is how many people of a text are named.
const maxMentioned = 10

// readMentions returns a text, still escaped, with the names of channels and groups, and the ids of the
// people it mentions: their names have to be asked for.
func readMentions(text string) (plain string, people []string) {
	plain = reference.ReplaceAllStringFunc(text, func(m string) string {
		part := reference.FindStringSubmatch(m)
		sign, id, name := part[1], part[2], part[3]
		switch {
		case sign == "@" && len(people) < maxMentioned:
			people = append(people, id)
			return "&lt;@" + id + "&gt;"
		case sign == "#" && name != "":
			return "#" + name
		case sign == "!" && name != "":
			return name
		case sign == "!":
			return "@" + id
		}
		return m
	})
	return plain, people
}
