package terminal

import (
	"strings"

	"hspbot/conversation"
	"hspbot/locales"
)

// gutter stands between the columns of a table.
const gutter = 2

// openLabel is how wide the first column of a table grows where lines have no limit.
const openLabel = 60

// table writes lines with the values in one column at the right. Numbers end, and words
// begin, at the same place. A long label goes on below itself.
func (p *page) table(lines []conversation.Line) {
	marked, label, value, numbers := false, 0, 0, true
	for _, l := range lines {
		marked = marked || l.Mark != conversation.NoMark
		label = max(label, locales.Columns(clean(l.Label)))
		value = max(value, locales.Columns(clean(l.Value)))
		numbers = numbers && (l.Value == "" || numeral(l.Value))
	}
	in := 0
	if marked {
		in = locales.Columns(sign(conversation.Met, ""))
	}
	room := openLabel
	if p.style.Width > 0 {
		room = max(p.style.Width-in-gutter-value, 10)
	}
	label = min(label, room)
	for _, l := range lines {
		head := pad(sign(l.Mark, ""), in)
		right := cleanLine(l.Value)
		if numbers {
			right = padLeft(right, value)
		}
		wrapped := []string{cleanLine(l.Label)}
		if p.style.Width > 0 {
			wrapped = Wrap(wrapped[0], label)
		}
		wide := p.style.Width > 0 && in+label+gutter+locales.Columns(right) > p.style.Width
		if (len(wrapped) > 1 || wide) && !numbers { // words stand below a label they have no room beside
			p.text(l.Label, head, "")
			p.text(right, spaces(in+gutter), "")
			wrapped = nil
		}
		for i, part := range wrapped {
			if i == 0 && right != "" {
				part = pad(part, label) + spaces(gutter) + right
			}
			p.line(head + part)
			head = spaces(in)
		}
		if l.Note != "" {
			p.text(l.Note, spaces(in+gutter), dim)
		}
	}
}

// numeral reports whether a value is a figure or a range of them, to be aligned at its end.
func numeral(s string) bool { return strings.Trim(s, "0123456789 -–—～〜+.,") == "" }
