package telegramtest

import (
	"html"
	"strings"
)

// startTags are the tags of the normal form of a text.
var startTags = map[string]string{
	"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler",
	"text_link": "a", "code": "code", "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote",
}

// html returns the text in Telegram's HTML in a normal form: the shortest names of tags, and
// nothing escaped that need not be.
func (f formatted) html() string {
	var out strings.Builder
	var open []Entity
	at, next := 0, 0
	closeAll := func() {
		for n := len(open) - 1; n >= 0 && open[n].Offset+open[n].Length <= at; n-- {
			out.WriteString(endTag(open[n]))
			open = open[:n]
		}
	}
	for _, r := range f.text {
		closeAll()
		for ; next < len(f.entities) && f.entities[next].Offset <= at; next++ {
			if startTags[f.entities[next].Type] == "" {
				continue
			}
			out.WriteString(startTag(f.entities[next]))
			open = append(open, f.entities[next])
		}
		out.WriteString(escapeText(string(r)))
		at += utf16Len(string(r))
	}
	closeAll()
	return out.String()
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escapeText(s string) string { return escaper.Replace(s) }

func startTag(e Entity) string {
	switch e.Type {
	case "text_link":
		return `<a href="` + html.EscapeString(e.URL) + `">`
	case "expandable_blockquote":
		return "<blockquote expandable>"
	case "pre":
		if e.Language != "" {
			return `<pre><code class="language-` + html.EscapeString(e.Language) + `">`
		}
	}
	return "<" + startTags[e.Type] + ">"
}

func endTag(e Entity) string {
	if e.Type == "pre" && e.Language != "" {
		return "</code></pre>"
	}
	return "</" + startTags[e.Type] + ">"
}
