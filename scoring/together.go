package scoring

// Together returns which facts give points together in a category on a day: the points of facts
// in different sets add up, whatever the values. It is empty on a day without a table.
func Together(day Date, c Category) []FactSet { return published.Together(day, c) }

// Together is [Together] by the rules of t. The list must not be changed.
func (t *Table) Together(day Date, c Category) []FactSet {
	p, err := t.on(day)
	if err != nil {
		return nil
	}
	var list []FactSet
	for i := range p.sheets[c].parts {
		list = append(list, p.sheets[c].parts[i].set)
	}
	return list
}

// Completes returns the day on which so many years of experience or age, a fact that grows by
// itself, are complete for certain; ok is false where nothing is known of it.
func (p *Person) Completes(f Fact, n int) (day Date, ok bool) {
	switch {
	case f == Age && !p.Birth.IsZero():
		return p.Birth.completes(n), true
	case isCareer(f) && !p.CareerSince.IsZero():
		return p.CareerSince.completes(n), true
	}
	y, ok := p.years(f)
	if !ok {
		return Date{}, false
	}
	return y.latest.completes(n), true
}

// TurningDays returns the days, after from and up to until, on which the points may change: an
// age, a step of experience, a fact told as different before, or the table. The list is sorted.
func TurningDays(p *Person, from, until Date) []Date { return published.TurningDays(p, from, until) }

// TurningDays is [TurningDays] by the rules of t.
func (t *Table) TurningDays(p *Person, from, until Date) []Date {
	w := walk{past: newPast(p), table: t, end: until}
	days := w.days(from, nil)
	return days[min(1, len(days)):] // without from itself
}
