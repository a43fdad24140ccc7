package jointest

import (
	"fmt"
	"strings"

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

// storedFacts reads the facts in what a platform showed of what is stored.
func storedFacts(shown string) (scoring.Profile, error) {
	start, end := strings.Index(shown, "{"), strings.LastIndex(shown, "}")
	if start < 0 || end < start {
		return scoring.Profile{}, fmt.Errorf("no JSON in what is stored: %q", shown)
	}
	facts, err := scoring.ParseProfile([]byte(shown[start : end+1]))
	if err != nil {
		return facts, fmt.Errorf("stored facts: %w: %s", err, shown)
	}
	return facts, nil
}

// assess scores somebody who asks for the category of a goal, or else for all.
func assess(p *scoring.Profile, goal string) (a scoring.Assessment, among scoring.Sheets, err error) {
	among = scoring.AllSheets
	for c := range scoring.Category(scoring.Categories) {
		if goal == c.String() {
			among = scoring.Only(c)
		}
	}
	a, err = scoring.Assess(p, among)
	return a, among, err
}

// missing is an error where a result, as a platform showed it, lacks a line that it has to hold.
func missing(language string, a *scoring.Assessment, among scoring.Sheets, result string) error {
	for c := range scoring.Category(scoring.Categories) {
		if !among.Has(c) {
			continue
		}
		for _, line := range says(locales.In(language), a, c) {
			if !strings.Contains(bare(result), bare(line)) {
				return fmt.Errorf("the result does not say %q:\n%s", line, result)
			}
		}
	}
	return nil
}

// bare leaves out white space, the stars of bold text, and the dash before a value: how a
// platform sets these is its own affair.
func bare(s string) string { return strings.NewReplacer("*", "", "—", "").Replace(flat(s)) }
