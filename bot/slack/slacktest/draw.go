package slacktest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// Draw returns a message as a Slack client draws it, as HTML for a page with [Style]. Where it has
// blocks they are drawn, and not its text.
func (m *Message) Draw() string {
	who, mark := m.User, "👤"
	if m.Bot {
		who, mark = "hspbot", "🤖"
	}
	body := drawBlocks(m.Blocks)
	if body == "" {
		body = "<div class=section>" + drawMrkdwn(m.Text) + "</div>"
	}
	for _, f := range m.Files {
		body += "<div class=file>📄 " + html.EscapeString(f.Name) + "</div>"
	}
	note := ""
	if m.Ephemeral {
		note = "<div class=only>👁 Only visible to you</div>"
	}
	class := "message"
	if m.Thread != "" && m.Thread != m.TS {
		class += " reply"
	}
	return fmt.Sprintf("<div class=%q><div class=avatar>%s</div><div class=body>%s<div class=who>%s</div>%s</div></div>\n",
		class, mark, note, html.EscapeString(who), body)
}

// Draw returns a modal or the Home tab as a Slack client draws it.
func (v *View) Draw() string {
	var out strings.Builder
	out.WriteString("<div class=view>")
	if v.Title != "" {
		fmt.Fprintf(&out, "<div class=title>%s</div>", html.EscapeString(v.Title))
	}
	out.WriteString("<div class=blocks>" + drawBlocks(v.Blocks) + "</div>")
	if v.SubmitText != "" {
		fmt.Fprintf(&out, "<div class=foot><div class=\"button primary\">%s</div></div>", html.EscapeString(v.SubmitText))
	}
	return out.String() + "</div>\n"
}

type text struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

func (t *text) draw() string {
	switch {
	case t == nil:
		return ""
	case t.Type == "mrkdwn":
		return drawMrkdwn(t.Text)
	}
	return html.EscapeString(t.Text)
}

type option struct {
	Text        *text  `json:"text"`
	Description *text  `json:"description"`
	Value       string `json:"value"`
}

// part is a block, an element of one, or a span of rich text.
type part struct {
	Type        string          `json:"type"`
	Text        json.RawMessage `json:"text"` // an object, or in rich text a string
	Fields      []*text         `json:"fields"`
	Accessory   *part           `json:"accessory"`
	Elements    []*part         `json:"elements"`
	Element     *part           `json:"element"`
	Label       *text           `json:"label"`
	Hint        *text           `json:"hint"`
	Optional    bool            `json:"optional"`
	Placeholder *text           `json:"placeholder"`
	Options     []*option       `json:"options"`
	Groups      []struct {
		Options []*option `json:"options"`
	} `json:"option_groups"`
	Initial      *option         `json:"initial_option"`
	Initials     []*option       `json:"initial_options"`
	InitialValue string          `json:"initial_value"`
	InitialDate  string          `json:"initial_date"`
	Multiline    bool            `json:"multiline"`
	Style        json.RawMessage `json:"style"`
	URL          string          `json:"url"`
	Rows         [][]*part       `json:"rows"`
	Alt          string          `json:"alt_text"`
	Expand       bool            `json:"expand"`
	UserID       string          `json:"user_id"`
	Name         string          `json:"name"`
}

func drawBlocks(raw json.RawMessage) string {
	var list []*part
	if len(raw) == 0 || json.Unmarshal(raw, &list) != nil {
		return ""
	}
	var out strings.Builder
	for _, b := range list {
		out.WriteString(b.drawBlock())
	}
	return out.String()
}

func (p *part) object() *text {
	t := &text{}
	if json.Unmarshal(p.Text, t) != nil {
		return nil
	}
	return t
}

func (p *part) string() string {
	s := ""
	_ = json.Unmarshal(p.Text, &s) // the empty text where it is an object
	return s
}

func (p *part) style() string {
	s := ""
	_ = json.Unmarshal(p.Style, &s) // the styles of rich text are an object
	return s
}

