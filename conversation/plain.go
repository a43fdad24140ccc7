package conversation

import "strings"

// signs are what the marks look like, each with the space behind it.
var signs = [...]string{NoMark: "", Met: "✅ ", NotMet: "❌ ", Depends: "❔ ", Caution: "⚠️ "}

// Sign is the mark as it stands before a line, with the space behind it; empty for none.
func (m Mark) Sign() string { return signs[m] }

// Plain is the title and the body as text, for a file.
func (s *Screen) Plain() string {
	var b strings.Builder
	b.WriteString(s.Title + "\n")
	for _, block := range s.Body {
		b.WriteString("\n")
		if block.Text != "" {
			b.WriteString(block.Text + "\n")
		}
		for _, l := range block.Lines {
			b.WriteString(l.Mark.Sign() + l.Label)
			if l.Value != "" {
				b.WriteString(" — " + l.Value)
			}
			b.WriteString("\n")
			if l.Note != "" {
				b.WriteString("  " + l.Note + "\n")
			}
		}
	}
	return b.String()
}
