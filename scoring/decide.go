package scoring

import (
	"math/bits"
	"slices"
)

// held returns the combinations that are possible.
func (g *grant) held(k *known) uint64 {
	held := ^uint64(0)
	for i, f := range g.facts {
		var any uint64
		for cells := k.cells[f]; cells != 0; cells &= cells - 1 {
			any |= g.within[i][bits.TrailingZeros64(cells)]
		}
		held &= any
	}
	if len(g.facts) == 0 {
		return 1
	}
	return held
}

// in returns those of the combinations with the shared fact in the cell.
func (g *grant) in(held uint64, shared int) uint64 {
	if g.shared < 0 {
		return held
	}
	return held & g.within[g.shared][shared]
}

// levels returns the levels of the joint income to look at: one stands for all where none matters.
func (g *grant) levels(may *outcomes, shared int, q standing) uint8 {
	if g.set != 0 {
		return may.levels[shared][q]
	}
	if shared == 0 && may.levels[0][q]|may.levels[1][q] != 0 {
		return 1
	}
	return 0
}

// decide sets the outcome r from the states of the requirements.
func (g *grant) decide(k *known, may *outcomes, states *[maxRequired]Truth, r *BenefitResult) {
	var can, fails uint32 // claims
	held := g.held(k)
	for shared := range may.levels {
		here := g.in(held, shared)
		for q := range standings {
			for levels := g.levels(may, shared, q); levels != 0; levels &= levels - 1 {
				for i, claim := range g.claims[q][bits.TrailingZeros8(levels)] {
					if here&claim != 0 {
						can |= 1 << i
					}
					if here&^claim != 0 {
						fails |= 1 << i
					}
				}
			}
		}
	}
	claim := func(i int) Truth { return truthOf(can>>i&1 == 1, fails>>i&1 == 0) }
	r.State = claim(0)
	for n := range g.persons {
		switch claim(1 + n) {
		case Yes:
			r.Number, r.UpTo = n+1, n+1
		case Unknown:
			r.UpTo = n + 1
		}
	}
	n := len(g.ways)
	if n != 1 { // the result of a single way is shared
		r.Routes = slices.Grow(r.Routes[:0], n)[:n]
	}
	for i := range g.ways {
		w, code := &g.ways[i], 0
		for _, n := range w.requires {
			code = code*3 + int(states[n])
		}
		code = code*3 + int(claim(1+g.persons+i))
		if n == 1 {
			r.Routes = w.results[code : code+1 : code+1]
			return
		}
		r.Routes[i] = w.results[code]
	}
}

// open reports whether something is still to be decided.
func (r *BenefitResult) open() bool { return r.State == Unknown || r.Number != r.UpTo }

// matter adds the facts that can still change the benefit. What a change of the standing
// does need not be looked at: it is a change of a verdict or of J-Skip.
func (g *grant) matter(k *known, may *outcomes, needs *FactSet) {
	held := g.held(k)
	for n := range standings {
		q := byJSkip - n // with J-Skip there is most to find
		for shared := range may.levels {
			if k.household&g.set&^*needs == 0 {
				return
			}
			here := g.in(held, shared)
			for levels := may.levels[shared][q]; levels != 0; levels &= levels - 1 {
				g.turn(k, g.claims[q][bits.TrailingZeros8(levels)][:1+g.persons], here, needs)
			}
			if g.rises(g.claims[q], may.bySpouse[shared][q], here) {
				*needs |= 1 << SpouseIncome
			}
			if g.rises(g.claims[q], may.byIncome[shared][q], here) {
				*needs |= 1 << AnnualIncome
			}
		}
	}
}

// rises reports whether crossing one of the thresholds of the joint income changes a claim.
func (g *grant) rises(byLevel [][]uint64, thresholds uint8, here uint64) bool {
	for ; thresholds != 0; thresholds &= thresholds - 1 {
		level := bits.TrailingZeros8(thresholds)
		for i := range 1 + g.persons {
			if (byLevel[level][i]^byLevel[level+1][i])&here != 0 {
				return true
			}
		}
	}
	return false
}

// turn adds the facts that change one of the claims by moving from one cell to another;
// from are the combinations to start at.
func (g *grant) turn(k *known, claims []uint64, from uint64, needs *FactSet) {
	for i, f := range g.facts {
		if !several(k.cells[f]) || needs.Has(f) {
			continue
		}
		for x := k.cells[f]; x != 0; x &= x - 1 {
			a := bits.TrailingZeros64(x)
			for y := k.cells[f]; y != 0; y &= y - 1 {
				b := bits.TrailingZeros64(y)
				for _, claim := range claims {
					if from&g.within[i][a]&(claim^shift(claim, (b-a)*g.strides[i])) != 0 {
						*needs |= 1 << f
					}
				}
			}
		}
	}
}

// shift moves the combinations by n, so that bit i of the result is bit i+n of the claim.
func shift(claim uint64, n int) uint64 {
	if n < 0 {
		return claim << -n
	}
	return claim >> n
}
