package hiring

import (
	"time"

	"hspbot/conversation"
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
		p.Text(conversation.Paragraph, v.Say("hiring.stage.not_started"))
		return p.Screen
	}
	if progress := s.Progress(at); progress != "" {
		p.Text(conversation.Paragraph, v.Say("hiring.summary.unfinished", "Progress", progress))
	}
	var totals []conversation.Line
	for c := range a.Sheets.All() {
		totals = append(totals, conversation.Verdict(v, &a, c))
	}
	p.Lines(conversation.Table, totals...)
	p.Text(conversation.Heading, v.Say("hiring.summary.allows"))
	p.Lines(conversation.Table, conversation.Allows(v, &a)...)
	if names := s.Names(a.Needs); names != "" {
		p.Text(conversation.Paragraph, v.Say("result.needs", "Facts", names))
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
		p.Lines(conversation.List, line)
		return p.Screen
	}
	a, err := assess(s, at)
	if err != nil {
		return conversation.Uncovered(s.Language)
	}
	p.Lines(conversation.List, conversation.Standings(p.voice, &a)...)
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
