package typed

import "slices"

// Years reads a length of experience in years: 3.5 for "3 years 6 months". It asks back about
// years of the calendar, as in "since 2015".
func (r *Reader) Years(text string) Reading {
	list, d := r.scan(r.years).read(text)
	if d != Clear {
		return doubtful(d)
	}
	if millions(list) {
		return doubtful(Unclear)
	}
	list = spans(list)
	for _, it := range list {
		if it.isNumber && calendarYear(it.number) {
			return doubtful(OnlyYear)
		}
	}
	p := halves(newPhrase(list))
	reading := measure{70, nextReal}.read(p, nil)
	if reading.Doubt == Unclear && len(p.terms) == 1 && p.terms[0].unit == 0 { // 3 weeks are not 3 years
		return doubtful(Unclear)
	}
	if reading.Doubt == Several && len(p.terms) > 1 {
		return doubtful(Several, p.periods()...)
	}
	reading.About = p.seen[approx] && reading.Doubt == Clear
	reading.Unit = p.hasUnit()
	return reading
}

// hasUnit reports whether a number of the phrase stands with a unit.
func (p phrase) hasUnit() bool {
	return slices.ContainsFunc(p.terms, func(t term) bool { return t.unit != 0 })
}

// calendarYear reports whether n reads as a year of the calendar.
func calendarYear(n number) bool {
	return 1900 <= n.value && n.value < 2100 && n.perYear == 0 && n.big == 0
}

// halves doubts a half of nothing named.
func halves(p phrase) phrase {
	for i, t := range p.terms {
		if t.half && t.unit == 0 {
			p.terms[i].doubt, p.terms[i].maybe = Scale, []float64{t.value}
		}
	}
	return p
}

// periods returns what several periods come to: their sum, or the first where the others add
// up to it; and where they may be a choice, each of them, too.
func (p phrase) periods() []float64 {
	if len(p.links) == 0 || p.links[0] == to || p.links[0] == slash || p.linked(listing) && p.terms[0].unit == 0 {
		return p.sum()
	}
	total := 0.0
	for i, t := range p.terms {
		if t.bound != 0 || t.width > 0 || t.doubt != Clear || t.unit == 0 && (i == 0 || p.links[i-1] == skip) && !p.linked(and) {
			return p.sum()
		}
		total += t.value
	}
	if rest := total - p.terms[0].value; len(p.terms) > 2 && rest == p.terms[0].value {
		return []float64{rest}
	}
	if total > 70 {
		return nil
	}
	return []float64{total}
}

// millions reports whether a text ends in a lone m, which is as often millions as months: 8.5M.
func millions(list []item) bool {
	lone, named := false, false
	for _, it := range list {
		lone = lone || it.role == months && !it.isNumber && it.token.text == "m"
		named = named || it.role == years && !it.isNumber
	}
	return lone && !named
}
