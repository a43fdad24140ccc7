package conversation

import (
	"math"
	"slices"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// The goals: what the person will do in Japan.
const goalAll = "all"

// question is one page of the interview: what it asks, and how the answer becomes facts.
type question struct {
	id    string
	style style
	facts []scoring.Fact // what it asks about; none for the goal
	// options in order. Those of a number are derived from the thresholds of the table.
	options []option
	// counts says that the options are how many, so that a typed number is a count.
	counts bool
	// residence says more about a question about permanent residence; nil for the others.
	residence *residenceQuestion
}

// aboutResidence reports whether it is one of the questions about permanent residence, whose
// answers are [State.Residence].
func (q *question) aboutResidence() bool { return q.residence != nil }

type style uint8

const (
	single   style = iota // one option
	pages                 // toggles, and "none of these"
	number                // a typed number, or a band
	calendar              // a typed day or month, or an option
)

// option is one answer, or one toggle of a page.
type option struct {
	id   string
	fact scoring.Fact
	// on is the value when chosen. A toggle of a set is a member of it instead.
	on     scoring.Value
	member uint
	// off is the value of a toggle that was not switched on.
	off scoring.Value
	// as is the question whose option this is, where it is offered at another one too.
	as string
}

// key is the key of the option's text.
func (o *option) key(q *question) string {
	if o.as != "" {
		return "option." + o.as + "." + o.id
	}
	return "option." + q.text() + "." + o.id
}

// option returns the option id, or nil.
func (q *question) option(id string) *option {
	for i := range q.options {
		if q.options[i].id == id {
			return &q.options[i]
		}
	}
	return nil
}

// optionsWhere returns the options of which something is so, in their order.
func (q *question) optionsWhere(is func(*option) bool) []*option {
	var list []*option
	for i := range q.options {
		if o := &q.options[i]; is(o) {
			list = append(list, o)
		}
	}
	return list
}

// idsOf are the ids of options.
func idsOf(options []*option) []string {
	ids := make([]string, len(options))
	for i, o := range options {
		ids[i] = o.id
	}
	return ids
}

// toggle is an option that stands for a yes.
func toggle(id string, f scoring.Fact) option {
	return option{id: id, fact: f, on: scoring.IsYes, off: scoring.IsNo}
}

// members are the options of a set, named like the contract names them.
func members(f scoring.Fact, ids ...string) []option {
	var list []option
	for _, id := range ids {
		for i, name := range f.Names() {
			if name == id {
				list = append(list, option{id: id, fact: f, member: 1 << i})
			}
		}
	}
	return list
}

// choices are the options of a fact of one choice, the most first and none last.
func choices(f scoring.Fact) []option {
	var list []option
	for i, name := range slices.Backward(f.Names()) {
		list = append(list, option{id: name, fact: f, on: scoring.Option(i)})
	}
	return list
}

// The family page asks for brackets, not ages: the table knows no others. A bracket is kept
// as the oldest age in it.
const (
	under7  = 6
	under13 = 12
)

var inf = math.Inf(1)

// strictlyOver returns the least number above x: the ratio must be over 3 %.
func strictlyOver(x float64) float64 { return math.Nextafter(x, inf) }

// questions in the order of asking: first what most people have points for, so that 70 points
// are certain or out of reach early; then what few have; then the family, on which no points
// hang. Within these, in the order people expect.
var questions = []question{
	{id: "goal", style: single, options: []option{{id: "i-b"}, {id: "i-a"}, {id: "i-c"}, {id: goalAll}}},
	{id: "degrees", style: pages, facts: []scoring.Fact{scoring.Degrees, scoring.DifferentFields},
		options: append(members(scoring.Degrees, "bachelor", "master", "professional", "mba_mot", "doctorate"),
			toggle("different_fields", scoring.DifferentFields))},
	{id: "salary", style: number, facts: []scoring.Fact{scoring.AnnualIncome}},
	{id: "age", style: number, facts: []scoring.Fact{scoring.Age}},
	{id: "career_i-a", style: number, facts: []scoring.Fact{scoring.CareerAcademic}},
	{id: "career_i-b", style: number, facts: []scoring.Fact{scoring.CareerTechnical}},
	{id: "career_i-c", style: number, facts: []scoring.Fact{scoring.CareerManagement}},
	{id: "japanese", style: single, facts: []scoring.Fact{scoring.Japanese}, options: choices(scoring.Japanese)},
	{id: "universities", style: pages, facts: []scoring.Fact{scoring.JapaneseUniversity, scoring.DesignatedUniversity},
		options: []option{toggle("japanese_university", scoring.JapaneseUniversity), toggle("designated_university", scoring.DesignatedUniversity)}},
	{id: "research", style: pages, facts: []scoring.Fact{scoring.Research},
		options: members(scoring.Research, scoring.Research.Names()...)},
	{id: "employer", style: pages,
		facts: []scoring.Fact{scoring.InnovationSupport, scoring.SME, scoring.LocalGovernmentSupport, scoring.RnDRatio},
		options: []option{
			toggle("innovation_support", scoring.InnovationSupport),
			toggle("sme", scoring.SME),
			{id: "rnd_over_3_percent", fact: scoring.RnDRatio, on: scoring.Between(strictlyOver(3), inf), off: scoring.Between(0, strictlyOver(3))},
			toggle("local_government_support", scoring.LocalGovernmentSupport)}},
	{id: "rest", style: pages,
		facts: []scoring.Fact{scoring.ForeignQualification, scoring.GrowthFieldProject, scoring.InvestmentManagement, scoring.OwnInvestment, scoring.JICATraining},
		options: []option{
			toggle("foreign_qualification", scoring.ForeignQualification),
			toggle("growth_field_project", scoring.GrowthFieldProject),
			toggle("investment_management", scoring.InvestmentManagement),
			{id: "own_investment", fact: scoring.OwnInvestment, on: scoring.Between(100_000_000, inf), off: scoring.Between(0, 100_000_000)},
			{id: "jica_without_classes", fact: scoring.JICATraining, on: scoring.Option(scoring.WithoutJapaneseUniversityClasses), off: scoring.Option(0)},
			{id: "jica_with_classes", fact: scoring.JICATraining, on: scoring.Option(scoring.WithJapaneseUniversityClasses), off: scoring.Option(0)}}},
	{id: "position", style: single, facts: []scoring.Fact{scoring.Position}, options: choices(scoring.Position)},
	{id: "licences", style: single, counts: true, facts: []scoring.Fact{scoring.Licences}, options: []option{
		{id: "one", fact: scoring.Licences, on: scoring.Number(1)},
		{id: "two-or-more", fact: scoring.Licences, on: scoring.Number(2)},
		{id: "none", fact: scoring.Licences, on: scoring.Number(0)}}},
	{id: "spouse", style: single, options: []option{{id: "yes"}, {id: "no"}}},
	{id: "family", style: pages,
		facts: []scoring.Fact{scoring.ChildrenAges, scoring.Pregnant, scoring.SpouseCannotDoHousework, scoring.ServantEmployedOneYear},
		options: []option{
			{id: "child_under_7", fact: scoring.ChildrenAges, on: scoring.AgesOf(under7), off: scoring.AgesOf()},
			{id: "child_7_to_12", fact: scoring.ChildrenAges, on: scoring.AgesOf(under13), off: scoring.AgesOf()},
			toggle("pregnant", scoring.Pregnant),
			toggle("spouse_cannot_do_housework", scoring.SpouseCannotDoHousework),
			toggle("servant_employed_one_year", scoring.ServantEmployedOneYear)}},
	{id: "spouse_income", style: number, facts: []scoring.Fact{scoring.SpouseIncome}},
}

// aboutSpouse are the facts that only a person with a spouse is asked for.
var aboutSpouse = []scoring.Fact{scoring.SpouseIncome, scoring.SpouseCannotDoHousework}

// everyQuestion are those of the interview, and those about permanent residence.
func everyQuestion() []*question {
	list := make([]*question, 0, len(questions)+len(residenceQuestions))
	for i := range questions {
		list = append(list, &questions[i])
	}
	for i := range residenceQuestions {
		list = append(list, &residenceQuestions[i])
	}
	return list
}

// find returns the question id, or nil.
func find(id string) *question {
	for _, list := range [][]question{questions, residenceQuestions} {
		for i := range list {
			if list[i].id == id {
				return &list[i]
			}
		}
	}
	return nil
}

// text is the name of the question in the keys of its texts: what is asked again about an
// earlier time, "salary_since_2", has the texts of the first.
func (q *question) text() string {
	return strings.TrimSuffix(strings.TrimRight(q.id, "23456789"), "_")
}

// name is what the question is called among the answers.
func (q *question) name(v *locales.Voice) string { return v.Say("question." + q.text() + ".short") }
