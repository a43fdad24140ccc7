package conversation

import (
	"hspbot/conversation/typed"
	"hspbot/scoring"
)

// spouse reads what is typed where it is asked whether there is a spouse: yes or no, or what
// the spouse earns, which says yes.
func (t *turn) spouse(q *question, text string) bool {
	u := t.choice(q, text)
	if said := words().choices[q.id].Read(text); u.arg == "" && said.Yes && !said.Unknown && !said.Not && len(said.Named)+len(said.Maybe) == 0 {
		u = understanding{arg: "yes"}
	}
	if u.arg != "" || len(u.offers) > 0 {
		return t.answer(q, u)
	}
	income, earns := find("spouse_income"), ""
	switch r := t.reading(income, text); {
	case r.Doubt == typed.Clear && r.Spouse && !r.Own && income.exact(r) && !r.About:
		earns = "=" + digits(r.From)
	case r.Doubt != typed.NoNumber:
	default:
		earns = t.choice(income, text).arg
	}
	if earns != "" && earns != notSure {
		t.choose(q, "yes")
		t.chooseTyped(income, earns)
		return true
	}
	return t.answer(q, u)
}

// marry stores whether there is a spouse. Who was not sure of it has not been asked about the
// spouse yet.
func (s *State) marry(answer string) {
	was := s.Spouse
	s.Spouse = answer
	for _, f := range aboutSpouse {
		switch {
		case answer == notSure && !s.answered(f):
			s.setUnsure(f)
		case was == notSure && answer != notSure:
			s.Unsure &^= scoring.FactsOf(f)
		}
	}
}
