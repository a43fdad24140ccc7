package conversation

import (
	"strings"

	"hspbot/scoring"
)

// The Business Manager (経営・管理) criteria of 16 October 2025, without which 1号ハ leads neither to
// permanent residence nor to 2号: 「経営・管理」の許可基準の改正等について,
// https://www.moj.go.jp/isa/content/001448070.pdf. Each is asked about unless other answers
// decide it.
var managerCriteria = []string{"capital", "employee", "japanese_b2", "master_or_years", "plan", "office"}

var managersFrom = scoring.Date{Year: 2025, Month: 10, Day: 16}

func managerOptions() []option {
	var list []option
	for _, id := range managerCriteria {
		list = append(list, option{id: id})
	}
	return list
}

// managerYears is how many years of management stand in for a master's degree in the field.
const managerYears = 3

// managerFacts says what the other answers decide of a criterion.
func managerFacts(p *scoring.Profile, id string) scoring.Truth {
	switch id {
	case "japanese_b2": // of the applicant; any full-time employee's counts as well
		v := p.Value(scoring.Japanese)
		if v == scoring.Option(scoring.N1) || v == scoring.Option(scoring.N2) || p.Value(scoring.JapaneseUniversity) == scoring.IsYes {
			return scoring.Yes
		}
	case "master_or_years": // whether a degree is in the field only the person knows
		if v := p.Value(scoring.CareerManagement); v.Known() && v.From >= managerYears {
			return scoring.Yes
		}
	}
	return scoring.Unknown
}

// manager says what is known of one criterion.
func (s *State) manager(p *scoring.Profile, id string) scoring.Truth {
	if t := managerFacts(p, id); t != scoring.Unknown {
		return t
	}
	a := s.Residence
	switch {
	case a.has("business_manager", id):
		return scoring.Yes
	case a.get("business_manager") == "" || a.has("business_manager", notSure):
		return scoring.Unknown
	}
	return scoring.No
}

// businessManager says whether all the criteria are met.
func (s *State) businessManager(p *scoring.Profile) scoring.Truth {
	all := scoring.Yes
	for _, id := range managerCriteria {
		switch s.manager(p, id) {
		case scoring.No:
			return scoring.No
		case scoring.Unknown:
			all = scoring.Unknown
		}
	}
	return all
}

// managerMatters reports whether the criteria bind the person: in 1号ハ, as far as it is open to them.
func (t *turn) managerMatters() bool {
	a := &t.plan.assessment
	in := t.state.Goal == scoring.Management.String() || t.state.Residence.get("activity") == scoring.Management.String()
	open := a.Categories[scoring.Management].Verdict != scoring.Fails || a.JSkip[scoring.Management] != scoring.No
	return in && open && !t.today.Before(managersFrom)
}

// managerList names the criteria of a state.
func (t *turn) managerList(state scoring.Truth) []string {
	var list []string
	for _, id := range managerCriteria {
		if t.state.manager(&t.plan.profile, id) == state {
			list = append(list, strings.TrimSpace(t.voice.Say("manager."+id)))
		}
	}
	return list
}
