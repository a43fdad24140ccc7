package scoring

// Thresholds returns where the number f crosses from one step of the table in force on d to
// the next, in the given categories: points, income floor, J-Skip and benefits. It is empty
// where f is no number or d is not covered.
func Thresholds(d Date, f Fact, among Sheets) []float64 { return published.Thresholds(d, f, among) }

// Thresholds is [Thresholds] by the rules of t.
func (t *Table) Thresholds(d Date, f Fact, among Sheets) []float64 {
	p, err := t.on(d)
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
func (a *Assessment) HouseholdSteps() []float64 { return published.HouseholdSteps(a) }

// HouseholdSteps is [Assessment.HouseholdSteps] by the rules of t.
func (t *Table) HouseholdSteps(a *Assessment) []float64 {
	p, err := t.on(a.AsOf)
	if err != nil {
		return nil
	}
	var list []float64
	for b := range p.grants {
		g := &p.grants[b]
		for i, r := range a.Benefits[b].Routes {
			if r.State == Unknown {
				for j := range g.ways[i].Requires {
					g.ways[i].Requires[j].If.joint(&list)
				}
			}
		}
	}
	return list
}
