package scoring

const (
	inJapanSinceKey    = "in_japan_since"
	workStatusSinceKey = "work_status_since"
	hspSinceKey        = "hsp_since"
	jSkipSinceKey      = "j_skip_since"
	hspPointsKey       = "hsp_points"
	never              = "none"
)

// stayNames are the keys of a stay.
var stayNames = []string{inJapanSinceKey, workStatusSinceKey, hspSinceKey, jSkipSinceKey, hspPointsKey,
	"period_years", "period_ends", "longest_absence_days", "absence_days_10_years"}

const (
	beforeKey = "before"
	factsKey  = "facts"
)

var earlierNames = []string{beforeKey, factsKey}

// stay reads the object of a stay.
func (s *scanner) stay(stay *Stay) bool {
	at := -1
	ok := s.object(stayNames, func(i int) (ok bool) {
		at = i
		wanted := wantedSince
		switch stayNames[i] {
		case inJapanSinceKey:
			stay.InJapan, ok = s.since()
		case workStatusSinceKey:
			stay.WorkStatus, ok = s.since()
		case hspSinceKey:
			stay.HSP, ok = s.since()
		case jSkipSinceKey:
			stay.JSkip, ok = s.since()
		case hspPointsKey:
			wanted = wantedPoints
			stay.HSPPoints, ok = s.oneOf(70, 80)
		case "period_years":
			wanted = wantedPeriod
			stay.PeriodYears, ok = s.oneOf(5, 3, 1)
		case "period_ends":
			wanted = wantedDate
			stay.PeriodEnds, ok = s.date()
		case "longest_absence_days":
			wanted = wantedDays
			stay.LongestAbsence, ok = s.days()
		default:
			wanted = wantedDays
			stay.Absence10Years, ok = s.days()
		}
		if !ok && s.problem == nil {
			s.problem = wanted
		}
		return ok
	})
	return ok || s.inside(stayKey, stayNames, at)
}

var (
	wantedSince  = &problem{FaultSince, nil, `must be a date like "2026-11-22", or "none"`}
	wantedPoints = &problem{FaultOneOf, []string{"70", "80"}, "must be 70 or 80"}
	wantedPeriod = &problem{FaultOneOf, []string{"5", "3", "1"}, "must be 5, 3 or 1"}
	wantedDays   = &problem{FaultWhole, nil, "must be a whole number of days from 0, written in digits"}
)

// inside puts a failure down to a key of an object, and returns false.
func (s *scanner) inside(object string, names []string, at int) bool {
	switch {
	case s.problem == nameTwice || s.stray != nil && s.problem == nil:
		s.within = object + "." + shorten(s.stray)
		if s.problem == nil {
			s.problem = &problem{FaultKey, nil, "is not a key of " + `"` + object + `"`}
		} else {
			s.problem = &problem{FaultTwice, nil, givenTwice}
		}
	case at >= 0 && s.within == "" && s.problem != nil:
		s.within = object + "." + names[at]
	}
	return false
}

// since reads a date, or that something does not hold.
func (s *scanner) since() (Since, bool) {
	t, ok := s.text()
	if !ok || string(t) == never {
		return Since{Never: ok}, ok
	}
	d, err := ParseDate(string(t))
	return Since{Day: d}, err == nil
}

// oneOf reads one of the numbers.
func (s *scanner) oneOf(numbers ...int) (int, bool) {
	x, ok := s.number(Whole)
	for _, n := range numbers {
		if ok && float64(n) == x {
			return n, true
		}
	}
	return 0, false
}

func (s *scanner) days() (Value, bool) {
	n, ok := s.number(Whole)
	return Value{From: n, Below: n + 1}, ok
}

// decided reads met or not_met.
func (s *scanner) decided() (Truth, bool) {
	i, ok := s.name([]string{No.String(), Yes.String()})
	return No + Truth(max(i, 0)), ok
}

// earlier reads the list of what was different.
func (s *scanner) earlier() ([]Earlier, bool) {
	var list []Earlier
	ok := s.list(func() bool {
		var e Earlier
		at, complete := -1, 0
		ok := s.object(earlierNames, func(i int) (ok bool) {
			at = i
			complete++
			if earlierNames[i] == factsKey {
				return s.earlierFacts(&e)
			}
			if e.Before, ok = s.date(); !ok {
				s.problem = wantedDate
			}
			return ok
		})
		if !ok {
			return s.inside(earlierKey, earlierNames, at)
		}
		if complete < len(earlierNames) {
			s.within, s.problem = earlierKey, &problem{FaultEntry, nil, `must have "before" and "facts" in every entry`}
			return false
		}
		list = append(list, e)
		return true
	})
	return list, ok
}

// earlierFacts reads the facts of one entry. A null says that it is not known what the fact was.
func (s *scanner) earlierFacts(e *Earlier) bool {
	at := -1
	ok := s.objectWithNulls(contractNames, func(i int) bool {
		at = i
		f := contractFacts[i]
		if int(f) >= FactCount || f == Age || isCareer(f) {
			s.problem = &problem{FaultNotEarlier, nil, `must not be in the facts of "earlier"`}
			return false
		}
		e.Facts |= FactsOf(f)
		if s.literal("null") {
			return true
		}
		v, ok := s.value(f)
		if !ok && s.problem == nil {
			s.problem = wanted(f)
		}
		e.values[f] = v
		return ok
	})
	if ok {
		return true
	}
	switch {
	case s.problem == nameTwice:
		s.within, s.problem = shorten(s.stray), &problem{FaultTwice, nil, givenTwice + ` in the facts of "earlier"`}
	case s.stray != nil && s.problem == nil:
		s.within, s.problem = shorten(s.stray), &problem{FaultKey, nil, `is not a key of the facts of "earlier"`}
	case at >= 0:
		s.within = contractNames[at]
	}
	return false
}
