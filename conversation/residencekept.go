package conversation

import (
	"slices"

	"hspbot/scoring"
	scoringplan "hspbot/scoring/plan"
)

// What would keep a route that a birthday takes away.

// triedKeeping is how many ways to keep a route are tried, and shownKeeping how many are named.
const (
	triedKeeping = 12
	shownKeeping = 3
)

// keeping names what would make up for the points that a birthday takes, so that the best of the
// routes it breaks stays. It is empty where nothing does that people can change by themselves, or
// where the day of the birthday is not known.
func (t *turn) keeping(b *birthday) string {
	if b.on.IsZero() {
		return ""
	}
	for _, r := range t.ranked() {
		if !t.brokenBy(b, &r) {
			continue
		}
		var names []string
		for _, w := range t.waysToKeep(b, &r) {
			names = append(names, t.way(&w, b.on))
		}
		if len(names) == 0 {
			continue
		}
		return t.voice.Say("residence.keeping", "Ways", join(t.voice, names[:min(shownKeeping, len(names))]))
	}
	return ""
}

// brokenBy reports whether the birthday ends the route, or keeps it from ever opening.
func (t *turn) brokenBy(b *birthday, r *scoring.Route) bool {
	if r.Standard != scoring.PointsKept {
		return false
	}
	return r.KeptUntil == b.on || r.State == scoring.RouteClosed && b.breaks(t.category(), r.Points)
}

// waysToKeep are the cheapest things to do, on the birthday, for the points of the route with which,
// by the scorer, it is open or opens and is there after the birthday.
func (t *turn) waysToKeep(b *birthday, r *scoring.Route) []scoringplan.Way {
	c := t.category()
	then := scoring.Person{Profile: t.plan.person.On(b.on), History: t.plan.person.History}
	ways, err := scoringplan.Ways(&then, c, r.Points, triedKeeping, scoring.Only(c))
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(ways, func(w scoringplan.Way) bool {
		return w.On != b.on || slices.ContainsFunc(w.Changes, func(c scoringplan.Change) bool { return c.Kind == scoringplan.Ask }) || !t.keeps(b, r, w.Changes)
	})
}

// keeps reports whether the route is there after the birthday if the changes come today.
func (t *turn) keeps(b *birthday, r *scoring.Route, changes []scoringplan.Change) bool {
	p := t.plan.person
	earlier := past(slices.Clone(p.Earlier))
	for i := range changes {
		for _, f := range changes[i].Facts().List() {
			otherwise := func(e scoring.Earlier) bool { return e.Before == t.today && e.Facts.Has(f) }
			if !slices.ContainsFunc(earlier, otherwise) { // until today
				earlier.put(t.today, f, p.Value(f))
			}
		}
		p.Profile = changes[i].Apply(p.Profile)
	}
	p.Earlier = earlier
	routes, err := scoring.Routes(&p, t.state.sheets())
	if err != nil {
		return false
	}
	return slices.ContainsFunc(routes, func(with scoring.Route) bool {
		there := with.State == scoring.RouteOpen || with.State == scoring.RouteOpens
		stays := with.KeptUntil.IsZero() && len(with.Needs) == 0 || b.on.Before(with.KeptUntil)
		return with.ID == r.ID && there && stays
	})
}
