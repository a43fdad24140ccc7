package scoring

// applied are the editions that a result names: the form, J-Skip, the guideline on permanent
// residence, and the criteria of Business Manager.
var applied = []*Edition{form2023, jSkip2023, guideline2017, guideline2026, guideline2027, businessManager2025}

// Applied returns the editions that a result of the day names, whose text keys are "edition."
// and the ID. There is a Business Manager edition among them only where ハ is among the
// categories.
func Applied(day Date, among Sheets) []*Edition {
	list := InForce(applied, day)
	if n := len(list); n > 0 && !among.Has(Management) && list[n-1] == businessManager2025 {
		return list[:n-1]
	}
	return list
}
