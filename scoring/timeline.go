package scoring

import "slices"

// timeline is the person's points and J-Skip on every day up to an end, in stretches of days
// on which nothing changes: neither the table, nor a fact, an age or a step of experience.
type timeline struct {
	past
	table     *Table
	among     Sheets
	stretches []stretch
}

// stretch is the days from from to the day before the next stretch begins. It is scored when
// it is asked for.
type stretch struct {
	from       Date
	scored     bool
	period     *period // nil before the first table
	granted    int     // the points the status was granted with, on the day of the grant; else 0
	categories [Categories]standardsMet
}

// standardsMet is the outcome of one category on a day.
type standardsMet struct {
	bounds       // of the points, in steps
	floor, jSkip Truth
}

// newTimeline returns the stretches up to the day end.
func newTimeline(table *Table, p *Person, among Sheets, end Date) *timeline {
	t := &timeline{past: newPast(p), table: table, among: among}
	days := make([]Date, 1, 32) // the zero Date: whatever was before
	note := func(d Date) {
		if days[0].Before(d) && !end.Before(d) {
			days = append(days, d)
		}
	}
	for i := range table.periods {
		note(table.periods[i].from)
	}
	for i := range p.Earlier {
		note(p.Earlier[i].Before)
	}
	if g := p.Stay.HSP.Day; !g.IsZero() && p.Stay.HSPPoints > 0 {
		note(g)
		note(g.AddDays(1))
	}
	steps := &table.steps // those of experience are the same for all categories
	for i, y := range t.growing {
		if y != nil && (i < 2 || t.growing[i-1] == nil || *y != *t.growing[i-1]) {
			y.steps(steps[yearFacts[i]], note)
		}
	}
	note(p.AsOf)
	note(p.AsOf.AddDays(1))
	for _, x := range steps[Age] {
		if !p.Birth.IsZero() {
			note(p.Birth.completes(int(x)))
		}
	}
	for _, x := range steps[CareerTechnical] {
		if !p.CareerSince.IsZero() {
			note(p.CareerSince.completes(int(x)))
		}
	}
	slices.SortFunc(days, compareDates)
	days = slices.Compact(days)
	t.stretches = make([]stretch, len(days))
	for i, d := range days {
		t.stretches[i].from = d
	}
	return t
}

// at returns the index of the stretch that d lies in.
func (t *timeline) at(d Date) int {
	low, high, order := 0, len(t.stretches), d.order()
	for high-low > 1 {
		if middle := (low + high) / 2; t.stretches[middle].from.order() <= order {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// score returns the stretch i, scored.
func (t *timeline) score(i int) *stretch {
	s := &t.stretches[i]
	if s.scored {
		return s
	}
	s.scored = true
	if hsp := t.Stay.HSP.Day; !hsp.IsZero() && s.from == hsp {
		s.granted = t.Stay.HSPPoints
	}
	p, err := t.table.on(s.from)
	if err != nil {
		return s
	}
	s.period = p
	day := t.on(s.from)
	var k known
	p.locate(&day, &k)
	for c := range Category(Categories) {
		if t.among.Has(c) {
			s.categories[c] = p.sheets[c].standards(&k)
		}
	}
	return s
}

// standards scores the sheet without looking at single items.
func (s *sheet) standards(k *known) standardsMet {
	income := k.cells[AnnualIncome]
	met := standardsMet{bounds: s.bounds(k), jSkip: No, floor: truthOf(income&s.floor != 0, income&^s.floor == 0)}
	if s.jSkip != nil {
		met.jSkip = s.jSkip.truth(k)
	}
	return met
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
