package conversation

import (
	"hspbot/scoring"
)

// As soon as it is certain that the person qualifies, or that 70 points are out of reach, the
// result may be seen; the questions left are about the family and more points.

// qualifies reports whether a category is certain, all are out of reach, or it is open.
func (p *plan) qualifies() scoring.Truth {
	a := &p.assessment
	all := scoring.No
	for c := range a.Sheets.All() {
		switch r := &a.Categories[c]; {
		case r.Verdict == scoring.Passes || a.JSkip[c] == scoring.Yes:
			return scoring.Yes
		case r.Verdict == scoring.Undecided || a.JSkip[c] == scoring.Unknown:
			all = scoring.Unknown
		}
	}
	return all
}

// mayStop reports whether the result may be seen instead of answering q.
func (t *turn) mayStop(q *question) bool {
	return t.state.Goal != "" && t.state.Editing == "" && !q.aboutResidence() && t.plan.qualifies() != scoring.Unknown
}

// early says above a question that the verdict is certain already.
func (t *turn) early(q *question, s *Screen) {
	if !t.mayStop(q) {
		return
	}
	a := &t.plan.assessment
	line := Line{Mark: NotMet, Label: t.voice.Say("early.fails", "N", mostPoints(a))}
	switch best := &a.Categories[a.Best]; {
	case t.plan.qualifies() == scoring.No && lowIncome(a):
		line.Label = t.voice.Say("early.floor")
	case t.plan.qualifies() == scoring.Yes && best.Verdict == scoring.Passes:
		line = Line{Mark: Met, Label: t.voice.Say("early.passes", "N", best.Min)}
	case t.plan.qualifies() == scoring.Yes:
		line = Line{Mark: Met, Label: t.voice.Say("early.j_skip")}
	}
	s.Lines(List, line)
}

// mostPoints are the most points still possible in any category asked for.
func mostPoints(a *scoring.Assessment) int {
	most := 0
	for c := range a.Sheets.All() {
		most = max(most, a.Categories[c].Max)
	}
	return most
}

// lowIncome reports whether nothing but the income keeps a category asked for from 70 points.
func lowIncome(a *scoring.Assessment) bool {
	for c := range a.Sheets.All() {
		if r := &a.Categories[c]; r.Floor == scoring.No && r.Max >= scoring.PassMark {
			return true
		}
	}
	return false
}
