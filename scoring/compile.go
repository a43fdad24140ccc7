package scoring

import (
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// ErrNotCovered says that no table here was in force on the day asked for.
var ErrNotCovered = errors.New("the points tables here begin on " + form.String())

// period is the table of one stretch of days without a change of law.
type period struct {
	from    Date
	edition Date // first day of the newest scoring rule
	// grid cuts each number at the thresholds of the table: cell i is grid[i-1] <= x < grid[i].
	grid    [FactCount][]float64
	sheets  [Categories]sheet
	ways    []way
	concern []concern
}

// sheet is the table of one category.
type sheet struct {
	parts []part
	// earning is the index of the part that holds the income; floor is the set of income
	// cells at or above the floor, all of them where there is none.
	earning  int
	floor    uint64
	hasFloor bool
	rows     []compiledRow
	limited  []limited
	jSkip    *node // nil where not in force
	// steps are the thresholds that matter in this category.
	steps [FactCount][]float64
}

// part is a group of items that share facts, with the points of every combination of cells.
type part struct {
	facts   [3]Fact
	n       int
	strides [3]int
	items   []Item
	total   []uint8   // by combination, in steps of 5 points
	item    [][]uint8 // the same for each of items
}

// compiledRow is a row with points in the category.
type compiledRow struct {
	row           *Row
	if_, provided *node
}

// limited is a row that another fact can take the points of.
type limited struct {
	item         Item
	points       int
	if_, provide *node
	because      Fact
}

type way struct {
	*Way
	requires []*node
}

type concern struct {
	*Caution
	if_ *node
}

// node is a compiled condition.
type node struct {
	op   operator
	fact Fact
	mask uint64 // the cells that satisfy it
	at   float64
	args []*node
}

const step = 5 // every item is a multiple of five points

var periods = compileAll()

// compileAll builds a table for each stretch between two changes of the law.
func compileAll() []period {
	var days []Date
	note := func(from, until Date) {
		days = append(days, from)
		if !until.IsZero() {
			days = append(days, until)
		}
	}
	for _, r := range Rows {
		note(r.From, r.Until)
	}
	for _, r := range JSkipRows {
		note(r.From, r.Until)
	}
	for _, w := range Ways {
		note(w.From, w.Until)
	}
	for _, c := range Cautions {
		note(c.From, c.Until)
	}
	slices.SortFunc(days, compareDates)
	days = slices.CompactFunc(days, func(a, b Date) bool { return a == b })
	all := make([]period, len(days))
	for i, d := range days {
		all[i] = compile(d)
	}
	return all
}

func compareDates(a, b Date) int {
	if a.Before(b) {
		return -1
	}
	if b.Before(a) {
		return 1
	}
	return 0
}

// periodOf returns the table in force on d.
func periodOf(d Date) (*period, error) {
	for i := len(periods) - 1; i >= 0; i-- {
		if !d.Before(periods[i].from) {
			return &periods[i], nil
		}
	}
	return nil, ErrNotCovered
}

func inForce(from, until, on Date) bool {
	return !on.Before(from) && (until.IsZero() || on.Before(until))
}

// compile builds the table of the day on.
func compile(on Date) period {
	p := period{from: on}
	var rows []Row
	for _, r := range Rows {
		if inForce(r.From, r.Until, on) {
			rows = append(rows, r)
			p.newest(r.From)
		}
	}
	var skips []SpecialRow
	for _, r := range JSkipRows {
		if inForce(r.From, r.Until, on) {
			skips = append(skips, r)
			p.newest(r.From)
		}
	}
	p.cut(rows, skips)
	for c := range Category(Categories) {
		p.sheets[c] = p.sheet(c, rows, skips)
	}
	for i := range Ways {
		w := &Ways[i]
		if !inForce(w.From, w.Until, on) {
			continue
		}
		compiled := way{Way: w}
		for _, r := range w.Requires {
			compiled.requires = append(compiled.requires, p.node(r.If, Academic))
		}
		p.ways = append(p.ways, compiled)
	}
	for i := range Cautions {
		c := &Cautions[i]
		if inForce(c.From, c.Until, on) {
			p.concern = append(p.concern, concern{c, p.node(c.If, Academic)})
		}
	}
	return p
}

func (p *period) newest(from Date) {
	if p.edition.Before(from) {
		p.edition = from
	}
}

// cut collects the thresholds of every number, for the whole table and for each category.
func (p *period) cut(rows []Row, skips []SpecialRow) {
	for c := range Category(Categories) {
		add := func(f Fact, at float64) {
			insert(&p.grid[f], at)
			insert(&p.sheets[c].steps[f], at)
		}
		if c != Academic {
			add(AnnualIncome, IncomeFloor)
		}
		for _, r := range rows {
			if r.Points[c] > 0 {
				r.If.thresholds(c, add)
				r.Provided.thresholds(c, add)
			}
		}
		for _, r := range skips {
			if r.Category == c {
				r.If.thresholds(c, add)
			}
		}
		for _, w := range Ways {
			for _, r := range w.Requires {
				r.If.thresholds(c, add)
			}
		}
	}
	for f, g := range p.grid {
		if len(g) > 62 {
			panic(fmt.Sprintf("scoring: too many thresholds of %s", Fact(f).Key()))
		}
	}
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
	case Ages:
		return len(p.grid[f]) + 1 // by the youngest; the last cell also holds no child at all
	}
	return len(p.grid[f]) + 1
}

