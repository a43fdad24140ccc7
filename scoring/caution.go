package scoring

import "slices"

// concern is a compiled [Caution].
type concern struct {
	*Caution
	satisfied *node
}

const birthdaySoonID = "birthday_soon"

// concern compiles the cautions, and the list for every set of them.
func (p *period) concern(cautions []Caution) {
	for i := range cautions {
		c := &cautions[i]
		p.concerns = append(p.concerns, concern{c, p.node(c.If, Academic)})
	}
	p.cautions = make([][]string, 1<<(len(p.concerns)+1))
	for set := range p.cautions {
		for i := range p.concerns {
			if set>>i&1 == 1 {
				p.cautions[set] = append(p.cautions[set], p.concerns[i].ID)
			}
		}
		if set>>len(p.concerns) == 1 {
			p.cautions[set] = append(p.cautions[set], birthdaySoonID)
		}
	}
}

// caution lists what the person should check beside the points.
func (p *period) caution(k *known, a *Assessment, profile *Profile) []string {
	var may Sheets // sheets that may pass
	for c := range Category(Categories) {
		if a.Sheets.Has(c) && (a.Categories[c].Verdict != Fails || a.JSkip[c] != No) {
			may |= Only(c)
		}
	}
	if may == 0 {
		return nil
	}
	set := 0
	for i := range p.concerns {
		c := &p.concerns[i]
		t := c.satisfied.truth(k)
		if c.Sheets&may != 0 && t != No && (t == Yes || !c.Certain) {
			set |= 1 << i
		}
	}
	if may&(Only(Academic)|Only(Technical)) != 0 && p.birthdaySoon(profile) {
		set |= 1 << len(p.concerns)
	}
	return p.cautions[set]
}

// birthdaySoon reports whether an age at which points fall (30, 35, 40) completes within
// six months of the assessment.
func (p *period) birthdaySoon(profile *Profile) bool {
	if profile.Birth.IsZero() {
		return false
	}
	next := AgeOn(profile.Birth, profile.AsOf) + 1
	return slices.Contains(p.grid[Age], float64(next)) && AgeOn(profile.Birth, profile.AsOf.AddMonths(6)) == next
}
