package scoring

// ResidenceCheck is one further requirement of permanent residence, beside the routes. It is
// told beside them and changes none.
type ResidenceCheck struct {
	ID    string // the text key is "residence_check." and the ID
	State Truth
	// NoteFrom is the first day of filing for which something other holds than before, or the
	// requirement begins; zero where nothing of the kind is known.
	NoteFrom Date
}

func (c *ResidenceCheck) append(b []byte) []byte {
	b = append(append(b, `{"check":"`...), c.ID...)
	b = append(append(b, `","state":"`...), c.State.String()...)
	b = appendDateOrNull(append(b, `","note_from":`...), c.NoteFrom)
	return append(b, '}')
}

// revision is the first day of filing to which the guideline of 1 October 2026 applies
// (令和９年４月１日).
var revision = Date{2027, 4, 1}

// The ages in which a child may have to attend elementary or junior high school: from the April
// after the sixth birthday to the end of the school year of the fifteenth (学校教育法第17条).
const (
	schoolFrom  = 6
	schoolUntil = 15 // included
)

// Days of absence that count against an application under the revised guideline: half a year
// at once, or two years and a half in all within ten years. Months have different lengths, so
// between the two figures it depends on the calendar.
const (
	halfYearLeast, halfYearMost         = 181, 184
	twoAndHalfLeast, twoAndHalfYearMost = 910, 915
)

// ResidenceChecks decides, as far as the facts do, what else is looked at when permanent
// residence is applied for on the day p.AsOf. The routes are those of [Routes].
func ResidenceChecks(p *Person, base []BaseResult, routes []Route) []ResidenceCheck {
	return appendChecks(nil, p, base, routes)
}

func appendChecks(list []ResidenceCheck, p *Person, base []BaseResult, routes []Route) []ResidenceCheck {
	checks := [...]ResidenceCheck{
		{"longest_period", longestPeriod(p), revision},
		{"landing_criteria", landingCriteria(p, base), Date{}},
		{"good_conduct", Unknown, Date{}},
		{"public_duties", Unknown, revision},
		{"household_income", Unknown, revision},
		{"pension", Unknown, revision},
		{"absence", absence(&p.Stay), revision},
		{"school_attendance", schoolAttendance(p), revision},
		{"japanese_b1", japaneseB1(p, routes), revision},
		{"rules_of_japan", Unknown, revision},
	}
	return append(list, checks[:]...)
}

// longestPeriod decides 「現に有している在留資格について…最長の在留期間をもって在留していること」.
// Highly Skilled Professional (i) always has five years. Three years count as the longest for
// filings until 31 March 2027; after that only where they were held on that day, for the first
// filing since, and where the decision comes before the period ends (注1, 注4), which nobody knows
// on the day of filing.
func longestPeriod(p *Person) Truth {
	s := &p.Stay
	switch {
	case s.HSP.by(p.AsOf) == Yes || s.JSkip.by(p.AsOf) == Yes || s.PeriodYears == 5:
		return Yes
	case s.PeriodYears == 1:
		return No
	case s.PeriodYears == 0:
		return Unknown
	case p.AsOf.Before(revision):
		return Yes
	case s.PeriodEnds.IsZero():
		return Unknown
	}
	begun := s.PeriodEnds.AddYears(-s.PeriodYears)
	if !begun.Before(revision) || s.PeriodEnds.Before(p.AsOf) {
		return No // not held on 31 March 2027, or over before any decision
	}
	return Unknown
}

// landingCriteria decides whether the landing criteria of the status held are met: those that
// match the category of the work, where that is known.
func landingCriteria(p *Person, base []BaseResult) Truth {
	for i := range base {
		r := &base[i]
		if p.Activity != Only(r.Category) {
			continue
		}
		if r.Category == Management && p.BusinessManager != Unknown {
			return p.BusinessManager
		}
		return r.State
	}
	return Unknown
}

func absence(s *Stay) Truth {
	return both(within(s.LongestAbsence, halfYearLeast, halfYearMost), within(s.Absence10Years, twoAndHalfLeast, twoAndHalfYearMost))
}

// within reports whether days of absence stay under a limit that lies between least and most days.
func within(days Value, least, most float64) Truth {
	if !days.Known() {
		return Unknown
	}
	return truthOf(days.From < most, days.From < least)
}

// schoolAttendance is certain where no child is of the age of compulsory school.
func schoolAttendance(p *Person) Truth {
	v := p.values[ChildrenAges]
	if !v.Known() {
		return Unknown
	}
	for age := schoolFrom; age <= schoolUntil; age++ {
		if v.Cases>>age&1 == 1 {
			return Unknown
		}
	}
	return Yes
}

// japaneseB1 is certain for highly skilled professionals on one of their routes, who are
// exempt with their families, and for who has N2 or N1.
func japaneseB1(p *Person, routes []Route) Truth {
	if v := p.values[Japanese]; v == Option(N1) || v == Option(N2) || p.values[JapaneseUniversity] == IsYes {
		return Yes
	}
	for i := range routes {
		r := &routes[i]
		if r.Aim == ToPermanentResidence && r.Standard != NoStandard && r.State == RouteOpen {
			return Yes
		}
	}
	return Unknown
}
