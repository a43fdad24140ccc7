package scoring

import "math/bits"

// outcomes is what may come together: the standing by the sheets and the joint income, by
// cell of the shared fact. A standing is there with all other facts of the household.
type outcomes struct {
	levels [2][standings]uint8 // the levels of the joint income, one bit each
	// The thresholds of the joint income that a yen of the spouse's, or of the person's own,
	// income crosses, one bit each.
	bySpouse, byIncome [2][standings]uint8
	// uncertain are the income cells in which recognition by points without J-Skip may be
	// possible; whatever it is, the least and most possible are the same.
	uncertain [2]uint64
}

// benefits decides every preferential treatment. The income enters twice, through the
// points and through the household, so each income cell is looked at by itself.
func (p *period) benefits(k *known, a *Assessment, tallies *[Categories]tally) {
	var may outcomes
	for cells := k.cells[AnnualIncome]; cells != 0; cells &= cells - 1 {
		cell := bits.TrailingZeros64(cells)
		jSkip := p.jSkip(k, a.Sheets, cell)
		money := p.money(k, cell)
		for x := k.cells[p.shared]; x != 0; x &= x - 1 {
			shared := bits.TrailingZeros64(x)
			can, must := p.points(a, tallies, cell, shared)
			if can && !must && jSkip != Yes && degreesIncomparable(k.cells[Degrees]) {
				must = !p.allFail(k, a.Sheets, cell, shared)
			}
			for q := range standings {
				if canStand(q, jSkip, can, must) {
					may.add(shared, q, money)
				}
			}
			if jSkip == Unknown && can && !must {
				may.uncertain[shared] |= 1 << cell
			}
		}
	}
	k.recognised, k.jSkip = may.truth()
	var states [maxRequired]Truth
	for i := range p.required {
		states[i] = p.required[i].satisfied.truth(k)
	}
	for b := range p.grants {
		g := &p.grants[b]
		g.decide(k, &may, &states, &a.Benefits[b])
		a.Benefits[b].Benefit = Benefit(b)
		if a.Benefits[b].open() {
			g.matter(k, &may, &a.Needs)
		}
	}
	if k.household&p.household&^a.Needs != 0 && may.uncertain != [2]uint64{} {
		p.resolve(k, a, &may)
	}
}

// jSkip returns whether some category asked for meets J-Skip in the income cell.
func (p *period) jSkip(k *known, among Sheets, cell int) Truth {
	whole := k.cells[AnnualIncome]
	k.cells[AnnualIncome] = 1 << cell
	met := No
	for c := range Category(Categories) {
		if s := &p.sheets[c]; among.Has(c) && s.jSkip != nil {
			met = either(met, s.jSkip.truth(k))
		}
	}
	k.cells[AnnualIncome] = whole
	return met
}

// points returns whether some category asked for can and must pass in a cell of the income
// and of the shared fact.
func (p *period) points(a *Assessment, tallies *[Categories]tally, cell, shared int) (can, must bool) {
	for c := range Category(Categories) {
		if !a.Sheets.Has(c) || a.Categories[c].Verdict == Fails {
			continue
		}
		if a.Categories[c].Verdict == Passes {
			return true, true
		}
		s, t := &p.sheets[c], &tallies[c]
		if s.floor>>cell&1 == 0 {
			continue
		}
		b := t.rest.plus(t.earning[cell]).plus(t.shared[shared])
		can = can || b.hi >= passSteps
		must = must || b.lo >= passSteps
	}
	return can, must
}

// degreesIncomparable reports whether of the degrees still possible none is the worst in every category: a
// doctorate is worth more than an MBA in one and less in another. Of all other facts the
// same case is the worst everywhere, so that what can fail alone can fail together.
func degreesIncomparable(degrees uint64) bool { return several(degrees) && degrees&1 == 0 }

