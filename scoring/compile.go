package scoring

import (
	"fmt"
	"math"
	"slices"
)

// period is the table of one stretch of days without a change of law.
type period struct {
	from    Date
	edition Date // first day of the newest scoring rule
	// grid cuts each number at the thresholds of the table: cell i is grid[i-1] <= x < grid[i].
	grid   [FactCount][]float64
	sheets [Categories]sheet
	// joint are the joint incomes at which a benefit begins; level i is joint[i-1] <= x < joint[i].
	joint []float64
	// shared is the fact, beside the income, that gives points and decides a benefit.
	shared    Fact
	household FactSet    // the facts that decide benefits
	required  []required // the conditions of the benefits, each once
	grants    [BenefitCount]grant
	concerns  []Caution
	cautions  [][]string       // by the set of concerns that apply
	options   [FactCount][]int // see [Options]
}

// sheet is the table of one category.
type sheet struct {
	parts []part
	// earning is the index of the part that holds the income, shared of the one that holds
	// the shared fact, -1 where none does.
	earning, shared int
	sharedFact      Fact
	floor           uint64 // the income cells at or above the floor, all where there is none
	hasFloor        bool
	rows            []compiledRow
	limited         []limited
	set             FactSet           // the facts that give points
	jSkip           *node             // nil where not in force
	jSkipSet        FactSet           // the facts that decide it
	byFact          [FactCount]uint32 // the parts that a fact is in, one bit each
	// steps are the thresholds that matter in this category.
	steps [FactCount][]float64
}

// compiledRow is a row with points in the category.
type compiledRow struct {
	row                 *Row
	satisfied, provided *node
}

// limited is a row that another fact can take the points of.
type limited struct {
	*Row
	points    int
	satisfied *node
	provided  *node
	because   Fact
	refused   string // see [Refusal.Text]
}

// period builds the table of rules that are all in force from the day from on.
func (l Law) period(from Date) period {
	p := period{from: from}
	for _, r := range l.Rows {
		p.newest(r)
	}
	for _, r := range l.JSkip {
		p.newest(r)
	}
	p.cut(l)
	p.shared = l.shared()
	for c := range Category(Categories) {
		p.sheets[c] = p.sheet(c, l)
	}
	for b := range Benefit(BenefitCount) {
		p.grants[b] = p.grant(b, l.Ways)
		p.household |= p.grants[b].set
	}
	p.tabulateCautions(l.Cautions)
	return p
}

func (p *period) newest(s Dated) {
	from, _ := s.Period()
	if p.edition.Before(from) {
		p.edition = from
	}
}

// cut collects the thresholds of every number, for the whole table and for each category.
func (p *period) cut(l Law) {
	for c := range Category(Categories) {
		add := func(f Fact, at float64) {
			insert(&p.grid[f], at)
			insert(&p.sheets[c].steps[f], at)
		}
		if c != Academic {
			add(AnnualIncome, IncomeFloor)
		}
		for _, r := range l.Rows {
			if r.Points[c] > 0 {
				r.If.thresholds(c, add)
				r.Provided.thresholds(c, add)
			}
		}
		for _, r := range l.JSkip {
			if r.Category == c {
				r.If.thresholds(c, add)
			}
		}
		for _, w := range l.Ways {
			for _, r := range w.Requires {
				r.If.thresholds(c, add)
				r.If.joint(&p.joint)
			}
		}
	}
	if len(p.grid[AnnualIncome]) >= maxCells {
		panic("scoring: too many thresholds of the income; widen tally")
	}
	for f, g := range p.grid {
		if len(g) > 62 {
			panic(fmt.Sprintf("scoring: too many thresholds of %s", Fact(f).Key()))
		}
	}
}

