package scoring

import (
	"math"
	"math/bits"
	"slices"
)

// stretch is a number of days, up to the next stretch, on which nothing changes that gives
// points: neither the table, nor a fact, an age or a step of experience.
type stretch struct {
	from       Date
	period     *period // nil before the first table
	granted    int     // the points the status was granted with, on the day of the grant; else 0
	known      known   // the facts in cells, where there is a table
	categories [Categories]standardsMet
}

// standardsMet is the outcome of one category on a day.
type standardsMet struct {
	bounds       // of the points, in steps
	floor, jSkip Truth
	// keys are what [walk.undecided] returned for the mark that it was last asked for.
	mark int
	keys keySet
}

// begin returns the first day whose points may matter: a route looks back some years from today
// or later, and where it is open already, to the first day of the stay.
func (w *walk) begin() Date {
	begin := w.AsOf
	for i := range w.table.law.Routes {
		if r := &w.table.law.Routes[i]; r.Standard != NoStandard {
			begin = earliest(begin, w.AsOf.AddYears(-r.Years))
		}
	}
	return earliest(begin, w.Stay.InJapan.Day, w.Stay.HSP.Day, w.Stay.JSkip.Day)
}

// days appends to the empty list the days from begin up to the end on which a stretch begins, sorted.
func (w *walk) days(begin Date, days []Date) []Date {
	days = append(days, begin)
	note := func(d Date) {
		if begin.Before(d) && !w.end.Before(d) {
			days = append(days, d)
		}
	}
	for _, p := range w.table.points {
		note(p.from)
	}
	for i := range w.earlier {
		note(w.earlier[i].Before)
	}
	if g := w.Stay.HSP.Day; !g.IsZero() && w.Stay.HSPPoints > 0 {
		note(g)
		note(g.AddDays(1))
	}
	steps := &w.table.steps // those of experience are the same for all categories
	var last years
	for _, f := range yearFacts {
		if w.grows.Has(f) && w.growing[f] != last { // experience is most often the same in all categories
			last = w.growing[f]
			last.steps(steps[f], note)
		}
	}
	if w.grows != 0 { // today they are known exactly
		note(w.AsOf)
		note(w.AsOf.AddDays(1))
	}
	if !w.Birth.IsZero() {
		years{latest: w.Birth}.steps(steps[Age], note)
	}
	if !w.CareerSince.IsZero() {
		years{latest: w.CareerSince}.steps(steps[CareerTechnical], note)
	}
	slices.SortFunc(days, compareDates)
	return slices.Compact(days)
}

// score appends to the empty list the stretches up to the end. A day differs in few facts from
// the one before; only the parts that depend on them are scored again.
func (w *walk) score(list []stretch) []stretch {
	begin := w.begin()
	s := newScorer(w, begin)
	if s.alike(w, begin) {
		return append(list, stretch{from: begin, period: s.period, known: s.known, categories: s.met})
	}
	var days [32]Date
	for i, d := range w.days(begin, days[:0]) {
		here := stretch{from: d, period: w.periodOn(d)}
		if d == w.Stay.HSP.Day {
			here.granted = w.Stay.HSPPoints
		}
		var changed FactSet
		if here.period != s.period {
			s, changed = newScorer(w, d), everyFact
		} else if s.period != nil {
			if changed = s.move(&w.past, d); changed != 0 {
				s.score(changed, w.among)
			}
		}
		if i == 0 || changed != 0 || here.granted != list[len(list)-1].granted {
			here.known, here.categories = s.known, s.met
			list = append(list, here)
		}
	}
	return list
}

// periodOn returns the table of the day, nil before the first.
func (w *walk) periodOn(d Date) (on *period) {
	for _, p := range w.table.points {
		if !d.Before(p.from) {
			on = p
		}
	}
	return on
}

const everyFact = FactSet(1<<FactCount - 1)

// scorer scores one day after the other.
type scorer struct {
	known
	period *period
	own    [Categories][maxParts]bounds // the points of each part
	met    [Categories]standardsMet
}

