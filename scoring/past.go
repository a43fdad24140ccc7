package scoring

import (
	"math"
	"slices"
)

// past is a person on other days than today.
type past struct {
	*Person
	earlier []Earlier      // the latest day first
	told    FactSet        // the facts of earlier
	grows   FactSet        // the facts that grow by what is known today
	growing [Age + 1]years // by fact
	varies  FactSet        // the facts that may not be the same on all days
}

func newPast(p *Person) past {
	h := past{Person: p, earlier: p.latestFirst()}
	for i := range p.Earlier {
		h.told |= p.Earlier[i].Facts
	}
	h.varies = h.told
	for _, f := range yearFacts {
		if !p.Value(f).Known() {
			continue
		}
		h.varies |= 1 << f
		if isCareer(f) && h.grows.Has(f-1) && p.values[f] == p.values[f-1] { // most often the same in all categories
			h.grows |= 1 << f
			h.growing[f] = h.growing[f-1]
		} else if y, known := p.years(f); known {
			h.grows |= 1 << f
			h.growing[f] = y
		}
	}
	return h
}

// on returns what is known of the person on the day d: the facts of today, overlaid by what
// was different before a day after d, and the age and the experience of d.
func (p *past) on(d Date) Profile {
	day := p.Profile
	day.AsOf = d
	for facts := p.told | p.grows; facts != 0; facts &= facts - 1 {
		f := facts.first()
		day.values[f] = p.value(f, d)
	}
	return day
}

// value returns what is known of f on the day d.
func (p *past) value(f Fact, d Date) Value {
	if p.grows.Has(f) && d != p.AsOf {
		return p.growing[f].on(d)
	}
	if p.told.Has(f) {
		for i := len(p.earlier) - 1; i >= 0; i-- {
			if e := &p.earlier[i]; e.Facts.Has(f) && d.Before(e.Before) {
				return e.values[f]
			}
		}
	}
	return p.valueOn(f, d)
}

// latestFirst returns what was different, the latest day first.
func (h *History) latestFirst() []Earlier {
	if slices.IsSortedFunc(h.Earlier, laterFirst) {
		return h.Earlier
	}
	sorted := slices.Clone(h.Earlier)
	slices.SortFunc(sorted, laterFirst)
	return sorted
}

func laterFirst(a, b Earlier) int { return compareDates(b.Before, a.Before) }

// yearFacts are the facts that grow by themselves.
var yearFacts = [...]Fact{Age, CareerAcademic, CareerTechnical, CareerManagement}

// years are completed years of age or experience, known on one day: they began on one of the
// days from earliest to latest. Earliest is the zero Date where there is no limit.
type years struct{ earliest, latest Date }

// years returns when an age or experience, given in years, began. It is not known where
// nothing is known of the fact, or where the day itself is given instead.
func (p *Person) years(f Fact) (y years, known bool) {
	v := p.values[f]
	if !v.Known() || f == Age && !p.Birth.IsZero() || isCareer(f) && !p.CareerSince.IsZero() {
		return y, false
	}
	least, below := v.From, v.Below
	if f != Age && v.exact(f) {
		below = least + 1 // completed years: the next one is not complete
	}
	y.latest = p.AsOf.minusYears(least)
	if !math.IsInf(below, 1) {
		y.earliest = p.AsOf.minusYears(below).AddDays(1)
	}
	return y, true
}

// on returns the completed years on d.
func (y years) on(d Date) Value {
	v := Value{From: float64(max(0, AgeOn(y.latest, d))), Below: math.Inf(1)}
	if !y.earliest.IsZero() {
		v.Below = float64(max(0, AgeOn(y.earliest, d))) + 1
	}
	return v
}

// steps are the days on which the years may complete one of the thresholds.
func (y years) steps(thresholds []float64, note func(Date)) {
	for _, t := range thresholds {
		note(y.latest.completes(int(math.Ceil(t))))
		if !y.earliest.IsZero() {
			note(y.earliest.completes(int(math.Ceil(t))))
		}
	}
}

// minusYears returns the day x years earlier, in calendar months, and what is less than a month
// at thirty days a month.
func (d Date) minusYears(x float64) Date {
	x = min(x, 2*float64(d.Year)) // before all days that matter
	months, rest := math.Modf(12*x + 1e-9)
	d = d.AddMonths(-int(months))
	if days := int(math.Round(30 * rest)); days > 0 {
		d = d.AddDays(-days)
	}
	return d
}