// shared returns the fact beside the income that is in rows and in ways.
func (l Law) shared() Fact {
	var points, household FactSet
	for _, r := range l.Rows {
		points |= FactsOf(append(r.If.facts(Academic), r.Provided.facts(Academic)...)...)
	}
	for _, w := range l.Ways {
		for _, r := range w.Requires {
			household |= FactsOf(r.If.facts(Academic)...)
		}
	}
	both := (points & household &^ FactsOf(AnnualIncome)).List()
	if len(both) != 1 || both[0].Kind() != YesNo {
		panic("scoring: not one yes or no both gives points and decides a benefit; widen period.shared")
	}
	return both[0]
}

// insert adds x to the sorted list unless it is there.
func insert(list *[]float64, x float64) {
	if i, found := slices.BinarySearch(*list, x); !found {
		*list = slices.Insert(*list, i, x)
	}
}

// cells returns how many cells or cases f has.
func (p *period) cells(f Fact) int {
	switch f.Kind() {
	case YesNo:
		return 2
	case Choice:
		return len(f.Names())
	case Set:
		return 1 << len(f.Names())
	}
	return len(p.grid[f]) + 1 // of ages, by the youngest; the last cell also holds no child at all
}

// all returns the mask of every cell of f.
func (p *period) all(f Fact) uint64 { return math.MaxUint64 >> (64 - p.cells(f)) }

// sheet compiles the table of category c.
func (p *period) sheet(c Category, l Law) sheet {
	s := sheet{floor: p.all(AnnualIncome), steps: p.sheets[c].steps, shared: -1, sharedFact: p.shared}
	if c != Academic {
		s.hasFloor = true
		s.floor = p.node(income.AtLeast(IncomeFloor), c).mask
	}
	for _, r := range l.JSkip {
		if r.Category == c {
			s.jSkip, s.jSkipSet = p.node(r.If, c), FactsOf(r.If.facts(c)...)
		}
	}
	for i := range l.Rows {
		r := &l.Rows[i]
		if r.Points[c] == 0 {
			continue
		}
		row := compiledRow{r, p.node(r.If, c), p.node(r.Provided, c)}
		s.rows = append(s.rows, row)
		if r.Provided.op != opAlways {
			s.limited = append(s.limited, limited{r, r.Points[c], row.satisfied, row.provided, r.Provided.facts(c)[0], r.RefusedKey()})
		}
	}
	slices.SortStableFunc(s.limited, func(a, b limited) int {
		if a.Item != b.Item {
			return int(a.Item) - int(b.Item)
		}
		return b.points - a.points
	})
	for i, group := range groups(c, l.Rows) {
		g := p.part(c, group, s.floor)
		s.parts, s.set = append(s.parts, g), s.set|g.set
		for _, f := range g.set.List() {
			s.byFact[f] |= 1 << i
		}
		if g.position(AnnualIncome) >= 0 {
			s.earning = i
		}
		if g.position(p.shared) >= 0 {
			s.shared = i
		}
	}
	if len(s.parts) > maxParts || s.shared == s.earning {
		panic("scoring: too many items, or the shared fact hangs together with the income; widen tally")
	}
	return s
}

// partsOf returns the parts that one of the facts is in, one bit each.
func (s *sheet) partsOf(facts FactSet) (parts uint32) {
	for ; facts != 0; facts &= facts - 1 {
		parts |= s.byFact[facts.first()]
	}
	return parts
}

// groups splits the rows of category c so that rows of one item, or sharing a fact, are together.
func groups(c Category, rows []Row) [][]Row {
	type group struct {
		rows  []Row
		facts FactSet
		items uint32
	}
	var all []group
	for _, r := range rows {
		if r.Points[c] == 0 {
			continue
		}
		g := group{rows: []Row{r}, items: 1 << r.Item,
			facts: FactsOf(append(r.If.facts(c), r.Provided.facts(c)...)...)}
		rest := all[:0:0]
		for _, other := range all {
			if other.facts&g.facts == 0 && other.items&g.items == 0 {
				rest = append(rest, other)
				continue
			}
			g.rows = append(slices.Clone(other.rows), g.rows...)
			g.facts |= other.facts
			g.items |= other.items
		}
		all = append(rest, g)
	}
	var out [][]Row
	for _, g := range all {
		out = append(out, g.rows)
	}
	return out
}
