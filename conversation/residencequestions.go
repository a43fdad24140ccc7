package conversation

import (
	"cmp"
	"slices"
	"strings"

	"hspbot/scoring"
)

// residenceQuestion says how a question about permanent residence is answered. When it is
// asked, [turn.asks] says.
type residenceQuestion struct {
	// of are the kinds of status in which it is asked; none for any.
	of []string
	// days says what days may be answered.
	days dayRule
	// month says which day is meant where a month is answered.
	month monthRule
	// rest says that some toggles may be answered and the others be left open.
	rest bool
}

// dayRule says what days may be answered.
type dayRule uint8

const (
	notAfterToday   dayRule = iota
	afterToday              // planned, or an end to come
	afterArrival            // not after today, and not before the arrival in Japan
	ofBirth                 // of somebody who may work
	beforeTheChange         // before the change of the salary named last
	inCareer                // not before the first day of the work
	afterTheGap             // not before the gap in the work began
)

// monthRule says which day a month stands for.
type monthRule uint8

const (
	firstDay monthRule = iota
	lastDay            // which never promises anything too early
)

// salaryChanges is how many changes of the salary are asked about: those of three years.
const salaryChanges = 3

// careerGaps is how many gaps in the work are asked about.
const careerGaps = 3

// lookBack is how many years the routes look back.
const lookBack = 3

// The kinds of status in which the same is asked.
var (
	inJapan     = []string{"hsp", "j_skip", "work", "other"}
	otherStatus = []string{"work", "other"}
)

