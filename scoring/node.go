package scoring

import (
	"fmt"
	"math/bits"
	"slices"
)

// node is a compiled condition.
type node struct {
	op   operator
	fact Fact
	mask uint64 // the cells that satisfy it
	at   float64
	args []*node
}

// node compiles a condition for the category c.
func (p *period) node(cond Condition, c Category) *node {
	n := &node{op: cond.op, at: cond.at}
	switch cond.op {
	case opCases:
		n.fact, n.mask = cond.fact, cond.cases
	case opAtLeast, opYoungest:
		f := cond.facts(c)[0]
		i, found := slices.BinarySearch(p.grid[f], cond.at)
		if !found {
			panic(fmt.Sprintf("scoring: threshold of %s not in the grid", f.Key()))
		}
		below := uint64(1)<<(i+1) - 1
		n.op, n.fact, n.mask = opCases, f, p.all(f)&^below
		if cond.op == opYoungest {
			n.mask = below
		}
	}
	for _, a := range cond.args {
		n.args = append(n.args, p.node(a, c))
	}
	return n
}

// known is what is known, in cells.
type known struct {
	cells             [FactCount]uint64
	index             [FactCount]uint8 // of the only cell, where there is only one
	open              FactSet          // the facts that may lie in several cells
	household         FactSet          // the same, and the incomes that are not known to the yen
	income, spouse    [2]float64       // half-open intervals, yen
	recognised, jSkip Truth
}

// set keeps the cells that f may lie in.
func (k *known) set(f Fact, cells uint64) {
	k.cells[f], k.index[f] = cells, uint8(bits.TrailingZeros64(cells))
	k.open &^= 1 << f
	if several(cells) {
		k.open |= 1 << f
	}
}

// locate turns a profile into cells.
func (p *period) locate(profile *Profile, k *known) {
	for f := range Fact(FactCount) {
		k.cells[f] = p.cellsOf(f, &profile.values[f])
	}
	if !profile.Birth.IsZero() {
		v := profile.Value(Age)
		k.cells[Age] = span(p.grid[Age], v.From, v.Below)
	}
	if !profile.CareerSince.IsZero() {
		for c := range Category(Categories) {
			v := profile.Value(CareerIn(c))
			k.cells[CareerIn(c)] = span(p.grid[CareerIn(c)], v.From, v.Below)
		}
	}
	k.income[0], k.income[1] = profile.values[AnnualIncome].interval()
	k.spouse[0], k.spouse[1] = profile.values[SpouseIncome].interval()
	for f, cells := range k.cells {
		k.set(Fact(f), cells)
	}
	k.household = k.open
	if k.income[1]-k.income[0] > 1 {
		k.household |= 1 << AnnualIncome
	}
	if k.spouse[1]-k.spouse[0] > 1 {
		k.household |= 1 << SpouseIncome
	}
}

// cellsOf returns the cells of f that v leaves possible.
func (p *period) cellsOf(f Fact, v *Value) uint64 {
	switch f.Kind() {
	case Whole, Decimal:
		if *v != (Value{}) {
			return span(p.grid[f], v.From, v.Below)
		}
	case Ages:
		if v.Cases != 0 {
			return 1 << cellOf(p.grid[f], float64(bits.TrailingZeros64(v.Cases)))
		}
	default:
		if v.Cases != 0 {
			return v.Cases
		}
	}
	return p.all(f)
}

// span returns the cells of grid that from <= x < below touches.
func span(grid []float64, from, below float64) uint64 {
	first := cellOf(grid, from)
	last := first
	for last < len(grid) && grid[last] < below {
		last++
	}
	return uint64(1)<<(last+1) - uint64(1)<<first
}

// cellOf returns the cell of grid that x lies in.
func cellOf(grid []float64, x float64) int {
	i := 0
	for i < len(grid) && grid[i] <= x {
		i++
	}
	return i
}

// several reports whether more than one cell is possible.
func several(cells uint64) bool { return cells&(cells-1) != 0 }

// truth answers the condition from what is known.
func (n *node) truth(k *known) Truth {
	switch n.op {
	case opAlways:
		return Yes
	case opCases:
		if k.cells[n.fact]&n.mask == 0 {
			return No
		}
		if k.cells[n.fact]&^n.mask == 0 {
			return Yes
		}
		return Unknown
	case opHousehold:
		if k.income[0]+k.spouse[0] >= n.at {
			return Yes
		}
		if k.income[1]-1+k.spouse[1]-1 < n.at {
			return No
		}
		return Unknown
	case opRecognised:
		return k.recognised
	case opJSkip:
		return k.jSkip
	case opNot:
		return not(n.args[0].truth(k))
	}
	worst, decides := Yes, No
	if n.op == opAny {
		worst, decides = No, Yes
	}
	for _, a := range n.args {
		switch a.truth(k) {
		case decides:
			return decides
		case Unknown:
			worst = Unknown
		}
	}
	return worst
}

// relevant adds the facts that could still decide the condition. It is exact because no
// condition mentions a fact twice.
func (n *node) relevant(k *known, into *FactSet) {
	if n.truth(k) != Unknown {
		return
	}
	if n.op == opCases {
		*into |= 1 << n.fact
	}
	for _, a := range n.args {
		a.relevant(k, into)
	}
}

// deny leaves in k only what makes the condition, not certainly met, fail. It reports
// whether it could: All fails in more than one way where more than one condition is open.
func (n *node) deny(k *known) bool {
	if n.truth(k) == No {
		return true
	}
	switch n.op {
	case opCases:
		k.cells[n.fact] &^= n.mask
		return true
	case opAny:
		return !slices.ContainsFunc(n.args, func(a *node) bool { return !a.deny(k) })
	case opAll:
		var open []*node
		for _, a := range n.args {
			if a.truth(k) == Unknown {
				open = append(open, a)
			}
		}
		return len(open) == 1 && open[0].deny(k)
	}
	return false
}

func not(t Truth) Truth { return [...]Truth{Unknown: Unknown, No: Yes, Yes: No}[t] }

func either(a, b Truth) Truth {
	if a == Yes || b == Yes {
		return Yes
	}
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return No
}

func both(a, b Truth) Truth {
	if a == No || b == No {
		return No
	}
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return Yes
}

// truthOf returns what is certain of something that can be so or must be so.
func truthOf(can, must bool) Truth {
	if must {
		return Yes
	}
	if can {
		return Unknown
	}
	return No
}
