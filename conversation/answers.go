package conversation

import (
	"maps"
	"slices"
	"strconv"

	"hspbot/scoring"
)

// Answers are what a person said at the questions about permanent residence, by the id of the
// question: options separated by commas, a day ("2024-04-10"), an amount as the actions of
// buttons carry it ("=8500000"), or "unsure". The person they make is in the form of the JSON
// contract: see [State.Person].
//
// They are never changed in place.
type Answers map[string]string

const (
	notSure = "unsure"
	nothing = "none"
	same    = "same"   // the same day as the arrival in Japan
	never   = "never"  // not at all
	longer  = "longer" // all the time before
)

// with returns a with the question answered.
func (a Answers) with(id, answer string) Answers {
	all := Answers{id: answer}
	for other, said := range a {
		if other != id {
			all[other] = said
		}
	}
	return all
}

// without returns a with the question not answered.
func (a Answers) without(id string) Answers {
	all := maps.Clone(a)
	delete(all, id)
	return all
}

// day is the day a question is answered with; zero where it is not.
func (a Answers) day(id string) scoring.Date {
	d, err := scoring.ParseDate(a[id])
	if err != nil {
		return scoring.Date{}
	}
	return d
}

// has reports whether the option is among those chosen.
func (a Answers) has(id, option string) bool { return slices.Contains(split(a[id]), option) }

// careerSince is the day on which the work would have begun had there been no gaps in it; zero
// where its first day is not known.
func (a Answers) careerSince() scoring.Date {
	d := a.day("career_since")
	for i := range careerGaps {
		since, until := a.day(numbered("gap_since", i)), a.day(numbered("gap_until", i))
		if d.IsZero() || since.IsZero() || until.IsZero() {
			break
		}
		d = d.AddDays(since.DaysUntil(until))
	}
	return d
}

// since is the day from which something holds. It is not before the arrival in Japan.
func (a Answers) since(id string) scoring.Since {
	arrived := a.day("in_japan_since")
	switch a[id] {
	case same:
		return scoring.Since{Day: arrived}
	case never:
		return scoring.Since{Never: true}
	}
	day := a.day(id)
	if !day.IsZero() && day.Before(arrived) {
		day = arrived
	}
	return scoring.Since{Day: day}
}

// The limits of absence, as the days kept for an answer (see scoring/checks.go): half a year at
// once, and two years and a half in ten years.
const (
	underHalfYear, overHalfYear         = 180, 184
	underTwoAndHalf, overTwoAndHalfYear = 909, 915
)

// stay is the residence in Japan.
func (a Answers) stay() scoring.Stay {
	not := scoring.Since{Never: true}
	if len(a) == 0 {
		return scoring.Stay{}
	}
	s := scoring.Stay{InJapan: a.since("in_japan_since")}
	switch a["status"] {
	case "hsp":
		s.HSP, s.JSkip = a.since("hsp_since"), not
		switch a["hsp_points"] {
		case "80":
			s.HSPPoints = 80
		case "70":
			s.HSPPoints = scoring.PassMark
		}
	case "j_skip":
		s.HSP, s.JSkip = a.since("hsp_since"), a.since("j_skip_since")
	case "work":
		s.HSP, s.JSkip, s.WorkStatus = not, not, a.since("work_since")
	case "other":
		s.HSP, s.JSkip, s.WorkStatus = not, not, not
	case "abroad":
		s = scoring.Stay{InJapan: scoring.Since{Day: a.day("arrival")}, WorkStatus: scoring.Since{Day: a.day("arrival")}, JSkip: not}
		if s.InJapan.Day.IsZero() {
			s.InJapan = scoring.Since{Never: a["arrival"] != ""}
		}
	}
	switch a["period"] {
	case "years_5":
		s.PeriodYears = 5
	case "years_3":
		s.PeriodYears, s.PeriodEnds = 3, a.day("period_ends")
	case "years_1":
		s.PeriodYears = 1
	}
	switch a["absences"] {
	case nothing:
		s.LongestAbsence, s.Absence10Years = scoring.Number(underHalfYear), scoring.Number(underTwoAndHalf)
	case "once":
		s.LongestAbsence = scoring.Number(overHalfYear)
	case "together":
		s.Absence10Years = scoring.Number(overTwoAndHalfYear)
	}
	return s
}

// past collects what was different before a day.
type past []scoring.Earlier

