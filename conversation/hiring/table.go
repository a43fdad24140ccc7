package hiring

import (
	"strings"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// Candidate is one of the people a channel looks at.
type Candidate struct {
	Label   string // as HR calls the candidate
	State   conversation.State
	Touched time.Time // the last change; zero where there was none
}

// shown is how many candidates a table draws; a screen has an end, and CSV has all.
const shown = 30

// row is what is said of a candidate in a list.
type row struct {
	stage, progress string
	outcome         scoring.Assessment
	scored          bool // false before the first answer, and where there is no table for the day
	needs           string
}

// look scores a candidate for a reader of the language.
func look(c Candidate, language string, at time.Time) row {
	s := c.State
	s.Language = language
	r := row{stage: stage(s, at)}
	if r.stage == "not_started" {
		return r
	}
	r.progress = s.Progress(at)
	a, err := assess(s, at)
	if err != nil {
		return r
	}
	r.outcome, r.scored = a, true
	r.needs = s.Names(a.Needs | a.Open&s.Unsure) // what was answered with "not sure" may matter at another salary
	return r
}

// state says how far the candidate is.
func (r *row) state(v *locales.Voice) string {
	if r.progress == "" {
		return v.Say("hiring.stage." + r.stage)
	}
	return v.Say("hiring.table.progress", "Stage", v.Say("hiring.stage."+r.stage), "Progress", r.progress)
}

// Table draws the candidates of a channel, a line each in the order given: the best
// category, how far the candidate is, and what is missing.
func Table(list []Candidate, language string, at time.Time) conversation.Screen {
	p := open(language, "hiring.table", "hiring.table.title")
	v := p.voice
	if len(list) == 0 {
		p.text(conversation.Paragraph, v.Say("hiring.table.empty"))
		return p.Screen
	}
	var lines []conversation.Line
	for _, c := range list[:min(len(list), shown)] {
		r := look(c, v.Tag(), at)
		var line conversation.Line
		notes := []string{r.state(v)}
		if r.scored {
			line = standing(v, &r.outcome, r.outcome.Best)
			line.Value = v.Say("hiring.table.best", "Category", shorts(v, reached(&r.outcome)), "Standing", line.Value)
			if r.needs != "" {
				notes = append(notes, v.Say("hiring.table.missing", "Facts", r.needs))
			}
		}
		line.Label = tidy(c.Label)
		line.Note = strings.Join(notes, v.Say("list.stop"))
		lines = append(lines, line)
	}
	p.lines(conversation.Table, lines)
	if rest := len(list) - shown; rest > 0 {
		p.text(conversation.Paragraph, v.Say("hiring.table.more", "N", rest))
	}
	p.text(conversation.Small, v.Say("source.disclaimer"))
	return p.Screen
}
