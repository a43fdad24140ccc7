package hiring

import (
	"time"

	"hspbot/conversation"
	"hspbot/scoring"
)

// Summary draws, in the candidate's language, what may be shared with others: the totals
// and verdicts, what is missing, what the status would allow, the day and the rules. It
// holds no answers and no reasons that would tell of them.
func Summary(s conversation.State, at time.Time) conversation.Screen {
	a, err := assess(s, at)
	if err != nil {
		return conversation.Uncovered(s.Language)
	}
	p := open(s.Language, "hiring.summary", "hiring.summary.title")
	v := p.voice
	if stage(s, at) == "not_started" {
		p.text(conversation.Paragraph, v.Say("hiring.stage.not_started"))
		return p.Screen
	}
	if progress := s.Progress(at); progress != "" {
		p.text(conversation.Paragraph, v.Say("hiring.summary.unfinished", "Progress", progress))
	}
	var totals []conversation.Line
	for c := range scoring.Category(scoring.Categories) {
		if a.Sheets.Has(c) {
			totals = append(totals, conversation.Verdict(v, &a, c))
		}
	}
	p.lines(conversation.Table, totals)
	p.text(conversation.Heading, v.Say("hiring.summary.allows"))
	p.lines(conversation.Table, conversation.Allows(v, &a))
	if names := s.Names(a.Needs); names != "" {
		p.text(conversation.Paragraph, v.Say("result.needs", "Facts", names))
	}
	p.warnings(s, at, &a)
	p.foot(&a)
	return p.Screen
}

// Status draws how far a candidate is, for the head of their thread: a line that says so,
// or once the result is due a line per category. The title says which of both.
func Status(s conversation.State, at time.Time) conversation.Screen {
	id := stage(s, at)
	p := open(s.Language, "hiring.status", "hiring.stage."+id)
	if id != "complete" {
		line := conversation.Line{Label: p.Title}
		if id == "in_progress" {
			line.Value = s.Progress(at)
		}
		p.lines(conversation.List, []conversation.Line{line})
		return p.Screen
	}
	a, err := assess(s, at)
	if err != nil {
		return conversation.Uncovered(s.Language)
	}
	var lines []conversation.Line
	for c := range scoring.Category(scoring.Categories) {
		if a.Sheets.Has(c) {
			lines = append(lines, conversation.Standing(p.voice, &a, c))
		}
	}
	p.lines(conversation.List, lines)
	return p.Screen
}

// stage names how far a candidate is; a key of "hiring.stage.".
func stage(s conversation.State, at time.Time) string {
	switch {
	case s.Goal == "":
		return "not_started"
	case s.Progress(at) != "":
		return "in_progress"
	}
	return "complete"
}
