package scoring

import "math/bits"

// benefits decides every preferential treatment. The income enters twice, through the
// points and through the household, so each income cell is looked at by itself.
func (p *period) benefits(k *known, a *Assessment, totals *[Categories]reach) {
	count := 0
	for i := range p.ways {
		count += len(p.ways[i].requires)
	}
	routes := make([]RouteResult, len(p.ways))
	requirements := make([]Requirement, count)
	for i, at := 0, 0; i < len(p.ways); i++ {
		w := &p.ways[i]
		routes[i] = RouteResult{ID: w.Type, Number: w.Number,
			Requirements: requirements[at : at+len(w.requires) : at+len(w.requires)]}
		at += len(w.requires)
		for j := range w.requires {
			routes[i].Requirements[j].ID = w.Requires[j].ID
		}
	}
	here := *k
	first := true
	var results [BenefitCount]BenefitResult
	for cells := k.cells[AnnualIncome]; cells != 0; cells &= cells - 1 {
		here.cells[AnnualIncome] = cells & -cells
		here.income = p.narrow(k.income, bits.TrailingZeros64(cells))
		here.recognised, here.jSkip = p.recognised(&here, a, totals)
		outcome := p.entitle(&here, routes, first, &a.Needs)
		for b := range outcome {
			if first {
				results[b] = outcome[b]
				continue
			}
			r, o := &results[b], &outcome[b]
			if r.State != o.State || r.Number != o.Number {
				a.Needs |= 1 << AnnualIncome
			}
			r.State = join(r.State, o.State)
			r.Number, r.UpTo = min(r.Number, o.Number), max(r.UpTo, o.UpTo)
		}
		first = false
	}
	for i, from := 0, 0; i < len(p.ways); i++ {
		if b := p.ways[i].Benefit; i+1 == len(p.ways) || p.ways[i+1].Benefit != b {
			results[b].Benefit, results[b].Routes = b, routes[from:i+1:i+1]
			from = i + 1
		}
	}
	a.Benefits = results
}

// narrow returns the part of an income interval that lies in one cell.
func (p *period) narrow(interval [2]float64, cell int) [2]float64 {
	grid := p.grid[AnnualIncome]
	if cell > 0 {
		interval[0] = max(interval[0], grid[cell-1])
	}
	if cell < len(grid) {
		interval[1] = min(interval[1], grid[cell])
	}
	return interval
}

// entitle decides the benefits within one income cell, joins what it finds into routes and
// adds the facts that matter to needs.
func (p *period) entitle(k *known, routes []RouteResult, first bool, needs *FactSet) [BenefitCount]BenefitResult {
	var out [BenefitCount]BenefitResult
	for b := range out {
		out[b].State = No
	}
	var states [16]Truth
	for i := range p.ways {
		w, route := &p.ways[i], &routes[i]
		state := Yes
		for j, n := range w.requires {
			t := n.truth(k)
			state = both(state, t)
			if r := &route.Requirements[j]; first {
				r.State = t
			} else {
				r.State = join(r.State, t)
			}
		}
		if first {
			route.State = state
		} else {
			route.State = join(route.State, state)
		}
		states[i] = state
		o := &out[w.Benefit]
		o.State = either(o.State, state)
		if state == Yes {
			o.Number = max(o.Number, w.Number)
		}
		if state != No {
			o.UpTo = max(o.UpTo, w.Number)
		}
	}
	for i := range p.ways {
		w := &p.ways[i]
		if o := &out[w.Benefit]; states[i] != Unknown || o.State == Yes && w.Number <= o.Number {
			continue
		}
		for _, n := range w.requires {
			n.relevant(k, needs)
		}
	}
	return out
}

// cautions lists what the person should check beside the points.
func (p *period) cautions(k *known, a *Assessment, profile *Profile) []string {
	var may Sheets // sheets that may pass
	for c := range Category(Categories) {
		if a.Sheets.Has(c) && (a.Categories[c].Verdict != Fails || a.JSkip[c] != No) {
			may |= Only(c)
		}
	}
	if may == 0 {
		return nil
	}
	list := make([]string, 0, len(p.concern)+1)
	for i := range p.concern {
		c := &p.concern[i]
		t := c.if_.truth(k)
		if c.Sheets&may != 0 && t != No && (t == Yes || !c.Certain) {
			list = append(list, c.ID)
		}
	}
	if may&(Only(Academic)|Only(Technical)) != 0 && birthdaySoon(profile) {
		list = append(list, "birthday_soon")
	}
	return list
}

// birthdaySoon reports whether an age at which points fall (30, 35, 40) completes within
// six months of the assessment.
func birthdaySoon(p *Profile) bool {
	if p.Birth.IsZero() {
		return false
	}
	now, then := AgeOn(p.Birth, p.AsOf), AgeOn(p.Birth, p.AsOf.AddMonths(6))
	for _, limit := range periods[0].grid[Age] {
		if float64(now) < limit && float64(then) >= limit {
			return true
		}
	}
	return false
}

func both(a, b Truth) Truth { return not(either(not(a), not(b))) }

// join returns what is certain when either may be the case.
func join(a, b Truth) Truth {
	if a == b {
		return a
	}
	return Unknown
}

// recognised returns whether some category asked for passes or meets J-Skip, for one income cell.
func (p *period) recognised(k *known, a *Assessment, totals *[Categories]reach) (recognised, jSkip Truth) {
	recognised, jSkip = No, No
	cells := k.cells[AnnualIncome]
	cell := bits.TrailingZeros64(cells)
	for c := range Category(Categories) {
		if !a.Sheets.Has(c) {
			continue
		}
		s := &p.sheets[c]
		verdict := [...]Truth{Undecided: Unknown, Fails: No, Passes: Yes}[a.Categories[c].Verdict]
		if r := &totals[c]; r.byCell {
			lo := bits.TrailingZeros64(r.rest) + int(r.earning[cell].lo)
			hi := 63 - bits.LeadingZeros64(r.rest) + int(r.earning[cell].hi)
			switch {
			case s.floor>>cell&1 == 0 || hi < mark:
				verdict = No
			case lo >= mark:
				verdict = Yes
			}
		}
		recognised = either(recognised, verdict)
		if s.jSkip != nil {
			jSkip = either(jSkip, s.jSkip.truth(k))
		}
	}
	return either(recognised, jSkip), jSkip
}

func either(a, b Truth) Truth {
	if a == Yes || b == Yes {
		return Yes
	}
	if a == Unknown || b == Unknown {
		return Unknown
	}
	return No
}
