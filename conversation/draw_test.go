package conversation

import (
	"fmt"
	"strings"
)

// draw writes a screen as plain text, everything on it, for transcripts and failures.
func draw(s Screen) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if s.Notice != "" {
		line("! %s", s.Notice)
	}
	if s.Progress != "" {
		line("(%s)", s.Progress)
	}
	line("# %s", s.Title)
	for _, block := range s.Body {
		switch block.Kind {
		case Heading:
			line("## %s", block.Text)
		case Small:
			line("~ %s", block.Text)
		case Paragraph, Code:
			line("%s", block.Text)
		}
		for _, l := range block.Lines {
			text := strings.TrimSpace([...]string{"·", "✅", "❌", "❔", "⚠"}[l.Mark] + " " + l.Label)
			if l.Value != "" {
				text += " … " + l.Value
			}
			line("%s", text)
			if l.Note != "" {
				line("    %s", l.Note)
			}
		}
	}
	if s.Hint != "" {
		line("(%s)", s.Hint)
	}
	for _, c := range s.Choices {
		mark := ""
		if c.Selected {
			mark = " ✓"
		}
		line("  [%s] %s%s", c.ID, c.Label, mark)
	}
	return b.String()
}

// step takes a turn and draws its screen.
func step(s State, e Event) (State, Screen) {
	s = Step(s, e)
	return s, Show(s, e.At)
}
