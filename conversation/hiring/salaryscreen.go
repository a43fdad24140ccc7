package hiring

import (
	"math"
	"time"

	"hspbot/conversation"
	"hspbot/locales"
	"hspbot/scoring"
)

// household are the facts that decide benefits and never points; a test holds them to it.
var household = scoring.FactsOf(scoring.SpouseIncome, scoring.ChildrenAges, scoring.Pregnant,
	scoring.SpouseCannotDoHousework, scoring.ServantEmployedOneYear)

// SalaryScreen draws [Salaries] in the candidate's language: a line for 70 and for 80
// points per category, J-Skip where it is possible, the salary as known, which the marks
// speak of, and what is not known.
func SalaryScreen(s conversation.State, at time.Time) conversation.Screen {
	tries, err := try(s, at)
	if err != nil {
		return conversation.Uncovered(s.Language)
	}
	p := open(s.Language, "hiring.salary", "hiring.salary.title")
	v := p.voice
	now, err := assess(s, at)
	if err != nil {
		return conversation.Uncovered(s.Language)
	}
	profile := s.Profile(at)
	income := profile.Value(scoring.AnnualIncome)
	p.Text(conversation.Paragraph, v.Say("hiring.salary.text"))
	if income.Known() {
		p.Text(conversation.Paragraph, v.Say("hiring.salary.now", "Salary", conversation.Income(v, income)))
	} else {
		p.Text(conversation.Paragraph, v.Say("hiring.salary.unknown"))
	}
	for c := range s.Sheets().All() {
		p.Text(conversation.Heading, v.Say("category."+c.String()+".name"))
		p.Lines(conversation.Table, tries.draw(v, c, &now, income)...)
	}
	var unknown scoring.FactSet
	for i := range tries {
		unknown |= tries[i].outcome.Open
	}
	if names := s.Names(unknown &^ household); names != "" {
		p.Text(conversation.Paragraph, v.Say("hiring.salary.open", "Facts", names))
	}
	p.warnings(s, at, &now)
	p.Text(conversation.Small, v.Say("hiring.salary.note"))
	p.foot(&now)
	return p.Screen
}

// draw draws one category.
func (list trials) draw(v *locales.Voice, c scoring.Category, now *scoring.Assessment, income scoring.Value) []conversation.Line {
	var lines []conversation.Line
	if income.Known() {
		line := conversation.Standing(v, now, c)
		line.Label = v.Say("hiring.salary.present")
		lines = append(lines, line)
	}
	floor := now.Categories[c].HasFloor
	for _, target := range targets {
		need := list.salary(c, target)
		line := need.draw(v, floor)
		line.Label, line.Mark = v.Say("points.exact", "N", target), need.mark(income)
		if !need.BestExists {
			line.Value = v.Say("hiring.need.none")
			line.Note = v.Say("hiring.need.most", "N", need.MostMax)
			if need.MostMin < need.MostMax {
				line.Note = v.Say("hiring.need.most_open", "N", need.MostMax)
			}
		}
		lines = append(lines, line)
		if target == targets[len(targets)-1] && need.JSkip.BestExists {
			skip := need.JSkip.draw(v, floor)
			skip.Label = v.Say("hiring.salary.j_skip")
			if m := need.JSkip.mark(income); m != conversation.NotMet { // a second way that is shut is no failure
				skip.Mark = m
			}
			lines = append(lines, skip)
		}
	}
	return lines
}

// draw says from which salary on; empty where there is none.
func (r Reach) draw(v *locales.Voice, floor bool) conversation.Line {
	yen := func(x float64) string { return v.Yen(int64(x)) }
	switch {
	case !r.BestExists:
		return conversation.Line{}
	case r.SureExists && r.Sure == r.Best && r.Sure == 0:
		return conversation.Line{Value: v.Say("hiring.need.any")}
	case r.SureExists && r.Sure == r.Best && floor && r.Sure == scoring.IncomeFloor: // no points begin there
		return conversation.Line{Value: v.Say("hiring.need.from", "Yen", yen(r.Sure)), Note: v.Say("hiring.need.floor", "Yen", yen(r.Sure))}
	case r.SureExists && r.Sure == r.Best:
		return conversation.Line{Value: v.Say("hiring.need.from", "Yen", yen(r.Sure))}
	case r.SureExists && r.Best == 0:
		return conversation.Line{Value: v.Say("hiring.need.open"), Note: v.Say("hiring.need.sure_any", "Sure", yen(r.Sure))}
	case r.SureExists:
		return conversation.Line{Value: v.Say("hiring.need.open"), Note: v.Say("hiring.need.sure", "Sure", yen(r.Sure), "Best", yen(r.Best))}
	case r.Best == 0:
		return conversation.Line{Value: v.Say("hiring.need.open"), Note: v.Say("hiring.need.maybe_any")}
	}
	return conversation.Line{Value: v.Say("hiring.need.open"), Note: v.Say("hiring.need.maybe", "Best", yen(r.Best))}
}

// mark says whether the salary as known is enough; none where it is not known and could be.
func (r Reach) mark(income scoring.Value) conversation.Mark {
	from, below := income.From, income.Below
	if !income.Known() {
		from, below = 0, math.Inf(1)
	}
	switch {
	case r.SureExists && from >= r.Sure:
		return conversation.Met
	case !r.BestExists || below <= r.Best:
		return conversation.NotMet
	case !income.Known():
		return conversation.NoMark
	}
	return conversation.Depends
}