// all returns the mask of every cell of f.
func (p *period) all(f Fact) uint64 { return math.MaxUint64 >> (64 - p.cells(f)) }

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

// sheet compiles the table of category c.
func (p *period) sheet(c Category, rows []Row, skips []SpecialRow) sheet {
	s := sheet{floor: p.all(AnnualIncome), steps: p.sheets[c].steps}
	if c != Academic {
		s.hasFloor = true
		s.floor = p.node(income.AtLeast(IncomeFloor), c).mask
	}
	for _, r := range skips {
		if r.Category == c {
			s.jSkip = p.node(r.If, c)
		}
	}
	for i := range rows {
		r := &rows[i]
		if r.Points[c] == 0 {
			continue
		}
		s.rows = append(s.rows, compiledRow{r, p.node(r.If, c), p.node(r.Provided, c)})
		if r.Provided.op != opAlways {
			s.limited = append(s.limited, limited{r.Item, r.Points[c],
				p.node(r.If, c), p.node(r.Provided, c), r.Provided.facts(c)[0]})
		}
	}
	slices.SortStableFunc(s.limited, func(a, b limited) int {
		if a.item != b.item {
			return int(a.item) - int(b.item)
		}
		return b.points - a.points
	})
	for _, group := range groups(c, rows) {
		s.parts = append(s.parts, p.part(c, group))
		if slices.Contains(s.parts[len(s.parts)-1].facts[:], AnnualIncome) {
			s.earning = len(s.parts) - 1
		}
	}
	return s
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

// part tabulates the points of every combination of cells of the facts the rows mention.
func (p *period) part(c Category, rows []Row) part {
	var out part
	var set FactSet
	for _, r := range rows {
		set |= FactsOf(append(r.If.facts(c), r.Provided.facts(c)...)...)
		if !slices.Contains(out.items, r.Item) {
			out.items = append(out.items, r.Item)
		}
	}
	list := set.List()
	if len(list) > len(out.facts) {
		panic("scoring: more than three facts hang together; widen part")
	}
	combos := 1
	for i, f := range list {
		out.facts[i], out.strides[i] = f, combos
		combos *= p.cells(f)
	}
	out.n = len(list)
	out.total = make([]uint8, combos)
	out.item = make([][]uint8, len(out.items))
	for i := range out.item {
		out.item[i] = make([]uint8, combos)
	}
	type compiled struct{ if_, provided *node }
	nodes := make([]compiled, len(rows))
	for i, r := range rows {
		nodes[i] = compiled{p.node(r.If, c), p.node(r.Provided, c)}
	}
	for combo := range combos {
		var k known
		for i, f := range list {
			k.cells[f] = 1 << (combo / out.strides[i] % p.cells(f))
		}
		for i, r := range rows {
			if nodes[i].if_.truth(&k) != Yes || nodes[i].provided.truth(&k) != Yes {
				continue
			}
			at := slices.Index(out.items, r.Item)
			out.item[at][combo] = max(out.item[at][combo], uint8(r.Points[c]/step))
		}
		for i := range out.items {
			out.total[combo] += out.item[i][combo]
		}
	}
	return out
}

// known is what is known, in cells.
type known struct {
	cells          [FactCount]uint64
	income, spouse [2]float64 // half-open intervals, yen
	recognised     Truth
	jSkip          Truth
}

// locate turns a profile into cells.
func (p *period) locate(profile *Profile) known {
	var k known
	for i := range FactCount {
		f := Fact(i)
		v := profile.Value(f)
		switch {
		case !v.Known():
			k.cells[f] = p.all(f)
		case f.Kind() == Ages:
			youngest := bits.TrailingZeros64(v.Cases)
			k.cells[f] = 1 << cellOf(p.grid[f], float64(youngest))
		case f.Kind() == Whole || f.Kind() == Decimal:
			from, below := v.interval()
			first := cellOf(p.grid[f], from)
			last := first
			for last < len(p.grid[f]) && p.grid[f][last] < below {
				last++
			}
			k.cells[f] = uint64(1)<<(last+1) - uint64(1)<<first
		default:
			k.cells[f] = v.Cases
		}
	}
	k.income[0], k.income[1] = profile.values[AnnualIncome].interval()
	k.spouse[0], k.spouse[1] = profile.values[SpouseIncome].interval()
	return k
}

// cellOf returns the cell of grid that x lies in.
func cellOf(grid []float64, x float64) int {
	i := 0
	for i < len(grid) && grid[i] <= x {
		i++
	}
	return i
}

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

func not(t Truth) Truth { return [...]Truth{Unknown: Unknown, No: Yes, Yes: No}[t] }

// relevant adds the facts that could still decide the condition. It is exact because no
// condition mentions a fact twice.
func (n *node) relevant(k *known, into *FactSet) {
	if n.truth(k) != Unknown {
		return
	}
	switch n.op {
	case opCases:
		*into |= 1 << n.fact
	case opHousehold:
		*into |= FactsOf(AnnualIncome, SpouseIncome)
	}
	for _, a := range n.args {
		a.relevant(k, into)
	}
}

// Thresholds returns where the number f crosses from one step of the table in force on d to
// the next, in the given categories: points, income floor, J-Skip and benefits. It is empty
// where f is no number or d is not covered.
func Thresholds(d Date, f Fact, among Sheets) []float64 {
	p, err := periodOf(d)
	if err != nil {
		return nil
	}
	var list []float64
	for c := range Category(Categories) {
		if !among.Has(c) {
			continue
		}
		for _, x := range p.sheets[c].steps[f] {
			insert(&list, x)
		}
	}
	return list
}

// HouseholdSteps returns the joint incomes, in yen, at which a benefit begins that is still
// possible for the person.
func (a *Assessment) HouseholdSteps() []float64 {
	p, err := periodOf(a.AsOf)
	if err != nil {
		return nil
	}
	var list []float64
	for i := range p.ways {
		w := &p.ways[i]
		for _, r := range a.Benefits[w.Benefit].Routes {
			if r.ID != w.Type || r.State != Unknown {
				continue
			}
			for _, n := range w.requires {
				if n.op == opHousehold {
					insert(&list, n.at)
				}
			}
		}
	}
	return list
}
