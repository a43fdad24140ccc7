package scoring

// tabulateCautions makes the list of the IDs for every set of cautions in force.
func (p *period) tabulateCautions(cautions []Caution) {
	p.concerns = cautions
	p.cautions = make([][]string, 1<<len(cautions))
	for set := range p.cautions {
		for i := range cautions {
			if set>>i&1 == 1 {
				p.cautions[set] = append(p.cautions[set], cautions[i].ID)
			}
		}
	}
}

// caution lists what the person should check beside the points.
func (p *period) caution(profile *Profile, a *Assessment) []string {
	var may Sheets // sheets that may pass
	for c := range Category(Categories) {
		if a.Sheets.Has(c) && (a.Categories[c].Verdict != Fails || a.JSkip[c] != No) {
			may |= Only(c)
		}
	}
	set := 0
	for i := range p.concerns {
		c := &p.concerns[i]
		if c.Sheets&may == 0 || c.Alone && may&^c.Sheets != 0 {
			continue
		}
		if t := c.If.decide(profile, Academic); t == Yes || t == Unknown && !c.Certain {
			set |= 1 << i
		}
	}
	return p.cautions[set]
}
