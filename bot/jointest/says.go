package jointest

import (
	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// says are the lines that a result has to hold about a category, by the scorer alone.
func says(v *locales.Voice, a *scoring.Assessment, c scoring.Category) []string {
	r := &a.Categories[c]
	score := v.Say("points.exact", "N", r.Min)
	if r.Min != r.Max {
		score = v.Say("points.range", "From", r.Min, "To", r.Max)
	}
	fails := r.Verdict == scoring.Fails && a.JSkip[c] != scoring.Yes
	mark := ""
	switch {
	case fails:
		mark = conversation.NotMet.Sign()
	case r.Verdict == scoring.Undecided:
		mark = conversation.Depends.Sign()
	}
	switch {
	case a.Sheets != scoring.Only(c):
		return []string{mark + v.Say("result.work."+c.String()), score}
	case fails && a.JSkip[c] == scoring.Unknown: // which may still be met
	case fails && r.Floor == scoring.No && r.Max < scoring.PassMark:
		score = v.Say("headline.floor_short", "Score", score)
	case fails && r.Floor == scoring.No:
		score = v.Say("headline.floor", "Score", score)
	case fails && r.Min == r.Max:
		score = v.Say("headline.fails", "N", r.Min, "Short", scoring.PassMark-r.Min)
	case fails:
		score = v.Say("headline.fails_at_most", "Most", r.Max)
	}
	return []string{mark + v.Say("option.goal."+c.String()), score}
}
