package plan

import (
	"cmp"
	"slices"

	"hspbot/scoring"
)

// Way is a smallest set of changes that reaches a mark, and the outcome.
type Way struct {
	Changes []Change
	// On is the first day on which the way reaches the mark: today, or later where years have to pass.
	On scoring.Date
	// Years are the completed years of experience in the category that On waits for; 0: it does not.
	Years  int
	Effort int // more is harder; it only puts ways in order
	// After is the person on that day with the changes, Assessment the outcome in all categories asked
	// for, and Base whether the criteria of the matching status are met in the category of the way.
	After      scoring.Profile
	Assessment scoring.Assessment
	Base       scoring.Truth
	later      bool // On is later than today
}

// OnlyAsks reports whether nothing has to be done or waited for: answers that are open close the gap.
func (w *Way) OnlyAsks() bool {
	return len(w.Changes) > 0 && !w.later && !slices.ContainsFunc(w.Changes, func(c Change) bool { return c.Kind != Ask })
}

const (
	// MostChanges is how many changes a way has at most, besides the years that pass.
	MostChanges = 4
	// horizon is how many years ahead a way may lie.
	horizon = 5
)

// Ways returns the smallest sets of changes with which the person certainly has the points of the
// mark in the category c, and the income floor: what is only to be asked first, then the least
// effort, at most so many. There are none where the mark is certain already. Outcomes are in the
// categories among, which c is one of. The errors are those of [scoring.Assess].
func Ways(p *scoring.Person, c scoring.Category, mark, most int, among scoring.Sheets) ([]Way, error) {
	now, err := scoring.Assess(&p.Profile, scoring.Only(c))
	if err != nil || reached(&now, c, mark) || most == 0 {
		return nil, err
	}
	s := newSearch(p, c, mark, most)
	s.run()
	list := make([]Way, 0, len(s.found))
	for i := range s.found {
		w, err := s.way(&s.found[i], among)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}

// reached reports whether the mark is certain in c, and that the points count.
func reached(a *scoring.Assessment, c scoring.Category, mark int) bool {
	r := &a.Categories[c]
	return r.Min >= mark && r.Floor == scoring.Yes
}

// way is what was found, with its outcome.
func (s *search) way(f *found, among scoring.Sheets) (w Way, err error) {
	d := &s.days[f.day]
	w = Way{On: d.on, Years: d.years, Effort: f.effort, After: d.profile, later: f.day > 0}
	for i, level := range f.levels {
		if level > 0 {
			change := s.subjects[i][level-1]
			w.Changes, w.After = append(w.Changes, change), change.Apply(w.After)
		}
	}
	slices.SortStableFunc(w.Changes, func(a, b Change) int { return cmp.Compare(a.Kind, b.Kind) })
	if w.Assessment, err = scoring.Assess(&w.After, among); err != nil {
		return w, err
	}
	after := scoring.Person{Profile: w.After, History: s.person.History}
	w.Base = scoring.Yes
	for _, b := range scoring.BaseCriteria(&after, scoring.Only(s.category)) {
		w.Base = b.State
	}
	return w, nil
}

// day is a day on which a way may be there.
type day struct {
	on      scoring.Date
	years   int // of experience complete on the day, where that makes a step
	months  int // since today, complete ones
	profile scoring.Profile
	least   int // points without any change
	groups  []options
}

// comingDays lists today, and the days up to the horizon on which a step of experience or a degree is
// complete.
func comingDays(p *scoring.Person, c scoring.Category, all []subject) []day {
	list := []day{{on: p.AsOf}}
	until := p.AsOf.AddYears(horizon)
	f := scoring.CareerIn(c)
	for _, x := range scoring.Thresholds(p.AsOf, f, scoring.Only(c)) {
		if on, ok := p.Completes(f, int(x)); ok && p.AsOf.Before(on) && !until.Before(on) {
			list = append(list, day{on: on, years: int(x)})
		}
	}
	for _, s := range all {
		for i := range s {
			on := p.AsOf.AddMonths(s[i].Months)
			if !slices.ContainsFunc(list, func(d day) bool { return d.on == on }) && !until.Before(on) {
				list = append(list, day{on: on})
			}
		}
	}
	slices.SortFunc(list, func(a, b day) int {
		if a.on.Before(b.on) {
			return -1
		}
		return 1
	})
	for i := range list {
		for !list[i].on.Before(p.AsOf.AddMonths(list[i].months + 1)) {
			list[i].months++
		}
		list[i].profile = p.On(list[i].on)
	}
	return list
}

// allows reports whether there can be the change on the day.
func (d *day) allows(c *Change) bool {
	if c.Kind == Ask && isExperience(c.Fact) && d.months > 0 {
		return false // an answer about today says how many years there are today
	}
	return c.Months <= d.months
}

func isExperience(f scoring.Fact) bool {
	return f >= scoring.CareerAcademic && f <= scoring.CareerManagement
}