func (p *part) drawBlock() string {
	var out strings.Builder
	switch p.Type {
	case "divider":
		return "<hr>"
	case "header":
		return "<div class=header>" + p.object().draw() + "</div>"
	case "section":
		fmt.Fprintf(&out, "<div class=section><div class=text>%s", p.object().draw())
		for _, f := range p.Fields {
			fmt.Fprintf(&out, "<div class=field>%s</div>", f.draw())
		}
		out.WriteString("</div>")
		if p.Accessory != nil {
			out.WriteString("<div class=accessory>" + p.Accessory.drawElement() + "</div>")
		}
		return out.String() + "</div>"
	case "context":
		for _, e := range p.Elements {
			fmt.Fprintf(&out, "<span>%s</span> ", (&text{Type: e.Type, Text: e.string()}).draw())
		}
		return "<div class=context>" + out.String() + "</div>"
	case "actions":
		for _, e := range p.Elements {
			out.WriteString(e.drawElement())
		}
		return "<div class=actions>" + out.String() + "</div>"
	case "input":
		optional := ""
		if p.Optional {
			optional = " <small>(optional)</small>"
		}
		hint := ""
		if p.Hint != nil {
			hint = "<div class=hint>" + p.Hint.draw() + "</div>"
		}
		return fmt.Sprintf("<div class=input><label>%s%s</label>%s%s</div>", p.Label.draw(), optional, p.Element.drawElement(), hint)
	case "table":
		for _, row := range p.Rows {
			out.WriteString("<tr>")
			for _, cell := range row {
				fmt.Fprintf(&out, "<td>%s</td>", cell.drawRich())
			}
			out.WriteString("</tr>")
		}
		return "<div class=table><table>" + out.String() + "</table></div>"
	case "rich_text":
		return "<div class=section>" + p.drawRich() + "</div>"
	case "markdown":
		return "<div class=section>" + html.EscapeString(p.string()) + "</div>"
	}
	return "<div class=unknown>" + html.EscapeString(p.Type) + "</div>"
}

// drawRich draws rich text and the cells of tables.
func (p *part) drawRich() string {
	switch p.Type {
	case "raw_text", "text":
		return html.EscapeString(p.string())
	case "link":
		return "<a>" + html.EscapeString(cmp.Or(p.string(), p.URL)) + "</a>"
	case "user":
		return "<a>@" + html.EscapeString(p.UserID) + "</a>"
	case "emoji":
		return ":" + html.EscapeString(p.Name) + ":"
	}
	var out strings.Builder
	for _, e := range p.Elements {
		out.WriteString(e.drawRich())
		if p.Type == "rich_text_list" {
			out.WriteString("<br>")
		}
	}
	return out.String()
}

func (p *part) drawElement() string {
	options := p.Options
	for _, g := range p.Groups {
		options = append(options, g.Options...)
	}
	switch p.Type {
	case "button":
		return fmt.Sprintf("<div class=\"button %s\"><span>%s</span></div>", p.style(), p.object().draw())
	case "overflow":
		return "<div class=button>⋯" + drawOptions(options) + "</div>"
	case "checkboxes", "radio_buttons":
		var out strings.Builder
		chosen := map[string]bool{}
		for _, o := range append(p.Initials, p.Initial) {
			if o != nil {
				chosen[o.Value] = true
			}
		}
		off, on := "☐", "☑"
		if p.Type == "radio_buttons" {
			off, on = "○", "◉"
		}
		for _, o := range options {
			sign := off
			if chosen[o.Value] {
				sign = on
			}
			fmt.Fprintf(&out, "<div class=option>%s %s<div class=hint>%s</div></div>", sign, o.Text.draw(), o.Description.draw())
		}
		return out.String()
	case "plain_text_input", "number_input", "datepicker":
		value, class := html.EscapeString(p.InitialValue+p.InitialDate), "field"
		if value == "" {
			value = "<span class=placeholder>" + p.Placeholder.draw() + "</span>"
		}
		if p.Multiline {
			class += " tall"
		}
		return fmt.Sprintf("<div class=%q>%s</div>", class, value)
	}
	shown, under := p.Placeholder, append([]*option{{Text: p.Placeholder}}, options...) // a menu
	if p.Initial != nil {
		shown = p.Initial.Text
	}
	return "<div class=menu><span>" + shown.draw() + "</span> ▾" + drawOptions(under) + "</div>"
}

// drawOptions keeps what a menu holds where it is not seen before it is opened.
func drawOptions(list []*option) string {
	var out strings.Builder
	for _, o := range list {
		out.WriteString("<div>" + o.Text.draw() + "</div>")
	}
	return "<div class=closed>" + out.String() + "</div>"
}

