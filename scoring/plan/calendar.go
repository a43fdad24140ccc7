package plan

import "hspbot/scoring"

// Span is a run of days with the same outcome, up to the next span or the end of the calendar.
type Span struct {
	From scoring.Date
	// Covered is false for days before the first table; then nothing else is known.
	Covered bool
	// By category; what is not assessed is zero.
	Points   [scoring.Categories]scoring.Points
	Verdicts [scoring.Categories]scoring.Verdict
	HasFloor [scoring.Categories]bool
	Floor    [scoring.Categories]scoring.Truth
	JSkip    [scoring.Categories]scoring.Truth
}

// Has reports whether the points of the mark are certain in c, and count, on the days of s.
func (s *Span) Has(c scoring.Category, mark int) bool {
	return s.Covered && s.Points[c].Min >= mark && s.Floor[c] == scoring.Yes
}

// Calendar is the outcome on every day of some years: the facts are those of today, except what was
// different before (see [scoring.Person.On]), the age and the experience those of the day.
type Calendar struct {
	From, Today, Until scoring.Date // the first day, that of the assessment, and the last day
	Sheets             scoring.Sheets
	Spans              []Span // at least one
	person             *scoring.Person
}

// CalendarYears is how many years a calendar looks back, and how many ahead.
const CalendarYears = 5

// NewCalendar returns the calendar of a person around p.AsOf. The errors are those of [scoring.Assess]
// on that day.
func NewCalendar(p *scoring.Person, among scoring.Sheets) (Calendar, error) {
	if _, err := scoring.Assess(&p.Profile, among); err != nil {
		return Calendar{}, err
	}
	k := Calendar{From: p.AsOf.AddYears(-CalendarYears), Today: p.AsOf, Until: p.AsOf.AddYears(CalendarYears), Sheets: among, person: p}
	if k.From.Before(p.Birth) {
		k.From = p.Birth
	}
	for _, d := range append([]scoring.Date{k.From}, scoring.TurningDays(p, k.From, k.Until)...) {
		s := k.score(d)
		if n := len(k.Spans); n == 0 || !k.Spans[n-1].same(&s) {
			k.Spans = append(k.Spans, s)
		}
	}
	return k, nil
}

// score is the span that begins on d.
func (k *Calendar) score(d scoring.Date) Span {
	s := Span{From: d}
	profile := k.person.On(d)
	a, err := scoring.Assess(&profile, k.Sheets)
	if err != nil {
		return s
	}
	s.Covered, s.JSkip = true, a.JSkip
	for c := range a.Categories {
		r := &a.Categories[c]
		s.Points[c], s.Verdicts[c] = scoring.Points{Min: r.Min, Max: r.Max}, r.Verdict
		s.HasFloor[c], s.Floor[c] = r.HasFloor, r.Floor
	}
	return s
}

// same reports whether two spans have the same outcome.
func (s *Span) same(other *Span) bool {
	moved := *other
	moved.From = s.From
	return *s == moved
}

// On returns the span that d, a day of the calendar, lies in.
func (k *Calendar) On(d scoring.Date) *Span {
	i := len(k.Spans) - 1
	for i > 0 && d.Before(k.Spans[i].From) {
		i--
	}
	return &k.Spans[i]
}

// Run is a run of days, both ends included.
type Run struct{ First, Last scoring.Date }

// Runs returns the longest runs of days on which the mark is certain in c. A run that begins with the
// calendar or ends with it may go on beyond.
func (k *Calendar) Runs(c scoring.Category, mark int) []Run {
	var list []Run
	open := false
	for i := range k.Spans {
		last := k.Until
		if i+1 < len(k.Spans) {
			last = k.Spans[i+1].From.AddDays(-1)
		}
		has := k.Spans[i].Has(c, mark)
		switch {
		case has && open:
			list[len(list)-1].Last = last
		case has:
			list = append(list, Run{k.Spans[i].From, last})
		}
		open = has
	}
	return list
}

// Turn is a day on which the outcome changes.
type Turn struct {
	On            scoring.Date
	Before, After *Span
	// Because are the facts that are not the same as the day before; none where the rules changed.
	Because scoring.FactSet
}

// Turns lists the days on which the outcome changes. The first day of the tables is none.
func (k *Calendar) Turns() []Turn {
	var list []Turn
	for i := 1; i < len(k.Spans); i++ {
		t := Turn{On: k.Spans[i].From, Before: &k.Spans[i-1], After: &k.Spans[i]}
		if !t.Before.Covered {
			continue
		}
		before, after := k.person.On(t.On.AddDays(-1)), k.person.On(t.On)
		for f := range scoring.Fact(scoring.FactCount) {
			if before.Value(f) != after.Value(f) {
				t.Because |= scoring.FactsOf(f)
			}
		}
		list = append(list, t)
	}
	return list
}

// Loss is a day from which a mark is certain no longer, and what would make up for it.
type Loss struct {
	On       scoring.Date
	Category scoring.Category
	Mark     int
	Ways     []Way // of a person on that day
}

// Losses lists the losses of 70 and 80 points after today, each with so many ways at most. The
// errors are those of [Ways].
func (k *Calendar) Losses(most int) ([]Loss, error) {
	var list []Loss
	for _, t := range k.Turns() {
		if !k.Today.Before(t.On) {
			continue
		}
		for c := range scoring.Category(scoring.Categories) {
			for _, mark := range Marks {
				if !k.Sheets.Has(c) || !t.Before.Has(c, mark) || t.After.Has(c, mark) {
					continue
				}
				then := scoring.Person{Profile: k.person.On(t.On), History: k.person.History}
				ways, err := Ways(&then, c, mark, most, scoring.Only(c))
				if err != nil {
					return nil, err
				}
				list = append(list, Loss{t.On, c, mark, ways})
			}
		}
	}
	return list, nil
}

// Marks are the points worth reaching: to be recognised, and for the shortest way to permanent residence.
var Marks = [...]int{scoring.PassMark, 80}
