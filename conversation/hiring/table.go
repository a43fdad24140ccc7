package hiring

import (
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
	Link    string    // the address at which the candidate is found; may be empty
}

// row is what is said of a candidate in a list.
type row struct {
	stage, progress string
	outcome         scoring.Assessment
	scored          bool   // false before the first answer, and where there is no table for the day
	needs           string // the facts that are waited for
	open            int    // how many these are
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
	missing := a.Needs | a.Open&s.Unsure // what was answered with "not sure" may matter at another salary
	r.needs, r.open = s.Names(missing), len(missing.List())
	return r
}

// state says how far the candidate is.
func (r *row) state(v *locales.Voice) string {
	if r.progress == "" {
		return v.Say("hiring.stage." + r.stage)
	}
	return v.Say("hiring.table.progress", "Stage", v.Say("hiring.stage."+r.stage), "Progress", r.progress)
}

// few is how many facts a list names that are waited for.
const few = 3

// Row is what a list says of a candidate, in one line: the best category and how it stands, and
// what is waited for where that is little; otherwise how far the interview is.
func Row(c Candidate, language string, at time.Time) conversation.Line {
	v := locales.In(language)
	r := look(c, v.Tag(), at)
	line := conversation.Line{Note: r.state(v)}
	if r.scored {
		line = conversation.Standing(v, &r.outcome, r.outcome.Best)
		line.Value = v.Say("hiring.table.best", "Category", shorts(v, reached(&r.outcome)), "Standing", line.Value)
		switch {
		case r.needs != "" && r.open <= few:
			line.Note = v.Say("hiring.table.missing", "Facts", r.needs)
		case r.stage != "complete":
			line.Note = r.state(v)
		}
	}
	line.Label = tidy(c.Label)
	return line
}
