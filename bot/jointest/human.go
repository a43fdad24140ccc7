package jointest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"hspbot/locales"
	"hspbot/scoring"
)

// Human is what is true of a made-up person, by the ids of questions and options, and how
// they answer a card. They read the buttons of a card and know nothing else of the bot.
type Human struct {
	Language string // a tag of locales

	goal    string
	years   float64 // of experience, in any of the categories
	numbers map[string]int64
	one     map[string]string          // questions with one answer
	on      map[string]map[string]bool // pages of toggles
	types   bool                       // numbers, where others press
}

// toggles are what a yes to an option of a page means; those of sets are members of them.
var toggles = map[string]map[string]scoring.Fact{
	"degrees":      {"different_fields": scoring.DifferentFields},
	"universities": {"japanese_university": scoring.JapaneseUniversity, "designated_university": scoring.DesignatedUniversity},
	"research":     {},
	"employer": {"innovation_support": scoring.InnovationSupport, "sme": scoring.SME, "rnd_over_3_percent": scoring.RnDRatio,
		"local_government_support": scoring.LocalGovernmentSupport},
	"rest": {"foreign_qualification": scoring.ForeignQualification, "growth_field_project": scoring.GrowthFieldProject,
		"investment_management": scoring.InvestmentManagement, "own_investment": scoring.OwnInvestment, "jica_with_classes": scoring.JICATraining},
	"family": {"child_under_7": scoring.ChildrenAges, "child_7_to_12": scoring.ChildrenAges, "pregnant": scoring.Pregnant,
		"spouse_cannot_do_housework": scoring.SpouseCannotDoHousework, "servant_employed_one_year": scoring.ServantEmployedOneYear},
}

var sets = map[string]scoring.Fact{"degrees": scoring.Degrees, "research": scoring.Research}

// NewHuman makes somebody up.
func NewHuman(r *rand.Rand) *Human {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	amount := func() int64 { return int64(2_000_000 + 500_000*r.IntN(40)) }
	h := &Human{Language: pick(locales.Tags()...), goal: pick("i-a", "i-b", "i-c", "all"), years: float64(r.IntN(50)) / 4,
		numbers: map[string]int64{"age": int64(20 + r.IntN(40)), "salary": amount(), "spouse_income": amount()},
		one:     map[string]string{"japanese": pick("none", "n2", "n1"), "licences": pick("one", "two-or-more", "none"), "position": pick("none", "director", "representative"), "spouse": pick("yes", "no")},
		on:      map[string]map[string]bool{}, types: r.IntN(2) == 0}
	h.one["goal"] = h.goal
	for question, options := range toggles {
		h.on[question] = map[string]bool{}
		for option := range options {
			h.on[question][option] = r.Float64() < 0.2
		}
		if set, ok := sets[question]; ok {
			for _, member := range set.Names() {
				h.on[question][member] = r.Float64() < 0.3
			}
		}
	}
	return h
}

// profile is what the scorer is to know of the person on a day.
func (h *Human) profile(day scoring.Date) scoring.Profile {
	p := scoring.Profile{AsOf: day}
	for question, options := range toggles {
		for option, fact := range options {
			p = p.With(fact, yesOrNo(fact, h.on[question][option]))
		}
	}
	var children []int
	for option, age := range map[string]int{"child_under_7": 6, "child_7_to_12": 12} {
		if h.on["family"][option] {
			children = append(children, age)
		}
	}
	p = p.With(scoring.ChildrenAges, scoring.AgesOf(children...))
	for question, fact := range sets {
		subset := uint(0)
		for i, member := range fact.Names() {
			if h.on[question][member] {
				subset |= 1 << i
			}
		}
		p = p.With(fact, scoring.Members(subset))
	}
	if p.Value(scoring.Degrees) == scoring.Members(0) {
		p = p.With(scoring.JapaneseUniversity, scoring.IsNo).With(scoring.DesignatedUniversity, scoring.IsNo)
	}
	for c := range scoring.Category(scoring.Categories) {
		p = p.With(scoring.CareerIn(c), scoring.Real(h.years))
	}
	income := h.numbers["spouse_income"]
	if h.one["spouse"] == "no" {
		income, p = 0, p.With(scoring.SpouseCannotDoHousework, scoring.IsNo)
	}
	licences := map[string]int64{"none": 0, "one": 1, "two-or-more": 2}[h.one["licences"]]
	return p.With(scoring.Age, scoring.Number(h.numbers["age"])).With(scoring.AnnualIncome, scoring.Number(h.numbers["salary"])).
		With(scoring.SpouseIncome, scoring.Number(income)).With(scoring.Licences, scoring.Number(licences)).
		With(scoring.Japanese, named(scoring.Japanese, h.one["japanese"])).With(scoring.Position, named(scoring.Position, h.one["position"]))
}

