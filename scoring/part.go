package scoring

import (
	"bytes"
	"math/bits"
	"slices"
)

const step = 5 // every item is a multiple of five points

// passSteps is the pass mark in steps.
const passSteps = PassMark / step

// part is a group of items that share facts, with the points of every combination of cells.
type part struct {
	set     FactSet
	facts   [3]Fact
	n       int
	income  int    // the position of the income among facts, -1 where it is none of them
	strides [3]int // 0 where there is no fact
	items   []Item
	// table holds the points of each combination in steps of 5: the total, then each item's.
	table      []uint8
	unanswered *unanswered
}

// unanswered is what a part can give where none of its facts is answered.
type unanswered struct {
	masks      [3]uint64
	sums       uint64
	counting   uint64 // the sums with incomes at or above the floor
	items      []Points
	cells      [3][]bounds // by fact and its cell
	influences [3]influence
}

// bounds are the least and the most points, in steps.
type bounds struct{ lo, hi int8 }

func (b bounds) plus(c bounds) bounds { return bounds{b.lo + c.lo, b.hi + c.hi} }

func (b bounds) minus(c bounds) bounds { return bounds{b.lo - c.lo, b.hi - c.hi} }

func boundsOf(sums uint64) bounds {
	return bounds{int8(bits.TrailingZeros64(sums)), int8(63 - bits.LeadingZeros64(sums))}
}

// influence is what a single fact of a part can do.
type influence struct {
	open bool // it can change the points of an item
	// decisive are the sums of the other parts at which it decides about the pass mark.
	decisive uint64
}

// part tabulates the points of every combination of cells of the facts the rows mention.
func (p *period) part(c Category, rows []Row, floor uint64) part {
	var g part
	var set FactSet
	for _, r := range rows {
		set |= FactsOf(append(r.If.facts(c), r.Provided.facts(c)...)...)
		if !slices.Contains(g.items, r.Item) {
			g.items = append(g.items, r.Item)
		}
	}
	list := set.List()
	if len(list) > len(g.facts) {
		panic("scoring: more than three facts hang together; widen part")
	}
	combos, masks := 1, [3]uint64{1, 1, 1}
	for i, f := range list {
		g.facts[i], g.strides[i], masks[i] = f, combos, p.all(f)
		combos *= p.cells(f)
	}
	g.set, g.n = set, len(list)
	g.income = g.position(AnnualIncome)
	g.tabulate(p, c, rows, combos)
	g.unanswered = g.tabulateUnanswered(p, masks, floor)
	return g
}

func (g *part) tabulate(p *period, c Category, rows []Row, combos int) {
	width := 1 + len(g.items)
	g.table = make([]uint8, combos*width)
	for _, r := range rows {
		satisfied, provided := p.node(r.If, c), p.node(r.Provided, c)
		at := 1 + slices.Index(g.items, r.Item)
		for combo := range combos {
			var k known
			for i := range g.n {
				k.cells[g.facts[i]] = 1 << (combo / g.strides[i] % p.cells(g.facts[i]))
			}
			if satisfied.truth(&k) == Yes && provided.truth(&k) == Yes {
				best := &g.table[combo*width+at]
				*best = max(*best, uint8(r.Points[c]/step))
			}
		}
	}
	for row := range slices.Chunk(g.table, width) {
		for _, n := range row[1:] {
			row[0] += n
		}
	}
}

func (g *part) tabulateUnanswered(p *period, masks [3]uint64, floor uint64) *unanswered {
	var points [ItemCount]Points
	b := &unanswered{masks: masks, sums: g.spread(masks, &points)}
	b.counting = b.sums
	for _, i := range g.items {
		b.items = append(b.items, points[i])
	}
	for j := range g.n {
		b.influences[j] = g.influence(masks, j, floor, passSteps)
		for cell := range p.cells(g.facts[j]) {
			m := masks
			m[j] = 1 << cell
			b.cells[j] = append(b.cells[j], boundsOf(g.spread(m, nil)))
		}
	}
	if g.income >= 0 {
		masks[g.income] &= floor
		b.counting = g.spread(masks, nil)
	}
	return b
}

// position returns where f stands among the part's facts, -1 where it does not.
func (g *part) position(f Fact) int {
	for i := range g.n {
		if g.facts[i] == f {
			return i
		}
	}
	return -1
}

// masks returns the cells of the part's facts, the missing ones as a single cell.
func (g *part) masks(k *known) [3]uint64 {
	m := [3]uint64{1, 1, 1}
	for i := range g.n {
		m[i] = k.cells[g.facts[i]]
	}
	return m
}

// row returns the points of a combination in steps: the total, then each item's.
func (g *part) row(combo int) []uint8 {
	width := 1 + len(g.items)
	return g.table[combo*width:][:width]
}

