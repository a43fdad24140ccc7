package scoring

// Aim is what a residence-history route leads to.
type Aim uint8

// The aims.
const (
	ToPermanentResidence Aim = iota // 永住許可
	ToHSP2                          // 高度専門職2号
)

// Stay is what the residence-history routes ask beside the points of today. The zero Stay
// knows nothing.
type Stay struct {
	// Completed years of continuous stay in Japan: at all, as a highly skilled professional
	// (1号, or the older Designated Activities), and as a Special Highly Skilled Professional.
	Years, HSPYears, JSkipYears Value
	// The outcome on the day one and three years before, scored with the age, experience,
	// income, degrees and certificates of that day; nil where not known.
	OneYearAgo, ThreeYearsAgo *Assessment
	// Whether 70 points, 80 points, or the J-Skip standard were kept all the time since. A dip
	// below is treated as breaking the route (guideline as revised in 2024 and 2025; B).
	Kept70, Kept80, KeptJSkip Truth
}

// Route is one way to an [Aim] by years of residence, decided as far as is known.
type Route struct {
	ID           string // the text key is "residence." and the ID
	Aim          Aim
	Now          Truth // whether the points, or J-Skip, of today are enough
	State        Truth
	Requirements []Requirement
}

// Routes decides the residence-history part of permanent residence and of 高度専門職2号.
// Good conduct, public duties and the rest are examined besides, and the decision is
// discretionary.
//
// Sources: 永住許可に関するガイドライン (revised 24 February 2026),
// https://www.moj.go.jp/isa/applications/resources/nyukan_nyukan50.html, read through copies
// (B); for 2号 the ordinance (B).
func Routes(now *Assessment, stay Stay) []Route {
	years := func(v Value, n float64) Truth { return atLeast(v, n) }
	then := func(a *Assessment, points int) Truth {
		if a == nil {
			return Unknown
		}
		return a.Reaches(points)
	}
	thenJSkip := Unknown
	if stay.OneYearAgo != nil {
		thenJSkip = stay.OneYearAgo.MeetsJSkip()
	}
	now70 := Requirement{"points_70_now", now.Reaches(70)}
	now80 := Requirement{"points_80_now", now.Reaches(80)}
	nowJSkip := Requirement{"j_skip_now", now.MeetsJSkip()}
	return []Route{
		route("hsp_80_1y", ToPermanentResidence, now80, Requirement{"hsp_1_year", years(stay.HSPYears, 1)}, Requirement{"kept_80", stay.Kept80}),
		route("deemed_80_1y", ToPermanentResidence, now80, Requirement{"points_80_one_year_ago", then(stay.OneYearAgo, 80)},
			Requirement{"stay_1_year", years(stay.Years, 1)}, Requirement{"kept_80", stay.Kept80}),
		route("hsp_70_3y", ToPermanentResidence, now70, Requirement{"hsp_3_years", years(stay.HSPYears, 3)}, Requirement{"kept_70", stay.Kept70}),
		route("deemed_70_3y", ToPermanentResidence, now70, Requirement{"points_70_three_years_ago", then(stay.ThreeYearsAgo, 70)},
			Requirement{"stay_3_years", years(stay.Years, 3)}, Requirement{"kept_70", stay.Kept70}),
		// A special highly skilled professional of one year needs no calculation of points.
		route("j_skip_1y", ToPermanentResidence, Requirement{"j_skip_1_year", years(stay.JSkipYears, 1)}, Requirement{"kept_j_skip", stay.KeptJSkip}, nowJSkip),
		route("deemed_j_skip_1y", ToPermanentResidence, Requirement{"j_skip_one_year_ago", thenJSkip},
			Requirement{"stay_1_year", years(stay.Years, 1)}, Requirement{"kept_j_skip", stay.KeptJSkip}, nowJSkip),
		route("hsp2_points_3y", ToHSP2, now70, Requirement{"hsp_3_years", years(stay.HSPYears, 3)}),
		route("hsp2_j_skip_1y", ToHSP2, nowJSkip, Requirement{"j_skip_1_year", years(stay.JSkipYears, 1)}),
	}
}

func route(id string, aim Aim, requirements ...Requirement) Route {
	r := Route{ID: id, Aim: aim, Now: Unknown, State: Yes, Requirements: requirements}
	for _, q := range requirements {
		r.State = both(r.State, q.State)
		switch q.ID {
		case "points_70_now", "points_80_now", "j_skip_now":
			r.Now = q.State
		}
	}
	return r
}

// Reaches reports whether some category asked for has the points, and the income floor.
func (a *Assessment) Reaches(points int) Truth {
	reached := No
	for c := range Category(Categories) {
		r := &a.Categories[c]
		if !a.Sheets.Has(c) || r.Verdict == Fails || r.Max < points {
			continue
		}
		if r.Min >= points && r.Floor == Yes {
			return Yes
		}
		reached = Unknown
	}
	return reached
}

// MeetsJSkip reports whether the standard of J-Skip is met in some category asked for.
func (a *Assessment) MeetsJSkip() Truth {
	any := No
	for c := range Category(Categories) {
		if a.Sheets.Has(c) {
			any = either(any, a.JSkip[c])
		}
	}
	return any
}

func atLeast(v Value, n float64) Truth {
	from, below := v.interval()
	if from >= n {
		return Yes
	}
	if below <= n {
		return No
	}
	return Unknown
}
