package conversation

import (
	"encoding/json"

	"hspbot/scoring"
)

// Facts are a profile as a state keeps it: the JSON contract, without a day.
type Facts struct{ scoring.Profile }

// MarshalJSON writes the facts in the form of the JSON contract.
func (f Facts) MarshalJSON() ([]byte, error) { return f.Profile.AppendJSON(nil), nil }

// UnmarshalJSON reads what MarshalJSON wrote.
func (f *Facts) UnmarshalJSON(b []byte) error {
	p, err := scoring.ParseProfile(b)
	f.Profile = p
	return err
}

var _ json.Marshaler = Facts{}

// answered reports whether the person has answered f, be it with "not sure".
func (s *State) answered(f scoring.Fact) bool {
	return s.Facts.Value(f).Known() || s.Unsure.Has(f)
}

// own is where the answer to q is kept that is no fact of the points table; nil for the others.
func (s *State) own(q *question) *string {
	switch q.id {
	case "goal":
		return &s.Goal
	case "spouse":
		return &s.Spouse
	}
	return nil
}

// answeredAny reports whether the question has an answer, whole or in part.
func (s *State) answeredAny(q *question) bool {
	if own := s.own(q); own != nil {
		return *own != ""
	}
	if q.aboutResidence() {
		return s.Residence[q.id] != ""
	}
	for _, f := range q.facts {
		if s.answered(f) {
			return true
		}
	}
	return false
}

// set answers f.
func (s *State) set(f scoring.Fact, v scoring.Value) {
	s.Facts.Profile = s.Facts.With(f, v)
	s.Unsure &^= scoring.FactsOf(f)
	switch f {
	case scoring.AnnualIncome:
		s.Offer = ""
	case scoring.Age:
		s.Facts.Birth = scoring.Date{}
		s.Residence = s.Residence.without("birth")
	case scoring.CareerAcademic, scoring.CareerTechnical, scoring.CareerManagement:
		if s.sheets() != scoring.AllSheets { // else they may answer for the other categories, too
			s.Jobs = ""
		}
		s.Facts.CareerSince = scoring.Date{}
		s.Residence = s.Residence.without("career_since")
	}
}

// setBirth answers the age with the day of birth.
func (s *State) setBirth(day scoring.Date) {
	s.set(scoring.Age, scoring.Value{})
	s.Facts.Birth = day
}

// setGoal answers what the person will do in Japan.
func (s *State) setGoal(goal string) {
	if s.Goal != goal && !s.Facts.CareerSince.IsZero() { // the years were those of the other work
		s.set(scoring.CareerTechnical, scoring.Value{})
	}
	s.Goal = goal
}

// setUnsure answers f with "not sure".
func (s *State) setUnsure(f scoring.Fact) {
	s.set(f, scoring.Value{})
	s.Unsure |= scoring.FactsOf(f)
}

// sheets are the categories the person is scored in.
func (s *State) sheets() scoring.Sheets { return sheetsOf(s.Goal) }

// sheetsOf is the category of a goal, all for any other.
func sheetsOf(goal string) scoring.Sheets {
	for c := range scoring.AllSheets.All() {
		if goal == c.String() {
			return scoring.Only(c)
		}
	}
	return scoring.AllSheets
}

// profile is what is known of the person on the given day. Who holds no degree at all has
// none from a Japanese or a listed university either, and who is not married has no spouse's
// income: neither is asked.
func (s *State) profile(today scoring.Date) scoring.Profile {
	p := s.Facts.Profile
	p.AsOf = today
	if p.Value(scoring.Degrees) == scoring.Members(0) {
		for _, f := range [...]scoring.Fact{scoring.DifferentFields, scoring.JapaneseUniversity, scoring.DesignatedUniversity} {
			if !s.answered(f) {
				p = p.With(f, scoring.IsNo)
			}
		}
	}
	if s.Spouse == "no" {
		p = p.With(scoring.SpouseIncome, scoring.Number(0)).With(scoring.SpouseCannotDoHousework, scoring.IsNo)
	}
	return p
}

// export is the profile in the form of the JSON contract: who asked for one category gave
// the years of experience for that one.
func (s *State) export(today scoring.Date) scoring.Profile {
	p := s.profile(today)
	if c, ok := s.sheets().One(); ok {
		v := p.Value(scoring.CareerIn(c))
		for d := range scoring.AllSheets.All() {
			p = p.With(scoring.CareerIn(d), v)
		}
	}
	return p
}
