package scoring

// applied are the editions that a result names: the form, J-Skip, the guideline on permanent
// residence, and the criteria of Business Manager.
var applied = []*Edition{form2023, jSkip2023, guideline2017, guideline2026, guideline2027, businessManager2025}

// Applied returns the editions that a result of the day names, whose text keys are "edition."
// and the ID. There is a Business Manager edition among them only where ハ is among the
// categories.
func Applied(day Date, among Sheets) []*Edition {
	return appendApplied(nil, day, among)
}

// Basis returns the editions that every result of the day rests on: of the points table, and of the
// guideline on permanent residence. Each is nil where there is none.
func Basis(day Date) (form, guideline *Edition) {
	inForce := func(list ...*Edition) *Edition {
		for _, e := range list {
			if holds(e, day) {
				return e
			}
		}
		return nil
	}
	return inForce(form2023), inForce(guideline2017, guideline2026, guideline2027)
}

// appendApplied appends the editions to list.
func appendApplied(list []*Edition, day Date, among Sheets) []*Edition {
	for _, e := range applied {
		if holds(e, day) && (e != businessManager2025 || among.Has(Management)) {
			list = append(list, e)
		}
	}
	return list
}