// put notes that f was v before the day.
func (p *past) put(before scoring.Date, f scoring.Fact, v scoring.Value) {
	for i := range *p {
		if (*p)[i].Before == before {
			(*p)[i] = (*p)[i].With(f, v)
			return
		}
	}
	*p = append(*p, scoring.Earlier{Before: before}.With(f, v))
}

// earlier are the facts that were different. What changed on a day nobody remembers is not
// known of the time before today.
func (s *State) earlier(today scoring.Date) []scoring.Earlier {
	a := s.Residence
	if len(a) == 0 {
		return nil
	}
	var list past
	before := func(id string) scoring.Date {
		if d := a.day(id); !d.IsZero() && !today.Before(d) {
			return d
		}
		return today
	}
	if a["changes"] == notSure {
		list.put(today, scoring.AnnualIncome, scoring.Value{})
	}
	if a.has("changes", "salary") {
		for i := range salaryChanges {
			since, then := find(numbered("salary_since", i)), find(numbered("salary_before", i))
			if a[since.id] == "" || a[since.id] == longer {
				break
			}
			v, _ := then.value(a[then.id])
			list.put(before(since.id), scoring.AnnualIncome, v)
		}
	}
	for _, change := range []string{"degrees", "employer", "research", "others"} {
		q := find(change + "_before")
		if !a.has("changes", change) || a[change+"_since"] == "" {
			continue
		}
		then := q.factsOf(s, a[q.id])
		for _, f := range q.facts {
			if s.Facts.Value(f).Known() {
				list.put(before(change+"_since"), f, then.Value(f))
			}
		}
	}
	if a.has("changes", "japanese") && a["japanese_since"] != "" {
		v := scoring.Option(0)
		if q := find("japanese_before"); s.Facts.Value(scoring.Japanese) == scoring.Option(scoring.N1) {
			v, _ = q.value(a[q.id])
		}
		list.put(before("japanese_since"), scoring.Japanese, v)
	}
	if a.has("changes", "position") && a["position_since"] != "" {
		v, _ := find("position_before").value(a["position_before"])
		list.put(before("position_since"), scoring.Position, v)
	}
	if a.has("changes", "licences") && a["licences_since"] != "" {
		list.put(before("licences_since"), scoring.Licences, scoring.Number(int64(max(0, s.Facts.Value(scoring.Licences).From-1))))
	}
	return list
}

// factsOf turns the toggles of a page about an earlier time into facts; none are known where
// it has no answer.
func (q *question) factsOf(s *State, answer string) scoring.Profile {
	var then State
	on, _, ok := q.selection(split(answer))
	if !ok || answer == notSure {
		return scoring.Profile{}
	}
	all := q.optionsWhere(func(*option) bool { return true })
	then.answer(q, all, on, false)
	return then.Facts.Profile
}

// Person is what is known of the person and of their past on a day, for the routes to
// permanent residence. An answer that the day has overtaken is left out.
func (s *State) person(today scoring.Date) scoring.Person {
	p := scoring.Person{Profile: s.profile(today)}
	p.Stay, p.Earlier = s.Residence.stay(), s.earlier(today)
	activity := s.Goal
	if activity == goalAll {
		activity = s.Residence["activity"]
	}
	if only := sheetsOf(activity); only != scoring.AllSheets {
		p.Activity = only
	}
	if s.sheets().Has(scoring.Management) {
		p.BusinessManager = s.businessManager(p)
	}
	if d := p.Stay.InJapan.Day; s.Residence["status"] == "abroad" && !d.IsZero() {
		p.Stay.HSP, p.Stay.HSPPoints = s.granted(&p, d)
	}
	return p
}

// granted is what a person who comes to Japan on the day d would be given: Highly Skilled
// Professional, with the points of that day.
func (s *State) granted(p *scoring.Person, d scoring.Date) (scoring.Since, int) {
	then := p.On(d)
	a, err := scoring.Assess(&then, s.sheets())
	switch {
	case err != nil || a.Reaches(scoring.PassMark) == scoring.No:
		return scoring.Since{Never: true}, 0
	case a.Reaches(80) == scoring.Yes:
		return scoring.Since{Day: d}, 80
	case a.Reaches(80) == scoring.No:
		return scoring.Since{Day: d}, scoring.PassMark
	}
	return scoring.Since{Day: d}, 0
}

// Person is what is known of the person on the day in Japan that today is, with their past and
// their stay.
func (s State) Person(today scoring.Date) scoring.Person { return s.person(today) }

// numbered is the id of a question that is asked again about an earlier time.
func numbered(id string, i int) string {
	if i == 0 {
		return id
	}
	return id + "_" + strconv.Itoa(i+1)
}
