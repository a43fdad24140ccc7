package scoring

import (
	"errors"
	"math"
	"math/bits"
)

// ErrUnborn says that the date of birth lies after the day of the assessment.
var ErrUnborn = errors.New("the date of birth is after the day of the assessment")

// Assess scores what is known of a person in the given categories, by the table in force
// on profile.AsOf. Points, verdicts and benefits are least and most possible over all
// that is not known. The errors are [ErrNotCovered] and [ErrUnborn]; the profile is not changed.
func Assess(profile *Profile, among Sheets) (Assessment, error) {
	return published.Assess(profile, among)
}

// Assess is [Assess] by the rules of t.
func (t *Table) Assess(profile *Profile, among Sheets) (a Assessment, err error) {
	err = t.assess(&a, profile, among)
	return a, err
}

// assess is [Table.Assess] into a, in the memory of the ways to benefits that a has.
func (t *Table) assess(a *Assessment, profile *Profile, among Sheets) error {
	before := a.Benefits
	*a = Assessment{}
	for b := range before {
		a.Benefits[b].Routes = before[b].Routes
	}
	p, err := t.on(profile.AsOf)
	if err != nil {
		return err
	}
	if profile.AsOf.Before(profile.Birth) {
		return ErrUnborn
	}
	a.AsOf, a.Rules, a.Sheets = profile.AsOf, p.edition, among
	var k known
	p.locate(profile, &k)
	var tallies [Categories]tally
	for c := range Category(Categories) {
		if !among.Has(c) {
			continue
		}
		s, t, out := &p.sheets[c], &tallies[c], &a.Categories[c]
		s.add(&k, t, out)
		s.matter(&k, t, out.Verdict == Undecided, passSteps, &a.Needs, &a.Open)
		a.JSkip[c] = No
		if s.jSkip != nil {
			a.JSkip[c] = s.jSkip.truth(&k)
			s.jSkip.relevant(&k, &a.Needs)
		}
	}
	a.Best = best(a)
	p.benefits(&k, a, &tallies)
	a.Cautions = p.caution(profile, a)
	a.Open |= a.Needs
	return nil
}

// Least returns the points that are certain in a category, the least of [Assess], and whether its
// income floor is met, for those who ask for nothing else, but often. The errors are those of [Assess].
func Least(profile *Profile, c Category) (points int, floor Truth, err error) {
	p, err := published.on(profile.AsOf)
	if err != nil {
		return 0, Unknown, err
	}
	if profile.AsOf.Before(profile.Birth) {
		return 0, Unknown, ErrUnborn
	}
	var k known
	p.locate(profile, &k)
	s := &p.sheets[c]
	return int(s.bounds(&k).lo) * step, s.floorMet(&k), nil
}

// tally is what the parts of a sheet add up to.
type tally struct {
	own [maxParts]uint64 // the sums of each part that is not settled
	// open are the parts that are not settled; fixed is what the others give, in steps.
	open  uint32
	fixed int8
	all   bounds
	// rest are the bounds without the parts that hold the income and the shared fact;
	// earning and shared are those by cell. They are there only while the verdict is undecided.
	rest    bounds
	earning [maxCells]bounds
	shared  [2]bounds
}

const (
	maxParts = 24
	maxCells = 32 // of the income
)

// tally adds up the parts and sets the points of the items.
func (s *sheet) tally(k *known, t *tally, items *[ItemCount]Points) {
	for i := range s.parts {
		g := &s.parts[i]
		if g.set&k.open == 0 {
			t.fixed += g.settle(k, items)
			continue
		}
		t.open |= 1 << i
		t.own[i] = g.score(g.masks(k), items)
		t.all = t.all.plus(boundsOf(t.own[i]))
	}
	t.all = t.all.plus(bounds{t.fixed, t.fixed})
}

// add fills the outcome on the sheet.
func (s *sheet) add(k *known, t *tally, out *CategoryResult) {
	s.tally(k, t, &out.Items)
	out.Min, out.Max = int(t.all.lo)*step, int(t.all.hi)*step
	out.HasFloor, out.Floor = s.hasFloor, s.floorMet(k)
	switch {
	case out.Floor == No || s.most(k, t) < passSteps:
		out.Verdict = Fails
	case out.Floor == Yes && t.all.lo >= passSteps:
		out.Verdict = Passes
	default:
		s.split(k, t)
	}
	out.Refused = s.refuse(k, out)
}

// floorMet reports whether the income is at or above the floor of the sheet.
func (s *sheet) floorMet(k *known) Truth {
	income := k.cells[AnnualIncome]
	return truthOf(income&s.floor != 0, income&^s.floor == 0)
}

