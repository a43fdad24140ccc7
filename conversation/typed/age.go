package typed

import (
	"math"

	"hspbot/scoring"
)

const oldest = 120

// Age reads completed years of age, or a date of birth with the age it makes today. A date
// that reads two ways and a year alone are asked back.
func (r *Reader) Age(text string, today scoring.Date) Reading {
	list, d := r.scan(r.age).read(text)
	if d != Clear {
		return doubtful(d)
	}
	if reading, ok := r.ofCalendars(list, today); ok {
		return reading
	}
	if reading, ok := birth(list, today); ok {
		return reading
	}
	list = decades(spans(list))
	for _, it := range list {
		if it.isNumber && it.width == 10 && it.value >= 70 { // born in the 90s
			return doubtful(OnlyYear)
		}
	}
	p := halves(newPhrase(list))
	if len(p.terms) == 1 && p.terms[0].unit == 0 && calendarYear(p.terms[0].number) {
		return doubtful(OnlyYear)
	}
	for i, t := range p.terms {
		p.terms[i].value = math.Floor(t.value)
		for j, x := range t.maybe {
			p.terms[i].maybe[j] = math.Floor(x)
		}
		// "over 30" is said from the birthday on, when 30 years are complete.
		if t.bound == over {
			p.terms[i].bound = atLeast
		}
	}
	reading := measure{oldest, nextWhole}.read(p.halfDecade(), nil)
	coming := p.seen[becoming] || p.seen[thisYear] && len(p.terms) == 1 && p.terms[0].unit == 0
	if coming && len(p.terms) > 0 && reading.Doubt != TooLarge && reading.Doubt != Negative {
		return p.birthday()
	}
	reading.About = p.seen[approx] && reading.Doubt == Clear
	reading.Unit = p.hasUnit()
	return reading
}

// birthday asks whether a birthday has been: of "turning 35" both ages are suggested, of "29,
// turning 30" the one.
func (p phrase) birthday() Reading {
	first := p.terms[0].value
	switch {
	case len(p.terms) == 1 && first >= 1 && p.terms[0].bound == 0 && p.terms[0].width == 0:
		return doubtful(Birthday, first, first-1)
	case len(p.terms) == 2 && p.terms[1].value == first+1:
		return doubtful(Birthday, first)
	}
	return doubtful(Birthday)
}

// decades joins "30" and "s", 代, into a number ten wide.
func decades(list []item) []item {
	var out []item
	for i := 0; i < len(list); i++ {
		it := list[i]
		if it.isNumber && i+1 < len(list) && list[i+1].role == decade && it.width == 0 && it.unitless() && tenfold(it.value) {
			it.width, it.unit = 10, 1
			i++
		}
		if !it.isNumber && it.role == decadeName {
			it = item{isNumber: true, number: number{value: it.arg, width: 10, unit: 1}, token: token{role: literal}}
		}
		out = append(out, it)
	}
	return out
}

func (n number) unitless() bool { return n.big == 0 && n.perYear == 0 && n.doubt == Clear }

func tenfold(x float64) bool { return x >= 10 && x <= 110 && math.Mod(x, 10) == 0 }

// halfDecade narrows a decade to the half the text names: 30代前半.
func (p phrase) halfDecade() phrase {
	if !p.seen[early] && !p.seen[late] {
		return p
	}
	if len(p.terms) != 1 || p.terms[0].width != 10 || p.seen[early] && p.seen[late] {
		p.seen[unknown] = true
		return p
	}
	p.terms[0].width = 5
	if p.seen[late] {
		p.terms[0].value += 5
	}
	return p
}
