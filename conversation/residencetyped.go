package conversation

import "hspbot/conversation/typed"

// ofResidence reads a number at a choice about permanent residence: the years of a period of stay,
// the points a status was given with, the months of an absence.
func (q *question) ofResidence(said typed.Said) understanding {
	if said.None || said.Unsure || said.Not || len(said.Amounts) != 1 || len(said.Named) > 0 {
		return understanding{}
	}
	a, id := said.Amounts[0], ""
	switch {
	case a.Below != a.From+1:
	case q.id == "period" && a.Months == 0:
		id = map[float64]string{5: "years_5", 3: "years_3", 1: "years_1"}[a.From]
	case q.id == "hsp_points" && 80 <= a.From && a.From < 200:
		id = "80"
	case q.id == "hsp_points" && 70 <= a.From && a.From < 80:
		id = "70"
	case q.id == "absences" && 0 < a.Months && a.Months < 6:
		return understanding{notice: askedBack, offers: []string{nothing}}
	case q.id == "absences" && a.Months >= 6:
		return understanding{notice: askedBack, offers: []string{"once"}}
	}
	switch {
	case id == "":
		return understanding{}
	case said.Unknown || said.Question || said.Still || said.Other || said.Third || hedged(said):
		return understanding{notice: askedBack, offers: []string{id}}
	}
	return understanding{arg: id}
}
