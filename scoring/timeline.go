package scoring

import "slices"

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
	jSkipNeeds   FactSet // the facts that could still decide J-Skip
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

// days returns the first day and those after it, up to the end, on which a stretch begins, sorted.
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
	var days [32]Date
	var s scorer
	for i, d := range w.days(w.begin(), days[:0]) {
		here := stretch{from: d}
		if d == w.Stay.HSP.Day {
			here.granted = w.Stay.HSPPoints
		}
		for _, p := range w.table.points {
			if !d.Before(p.from) {
				here.period = p
			}
		}
		begins := here.period != s.period
		var changed FactSet
		if begins {
			day := w.on(d)
			s = scorer{period: here.period}
			s.period.locate(&day, &s.known)
			changed = everyFact
		} else if s.period != nil {
			changed = s.move(&w.past, d)
		}
		if changed != 0 {
			s.score(changed, w.among)
		}
		if i == 0 || changed != 0 || here.granted != list[len(list)-1].granted {
			here.known, here.categories = s.known, s.met
			list = append(list, here)
		}
	}
	return list
}

const everyFact = FactSet(1<<FactCount - 1)

// scorer scores one day after the other.
type scorer struct {
	known
	period *period
	own    [Categories][maxParts]bounds // the points of each part
	met    [Categories]standardsMet
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
	income := s.cells[AnnualIncome]
	for c := range Category(Categories) {
		if !among.Has(c) {
			continue
		}
		sheet, met := &s.period.sheets[c], &s.met[c]
		for i := range sheet.parts {
			if g := &sheet.parts[i]; g.set&changed != 0 || changed == everyFact {
				b := s.bounds(g)
				met.bounds = met.bounds.plus(b).minus(s.own[c][i])
				s.own[c][i] = b
			}
		}
		met.floor = truthOf(income&sheet.floor != 0, income&^sheet.floor == 0)
		met.jSkip, met.jSkipNeeds = No, 0
		if sheet.jSkip != nil {
			met.jSkip = sheet.jSkip.truth(&s.known)
			sheet.jSkip.relevant(&s.known, &met.jSkipNeeds)
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