// newScorer returns a scorer that has scored the day d.
func newScorer(w *walk, d Date) scorer {
	s := scorer{period: w.periodOn(d)}
	for c := range s.met {
		s.met[c].jSkip = No
	}
	if s.period != nil {
		day := w.on(d)
		s.period.locate(&day, &s.known)
		s.score(everyFact, w.among)
	}
	return s
}

// alike reports whether from begin to the end all days have the same standards, and all are
// certain, whatever the age and the experience. The scorer, of the day begin, then holds them for all.
func (s *scorer) alike(w *walk, begin Date) bool {
	if s.period == nil || s.period != w.periodOn(w.end) || w.told != 0 || w.Stay.HSPPoints > 0 && w.Stay.HSP.Day != (Date{}) {
		return false
	}
	all := *s
	var changed FactSet
	for facts := w.varies; facts != 0; facts &= facts - 1 {
		f := facts.first()
		last := w.value(f, w.end)
		if cells := s.period.cellsOf(f, &last); cells != s.cells[f] {
			// Both are intervals: what lies between them is possible in between.
			lowest, highest := s.cells[f]|cells, s.cells[f]|cells
			lowest &= -lowest
			all.set(f, math.MaxUint64>>bits.LeadingZeros64(highest)&^(lowest-1))
			changed |= 1 << f
		}
	}
	all.score(changed, w.among)
	for c := range Category(Categories) {
		if met := &all.met[c]; w.among.Has(c) && !met.certain(w.table.law.Routes) {
			return false
		}
	}
	*s = all
	return true
}

// certain reports whether nothing that the routes ask is open.
func (m *standardsMet) certain(routes []RouteRow) bool {
	for i := range routes {
		if mark := routes[i].Points; int(m.lo)*step < mark && mark <= int(m.hi)*step {
			return false
		}
	}
	return m.floor != Unknown && m.jSkip != Unknown
}

// move goes on to the day d of the same period and returns the facts that are not the same.
func (s *scorer) move(p *past, d Date) (changed FactSet) {
	for facts := p.varies; facts != 0; facts &= facts - 1 {
		f := facts.first()
		v := p.value(f, d)
		if cells := s.period.cellsOf(f, &v); cells != s.cells[f] {
			s.set(f, cells)
			changed |= 1 << f
		}
	}
	return changed
}

// bounds returns the bounds of a part.
func (s *scorer) bounds(g *part) bounds {
	if g.set&s.open != 0 {
		return g.bounds(g.masks(&s.known))
	}
	sum := int8(g.settled(&s.known)[0])
	return bounds{sum, sum}
}

// score scores the parts that depend on a fact that has changed.
func (s *scorer) score(changed FactSet, among Sheets) {
	for c := range Category(Categories) {
		if !among.Has(c) {
			continue
		}
		sheet, met := &s.period.sheets[c], &s.met[c]
		for parts := sheet.partsOf(changed); parts != 0; parts &= parts - 1 {
			i := bits.TrailingZeros32(parts)
			b := s.bounds(&sheet.parts[i])
			met.bounds = met.bounds.plus(b).minus(s.own[c][i])
			s.own[c][i] = b
		}
		if changed.Has(AnnualIncome) {
			income := s.cells[AnnualIncome]
			met.floor = truthOf(income&sheet.floor != 0, income&^sheet.floor == 0)
		}
		if changed&sheet.jSkipSet != 0 {
			met.jSkip = sheet.jSkip.truth(&s.known)
		}
	}
}

// reaches reports whether the points in c reach the mark on the days of s, and whether they count.
func (s *stretch) reaches(points int, c Category) (reached, floor Truth) {
	switch {
	case s.granted > 0:
		return truthOf(s.granted >= points, s.granted >= points), Yes
	case s.period == nil:
		return Unknown, Yes
	}
	met := &s.categories[c]
	return truthOf(int(met.hi)*step >= points, int(met.lo)*step >= points), met.floor
}

// meetsJSkip reports whether the standard of J-Skip is met in c on the days of s.
func (s *stretch) meetsJSkip(c Category) Truth {
	if s.period == nil {
		return No
	}
	return s.categories[c].jSkip
}
