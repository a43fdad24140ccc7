package hiring

import (
	"fmt"
	"time"

	"hspbot/conversation"
	"hspbot/scoring"
)

// targets are the points asked about: to be recognised, and for the shortest way to
// permanent residence.
var targets = [...]int{scoring.PassMark, 80}

// Reach is from which yearly salary, in yen, something is reached, with every salary above it too.
type Reach struct {
	// Sure is the least salary with which it is reached whatever the unknown facts are, Best
	// the least with which it may be. Each is 0 where any salary does, and where none does.
	Sure, Best float64
	// SureExists and BestExists say that there is such a salary. Best exists where Sure does,
	// and is not above it.
	SureExists, BestExists bool
}

// Salary is what a salary has to be in one category for one number of points.
type Salary struct {
	Category scoring.Category
	Target   int // 70 or 80
	// The points are reached where there are at least Target and the income floor is met,
	// where the category has one.
	Reach
	// MostMin and MostMax are the most points that any salary gives: the least and the most
	// of them over the unknown facts.
	MostMin, MostMax int
	// JSkip is from which salary the standard of J-Skip is met, which needs no points.
	JSkip Reach
}

// Salaries returns, for each category asked for and for 70 and 80 points, the least yearly
// salary in Japan that is enough, all other facts as they are known. What is known of the
// salary itself is left out of account. The errors are those of [scoring.Assess].
func Salaries(s conversation.State, at time.Time) ([]Salary, error) {
	tries, err := try(s, at)
	if err != nil {
		return nil, err
	}
	var list []Salary
	for c := range s.Sheets().All() {
		for _, target := range targets {
			list = append(list, tries.salary(c, target))
		}
	}
	return list, nil
}

// trials are the outcomes with each salary that begins a step of the table, from 0 up.
type trials []trial

type trial struct {
	yen     float64
	outcome scoring.Assessment
}

// try scores the candidate with every salary worth trying. Between two steps of the table
// no outcome changes, so these stand for all salaries.
func try(s conversation.State, at time.Time) (trials, error) {
	profile, among := s.Profile(at), s.Sheets()
	steps := append([]float64{0}, scoring.Thresholds(profile.AsOf, scoring.AnnualIncome, among)...)
	list := make(trials, len(steps))
	for i, yen := range steps {
		offered := profile.With(scoring.AnnualIncome, scoring.Number(int64(yen)))
		a, err := scoring.Assess(&offered, among)
		if err != nil {
			return nil, fmt.Errorf("score a salary: %w", err)
		}
		list[i] = trial{yen, a}
	}
	return list, nil
}

func (list trials) salary(c scoring.Category, target int) Salary {
	salary := Salary{Category: c, Target: target,
		Reach: list.reach(func(a *scoring.Assessment) scoring.Truth { return reaches(a, c, target) }),
		JSkip: list.reach(func(a *scoring.Assessment) scoring.Truth { return a.JSkip[c] })}
	for i := range list {
		r := &list[i].outcome.Categories[c]
		salary.MostMin, salary.MostMax = max(salary.MostMin, r.Min), max(salary.MostMax, r.Max)
	}
	return salary
}

// reach finds the salaries from which on the answer is Yes, and from which on it is not No.
// It looks from the top down: that more pay never costs points is the table's affair.
func (list trials) reach(answer func(*scoring.Assessment) scoring.Truth) Reach {
	var r Reach
	sure := true
	for i := len(list) - 1; i >= 0; i-- {
		t := answer(&list[i].outcome)
		if t == scoring.No {
			break
		}
		r.Best, r.BestExists = list[i].yen, true
		if sure = sure && t == scoring.Yes; sure {
			r.Sure, r.SureExists = list[i].yen, true
		}
	}
	return r
}

// reaches reports whether a category has the points and the income floor, in an outcome
// with one known salary.
func reaches(a *scoring.Assessment, c scoring.Category, points int) scoring.Truth {
	switch r := &a.Categories[c]; {
	case r.Floor == scoring.No || r.Max < points:
		return scoring.No
	case r.Floor == scoring.Yes && r.Min >= points:
		return scoring.Yes
	}
	return scoring.Unknown
}
