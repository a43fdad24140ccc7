package conversation

import (
	"slices"

	"hspbot/locales"
	"hspbot/scoring"
)

// Japan is the zone by whose days the rules and the age are taken.
var Japan = scoring.Japan

// plan is what follows from a state on one day.
type plan struct {
	assessment scoring.Assessment
	covered    bool            // false where no table is in force on the day
	person     scoring.Person  // the profile with the past
	routes     []scoring.Route // filled when they are asked for: see [turn.routes]
}

// plan scores the state.
func (s *State) plan(today scoring.Date) plan {
	p := plan{person: s.person(today)}
	a, err := scoring.Assess(&p.person.Profile, s.sheets())
	p.assessment, p.covered = a, err == nil
	return p
}

// open reports whether the question is still worth asking: whether a fact it asks for has
// no answer and could still change points, a verdict or a benefit.
func (p *plan) open(s *State, q *question) bool {
	switch q.id {
	case "goal":
		return s.Goal == ""
	case "spouse":
		return s.Spouse == "" && !s.answered(scoring.SpouseIncome) &&
			slices.ContainsFunc(aboutSpouse, func(f scoring.Fact) bool { return p.assessment.Open.Has(f) && !s.answered(f) })
	}
	for _, f := range q.facts {
		if p.assessment.Open.Has(f) && !s.answered(f) {
			return true
		}
	}
	return false
}

// next returns the question to ask, nil when the result is due.
func (p *plan) next(s *State) *question {
	for i := range questions {
		if p.open(s, &questions[i]) {
			return &questions[i]
		}
	}
	return nil
}

// current returns the question on the table: the one being changed, else the next.
func (p *plan) current(s *State) *question {
	if q := find(s.Editing); q != nil {
		return q
	}
	return p.next(s)
}

// current returns the question on the table, those about permanent residence among them.
func (t *turn) current() *question {
	if q := t.plan.current(&t.state); q != nil || !t.state.Asking {
		return q
	}
	return t.nextAboutResidence()
}

// visible returns the toggles of a page, or the options of a question about permanent
// residence, that are worth showing.
func (t *turn) visible(q *question) []*option {
	if !q.aboutResidence() {
		return t.plan.visible(&t.state, q)
	}
	return q.optionsWhere(func(o *option) bool { return t.shows(q, o) })
}

// previous returns the answered question before q in the order of asking, nil where there is none.
func (s *State) previous(q *question) *question {
	var last *question
	for i := range questions {
		if q != nil && questions[i].id == q.id {
			break
		}
		if s.answeredAny(&questions[i]) && s.inPlay(&questions[i]) {
			last = &questions[i]
		}
	}
	return last
}

// previous returns the question to go back to, among those about permanent residence too.
func (t *turn) previous(q *question) *question {
	if q == nil || !q.aboutResidence() {
		return t.state.previous(q)
	}
	var last *question
	for i := range residenceQuestions {
		other := &residenceQuestions[i]
		if other.id == q.id {
			break
		}
		if t.given(other) {
			last = other
		}
	}
	return last
}

// given reports whether the question has an answer that counts.
func (t *turn) given(q *question) bool {
	if q.aboutResidence() {
		return t.state.answeredAny(q) && t.counts(q)
	}
	return t.state.answeredAny(q) && t.state.inPlay(q)
}

// counts reports whether the answer to a question about permanent residence has a meaning
// still. What is asked because it was needed stays, though it is needed no more.
func (t *turn) counts(q *question) bool {
	return q.id == "birth" || q.id == "career_since" || t.asks(q)
}

// inPlay reports whether the question concerns the category the person chose. What was
// answered for another one stays stored but is not shown.
func (s *State) inPlay(q *question) bool {
	among := s.sheets()
	for c := range scoring.Category(scoring.Categories) {
		if q.id == "career_"+c.String() {
			return among.Has(c)
		}
	}
	switch q.id {
	case "age":
		return among.Has(scoring.Academic) || among.Has(scoring.Technical)
	case "research":
		return among.Has(scoring.Academic) || among.Has(scoring.Technical)
	case "licences":
		return among.Has(scoring.Technical)
	case "position":
		return among.Has(scoring.Management)
	case "spouse_income":
		return s.Spouse != "no"
	}
	return true
}

