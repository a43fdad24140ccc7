package telegramtest

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// tags are the tags of Telegram's HTML and the entities they make.
var tags = map[string]string{
	"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
	"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

// characters are the named characters of Telegram's HTML.
var characters = map[string]string{"lt": "<", "gt": ">", "amp": "&", "quot": `"`}

// htmlParser reads Telegram's HTML. Offsets in errors count bytes from 0.
type htmlParser struct {
	in      string
	at      int
	text    strings.Builder
	length  int // of text, in UTF-16 units
	open    []openTag
	out     []Entity
	ignored []string
}

// openTag is a tag that waits for its end. at is its entity in out, -1 where it makes none.
type openTag struct {
	name string
	at   int
}

// parseHTML returns the text and its entities, outer ones before inner ones, and what
// Telegram would silently drop.
func parseHTML(in string) (formatted, []string, error) {
	p := &htmlParser{in: in}
	for p.at < len(p.in) {
		if err := p.step(); err != nil {
			return formatted{}, p.ignored, err
		}
	}
	if n := len(p.open); n > 0 {
		return formatted{}, p.ignored, fmt.Errorf("can't find end tag corresponding to start tag %q", p.open[n-1].name)
	}
	slices.SortStableFunc(p.out, func(a, b Entity) int {
		return cmp.Or(cmp.Compare(a.Offset, b.Offset), cmp.Compare(b.Length, a.Length))
	})
	return formatted{text: p.text.String(), entities: p.out}, p.ignored, nil
}

func (p *htmlParser) step() error {
	switch p.in[p.at] {
	case '<':
		if strings.HasPrefix(p.in[p.at:], "</") {
			return p.end()
		}
		return p.start()
	case '>':
		return fmt.Errorf("character '>' at byte offset %d is not escaped", p.at)
	case '&':
		return p.character()
	}
	n := strings.IndexAny(p.in[p.at:], "<>&")
	if n < 0 {
		n = len(p.in) - p.at
	}
	p.write(p.in[p.at : p.at+n])
	p.at += n
	return nil
}

func (p *htmlParser) write(s string) {
	p.text.WriteString(s)
	p.length += utf16Len(s)
}

// character reads &lt; and its like, &#60; and &#x3c;.
func (p *htmlParser) character() error {
	name, _, ok := strings.Cut(p.in[p.at+1:], ";")
	if s := characters[name]; ok && s != "" {
		p.write(s)
		p.at += len(name) + 2
		return nil
	}
	if digits, number := strings.CutPrefix(name, "#"); ok && number {
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		if r, err := strconv.ParseUint(digits, base, 20); err == nil && r > 0 {
			p.write(string(rune(r)))
			p.at += len(name) + 2
			return nil
		}
	}
	return fmt.Errorf("character '&' at byte offset %d is not escaped", p.at)
}

// start reads a start tag.
func (p *htmlParser) start() error {
	end := strings.IndexByte(p.in[p.at:], '>')
	if end < 0 {
		return fmt.Errorf("unclosed start tag at byte offset %d", p.at)
	}
	inside := p.in[p.at+1 : p.at+end]
	name, rest, _ := strings.Cut(inside, " ")
	name = strings.ToLower(name)
	kind, ok := tags[name]
	if !ok {
		return fmt.Errorf("unsupported start tag %q at byte offset %d", name, p.at)
	}
	attributes, err := readAttributes(rest, p.at)
	if err != nil {
		return err
	}
	e := Entity{Type: kind, Offset: p.length}
	if err := p.apply(&e, name, attributes); err != nil {
		return err
	}
	p.at += end + 1
	p.nesting(name)
	if n := len(p.open); name == "code" && n > 0 && p.open[n-1].name == "pre" && p.out[p.open[n-1].at].Offset == p.length {
		p.out[p.open[n-1].at].Language = e.Language // <pre><code class="language-go"> is one entity
		p.open = append(p.open, openTag{name: name, at: -1})
		return nil
	} else if name == "code" && n > 0 && p.open[n-1].name == "pre" {
		p.ignored = append(p.ignored, "<code> inside <pre>, not at its beginning, is dropped")
	}
	if e.Language != "" {
		p.ignored = append(p.ignored, "a language outside <pre> is ignored")
		e.Language = ""
	}
	p.open = append(p.open, openTag{name: name, at: len(p.out)})
	p.out = append(p.out, e)
	return nil
}

// nesting notes what Telegram does not nest.
func (p *htmlParser) nesting(name string) {
	for i, t := range p.open {
		inside := t.name == "pre" || t.name == "code"
		if inside && name == "code" && t.name == "pre" && i == len(p.open)-1 {
			continue
		}
		if inside || t.name == "blockquote" && (name == "blockquote") || t.name == "a" && name == "a" {
			p.ignored = append(p.ignored, fmt.Sprintf("<%s> inside <%s> is dropped", name, t.name))
			return
		}
	}
}

// apply checks the attributes of a tag and takes what they say.
func (p *htmlParser) apply(e *Entity, name string, attributes map[string]string) error {
	for key, value := range attributes {
		switch {
		case name == "a" && key == "href":
			e.URL = value
		case name == "code" && key == "class" && strings.HasPrefix(value, "language-"):
			e.Language = strings.TrimPrefix(value, "language-")
		case name == "span" && key == "class" && value == "tg-spoiler":
		case name == "blockquote" && key == "expandable":
			e.Type = "expandable_blockquote"
		default:
			p.ignored = append(p.ignored, fmt.Sprintf("attribute %q of <%s> is ignored", key, name))
		}
	}
	if name == "span" && attributes["class"] != "tg-spoiler" {
		return fmt.Errorf("tag \"span\" must have class \"tg-spoiler\" at byte offset %d", p.at)
	}
	if name == "a" && !isLink(e.URL) {
		p.ignored = append(p.ignored, fmt.Sprintf("<a> with href %q is dropped", e.URL))
	}
	return nil
}

// readAttributes reads name="value" pairs; a name alone has no value.
func readAttributes(in string, at int) (map[string]string, error) {
	out := map[string]string{}
	for in = strings.TrimSpace(in); in != ""; in = strings.TrimSpace(in) {
		n := strings.IndexAny(in, "= \n\t")
		if n < 0 {
			out[strings.ToLower(in)] = ""
			return out, nil
		}
		name := strings.ToLower(in[:n])
		if name == "" {
			return nil, fmt.Errorf("empty attribute name in the tag at byte offset %d", at)
		}
		if in[n] != '=' {
			out[name], in = "", in[n:]
			continue
		}
		in = in[n+1:]
		if in == "" || in[0] != '"' && in[0] != '\'' {
			return nil, fmt.Errorf("expected quoted value of attribute %q in the tag at byte offset %d", name, at)
		}
		value, rest, ok := strings.Cut(in[1:], in[:1])
		if !ok {
			return nil, fmt.Errorf("unclosed value of attribute %q in the tag at byte offset %d", name, at)
		}
		inner := &htmlParser{in: value}
		for inner.at < len(value) {
			if value[inner.at] == '<' || inner.step() != nil {
				return nil, fmt.Errorf("value of attribute %q in the tag at byte offset %d is not escaped", name, at)
			}
		}
		out[name], in = inner.text.String(), rest
	}
	return out, nil
}

// end reads an end tag.
func (p *htmlParser) end() error {
	end := strings.IndexByte(p.in[p.at:], '>')
	if end < 0 {
		return fmt.Errorf("unclosed end tag at byte offset %d", p.at)
	}
	name := strings.ToLower(p.in[p.at+2 : p.at+end])
	n := len(p.open) - 1
	if n < 0 {
		return fmt.Errorf("unexpected end tag at byte offset %d", p.at)
	}
	if t := p.open[n].name; name != t {
		return fmt.Errorf("unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", p.at, t, name)
	}
	if i := p.open[n].at; i >= 0 {
		p.out[i].Length = p.length - p.out[i].Offset
	}
	p.open = p.open[:n]
	p.at += end + 1
	return nil
}

// isLink reports whether Telegram makes a link of an address.
func isLink(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Hostname() != ""
	case "tg":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}