// allFail reports whether with one and the same degrees no category passes and none meets J-Skip.
func (p *period) allFail(k *known, among Sheets, cell, shared int) bool {
	here := *k
	here.cells[AnnualIncome], here.cells[p.shared] = 1<<cell, 1<<shared
	for left := k.cells[Degrees]; left != 0; left &= left - 1 {
		here.cells[Degrees] = left & -left
		fail := p.jSkip(&here, among, cell) != Yes
		for c := range Category(Categories) {
			s := &p.sheets[c]
			fail = fail && (!among.Has(c) || s.floor>>cell&1 == 0 || s.bounds(&here).lo < passSteps)
		}
		if fail {
			return true
		}
	}
	return false
}

// canStand reports whether q is possible with all that goes with it, as far as that is
// known without looking closer (see outcomes.uncertain).
func canStand(q standing, jSkip Truth, can, must bool) bool {
	switch q {
	case unrecognised:
		return jSkip != Yes && !must
	case byJSkip:
		return jSkip != No
	}
	return jSkip == No && can || jSkip == Unknown && must
}

// money is the joint income in one cell of the income.
type money struct{ levels, bySpouse, byIncome uint8 }

func (p *period) money(k *known, cell int) money {
	least, most := k.income[0], k.income[1]-1
	grid := p.grid[AnnualIncome]
	if cell > 0 {
		least = max(least, grid[cell-1])
	}
	last := most // the last income with a yen more that is possible
	if cell < len(grid) {
		most = min(most, grid[cell]-1)
		last = min(last-1, most)
	}
	low, high := k.spouse[0], k.spouse[1]-1
	from, to := cellOf(p.joint, least+low), cellOf(p.joint, most+high)
	m := money{levels: 1<<(to+1) - 1<<from}
	if low < high {
		m.bySpouse = 1<<to - 1<<from
	}
	for i, at := range p.joint {
		if least <= last && at-1-high <= last && least <= at-1-low {
			m.byIncome |= 1 << i
		}
	}
	return m
}

func (m *outcomes) add(shared int, q standing, joint money) {
	m.levels[shared][q] |= joint.levels
	m.bySpouse[shared][q] |= joint.bySpouse
	m.byIncome[shared][q] |= joint.byIncome
}

// truth returns whether the person is recognised, and by J-Skip.
func (m *outcomes) truth() (recognised, jSkip Truth) {
	var there [standings]bool
	for q := range standings {
		there[q] = m.levels[0][q]|m.levels[1][q] != 0
	}
	return truthOf(there[byPoints] || there[byJSkip], !there[unrecognised]),
		truthOf(there[byJSkip], !there[unrecognised] && !there[byPoints])
}

// resolve settles what is uncertain, and with it the needs.
func (p *period) resolve(k *known, a *Assessment, may *outcomes) {
	for shared, cells := range may.uncertain {
		for ; cells != 0; cells &= cells - 1 {
			cell := bits.TrailingZeros64(cells)
			here := *k
			here.cells[AnnualIncome], here.cells[p.shared] = 1<<cell, 1<<shared
			if p.byPoints(&here, a.Sheets) {
				may.add(shared, byPoints, p.money(k, cell))
			}
		}
	}
	for b := range p.grants {
		if a.Benefits[b].open() {
			p.grants[b].matter(k, may, &a.Needs)
		}
	}
}

// byPoints reports whether a category passes when none meets J-Skip; k is changed.
func (p *period) byPoints(k *known, among Sheets) bool {
	for c := range Category(Categories) {
		if s := &p.sheets[c]; among.Has(c) && s.jSkip != nil && s.jSkip.truth(k) == Unknown && !s.jSkip.deny(k) {
			return true // not known; the needs may then hold a fact too many
		}
	}
	for c := range Category(Categories) {
		if s := &p.sheets[c]; among.Has(c) && k.cells[AnnualIncome]&s.floor != 0 && s.bounds(k).hi >= passSteps {
			return true
		}
	}
	return false
}
