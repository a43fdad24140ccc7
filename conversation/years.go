package conversation

import (
	"hspbot/scoring"
)

// years says what the points mean for permanent residence: what the routes say where the
// person told of the stay, else whether points are kept that long.
func (t *turn) years() string {
	a := &t.plan.assessment
	if t.staySaid() {
		return t.residenceWhen(t.ranked())
	}
	id := "no"
	switch open := t.unbarred(); {
	case a.Benefits[scoring.PermanentResidence].State == scoring.Yes && open == 0:
		return "" // what is in the way is said by itself
	case open == scoring.Only(scoring.Management) && t.plan.person.BusinessManager != scoring.Yes:
		id = "management"
	case a.MeetsJSkip() == scoring.Yes:
		id = "j_skip"
	case a.Reaches(80) == scoring.Yes && t.cutShort(80):
		id = "one_year_broken"
	case a.Reaches(80) == scoring.Yes:
		id = "one_year"
	case a.Reaches(scoring.PassMark) == scoring.Yes && t.cutShort(scoring.PassMark):
		id = "three_years_broken"
	case a.Reaches(scoring.PassMark) == scoring.Yes:
		id = "three_years"
	case a.Benefits[scoring.PermanentResidence].State != scoring.No:
		id = "depends"
	}
	return t.voice.Say("result.residence." + id)
}

// staySaid reports whether all is said of the stay that the routes depend on.
func (t *turn) staySaid() bool {
	return t.state.Residence["status"] != "" && t.nextAboutResidence() == nil
}

// cutShort reports whether a birthday takes the points of the mark away, in every category that has them,
// before the years of their route to permanent residence are over.
func (t *turn) cutShort(mark int) bool {
	a, b := &t.plan.assessment, t.nextBirthday()
	if b == nil || mark > scoring.PassMark && b.years > 1 {
		return false
	}
	for c := range a.Sheets.All() {
		if r := &a.Categories[c]; r.Min >= mark && r.Floor != scoring.No && !b.breaks(c, mark) {
			return false
		}
	}
	return true
}

// unbarred are the categories that are enough, without those that the criteria beside the points
// rule out.
func (t *turn) unbarred() scoring.Sheets {
	a := &t.plan.assessment
	var open scoring.Sheets
	for c := range a.Sheets.All() {
		if a.Categories[c].Verdict != scoring.Passes && a.JSkip[c] != scoring.Yes {
			continue
		}
		barred := c == scoring.Management && t.plan.person.BusinessManager == scoring.No
		for _, base := range scoring.BaseCriteria(&t.plan.person, scoring.Only(c)) {
			barred = barred || base.State == scoring.No
		}
		if !barred {
			open |= scoring.Only(c)
		}
	}
	return open
}
