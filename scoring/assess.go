package scoring

import (
	"errors"
	"math/bits"
)

// ErrUnborn says that the date of birth lies after the day of the assessment.
var ErrUnborn = errors.New("the date of birth is after the day of the assessment")

const mark = PassMark / step

// Assess scores what is known of a person in the given categories, by the table in force
// on profile.AsOf. Points, verdicts and benefits are least and most possible over all
// that is not known. The errors are [ErrNotCovered] and [ErrUnborn]; the profile is not changed.
func Assess(profile *Profile, among Sheets) (Assessment, error) {
	p, err := periodOf(profile.AsOf)
	if err != nil {
		return Assessment{}, err
	}
	if profile.AsOf.Before(profile.Birth) {
		return Assessment{}, ErrUnborn
	}
	a := Assessment{AsOf: profile.AsOf, Rules: p.edition, Sheets: among}
	k := p.locate(profile)
	var totals [Categories]reach
	for c := range Category(Categories) {
		if !among.Has(c) {
			continue
		}
		totals[c] = p.sheets[c].assess(&k, &a.Categories[c])
		p.sheets[c].matter(&k, &a.Categories[c], &a.Needs, &a.Open)
		if skip := p.sheets[c].jSkip; skip != nil {
			a.JSkip[c] = skip.truth(&k)
			skip.relevant(&k, &a.Needs)
		} else {
			a.JSkip[c] = No
		}
	}
	a.Best = best(&a)
	p.benefits(&k, &a, &totals)
	a.Cautions = p.cautions(&k, &a, profile)
	for f := range Fact(FactCount) {
		if v := profile.Value(f); v.exact(f) {
			a.Needs &^= 1 << f // the whole fact is known; only its partners can change anything
		}
	}
	a.Open |= a.Needs
	return a, nil
}

// reach is what the sums of a sheet can be, one bit per step of five points.
type reach struct {
	rest uint64 // without the part that holds the income
	// earning is that part by income cell, filled only while the income leaves the verdict open.
	earning [64]struct{ lo, hi int8 }
	byCell  bool
}

// sums returns the sums of independent parts whose own sums are a and b.
func sums(a, b uint64) uint64 {
	var out uint64
	for ; b != 0; b &= b - 1 {
		out |= a << bits.TrailingZeros64(b)
	}
	return out
}

// masks returns the cells of the part's facts, the missing ones as a single cell.
func (g *part) masks(k *known) [3]uint64 {
	m := [3]uint64{1, 1, 1}
	for i := range g.n {
		m[i] = k.cells[g.facts[i]]
	}
	return m
}

// score returns the sums the part can reach and, when points is not nil, what each of its items can.
func (g *part) score(m [3]uint64, points *[ItemCount]Points) uint64 {
	if m[0]&(m[0]-1)|m[1]&(m[1]-1)|m[2]&(m[2]-1) == 0 { // everything is known
		combo := bits.TrailingZeros64(m[0])*g.strides[0] + bits.TrailingZeros64(m[1])*g.strides[1] + bits.TrailingZeros64(m[2])*g.strides[2]
		if points != nil {
			for i, item := range g.items {
				n := int(g.item[i][combo]) * step
				points[item] = Points{n, n}
			}
		}
		return 1 << g.total[combo]
	}
	var reached uint64
	var seen [4]uint64 // the points of each item, one bit per step
	for x := m[0]; x != 0; x &= x - 1 {
		i := bits.TrailingZeros64(x) * g.strides[0]
		for y := m[1]; y != 0; y &= y - 1 {
			j := i + bits.TrailingZeros64(y)*g.strides[1]
			for z := m[2]; z != 0; z &= z - 1 {
				combo := j + bits.TrailingZeros64(z)*g.strides[2]
				reached |= 1 << g.total[combo]
				for n := range g.item {
					seen[n] |= 1 << g.item[n][combo]
				}
			}
		}
	}
	if points != nil {
		for i, item := range g.items {
			points[item] = Points{bits.TrailingZeros64(seen[i]) * step, (63 - bits.LeadingZeros64(seen[i])) * step}
		}
	}
	return reached
}

// assess fills the outcome on the sheet.
func (s *sheet) assess(k *known, out *CategoryResult) reach {
	r := reach{rest: 1}
	for i := range s.parts {
		if i != s.earning {
			r.rest = sums(r.rest, s.parts[i].score(s.parts[i].masks(k), &out.Items))
		}
	}
	earning := &s.parts[s.earning]
	m := earning.masks(k)
	total := sums(r.rest, earning.score(m, &out.Items))
	out.Min, out.Max = bits.TrailingZeros64(total)*step, (63-bits.LeadingZeros64(total))*step

	enough := total
	out.HasFloor, out.Floor = s.hasFloor, Yes
	at := earning.position(AnnualIncome)
	cells := m[at]
	if cells&^s.floor != 0 {
		out.Floor = Unknown
		enough = 0
		if m[at] &= s.floor; m[at] == 0 {
			out.Floor = No
		} else {
			enough = sums(r.rest, earning.score(m, nil))
		}
	}
	out.Verdict = Undecided
	switch {
	case enough>>mark == 0:
		out.Verdict = Fails
	case out.Floor == Yes && total&(1<<mark-1) == 0:
		out.Verdict = Passes
	}
	if cells&(cells-1) != 0 && out.Verdict == Undecided {
		r.byCell = true
		for c := cells; c != 0; c &= c - 1 {
			cell := bits.TrailingZeros64(c)
			m[at] = 1 << cell
			reached := earning.score(m, nil)
			r.earning[cell].lo, r.earning[cell].hi = int8(bits.TrailingZeros64(reached)), int8(63-bits.LeadingZeros64(reached))
		}
	}
	out.Refused = s.refuse(k, out)
	return r
}

