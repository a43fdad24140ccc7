package scoring

// concern is a compiled [Caution].
type concern struct {
	*Caution
	satisfied *node
}

// concern compiles the cautions, and the list for every set of them.
func (p *period) concern(cautions []Caution) {
	for i := range cautions {
		c := &cautions[i]
		p.concerns = append(p.concerns, concern{c, p.node(c.If, Academic)})
	}
	p.cautions = make([][]string, 1<<len(p.concerns))
	for set := range p.cautions {
		for i := range p.concerns {
			if set>>i&1 == 1 {
				p.cautions[set] = append(p.cautions[set], p.concerns[i].ID)
			}
		}
	}
}

// caution lists what the person should check beside the points.
func (p *period) caution(k *known, a *Assessment) []string {
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
	return p.cautions[set]
}