// residenceQuestions in the order of asking.
var residenceQuestions = residence(slices.Concat([]question{
	{id: "activity", style: single, options: []option{{id: "i-b", as: "goal"}, {id: "i-a", as: "goal"}, {id: "i-c", as: "goal"}}},
	{id: "status", style: single, options: []option{{id: "hsp"}, {id: "j_skip"}, {id: "work"}, {id: "other"}, {id: "abroad"}}},
	{id: "arrival", style: calendar, residence: &residenceQuestion{of: []string{"abroad"}, days: afterToday, month: lastDay}},
	{id: "in_japan_since", style: calendar, residence: &residenceQuestion{of: inJapan, month: lastDay}},
	{id: "hsp_since", style: calendar, options: []option{{id: same}, {id: never}}, residence: &residenceQuestion{of: []string{"hsp", "j_skip"}, days: afterArrival, month: lastDay}},
	{id: "hsp_points", style: single, options: []option{{id: "80"}, {id: "70"}}, residence: &residenceQuestion{of: []string{"hsp"}}},
	{id: "j_skip_since", style: calendar, options: []option{{id: same}}, residence: &residenceQuestion{of: []string{"j_skip"}, days: afterArrival, month: lastDay}},
	{id: "work_since", style: calendar, options: []option{{id: same}}, residence: &residenceQuestion{of: []string{"work"}, days: afterArrival, month: lastDay}},
	{id: "changes", style: pages, options: []option{{id: "salary"}, {id: "employer"}, {id: "degrees"}, {id: "japanese"}, {id: "licences"},
		{id: "research"}, {id: "position"}, {id: "others"}}},
}, salaryQuestions(), []question{
	{id: "employer_since", style: calendar},
	{id: "employer_before", style: pages, facts: []scoring.Fact{scoring.InnovationSupport, scoring.SME, scoring.LocalGovernmentSupport,
		scoring.RnDRatio, scoring.GrowthFieldProject, scoring.InvestmentManagement},
		options: slices.Concat(optionsOf("employer"), optionsOf("rest", "growth_field_project", "investment_management"))},
	{id: "degrees_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
	{id: "degrees_before", style: pages, facts: []scoring.Fact{scoring.Degrees, scoring.DifferentFields, scoring.JapaneseUniversity, scoring.DesignatedUniversity},
		options: slices.Concat(optionsOf("degrees"), optionsOf("universities"))},
	{id: "japanese_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
	{id: "japanese_before", style: single, facts: []scoring.Fact{scoring.Japanese}, options: optionsOf("japanese", "n2", "none")},
	{id: "licences_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
	{id: "research_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
	{id: "research_before", style: pages, facts: []scoring.Fact{scoring.Research}, options: optionsOf("research")},
	{id: "position_since", style: calendar},
	{id: "position_before", style: single, facts: []scoring.Fact{scoring.Position}, options: optionsOf("position")},
	{id: "others_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
	{id: "others_before", style: pages, facts: []scoring.Fact{scoring.ForeignQualification, scoring.OwnInvestment, scoring.JICATraining},
		options: optionsOf("rest", "foreign_qualification", "own_investment", "jica_without_classes", "jica_with_classes")},
	{id: "birth", style: calendar, residence: &residenceQuestion{days: ofBirth}},
	{id: "career_since", style: calendar, residence: &residenceQuestion{month: lastDay}},
}, gapQuestions(), []question{
	{id: "period", style: single, options: []option{{id: "years_5"}, {id: "years_3"}, {id: "years_1"}}, residence: &residenceQuestion{of: otherStatus}},
	{id: "period_ends", style: calendar, residence: &residenceQuestion{of: otherStatus, days: afterToday}},
	{id: "business_manager", style: pages, options: managerOptions(), residence: &residenceQuestion{rest: true}},
	{id: "absences", style: single, options: []option{{id: nothing}, {id: "once"}, {id: "together"}}, residence: &residenceQuestion{of: inJapan}},
}))

// residence says of questions that they are about permanent residence.
func residence(list []question) []question {
	for i := range list {
		list[i].residence = cmp.Or(list[i].residence, &residenceQuestion{})
	}
	return list
}

// salaryQuestions ask when the salary changed and what it was before, as often as it may have
// changed in the years looked back.
func salaryQuestions() []question {
	var list []question
	for i := range salaryChanges {
		since := question{id: numbered("salary_since", i), style: calendar, residence: &residenceQuestion{days: beforeTheChange}}
		if i > 0 {
			since.options = []option{{id: longer}}
		}
		list = append(list, since, question{id: numbered("salary_before", i), style: number, facts: []scoring.Fact{scoring.AnnualIncome}})
	}
	return list
}

// gapQuestions ask for the gaps in the work, which do not count as experience.
func gapQuestions() []question {
	var list []question
	for i := range careerGaps {
		list = append(list, question{id: numbered("gap_since", i), style: calendar, options: []option{{id: never}}, residence: &residenceQuestion{days: inCareer}},
			question{id: numbered("gap_until", i), style: calendar, residence: &residenceQuestion{days: afterTheGap, month: lastDay}})
	}
	return list
}

// optionsOf are options of a question of the interview, all or those named.
func optionsOf(id string, only ...string) []option {
	var list []option
	for _, q := range questions {
		for _, o := range q.options {
			if q.id == id && (len(only) == 0 || slices.Contains(only, o.id)) {
				o.as = id
				list = append(list, o)
			}
		}
	}
	return list
}

// asks reports whether the question about permanent residence has a place in this conversation.
func (t *turn) asks(q *question) bool {
	a := t.state.Residence
	if of := q.residence.of; len(of) > 0 && !t.holds(of...) {
		return false
	}
	if kind, about, ok := strings.Cut(q.text(), "_"); ok && kind != "salary" && (about == "since" || about == "before") && find("changes").option(kind) != nil {
		return t.changed(kind) && (about == "since" || !a.day(kind+"_since").IsZero()) &&
			(q.id != "japanese_before" || t.state.Facts.Value(scoring.Japanese) == scoring.Option(scoring.N1))
	}
	switch q.text() {
	case "activity":
		return t.state.Goal == goalAll
	case "work_since":
		return t.inJapanFor(5)
	case "changes":
		return t.pastMatters()
	case "salary_since":
		return t.salaryAsked(q.repeat())
	case "salary_before":
		return t.salaryAsked(q.repeat()) && !a.day(numbered("salary_since", q.repeat())).IsZero()
	case "birth":
		return t.wantsBirth()
	case "career_since":
		return t.wantsCareer()
	case "gap_since":
		return !a.day("career_since").IsZero() && (q.repeat() == 0 || !a.day(numbered("gap_until", q.repeat()-1)).IsZero())
	case "gap_until":
		return !a.day("career_since").IsZero() && !a.day(numbered("gap_since", q.repeat())).IsZero()
	case "period_ends":
		return a["period"] == "years_3"
	case "business_manager":
		return t.managerMatters() && len(t.visible(q)) > 0
	}
	return true
}

// shows reports whether an option of a question about permanent residence is worth showing.
func (t *turn) shows(q *question, o *option) bool {
	p := &t.plan.person.Profile
	switch q.id {
	case "hsp_since":
		return o.id == same || t.holds("j_skip")
	case "changes":
		return t.mayHaveChanged(o.id)
	case "employer_before": // investment management counts in ロ and ハ
		return o.id != "investment_management" || t.state.sheets() != scoring.Only(scoring.Academic)
	case "degrees_before": // what is held today, and a bachelor's degree before any other
		return o.id == "bachelor" || o.holds(p.Value(o.fact))
	case "research_before", "others_before":
		return o.holds(p.Value(o.fact))
	case "position_before":
		return o.on != p.Value(scoring.Position)
	case "business_manager":
		return t.managerOpen(o.id)
	}
	return true
}

// changed reports whether something of the kind changed.
func (t *turn) changed(kind string) bool {
	return t.pastMatters() && t.state.Residence.has("changes", kind)
}

// holds reports whether the person holds one of the kinds of status.
func (t *turn) holds(kinds ...string) bool {
	return slices.Contains(kinds, t.state.Residence["status"])
}

// inJapanFor reports whether the person has been in Japan for the years.
func (t *turn) inJapanFor(years int) bool {
	d := t.state.Residence.day("in_japan_since")
	return !d.IsZero() && !t.today.AddYears(-years).Before(d)
}

// pastMatters reports whether the points or the standard of J-Skip may be there today, so that
// those of the past decide.
func (t *turn) pastMatters() bool {
	a := &t.plan.assessment
	return t.holds(inJapan...) && (a.Reaches(scoring.PassMark) != scoring.No || a.MeetsJSkip() != scoring.No)
}

// mayHaveChanged reports whether there is something today that may not have been there before.
func (t *turn) mayHaveChanged(kind string) bool {
	p := &t.plan.person.Profile
	switch kind {
	case "degrees":
		return p.Value(scoring.Degrees) != scoring.Members(0)
	case "japanese":
		return p.Value(scoring.Japanese) == scoring.Option(scoring.N1) || p.Value(scoring.Japanese) == scoring.Option(scoring.N2)
	case "licences":
		return t.state.sheets().Has(scoring.Technical) && p.Value(scoring.Licences).From > 0
	case "research":
		return t.state.sheets() != scoring.Only(scoring.Management) && p.Value(scoring.Research).Known() && p.Value(scoring.Research) != scoring.Members(0)
	case "position":
		return t.state.sheets().Has(scoring.Management) && p.Value(scoring.Position).Known()
	case "others":
		q := find("others_before")
		return slices.ContainsFunc(q.options, func(o option) bool { return o.holds(p.Value(o.fact)) })
	}
	return true
}

// windowStart is the first day of the past that a route can look at.
func (t *turn) windowStart() scoring.Date {
	start := t.today.AddYears(-lookBack)
	if in := t.state.Residence.day("in_japan_since"); start.Before(in) {
		return in
	}
	return start
}

// salaryAsked reports whether the change i of the salary is asked about: the one after it is
// known and lies in the years that count.
func (t *turn) salaryAsked(i int) bool {
	if i == 0 {
		return t.changed("salary")
	}
	a := t.state.Residence
	last := a.day(numbered("salary_since", i-1))
	return t.salaryAsked(i-1) && !last.IsZero() && t.windowStart().Before(last) && a[numbered("salary_before", i-1)] != ""
}

// wantsBirth reports whether the day of birth would decide, or say how long a route stays.
func (t *turn) wantsBirth() bool {
	return t.state.Facts.Birth.IsZero() && t.state.Facts.Value(scoring.Age).Known() && (t.needs("birth_date", false) || t.needs("age", false))
}

// wantsCareer reports whether the first day of the work would decide a route.
func (t *turn) wantsCareer() bool {
	single := t.state.Goal != goalAll && t.state.Facts.CareerSince.IsZero()
	return single && (t.needs("career_since", true) || t.needs("career_years", true))
}

// needs reports whether a route needs the key, to be decided or else to say how long it stays.
func (t *turn) needs(key string, undecided bool) bool {
	return slices.ContainsFunc(t.routes(), func(r scoring.Route) bool {
		return slices.Contains(r.Needs, key) && (!undecided || r.State == scoring.RouteUnknown)
	})
}

// routes are the routes to permanent residence and to 2号, decided as far as they can be.
func (t *turn) routes() []scoring.Route {
	if t.plan.routes == nil {
		t.plan.routes, _ = scoring.Routes(&t.plan.person, t.state.sheets()) // the person is checked when answers are taken
	}
	return t.plan.routes
}

// repeat is how often the question was asked before about a later time.
func (q *question) repeat() int {
	if n := q.id[len(q.id)-1]; '2' <= n && n <= '9' {
		return int(n - '1')
	}
	return 0
}