// most returns the most points with an income at or above the floor.
func (s *sheet) most(k *known, t *tally) int8 {
	if k.cells[AnnualIncome]&^s.floor == 0 {
		return t.all.hi
	}
	g := &s.parts[s.earning]
	return t.all.hi - boundsOf(t.own[s.earning]).hi + boundsOf(g.counting(g.masks(k), s.floor)).hi
}

// split prepares the bounds by cell of the income and of the shared fact.
func (s *sheet) split(k *known, t *tally) {
	t.rest = t.all
	t.take(s, s.earning, k, AnnualIncome, t.earning[:])
	if s.shared >= 0 {
		t.take(s, s.shared, k, s.sharedFact, t.shared[:])
	}
}

// bounds returns the least and the most points, in steps.
func (s *sheet) bounds(k *known) (b bounds) {
	for i := range s.parts {
		g := &s.parts[i]
		b = b.plus(g.bounds(g.masks(k)))
	}
	return b
}

// take moves the part i from rest into the bounds by cell of the fact f.
func (t *tally) take(s *sheet, i int, k *known, f Fact, into []bounds) {
	g := &s.parts[i]
	m := g.masks(k)
	j := g.position(f)
	whole := bounds{math.MaxInt8, 0}
	for cells := m[j]; cells != 0; cells &= cells - 1 {
		cell := bits.TrailingZeros64(cells)
		b := g.within(m, j, cell)
		into[cell], whole = b, bounds{min(whole.lo, b.lo), max(whole.hi, b.hi)}
	}
	t.rest = t.rest.minus(whole)
}

// refuse lists what would have earned points and did not: per item the most it lost.
func (s *sheet) refuse(k *known, out *CategoryResult) []Refusal {
	var list []Refusal
	for i := range s.limited {
		l := &s.limited[i]
		if n := len(list); n > 0 && list[n-1].Item == l.Item || out.Items[l.Item].Max >= l.points {
			continue
		}
		if l.provided.truth(k) == No && l.satisfied.truth(k) == Yes {
			list = append(list, Refusal{l.Item, l.points, l.because, l.refused})
		}
	}
	return list
}

// matter adds to needs the facts that can still change whether the mark is reached, while that
// is undecided, and to open those that can still change the points of an item.
func (s *sheet) matter(k *known, t *tally, undecided bool, mark int, needs, open *FactSet) {
	var before [maxParts]uint64 // the sums of the settled parts and of all open ones before it
	if sum := uint64(1) << t.fixed; undecided {
		for left := t.open; left != 0; left &= left - 1 {
			i := bits.TrailingZeros32(left)
			before[i] = sum
			sum = sums(sum, s.counting(k, t, i))
		}
	}
	after := uint64(1) // the sums of all open parts after it
	for left := t.open; left != 0; {
		i := bits.Len32(left) - 1
		left &^= 1 << i
		g := &s.parts[i]
		m := g.masks(k)
		var others uint64
		if undecided {
			others = sums(before[i], after)
			after = sums(after, s.counting(k, t, i))
		}
		for j := range g.n {
			if !several(m[j]) || open.Has(g.facts[j]) && (!undecided || needs.Has(g.facts[j])) {
				continue
			}
			influence := g.influences(m, j, s.floor, mark)
			if influence.open {
				*open |= 1 << g.facts[j]
			}
			if influence.decisive&others != 0 {
				*needs |= 1 << g.facts[j]
			}
		}
	}
}

// counting returns the sums of the part i, incomes under the floor left out.
func (s *sheet) counting(k *known, t *tally, i int) uint64 {
	if i != s.earning || k.cells[AnnualIncome]&^s.floor == 0 {
		return t.own[i]
	}
	return s.parts[i].counting(s.parts[i].masks(k), s.floor)
}

// best returns the category with the best verdict, then the most points.
func best(a *Assessment) Category {
	found, any := Academic, false
	for c := range Category(Categories) {
		if !a.Sheets.Has(c) {
			continue
		}
		x, y := &a.Categories[c], &a.Categories[found]
		r := a.rank(c) - a.rank(found)
		if !any || r > 0 || r == 0 && (x.Min > y.Min || x.Min == y.Min && x.Max > y.Max) {
			found, any = c, true
		}
	}
	return found
}

// rank orders categories by how surely they are open to the person, be it by points or by J-Skip.
func (a *Assessment) rank(c Category) int {
	switch v := a.Categories[c].Verdict; {
	case v == Passes || a.JSkip[c] == Yes:
		return 2
	case v == Undecided || a.JSkip[c] == Unknown:
		return 1
	}
	return 0
}
