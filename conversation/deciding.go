package conversation

import (
	"cmp"
	"slices"

	"hspbot/scoring"
)

// openQuestion is a question whose answer could change a verdict or a benefit, and how many points
// hang on it.
type openQuestion struct {
	question *question
	points   int
}

// deciding are the questions that are open, those with the most points first.
func (t *turn) deciding() []openQuestion {
	var list []openQuestion
	needs := t.plan.assessment.Needs
	for i := range questions {
		q := &questions[i]
		if t.state.inPlay(q) && slices.ContainsFunc(q.facts, needs.Has) {
			list = append(list, openQuestion{q, t.effect(q)})
		}
	}
	slices.SortStableFunc(list, func(a, b openQuestion) int { return cmp.Compare(b.points, a.points) })
	return list
}

// effect is how many points apart the answers to q are, at most, in any category asked for.
func (t *turn) effect(q *question) int {
	var least, most [scoring.Categories]int
	for n, p := range t.afterAnswers(q) {
		a, err := scoring.Assess(&p, t.plan.assessment.Sheets)
		if err != nil {
			return 0
		}
		for c := range a.Categories {
			points := a.Categories[c].Min
			if n == 0 {
				least[c], most[c] = points, points
			}
			least[c], most[c] = min(least[c], points), max(most[c], points)
		}
	}
	far := 0
	for c := range least {
		far = max(far, most[c]-least[c])
	}
	return far
}

// afterAnswers are the profiles after each answer to q; of a page after none, each and all of its
// toggles.
func (t *turn) afterAnswers(q *question) []scoring.Profile {
	var list []scoring.Profile
	p := t.plan.person.Profile
	switch q.style {
	case number:
		for _, band := range t.bands(q) {
			list = append(list, p.With(q.facts[0], band))
		}
	case single:
		for i := range q.options {
			list = append(list, p.With(q.options[i].fact, q.options[i].on))
		}
	case pages:
		options := q.inForce(t.today)
		every := map[string]bool{}
		with := func(on map[string]bool) {
			var s State
			s.answer(q, options, on, false)
			profile := p
			for _, f := range q.facts {
				profile = profile.With(f, s.Facts.Value(f))
			}
			list = append(list, profile)
		}
		with(nil)
		for _, o := range options {
			with(map[string]bool{o.id: true})
			q.exclude(every, o.id)
			every[o.id] = true
		}
		with(every)
	}
	return list
}
