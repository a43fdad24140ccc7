package hiring

import (
	"math"

	"hspbot/locales"
	"hspbot/scoring"
)

// Term is one thing that an offer may bring besides the salary, to be offered as a choice.
type Term struct {
	ID    string // stable, in ASCII: "sme"
	Label string // in a language
}

// terms in the order of the form, with what they say of a fact and what it is without them.
var terms = []struct {
	id, label string
	fact      scoring.Fact
	on, off   scoring.Value
}{
	{"representative", "option.position.representative", scoring.Position, scoring.Option(scoring.Representative), scoring.Option(0)},
	{"director", "option.position.director", scoring.Position, scoring.Option(scoring.Director), scoring.Option(0)},
	{"innovation_support", "option.employer.innovation_support", scoring.InnovationSupport, scoring.IsYes, scoring.IsNo},
	{"sme", "option.employer.sme", scoring.SME, scoring.IsYes, scoring.IsNo},
	{"rnd_over_3_percent", "option.employer.rnd_over_3_percent", scoring.RnDRatio,
		scoring.Between(strictlyOver3, math.Inf(1)), scoring.Between(0, strictlyOver3)},
	{"local_government_support", "option.employer.local_government_support", scoring.LocalGovernmentSupport, scoring.IsYes, scoring.IsNo},
	{"growth_field_project", "item.growth_field_project", scoring.GrowthFieldProject, scoring.IsYes, scoring.IsNo},
	{"investment_management", "item.investment_management", scoring.InvestmentManagement, scoring.IsYes, scoring.IsNo},
}

// strictlyOver3 is the least ratio above 3 %: exactly 3 is not over it.
const strictlyOver3 = 3 + 0x1p-51

// Choices lists the terms in a language.
func Choices(language string) []Term {
	v := locales.In(language)
	list := make([]Term, len(terms))
	for i := range terms {
		list[i] = Term{terms[i].id, v.Say(terms[i].label)}
	}
	return list
}

// Chosen returns the terms of an offer that brings those named by their ids, and none of the
// others. Of two positions the higher counts; an id there is not is ignored, as it comes
// from an old button.
func Chosen(ids ...string) scoring.Profile {
	var p scoring.Profile
	chosen := map[string]bool{}
	for _, id := range ids {
		chosen[id] = true
	}
	for i := len(terms) - 1; i >= 0; i-- { // the higher position comes last
		switch t := &terms[i]; {
		case chosen[t.id]:
			p = p.With(t.fact, t.on)
		case !p.Value(t.fact).Known():
			p = p.With(t.fact, t.off)
		}
	}
	return p
}
