package telegramtest

import (
	"fmt"
	"html"
	"strings"
)

// Draw returns a message as a Telegram client draws it, as HTML for a page with [Style]: a
// bubble, the markup, and buttons as wide as the bubble, whose labels are cut at one line.
func (m Message) Draw() string {
	var out strings.Builder
	who, rich := "theirs", ""
	if m.Rich {
		rich = " rich"
	}
	if m.FromBot {
		who = "bot"
	}
	fmt.Fprintf(&out, "<div class=\"message %s\"><div class=\"bubble%s\">", who, rich)
	if m.Document != nil {
		fmt.Fprintf(&out, "<div class=file>📄 %s<br><small>%d B</small></div>", html.EscapeString(m.Document.Name), len(m.Document.Content))
	}
	out.WriteString(blocks.Replace(m.HTML))
	fmt.Fprintf(&out, "<span class=time>%s</span></div>", m.At.Format("15:04"))
	for _, row := range m.Keyboard {
		out.WriteString("<div class=row>")
		for _, b := range row {
			fmt.Fprintf(&out, "<div class=\"button %s\"><span>%s</span>%s</div>", b.Style, html.EscapeString(b.Text), b.corner())
		}
		out.WriteString("</div>")
	}
	out.WriteString("</div>\n")
	return out.String()
}

// corner is the sign that clients put into the corner of a button which does not call the bot.
func (b Button) corner() string {
	switch {
	case b.URL != "":
		return "<i>↗</i>"
	case b.CopyText != "":
		return "<i>⧉</i>"
	case b.Switches:
		return "<i>➦</i>"
	}
	return ""
}

// blocks takes the line breaks around what stands on lines of its own.
var blocks = strings.NewReplacer("\n<blockquote", "<blockquote", "</blockquote>\n", "</blockquote>", "\n<pre>", "<pre>", "</pre>\n", "</pre>")

// Style is the CSS of what [Message.Draw] returns. The numbers are those of Telegram for
// Android (16 px text, a bubble of the screen less 80 px), and of Telegram Desktop (a bubble of
// at most 430 px).
const Style = `
figure{background:#c8d9c2;padding-bottom:8px}
.message{margin:6px 8px;display:flex;flex-direction:column;width:fit-content;font:16px/1.3 Roboto,"Noto Sans CJK JP",sans-serif;color:#000}
html[lang=zh] .message{font-family:Roboto,"Noto Sans CJK SC",sans-serif}
html[lang=zh-Hant] .message{font-family:Roboto,"Noto Sans CJK TC",sans-serif}
.phone .message{max-width:280px;min-width:0}
.desktop .message{max-width:430px;font-size:13px}
.theirs{margin-left:auto}
.bubble{background:#fff;border-radius:12px;padding:6px 10px;white-space:pre-wrap;overflow-wrap:anywhere}
.theirs .bubble{background:#effdde}
.time{float:right;font-size:11px;color:#8a9;margin:6px 0 0 8px}
.bubble blockquote{margin:2px 0;padding:2px 8px;border-left:3px solid #3a8fd6;background:#eaf3fb;border-radius:4px;font-size:.94em;position:relative}
.bubble blockquote[expandable]{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.bubble pre{margin:0;background:#f2f2f2;font-size:.85em;white-space:pre-wrap}
.file{background:#eaf3fb;border-radius:6px;padding:6px;margin-bottom:4px}
.bubble table{border-collapse:collapse;width:100%;white-space:normal}
.bubble td,.bubble th{border:1px solid #ccd;padding:3px 5px;text-align:left;vertical-align:top}
.rich{white-space:normal}.rich p,.rich h4,.rich h5{margin:4px 0}
.bubble details{border-top:1px solid #dde;padding:4px 0}
.row{display:flex;gap:4px;margin-top:4px;min-width:100%}
.button{flex:1 1 0;min-width:0;position:relative;background:#8aa98a;color:#fff;border-radius:8px;padding:0 6px;height:40px;display:flex;align-items:center;justify-content:center;font-size:15px;font-weight:500}
.desktop .button{height:36px;font-size:13px}
.button span{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.button i{position:absolute;top:1px;right:4px;font-size:10px}
.button.success{background:#3fa55b}.button.danger{background:#d0544c}.button.primary{background:#3a8fd6}
`