// settled returns the points of the only combination there is where all is known: see row.
func (g *part) settled(k *known) []uint8 {
	return g.row(int(k.index[g.facts[0]])*g.strides[0] + int(k.index[g.facts[1]])*g.strides[1] + int(k.index[g.facts[2]])*g.strides[2])
}

// settle sets the points of the items where all is known and returns their sum in steps.
func (g *part) settle(k *known, points *[ItemCount]Points) int8 {
	row := g.settled(k)
	for i, item := range g.items {
		n := int(row[1+i]) * step
		points[item] = Points{n, n}
	}
	return int8(row[0])
}

// score returns the sums the part can reach, one bit per step, and sets what each of its items can.
func (g *part) score(m [3]uint64, points *[ItemCount]Points) uint64 {
	if m != g.unanswered.masks {
		return g.spread(m, points)
	}
	for i, item := range g.items {
		points[item] = g.unanswered.items[i]
	}
	return g.unanswered.sums
}

// spread is score by going through the combinations; points may be nil.
func (g *part) spread(m [3]uint64, points *[ItemCount]Points) uint64 {
	var reached uint64
	var seen [4]uint64 // the points of each item, one bit per step
	for x := m[0]; x != 0; x &= x - 1 {
		i := bits.TrailingZeros64(x) * g.strides[0]
		for y := m[1]; y != 0; y &= y - 1 {
			j := i + bits.TrailingZeros64(y)*g.strides[1]
			for z := m[2]; z != 0; z &= z - 1 {
				row := g.row(j + bits.TrailingZeros64(z)*g.strides[2])
				reached |= 1 << row[0]
				if points == nil {
					continue
				}
				for n, steps := range row[1:] {
					seen[n] |= 1 << steps
				}
			}
		}
	}
	if points != nil {
		for i, item := range g.items {
			b := boundsOf(seen[i])
			points[item] = Points{int(b.lo) * step, int(b.hi) * step}
		}
	}
	return reached
}

// bounds returns the least and the most points of the part, in steps.
func (g *part) bounds(m [3]uint64) bounds {
	if m == g.unanswered.masks {
		return boundsOf(g.unanswered.sums)
	}
	return boundsOf(g.spread(m, nil))
}

// within returns the bounds of the part in one cell of the fact at position j.
func (g *part) within(m [3]uint64, j, cell int) bounds {
	if m == g.unanswered.masks {
		return g.unanswered.cells[j][cell]
	}
	m[j] = 1 << cell
	return boundsOf(g.spread(m, nil))
}

// counting returns the sums with incomes at or above the floor.
func (g *part) counting(m [3]uint64, floor uint64) uint64 {
	if m == g.unanswered.masks {
		return g.unanswered.counting
	}
	m[g.income] &= floor
	return g.spread(m, nil)
}

// influences is [part.influence] with the answer at hand where nothing is known.
func (g *part) influences(m [3]uint64, j int, floor uint64, mark int) influence {
	if mark == passSteps && m == g.unanswered.masks {
		return g.unanswered.influences[j]
	}
	return g.influence(m, j, floor, mark)
}

// influence returns what the fact at position j can do. floor is the set of income cells that
// count, mark the points in steps that are to be reached.
func (g *part) influence(m [3]uint64, j int, floor uint64, mark int) influence {
	var s influence
	counting := [3]uint64{^uint64(0), ^uint64(0), ^uint64(0)}
	if g.income >= 0 {
		counting[g.income] = floor
	}
	a, b := (j+1)%3, (j+2)%3
	for x := m[a]; x != 0; x &= x - 1 {
		for y := m[b]; y != 0; y &= y - 1 {
			base := bits.TrailingZeros64(x)*g.strides[a] + bits.TrailingZeros64(y)*g.strides[b]
			first := g.row(base + bits.TrailingZeros64(m[j])*g.strides[j])
			var reached uint64
			for z := m[j]; z != 0; z &= z - 1 {
				row := g.row(base + bits.TrailingZeros64(z)*g.strides[j])
				s.open = s.open || !bytes.Equal(row[1:], first[1:])
				if z&-z&counting[j] != 0 {
					reached |= 1 << row[0]
				}
			}
			if x&-x&counting[a] == 0 || y&-y&counting[b] == 0 || reached == 0 {
				continue
			}
			// With hi some sums of the others pass, and with lo, or under the floor, they fail.
			r := boundsOf(reached)
			passing := ^uint64(0) << max(0, mark-int(r.hi))
			if m[j]&^counting[j] == 0 {
				passing &= 1<<max(0, mark-int(r.lo)) - 1
			}
			s.decisive |= passing
		}
	}
	return s
}

// sums returns the sums of independent parts whose own sums are a and b.
func sums(a, b uint64) uint64 {
	var out uint64
	for ; b != 0; b &= b - 1 {
		out |= a << bits.TrailingZeros64(b)
	}
	return out
}