// left is how many questions are still to come after q, as far as can be told now.
func (p *plan) left(s *State, q *question) int {
	n := 0
	for i := range questions {
		if other := &questions[i]; other.id != q.id && p.open(s, other) {
			n++
		}
	}
	return n
}

// progress says how many questions are still to come. Those about permanent residence follow
// from one another: nothing is said of them.
func (p *plan) progress(v *locales.Voice, s *State, q *question) string {
	switch n := p.left(s, q); {
	case q.aboutResidence():
		return ""
	case n == 0:
		return v.Say("progress.last")
	default:
		return v.Say("progress.line", "N", n)
	}
}

// shows reports whether an option of a page is worth showing: its fact is open, or has an
// answer that may be changed.
func (p *plan) shows(s *State, o *option) bool {
	return p.assessment.Open.Has(o.fact) || s.answered(o.fact)
}

// visible returns the toggles of a page that are worth showing; all of them where none is,
// as on an old page opened again.
func (p *plan) visible(s *State, q *question) []*option {
	all := q.inForce(p.person.AsOf)
	var list []*option
	for _, o := range all {
		if p.shows(s, o) {
			list = append(list, o)
		}
	}
	if len(list) == 0 {
		return all
	}
	return list
}

// inForce returns the options that mean something on the day: of a choice or a set of names,
// those that a rule in force asks for.
func (q *question) inForce(day scoring.Date) []*option {
	names := map[scoring.Fact][]int{}
	for _, f := range q.facts {
		if f.Kind() == scoring.Choice || f.Kind() == scoring.Set {
			names[f] = scoring.Options(day, f)
		}
	}
	return q.optionsWhere(func(o *option) bool { return o.among(names[o.fact]) })
}

// among reports whether the option is one of the names of its fact, where that has names; of
// a day without a table all are.
func (o *option) among(names []int) bool {
	if len(names) == 0 {
		return true
	}
	return slices.ContainsFunc(names, func(i int) bool { return o.member == 1<<i || o.member == 0 && o.on == scoring.Option(i) })
}

// chosen returns the toggles that are on: those of the draft, else those of the answer.
func (s *State) chosen(q *question) map[string]bool {
	on := map[string]bool{}
	if s.DraftOf == q.id {
		for _, id := range split(s.Draft) {
			on[id] = true
		}
		return on
	}
	if q.aboutResidence() {
		for _, id := range split(s.Residence.get(q.id)) {
			on[id] = q.option(id) != nil
		}
		return on
	}
	for i := range q.options {
		o := &q.options[i]
		on[o.id] = o.holds(s.Facts.Value(o.fact))
	}
	return on
}

// holds reports whether the value v of its fact contains the option.
func (o *option) holds(v scoring.Value) bool {
	if !v.Known() {
		return false
	}
	switch o.fact.Kind() {
	case scoring.Set:
		for subset := range uint(1) << len(o.fact.Names()) {
			if v == scoring.Members(subset) {
				return subset&o.member != 0
			}
		}
		return false
	case scoring.Ages:
		return v.Cases&o.on.Cases == o.on.Cases
	}
	return v == o.on
}

// answer turns the toggles that are on into facts, for the visible options of the page.
// With rest, those that are off are "not sure" where that can be kept, else no.
func (s *State) answer(q *question, visible []*option, on map[string]bool, rest bool) {
	for _, f := range q.facts {
		asked, any := false, false
		var v scoring.Value
		subset, known := s.Facts.Value(f).Subset() // of a set, what the screen did not show stays
		if !known {
			subset = 0
		}
		for _, o := range visible {
			if o.fact != f {
				continue
			}
			asked = true
			subset &^= o.member
			if !on[o.id] {
				if !any {
					v = o.off
				}
				continue
			}
			switch f.Kind() {
			case scoring.Set:
				subset |= o.member
			case scoring.Ages:
				v.Cases |= o.on.Cases
			default:
				v = o.on
			}
			any = true
		}
		switch {
		case !asked:
		case rest && !any:
			s.setUnsure(f)
		case f.Kind() == scoring.Set:
			s.set(f, scoring.Members(subset))
		default:
			s.set(f, v)
		}
	}
}
