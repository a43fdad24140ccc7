package conversation

import (
	"slices"

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
func (t *turn) open(q *question) bool {
	s := &t.state
	wanted := func(f scoring.Fact) bool { return t.plan.assessment.Open.Has(f) && !s.answered(f) }
	switch {
	case q.aboutResidence():
		return t.asks(q) && !s.answeredAny(q)
	case q.id == "goal":
		return s.Goal == ""
	case q.id == "spouse":
		return s.Spouse == "" && !s.answered(scoring.SpouseIncome) && slices.ContainsFunc(aboutSpouse, wanted)
	}
	return slices.ContainsFunc(q.facts, wanted)
}

// firstOpen returns the first question of a list that is open, nil where none is.
func (t *turn) firstOpen(list []question) *question {
	for i := range list {
		if t.open(&list[i]) {
			return &list[i]
		}
	}
	return nil
}

// next returns the question of the interview to ask, nil when the result is due.
func (t *turn) next() *question { return t.firstOpen(questions) }

// nextAboutResidence is the question about permanent residence to ask, nil when it can be answered.
func (t *turn) nextAboutResidence() *question { return t.firstOpen(residenceQuestions) }

// current returns the question on the table: the one being changed, else the next.
func (t *turn) current() *question {
	if q := find(t.state.Editing); q != nil {
		return q
	}
	if q := t.next(); q != nil || !t.state.Asking {
		return q
	}
	return t.nextAboutResidence()
}

// previous returns the answered question before q in the order of asking, nil where there is
// none; q may be nil for the result.
func (t *turn) previous(q *question) *question {
	list := questions
	if q != nil && q.aboutResidence() {
		list = residenceQuestions
	}
	var last *question
	for i := range list {
		if q != nil && list[i].id == q.id {
			break
		}
		if t.given(&list[i]) {
			last = &list[i]
		}
	}
	return last
}

// given reports whether the question has an answer that counts. What was asked about permanent
// residence because it was needed stays, though it is needed no more.
func (t *turn) given(q *question) bool {
	switch {
	case !t.state.answeredAny(q):
		return false
	case q.aboutResidence():
		return q.id == "birth" || q.id == "career_since" || t.asks(q)
	}
	return t.state.inPlay(q)
}

// inPlay reports whether the question concerns the category the person chose. What was
// answered for another one stays stored but is not shown.
func (s *State) inPlay(q *question) bool {
	among := s.sheets()
	switch q.id {
	case "career_i-a":
		return among.Has(scoring.Academic)
	case "career_i-b", "licences":
		return among.Has(scoring.Technical)
	case "career_i-c", "position":
		return among.Has(scoring.Management)
	case "age", "research":
		return among != scoring.Only(scoring.Management)
	case "spouse_income":
		return s.Spouse != "no"
	}
	return true
}

// openBeside is how many questions of a list other than q are open, as far as can be told now.
func (t *turn) openBeside(q *question, list []question) int {
	n := 0
	for i := range list {
		if other := &list[i]; other != q && t.open(other) {
			n++
		}
	}
	return n
}

// progress says how many questions are still to come. Those about permanent residence follow
// from one another: nothing is said of them.
func (t *turn) progress(q *question) string {
	switch n := t.openBeside(q, questions); {
	case q.aboutResidence():
		return ""
	case n == 0:
		return t.voice.Say("progress.last")
	default:
		return t.voice.Say("progress.line", "N", n)
	}
}

// visible returns the toggles of a page that are worth showing, those whose fact is open or has an
// answer that may be changed; all of them where none is, as on an old page opened again. Of another
// question it returns the options.
func (t *turn) visible(q *question) []*option {
	if q.aboutResidence() {
		return q.optionsWhere(func(o *option) bool { return t.shows(q, o) })
	}
	all := q.inForce(t.plan.person.AsOf)
	if q.style != pages {
		return all
	}
	var list []*option
	for _, o := range all {
		if t.plan.assessment.Open.Has(o.fact) || t.state.answered(o.fact) {
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
		for _, id := range split(s.Residence[q.id]) {
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
