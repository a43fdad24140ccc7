package scoring

import "strconv"

// AppendJSON appends a to b as one line of the JSON contract and returns the result. Only
// the categories assessed appear, and of their items only those that may give points.
//
// After the keys of the contract come two of ours: benefit_details, which says for each
// benefit that is not certain which conditions are missing, and for the domestic worker
// how many and under which type; and cautions.
func (a *Assessment) AppendJSON(b []byte) []byte {
	b = appendDate(append(b, `{"as_of":`...), a.AsOf)
	b = appendDate(append(b, `,"rules":`...), a.Rules)
	b = append(b, `,"categories":{`...)
	for c := range Category(Categories) {
		if a.Sheets.Has(c) {
			b = appendName(separate(b), c.String())
			b = a.Categories[c].append(b)
		}
	}
	b = appendQuoted(append(b, `},"best":`...), a.Best.String())
	b = append(b, `,"j_skip":{`...)
	for c := range Category(Categories) {
		if a.Sheets.Has(c) {
			b = appendQuoted(appendName(separate(b), c.String()), a.JSkip[c].String())
		}
	}
	b = append(b, `},"benefits":{`...)
	for i := range a.Benefits {
		b = appendQuoted(appendName(separate(b), Benefit(i).String()), a.Benefits[i].State.String())
	}
	b = a.Needs.append(append(b, `},"needs":`...))
	b = append(b, `,"benefit_details":{`...)
	for i := range a.Benefits {
		b = a.Benefits[i].append(b, Benefit(i))
	}
	b = append(b, `},"cautions":[`...)
	for _, id := range a.Cautions {
		b = appendQuoted(separate(b), id)
	}
	return append(b, ']', '}')
}

// MarshalJSON is [Assessment.AppendJSON].
func (a Assessment) MarshalJSON() ([]byte, error) { return a.AppendJSON(nil), nil }

func (r *CategoryResult) append(b []byte) []byte {
	b = appendPoints(append(b, '{'), Points{r.Min, r.Max})
	b = appendQuoted(append(b, `,"verdict":`...), r.Verdict.String())
	b = append(b, `,"income_floor":`...)
	if r.HasFloor {
		b = appendQuoted(b, r.Floor.String())
	} else {
		b = append(b, `"none"`...)
	}
	b = append(b, `,"items":{`...)
	for i := range r.Items {
		if r.Items[i].Max > 0 {
			b = append(appendName(separate(b), items[i].id), '{')
			b = appendPoints(b, r.Items[i])
			b = append(appendQuoted(append(b, `,"no":`...), items[i].no), '}')
		}
	}
	b = append(b, `},"refused":[`...)
	for i := range r.Refused {
		lost := &r.Refused[i]
		b = appendQuoted(append(separate(b), `{"item":`...), lost.Item.ID())
		b = strconv.AppendInt(append(b, `,"points":`...), int64(lost.Points), 10)
		b = appendQuoted(append(b, `,"because":`...), lost.Because.Key())
		b = append(b, '}')
	}
	return append(b, ']', '}')
}

func appendPoints(b []byte, p Points) []byte {
	b = strconv.AppendInt(append(b, `"min":`...), int64(p.Min), 10)
	return strconv.AppendInt(append(b, `,"max":`...), int64(p.Max), 10)
}

// append writes the facts' keys; the careers share one and stand next to each other.
func (s FactSet) append(b []byte) []byte {
	b = append(b, '[')
	last := ""
	for f := range Fact(FactCount) {
		if s.Has(f) && f.Key() != last {
			last = f.Key()
			b = appendQuoted(separate(b), last)
		}
	}
	return append(b, ']')
}

// append writes the benefit's member of benefit_details, or nothing where there is nothing
// to add. The domestic worker always has one: met alone does not say how many.
func (r *BenefitResult) append(b []byte, of Benefit) []byte {
	if of == Housekeeper {
		b = append(appendName(separate(b), of.String()), '{')
		b = strconv.AppendInt(append(b, `"number":`...), int64(r.Number), 10)
		b = strconv.AppendInt(append(b, `,"up_to":`...), int64(r.UpTo), 10)
		b = append(b, `,"types":[`...)
		for i := range r.Routes {
			b = r.Routes[i].append(separate(b))
		}
		return append(b, ']', '}')
	}
	if r.State == Yes {
		return b
	}
	b = append(appendName(separate(b), of.String()), `{"conditions":[`...)
	for i := range r.Routes {
		b = r.Routes[i].appendConditions(b)
	}
	return append(b, ']', '}')
}

func (r *RouteResult) append(b []byte) []byte {
	b = appendQuoted(append(b, `{"type":`...), r.ID)
	b = appendQuoted(append(b, `,"state":`...), r.State.String())
	b = strconv.AppendInt(append(b, `,"number":`...), int64(r.Number), 10)
	b = r.appendConditions(append(b, `,"conditions":[`...))
	return append(b, ']', '}')
}

// appendConditions writes the conditions that are not certainly met.
func (r *RouteResult) appendConditions(b []byte) []byte {
	for i := range r.Requirements {
		if c := &r.Requirements[i]; c.State != Yes {
			b = c.append(separate(b))
		}
	}
	return b
}

func (q *Requirement) append(b []byte) []byte {
	b = append(append(b, `{"condition":"`...), q.ID...)
	b = append(append(b, `","state":"`...), q.State.String()...)
	return append(b, `"}`...)
}
