package conversation

import (
	"cmp"
	"slices"
	"strings"

	"hspbot/scoring"
)

// checkStatements are the statements of law that a further requirement rests on.
var checkStatements = map[string][]string{
	"public_duties": {"paid_on_time"},
	"japanese_b1":   {"japanese_exempt"},
}

// besides are the statements told under the further requirements.
var besides = []string{"points_kept", "family_applies_itself", "revocation_coming", "revocation"}

// checks draws what else is looked at when permanent residence is applied for.
func (t *turn) checks() Screen {
	v, day := t.voice, t.filing()
	s := t.detail("checks", "checks.title")
	s.Text(Paragraph, v.Say("checks.for", "Date", date(v, day)))
	var requirements []Line
	for _, c := range t.residenceChecks(day) {
		line := Line{Mark: mark(c.State), Label: v.Say("residence_check." + c.ID), Value: v.Say("checks." + c.State.String()), Note: t.checkNote(&c, day)}
		if day.Before(c.NoteFrom) && c.ID != "longest_period" && c.ID != "public_duties" {
			line.Value = v.Say("checks.from", "Date", date(v, c.NoteFrom), "State", line.Value)
		}
		requirements = append(requirements, line)
	}
	s.Lines(Table, requirements...)
	var list []Line
	for _, said := range t.stated(day, besides...) {
		list = append(list, Line{Label: said})
	}
	for _, f := range feesOn(day, residenceFees...) {
		list = append(list, Line{Label: v.Say("checks.fee", "Yen", v.Yen(int64(f.Yen))), Note: t.statement("fee_reduction", day)})
	}
	list = append(list, Line{Label: v.Say("checks.decision")})
	if t.onHSP() {
		list = append(list, Line{Label: v.Say("residence.hsp2"), Note: t.statement("fee_hsp2", day)})
	}
	s.Lines(List, list...)
	s.Text(Small, t.applied())
	return s
}

// filing is the day for which the requirements are told: today, or when the first route opens.
func (t *turn) filing() scoring.Date {
	if best := t.ranked(); len(best) > 0 && best[0].State == scoring.RouteOpens {
		return best[0].From
	}
	return t.today
}

// residenceChecks decides the further requirements for an application on the day.
func (t *turn) residenceChecks(day scoring.Date) []scoring.ResidenceCheck {
	person := t.plan.person
	person.AsOf = day
	if t.state.answered(scoring.ChildrenAges) { // children of 13 to 15 are not asked about
		person.Profile = person.With(scoring.ChildrenAges, scoring.Value{})
	}
	return scoring.ResidenceChecks(&person, scoring.BaseCriteria(&person, person.Activity), t.routesOn(day))
}

// routesOn are the routes as they stand on a day to come: those that open by then are open.
func (t *turn) routesOn(day scoring.Date) []scoring.Route {
	list := slices.Clone(t.routes())
	for i := range list {
		if r := &list[i]; r.State == scoring.RouteOpens && !day.Before(r.From) {
			r.State = scoring.RouteOpen
		}
	}
	return list
}

// statement says a statement of law where it holds on the day, else nothing.
func (t *turn) statement(id string, day scoring.Date) string {
	return strings.Join(t.stated(day, id), "")
}

// stated says those statements of law that hold on the day.
func (t *turn) stated(day scoring.Date, ids ...string) []string {
	var list []string
	for _, id := range ids {
		for _, st := range scoring.InForce(scoring.Statements, day) {
			if st.ID == id {
				list = append(list, t.voice.Say("statement."+id))
			}
		}
	}
	return list
}

// checkNote says what a requirement asks for and what it depends on.
func (t *turn) checkNote(c *scoring.ResidenceCheck, day scoring.Date) string {
	v := t.voice
	var list []string
	ids := checkStatements[c.ID]
	switch c.ID {
	case "household_income":
		// the statement says it, and from when
		list = append(list, cmp.Or(t.statement("income_expected", day), v.Say("residence_check.household_income_level")))
	case "longest_period":
		if t.onHSP() {
			list = append(list, v.Say("residence_check.longest_period_hsp"))
			break
		}
		ids = []string{"three_years_count", "three_years_transition", "longest_period_only"}
	case "landing_criteria":
		for _, line := range t.basis(t.category()) {
			list = append(list, line.Label)
		}
		if t.category() == scoring.Technical {
			ids = []string{"customer_language"}
		}
	}
	if id := "residence_check." + c.ID + "_about"; v.Has(id) {
		list = append(list, v.Say(id))
	}
	return sentences(v, append(list, t.stated(day, ids...)...)...)
}