// drawMrkdwn draws the marks of mrkdwn; what is escaped in it is escaped in HTML, too.
func drawMrkdwn(s string) string {
	s = regexp.MustCompile(`<(https?:[^|>]*)\|([^>]*)>`).ReplaceAllString(s, "\x01a\x02$2\x01/a\x02")
	s = regexp.MustCompile(`<(https?:[^|>]*)>`).ReplaceAllString(s, "\x01a\x02$1\x01/a\x02")
	s = regexp.MustCompile(`<([@#])([A-Z0-9]+)(\|[^>]*)?>`).ReplaceAllString(s, "\x01a\x02$1$2\x01/a\x02")
	s = regexp.MustCompile(`<!date\^[^|>]*\|([^>]*)>`).ReplaceAllString(s, "$1")
	for mark, tag := range map[string]string{`\*`: "b", "_": "i", "~": "s", "`": "code"} {
		s = regexp.MustCompile(`(^|[\s(（「、。，：])`+mark+`([^\s`+mark+`](?:[^\n`+mark+`]*[^\s`+mark+`])?)`+mark+`($|[\s).,:;!?）」、。，：])`).
			ReplaceAllString(s, "$1\x01"+tag+"\x02$2\x01/"+tag+"\x02$3")
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "<", "&lt;"), ">", "&gt;")
	return strings.NewReplacer("\x01", "<", "\x02", ">").Replace(s)
}

// Style is the CSS of what is drawn. The numbers are those of Slack's clients: text of 15 px, an
// avatar of 36 px, buttons that wrap, and on a phone fill the row where two do not fit.
const Style = `
figure{padding-bottom:8px}
.message,.view{font:15px/1.46 Lato,"Noto Sans CJK JP",sans-serif;color:#1d1c1d}
html[lang=zh] .message,html[lang=zh] .view{font-family:Lato,"Noto Sans CJK SC",sans-serif}
html[lang=zh-Hant] .message,html[lang=zh-Hant] .view{font-family:Lato,"Noto Sans CJK TC",sans-serif}
.message{display:flex;gap:8px;padding:8px 12px}
.message.reply{border-left:3px solid #ddd;margin-left:12px}
.avatar{flex:0 0 36px;height:36px;border-radius:8px;background:#e8e8e8;display:flex;align-items:center;justify-content:center;font-size:20px}
.body{min-width:0;flex:1}
.who{font-weight:900}
.only{font-size:12px;color:#616061}
.section{display:flex;gap:8px;margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere}
.section .text{flex:1;min-width:0}
.section .field{display:inline-block;width:48%;vertical-align:top}
.header{font-size:18px;font-weight:900;margin:8px 0 4px}
.context{font-size:13px;color:#616061;margin:4px 0;white-space:pre-wrap;overflow-wrap:anywhere}
.actions{display:flex;flex-wrap:wrap;gap:8px;margin:6px 0}
.button{display:inline-flex;align-items:center;max-width:100%;height:36px;padding:0 12px;border:1px solid #bbb;border-radius:4px;font-weight:700;background:#fff;font-size:15px}
.button span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.button.primary{background:#007a5a;color:#fff;border-color:#007a5a}
.button.danger{background:#fff;color:#e01e5a;border-color:#e01e5a}
.menu,.input .field{border:1px solid #bbb;border-radius:4px;padding:6px 10px;display:flex;justify-content:space-between;max-width:100%;min-height:36px}
.menu span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.tall{min-height:80px!important}
.placeholder{color:#868686}
.closed{display:none}
.option{margin:2px 0}
.hint{font-size:13px;color:#616061}
.input{margin:10px 0}.input label{font-weight:700;display:block}
.view{border:1px solid #ccc}
.view .blocks{padding:8px 16px}
.title{font-weight:900;font-size:18px;padding:12px 16px;border-bottom:1px solid #ddd;display:flex;justify-content:space-between}
.foot{display:flex;justify-content:flex-end;gap:8px;padding:12px 16px;border-top:1px solid #ddd}
.table{overflow-x:auto}.table table{border-collapse:collapse}.table td{border:1px solid #ddd;padding:4px 8px;vertical-align:top;min-width:80px}
.file{border:1px solid #ddd;border-radius:4px;padding:8px}
.unknown{background:#fee}
.message a,.view a{color:#1264a3}
hr{border:0;border-top:1px solid #ddd}
`