// position returns where f stands among the part's facts.
func (g *part) position(f Fact) int {
	for i := range g.n {
		if g.facts[i] == f {
			return i
		}
	}
	panic("scoring: the part does not hold the fact")
}

// refuse lists what would have earned points and did not: per item the most it lost.
func (s *sheet) refuse(k *known, out *CategoryResult) []Refusal {
	var list []Refusal
	for i := range s.limited {
		l := &s.limited[i]
		if n := len(list); n > 0 && list[n-1].Item == l.item || out.Items[l.item].Max >= l.points {
			continue
		}
		if l.if_.truth(k) == Yes && l.provide.truth(k) == No {
			list = append(list, Refusal{l.item, l.points, l.because})
		}
	}
	return list
}

// matter adds to needs the facts that can still change the verdict, to open those that can
// still change the points of an item.
func (s *sheet) matter(k *known, out *CategoryResult, needs, open *FactSet) {
	if out.Min == out.Max && out.Verdict != Undecided && !s.uncertain(out) {
		return
	}
	var own, before [24]uint64 // sums of each part, and of all parts before it, incomes under the floor left out
	before[0] = 1
	for i := range s.parts {
		m := s.parts[i].masks(k)
		if i == s.earning {
			if m[s.parts[i].position(AnnualIncome)] &= s.floor; m[s.parts[i].position(AnnualIncome)] == 0 {
				continue // the verdict is settled; own stays 0
			}
		}
		own[i] = s.parts[i].score(m, nil)
		before[i+1] = sums(before[i], own[i])
	}
	after := uint64(1)
	for i := len(s.parts) - 1; i >= 0; i-- {
		g := &s.parts[i]
		m := g.masks(k)
		var others uint64
		if out.Verdict == Undecided {
			others = sums(before[i], after)
		}
		for j := range g.n {
			if m[j]&(m[j]-1) == 0 {
				continue
			}
			floor := ^uint64(0)
			if i == s.earning {
				floor = s.floor
			}
			total, verdict := g.swing(m, j, others, floor)
			if total {
				*open |= 1 << g.facts[j]
			}
			if verdict {
				*needs |= 1 << g.facts[j]
			}
		}
		after = sums(after, own[i])
	}
}

// uncertain reports whether an item's points are not settled though the total is.
func (s *sheet) uncertain(out *CategoryResult) bool {
	for _, i := range out.Items {
		if i.Min != i.Max {
			return true
		}
	}
	return false
}

// swing reports whether the part's fact j can change the points of an item, and whether it
// can change the verdict when the other parts sum to one of others. floor is the set of
// income cells that count.
func (g *part) swing(m [3]uint64, j int, others, floor uint64) (total, verdict bool) {
	a, b := (j+1)%3, (j+2)%3
	income := -1
	for i := range g.n {
		if g.facts[i] == AnnualIncome && floor != ^uint64(0) {
			income = i
		}
	}
	for x := m[a]; x != 0; x &= x - 1 {
		for y := m[b]; y != 0; y &= y - 1 {
			base := bits.TrailingZeros64(x)*g.strides[a] + bits.TrailingZeros64(y)*g.strides[b]
			counts := income != a || x&-x&floor != 0
			counts = counts && (income != b || y&-y&floor != 0)
			first := base + bits.TrailingZeros64(m[j])*g.strides[j]
			lo, hi, under := 63, -1, false // sums that count, and whether some cell lies under the floor
			for z := m[j]; z != 0; z &= z - 1 {
				combo := base + bits.TrailingZeros64(z)*g.strides[j]
				for i := range g.item {
					total = total || g.item[i][combo] != g.item[i][first]
				}
				if income == j && z&-z&floor == 0 {
					under = true
					continue
				}
				lo, hi = min(lo, int(g.total[combo])), max(hi, int(g.total[combo]))
			}
			if !counts || hi < 0 || verdict {
				continue
			}
			// Some sum of the others passes with hi and fails with lo, or under the floor.
			passing := others >> max(0, mark-hi) << max(0, mark-hi)
			if !under {
				passing &= 1<<max(0, mark-lo) - 1
			}
			verdict = passing != 0
		}
	}
	return total, verdict
}

// best returns the category with the best verdict, then the most points.
func best(a *Assessment) Category {
	found, any := Academic, false
	for c := range Category(Categories) {
		if !a.Sheets.Has(c) {
			continue
		}
		x, y := &a.Categories[c], &a.Categories[found]
		if !any || x.Verdict > y.Verdict || x.Verdict == y.Verdict && (x.Min > y.Min || x.Min == y.Min && x.Max > y.Max) {
			found, any = c, true
		}
	}
	return found
}
