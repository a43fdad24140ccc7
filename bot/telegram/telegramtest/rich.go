package telegramtest

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// What Telegram accepts of a rich message.
const (
	maxRich   = 32768 // code points of the text
	maxBlocks = 500
	maxNested = 16
)

// richTags are the tags of rich messages that are known here, with those in which they stand; of a tag
// that may stand anywhere, none.
var richTags = map[string][]string{
	"b": nil, "i": nil, "u": nil, "s": nil, "code": nil, "a": nil,
	"h1": {""}, "h2": {""}, "h3": {"", "details"}, "h4": {"", "details"}, "h5": {"", "details"}, "h6": {"", "details"},
	"p": {"", "details", "li", "blockquote"}, "pre": {"", "details"}, "blockquote": {"", "details"}, "footer": {""},
	"ul": {"", "details", "li"}, "ol": {"", "details", "li"}, "li": {"ul", "ol"},
	"table": {"", "details"}, "tr": {"table"}, "td": {"tr"}, "th": {"tr"}, "details": {"", "details"}, "summary": {"details"},
}

// inlineOnly are the tags in which only a formatted text stands.
var inlineOnly = []string{"b", "i", "u", "s", "code", "a", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "td", "th", "summary", "footer"}

var richTag = regexp.MustCompile(`<(/?)([a-z0-9]+)((?: [a-z]+(?:="[^"<>]*")?)*)>`)

// parseRich reads the HTML of a rich message: its text, a line for each block, and what is wrong.
func parseRich(in string) (text string, wrong []string) {
	var out strings.Builder
	var open []string
	blocks, at := 0, 0
	complain := func(format string, a ...any) { wrong = append(wrong, fmt.Sprintf(format, a...)) }
	write := func(s string) {
		if strings.ContainsAny(s, "<>") || strings.Contains(html.UnescapeString(s), "\ufffd") {
			complain("a character is not escaped")
		}
		if len(open) == 0 && strings.TrimSpace(s) != "" {
			complain("a text outside of all blocks")
		}
		out.WriteString(html.UnescapeString(s))
	}
	for _, m := range richTag.FindAllStringSubmatchIndex(in, -1) {
		write(in[at:m[0]])
		at = m[1]
		name, parent := in[m[4]:m[5]], ""
		if len(open) > 0 {
			parent = open[len(open)-1]
		}
		if in[m[2]:m[3]] == "/" {
			if name != parent {
				complain("</%s> closes <%s>", name, parent)
				return out.String(), wrong
			}
			open = open[:len(open)-1]
			if richTags[name] != nil {
				out.WriteByte('\n')
			}
			continue
		}
		places, known := richTags[name]
		switch {
		case !known:
			complain("unsupported tag <%s>", name)
		case places != nil && !slices.Contains(places, parent), places != nil && slices.Contains(inlineOnly, parent):
			complain("<%s> within <%s>", name, parent)
		case name == "summary" && !strings.HasSuffix(in[:m[0]], "<details>") && !strings.HasSuffix(in[:m[0]], "<details open>"):
			complain("<summary> is not the first in <details>")
		}
		if places != nil {
			blocks++
		}
		open = append(open, name)
		if len(open) > maxNested {
			complain("more than %d levels", maxNested)
		}
	}
	write(in[at:])
	if len(open) > 0 {
		complain("<%s> is not closed", open[len(open)-1])
	}
	text = strings.TrimSpace(out.String())
	if blocks > maxBlocks || utf8.RuneCountInString(text) > maxRich || text == "" {
		complain("%d blocks, %d characters", blocks, utf8.RuneCountInString(text))
	}
	return text, wrong
}

// parseRichMessage reads the rich message of a call.
func (c *call) parseRichMessage() (text, markup string, refused *apiError) {
	in := c.args.object("rich_message")
	markup = in.text("html")
	if in.has("markdown") || in.has("blocks") || markup == "" {
		return "", "", c.refuse("only rich messages in HTML are served by this fake")
	}
	text, wrong := parseRich(markup)
	if len(wrong) > 0 {
		return "", "", c.refuse("can't parse rich message: %s", strings.Join(wrong, ", "))
	}
	return text, markup, nil
}

// setRich replaces the text of a message by a rich one.
func (m *Message) setRich(text, markup string) {
	m.Text, m.HTML, m.Entities, m.Rich = text, markup, nil, true
}

func (c *call) sendRichMessage() (any, *apiError) {
	if c.s.o.Older {
		return nil, &apiError{code: 404, description: "Not Found: method not found"}
	}
	text, markup, refused := c.parseRichMessage()
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.newMessage()
	if refused != nil {
		return nil, refused
	}
	m.setRich(text, markup)
	return c.post(ch, m)
}

// editRich edits a message to a rich one.
func (c *call) editRich() (any, *apiError) {
	if c.s.o.Older {
		return nil, badRequest("message text is empty")
	}
	text, markup, refused := c.parseRichMessage()
	if refused != nil {
		return nil, refused
	}
	k, refused := c.parseKeyboard()
	if refused != nil {
		return nil, refused
	}
	ch, m, refused := c.messageToEdit()
	switch {
	case refused != nil:
		return nil, refused
	case m.Document != nil:
		return nil, badRequest("there is no text in the message to edit")
	case m.Rich && m.HTML == markup && m.Keyboard.equal(k):
		return nil, badRequest("%s", notModified)
	}
	if refused := c.throttle(ch); refused != nil {
		return nil, refused
	}
	m.setRich(text, markup)
	m.Keyboard = k
	m.Edits++
	c.s.touch(ch)
	return c.s.messageJSON(ch, m), nil
}

// CheckRich returns what is wrong with the HTML of a rich message.
func CheckRich(markup string) []string {
	_, wrong := parseRich(markup)
	return wrong
}
