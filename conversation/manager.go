package conversation

import (
	"hspbot/scoring"
)

// The Business Manager (経営・管理) criteria, without which 1号ハ leads neither to permanent
// residence nor to 2号. Each is asked about unless other answers decide it.

// managerRow is the row of the criteria.
func managerRow() *scoring.BaseRow {
	for i := range scoring.BaseRows {
		if r := &scoring.BaseRows[i]; r.Category == scoring.Management {
			return r
		}
	}
	return nil
}

// managerOptions are the criteria as the toggles of a page.
func managerOptions() []option {
	row := managerRow()
	var list []option
	for _, r := range row.Requires {
		list = append(list, option{id: managerID(r.ID)})
	}
	for _, id := range row.Check {
		list = append(list, option{id: managerID(id)})
	}
	return list
}

// managerID is the criterion as an option's id: one is too long for an action.
func managerID(criterion string) string {
	if criterion == "masters_or_three_years_of_management" {
		return "masters_or_years"
	}
	return criterion
}

// managerCriteria are the criteria as far as the facts and the answers decide them; none are
// there on a day on which they do not bind.
func (s *State) managerCriteria(p scoring.Person) []scoring.Requirement {
	p.BusinessManager = scoring.Unknown
	var list []scoring.Requirement
	for _, base := range scoring.BaseCriteria(&p, scoring.Only(scoring.Management)) {
		list = append(list, base.Requirements...)
	}
	a := s.Residence
	for i := range list {
		r := &list[i]
		switch {
		case r.State != scoring.Unknown:
		case a.has("business_manager", managerID(r.ID)):
			r.State = scoring.Yes
		case a["business_manager"] != "" && !a.has("business_manager", notSure):
			r.State = scoring.No
		}
	}
	return list
}

// businessManager says whether all the criteria are met.
func (s *State) businessManager(p scoring.Person) scoring.Truth {
	all := scoring.Yes
	for _, r := range s.managerCriteria(p) {
		switch r.State {
		case scoring.No:
			return scoring.No
		case scoring.Unknown:
			all = scoring.Unknown
		}
	}
	return all
}

// managerOpen reports whether the criterion has to be asked about.
func (t *turn) managerOpen(id string) bool {
	var blank State
	for _, r := range blank.managerCriteria(t.plan.person) {
		if managerID(r.ID) == id {
			return r.State == scoring.Unknown
		}
	}
	return false
}

// managerMatters reports whether the criteria bind the person: in 1号ハ, as far as it is open to them.
func (t *turn) managerMatters() bool {
	a := &t.plan.assessment
	in := t.plan.person.Activity == scoring.Only(scoring.Management)
	open := a.Categories[scoring.Management].Verdict != scoring.Fails || a.JSkip[scoring.Management] != scoring.No
	return in && open && len(t.state.managerCriteria(t.plan.person)) > 0
}

// managerList names the criteria of a state.
func (t *turn) managerList(state scoring.Truth) []string {
	var list []string
	for _, r := range t.state.managerCriteria(t.plan.person) {
		if r.State == state {
			list = append(list, t.voice.Say("requirement."+r.ID))
		}
	}
	return list
}
