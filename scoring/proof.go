package scoring

// documentNo is the number of each evidence document in the workbook's list of evidence (疎明資料).
var documentNo = map[string]string{
	"degree": "①", "degree_different_fields": "①", "career": "②", "income": "③", "age": "",
	"patent": "④", "foreign_government_funding": "⑤", "papers": "⑥", "recognised": "⑦",
	"licences": "⑧", "innovation_support": "⑨", "sme": "⑩", "local_government_support": "⑪", "sme_rnd": "⑫",
	"foreign_qualification": "⑬", "japanese_university": "⑭", "japanese": "⑮", "growth_field_project": "⑯",
	"designated_university": "⑰", "jica_training": "⑱", "own_investment": "⑲", "position": "⑳", "investment_management": "㉑",
}

// DocumentNo returns the number of an evidence document named in [Row.Proof], "" where it has none.
func DocumentNo(document string) string { return documentNo[document] }

// Earned returns the rows of a category that the person certainly satisfies, in the order of
// the form. Of one item there may be several; only the best counts.
func Earned(profile *Profile, c Category) []*Row { return published.Earned(profile, c) }

// Earned is [Earned] by the rules of t.
func (t *Table) Earned(profile *Profile, c Category) []*Row {
	p, err := t.on(profile.AsOf)
	if err != nil {
		return nil
	}
	var k known
	p.locate(profile, &k)
	var list []*Row
	for _, r := range p.sheets[c].rows {
		if r.satisfied.truth(&k) == Yes && r.provided.truth(&k) == Yes {
			list = append(list, r.row)
		}
	}
	return list
}
