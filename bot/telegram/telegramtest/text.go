package telegramtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What Telegram accepts, in code points after parsing and trimming, or in bytes.
const (
	maxText     = 4096
	maxCaption  = 1024
	maxRaw      = 32768 // bytes of a text with its markup
	maxEntities = 100
)

// Entity is a part of a text with a meaning. Offset and Length count UTF-16 units.
type Entity struct {
	Type     string `json:"type"`
	Offset   int    `json:"offset"`
	Length   int    `json:"length"`
	URL      string `json:"url,omitempty"`
	Language string `json:"language,omitempty"`
}

// formatted is a text as people see it.
type formatted struct {
	text     string
	entities []Entity
}

func (f formatted) equal(other formatted) bool {
	return f.text == other.text && slices.Equal(f.entities, other.entities)
}

// utf16Len counts the UTF-16 units of a text.
func utf16Len(s string) int { return len(utf16.Encode([]rune(s))) }

// parseText parses the text or the caption of a call. It records as violations what Telegram
// would drop, and returns as an error what it refuses.
func (c *call) parseText(name, entities string, most int) (formatted, *apiError) {
	raw := c.args.text(name)
	switch {
	case !utf8.ValidString(raw):
		return formatted{}, c.refuse("strings must be encoded in UTF-8")
	case len(raw) > maxRaw:
		return formatted{}, c.refuse("%s is too long", name)
	}
	f, refused := c.parseMarkup(raw, entities)
	if refused != nil {
		return formatted{}, refused
	}
	if i := strings.IndexFunc(f.text, func(r rune) bool { return r < ' ' && r != '\n' }); i >= 0 {
		c.violate("control character %q in the %s is replaced", f.text[i], name)
	}
	f, dropped := f.trim()
	if dropped > 0 || len(f.entities) > maxEntities {
		c.violate("%d entities without text, or more than %d, are dropped", dropped, maxEntities)
	}
	if n := utf8.RuneCountInString(f.text); n > most {
		what := "message is too long"
		if name == "caption" {
			what = "message caption is too long"
		}
		return formatted{}, c.refuse("%s", what)
	}
	return f, nil
}

func (c *call) parseMarkup(raw, entities string) (formatted, *apiError) {
	mode := c.args.text("parse_mode")
	switch {
	case strings.EqualFold(mode, "HTML"):
		if c.args.has(entities) {
			c.violate("%s with parse_mode are ignored", entities)
		}
		f, ignored, err := parseHTML(raw)
		for _, what := range ignored {
			c.violate("%s", what)
		}
		if err != nil {
			return formatted{}, c.refuse("can't parse entities: %v", err)
		}
		return f, nil
	case mode != "":
		return formatted{}, c.refuse("unsupported parse_mode %q", mode)
	}
	f := formatted{text: raw}
	end, length := 0, utf16Len(raw)
	for _, v := range c.args.list(entities) {
		e := args(v.(map[string]any))
		entity := Entity{Type: e.text("type"), Offset: int(e.number("offset")), Length: int(e.number("length")),
			URL: e.text("url"), Language: e.text("language")}
		if entity.Offset < end || entity.Length <= 0 || entity.Offset+entity.Length > length {
			c.violate("entity %d+%d overlaps or reaches outside the text", entity.Offset, entity.Length)
			continue
		}
		end = entity.Offset + entity.Length
		f.entities = append(f.entities, entity)
	}
	return f, nil
}

const blanks = " \t\r\n\v\f\u00a0\u2028\u2029\u3000"

// trim cuts white space at both ends, and the entities with it. It returns how many
// entities had nothing but white space in them.
func (f formatted) trim() (formatted, int) {
	left := strings.TrimLeft(f.text, blanks)
	cut := utf16Len(f.text) - utf16Len(left)
	f.text = strings.TrimRight(left, blanks)
	length, dropped := utf16Len(f.text), 0
	var kept []Entity
	for _, e := range f.entities {
		from, to := max(e.Offset-cut, 0), min(e.Offset+e.Length-cut, length)
		if to <= from || strings.Trim(slice(f.text, from, to), blanks) == "" {
			dropped++
			continue
		}
		e.Offset, e.Length = from, to-from
		kept = append(kept, e)
	}
	f.entities = kept
	return f, dropped
}

// slice cuts a text at UTF-16 offsets.
func slice(text string, from, to int) string {
	all := utf16.Encode([]rune(text))
	return string(utf16.Decode(all[from:to]))
}

// isCommandByte tells the bytes of a command's name.
func isCommandByte(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// commands finds the commands in a text as Telegram's clients do: /name or /name@bot that
// does not touch a word or another slash.
func commands(text string) []Entity {
	var out []Entity
	for i := 0; i < len(text); i++ {
		if text[i] != '/' || i > 0 && !commandMayFollow(text[:i]) {
			continue
		}
		end := i + 1
		for end < len(text) && isCommandByte(text[end]) && end-i <= 64 {
			end++
		}
		if end == i+1 {
			continue
		}
		if name := end + 1; end < len(text) && text[end] == '@' {
			for name < len(text) && isCommandByte(text[name]) {
				name++
			}
			if name-end > 3 {
				end = name
			}
		}
		if end < len(text) && (text[end] == '/' || text[end] == '<' || text[end] == '>') {
			continue
		}
		out = append(out, Entity{Type: "bot_command", Offset: utf16Len(text[:i]), Length: end - i})
		i = end - 1
	}
	return out
}

// commandMayFollow reports whether a command may follow a text.
func commandMayFollow(before string) bool {
	r, _ := utf8.DecodeLastRuneInString(before)
	return !strings.ContainsRune("/<>", r) && !(r < utf8.RuneSelf && isCommandByte(byte(r)))
}

// quoted shortens a text for a message of a failing test.
func quoted(text string) string {
	if r := []rune(text); len(r) > 60 {
		text = string(r[:60]) + "…"
	}
	return fmt.Sprintf("%q", text)
}