// yesOrNo is what a toggle says of its fact.
func yesOrNo(f scoring.Fact, yes bool) scoring.Value {
	pick := func(no, yes2 scoring.Value) scoring.Value {
		if yes {
			return yes2
		}
		return no
	}
	switch f {
	case scoring.RnDRatio:
		return pick(scoring.Real(1), scoring.Real(4))
	case scoring.OwnInvestment:
		return pick(scoring.Number(0), scoring.Number(150_000_000))
	case scoring.JICATraining:
		return pick(scoring.Option(0), scoring.Option(scoring.WithJapaneseUniversityClasses))
	}
	return scoring.Bool(yes)
}

func named(f scoring.Fact, name string) scoring.Value {
	for i, n := range f.Names() {
		if n == name {
			return scoring.Option(i)
		}
	}
	return scoring.Value{}
}

// Answer is what the person does with a card that has these actions: one of them to press,
// or a text to type.
func (h *Human) Answer(actions []string) (action, text string) {
	question := asked(actions)
	find := func(prefix string) string {
		for _, a := range actions {
			if strings.HasPrefix(a, prefix) {
				return a
			}
		}
		return ""
	}
	on, page := h.on[question]
	switch {
	case question == "" && slices.Contains(actions, "show:"): // they sent the last answer twice
		return "show:", "" // back to the result
	case page:
		for option, yes := range on {
			if a := "on:" + question + ":" + option; yes && find(a) == a {
				return a, ""
			}
		}
		if done := find("done:"); done != "" {
			return done, ""
		}
		return find("set:" + question + ":none~"), ""
	case h.one[question] != "":
		return find("set:" + question + ":" + h.one[question]), ""
	}
	x, text := h.number(question)
	if h.types {
		return "", text
	}
	for _, a := range actions {
		if band, ok := strings.CutPrefix(a, "set:"+question+":"); ok && within(band, x) {
			return a, ""
		}
	}
	return "", text
}

// number is what the person knows of a question for a number, and how they write it.
func (h *Human) number(question string) (x float64, text string) {
	if n, ok := h.numbers[question]; ok {
		return float64(n), strconv.FormatInt(n, 10) + units[question]
	}
	return h.years, strconv.FormatFloat(h.years, 'f', -1, 64) + "年"
}

var units = map[string]string{"age": "歳", "salary": "円", "spouse_income": "円"}

// Texts are the numbers only this person would type: to look for where they must not be.
func (h *Human) Texts() []string {
	var list []string
	for question := range h.numbers {
		_, text := h.number(question)
		list = append(list, text)
	}
	return list
}

// asked returns the question of a card, by its actions.
func asked(actions []string) (question string) {
	for _, a := range actions {
		if verb, rest, ok := strings.Cut(a, ":"); ok && asking[verb] {
			question, _, _ = strings.Cut(rest, ":")
		}
	}
	return question
}

// asking are the actions that name the question of their card.
var asking = map[string]bool{"set": true, "on": true, "off": true, "done": true, "why": true}

// within reports whether x lies in the band of a button: "under-3", "3-5", "from-10".
func within(band string, x float64) bool {
	from, below, ok := strings.Cut(band, "-")
	if !ok {
		return false
	}
	number := func(s string) float64 { f, _ := strconv.ParseFloat(s, 64); return f }
	switch from {
	case "under":
		return x < number(below)
	case "from":
		return x >= number(below)
	}
	return x >= number(from) && x < number(below)
}

// Check compares the result and what is stored, as a platform showed them, with what the
// person's answers deserve. How a platform sets lines, and in bold, is its own affair.
func (h *Human) Check(result, stored string) error {
	kept, err := storedFacts(stored)
	if err != nil {
		return err
	}
	truth := h.profile(kept.AsOf)
	for f := range scoring.Fact(scoring.FactCount) {
		k, v := kept.Value(f), truth.Value(f)
		if k.Known() && (k.Below > 0 && (v.From < k.From || v.Below > k.Below) || k.Cases&v.Cases != v.Cases) {
			return fmt.Errorf("%s is stored as %+v, and is %+v", f.Key(), k, v)
		}
	}
	a, among, err := assess(&truth, h.goal)
	if err != nil {
		return err
	}
	for c := range scoring.Category(scoring.Categories) {
		if r := &a.Categories[c]; among.Has(c) && r.Min != r.Max {
			return fmt.Errorf("%s is a range, %d to %d", c, r.Min, r.Max)
		}
	}
	return missing(h.Language, &a, among, result)
}
