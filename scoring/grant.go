package scoring

import (
	"fmt"
	"slices"
)

// required is a compiled [Required].
type required struct {
	id        string
	satisfied *node
}

// standing is what the sheets say of a person.
type standing uint8

// maxRequired is how many conditions the benefits may have in all.
const maxRequired = 16

const (
	unrecognised standing = iota
	byPoints              // recognised, without J-Skip
	byJSkip               // recognised, with J-Skip
	standings
)

// grant is one benefit, tabulated over the facts of the household.
type grant struct {
	ways    []way
	persons int // how many persons it allows at most
	set     FactSet
	// The combinations of cells of the facts; within is those with a fact in a cell.
	facts   []Fact
	strides []int
	within  [][]uint64
	shared  int // the position of the shared fact, -1 where it is none of them
	// claims are, by standing and level of the joint income, the combinations for which a
	// thing is so: that there is the benefit, that it allows at least 1, 2 … persons, and
	// that each way is met.
	claims [standings][][]uint64
}

// way is a compiled [Way].
type way struct {
	*Way
	requires []int // indices of period.required
	// results are what can come of it: three states for each of the states of the requirements.
	results []RouteResult
}

// grant compiles the ways to the benefit b.
func (p *period) grant(b Benefit, ways []Way) grant {
	g := grant{shared: -1}
	for i := range ways {
		if ways[i].Benefit != b {
			continue
		}
		g.ways = append(g.ways, p.way(&ways[i]))
		g.persons = max(g.persons, ways[i].Number)
		for _, r := range ways[i].Requires {
			g.set |= FactsOf(r.If.facts(Academic)...)
		}
	}
	g.facts = (g.set &^ FactsOf(AnnualIncome, SpouseIncome)).List()
	combos := 1
	for i, f := range g.facts {
		if f == p.shared {
			g.shared = i
		}
		g.strides = append(g.strides, combos)
		combos *= p.cells(f)
	}
	if combos > 64 {
		panic(fmt.Sprintf("scoring: too many facts decide %s; widen grant", b))
	}
	for i, f := range g.facts {
		masks := make([]uint64, p.cells(f))
		for combo := range combos {
			masks[combo/g.strides[i]%len(masks)] |= 1 << combo
		}
		g.within = append(g.within, masks)
	}
	for q := range standings {
		for level := range len(p.joint) + 1 {
			g.claims[q] = append(g.claims[q], p.claims(&g, q, level, combos))
		}
	}
	return g
}

// claims answers the claims of g for one standing and one level of the joint income.
func (p *period) claims(g *grant, q standing, level, combos int) []uint64 {
	all := make([]uint64, 1+g.persons+len(g.ways))
	k := known{recognised: truthOf(false, q != unrecognised), jSkip: truthOf(false, q == byJSkip)}
	if level > 0 {
		k.income[0] = p.joint[level-1]
	}
	k.income[1], k.spouse[1] = k.income[0]+1, 1
	for combo := range combos {
		for i, f := range g.facts {
			k.cells[f] = 1 << (combo / g.strides[i] % len(g.within[i]))
		}
		for i := range g.ways {
			w := &g.ways[i]
			if slices.ContainsFunc(w.requires, func(r int) bool { return p.required[r].satisfied.truth(&k) != Yes }) {
				continue
			}
			all[0] |= 1 << combo
			for n := range w.Number {
				all[1+n] |= 1 << combo
			}
			all[1+g.persons+i] |= 1 << combo
		}
	}
	return all
}

// way compiles w.
func (p *period) way(w *Way) way {
	out := way{Way: w}
	for _, r := range w.Requires {
		i := slices.IndexFunc(p.required, func(other required) bool { return other.id == r.ID })
		if i < 0 {
			if i = len(p.required); i == maxRequired {
				panic("scoring: too many conditions of benefits; widen maxRequired")
			}
			p.required = append(p.required, required{r.ID, p.node(r.If, Academic)})
		}
		out.requires = append(out.requires, i)
	}
	count := 1
	for range w.Requires {
		count *= 3
	}
	for code := range count {
		list := make([]Requirement, len(w.Requires))
		for i, rest := len(list)-1, code; i >= 0; i, rest = i-1, rest/3 {
			list[i] = Requirement{w.Requires[i].ID, Truth(rest % 3)}
		}
		for state := range Truth(3) {
			out.results = append(out.results, RouteResult{w.Type, w.Number, state, list})
		}
	}
	return out
}
