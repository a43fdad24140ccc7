package scoring

import (
	"iter"
	"math"
	"math/bits"
)

// Category is one of the three sheets of the official form. It indexes arrays of length [Categories].
type Category uint8

// The categories of activity, 高度専門職1号イ, ロ and ハ.
const (
	Academic   Category = iota // i-a, 1号イ: advanced academic research
	Technical                  // i-b, 1号ロ: advanced specialised or technical work
	Management                 // i-c, 1号ハ: advanced business management
	Categories = 3
)

var categoryNames = [Categories]string{"i-a", "i-b", "i-c"}

// String returns the category's name in the JSON contract: i-a, i-b or i-c.
func (c Category) String() string { return categoryNames[c] }

// Sheets is a set of categories: those a person wants to be scored in.
type Sheets uint8

// AllSheets is all three categories.
const AllSheets Sheets = 1<<Categories - 1

// Only returns the set of one category.
func Only(c Category) Sheets { return 1 << c }

// Has reports whether c is in s.
func (s Sheets) Has(c Category) bool { return s>>c&1 == 1 }

// One returns the category of a set of one; ok is false for any other set.
func (s Sheets) One() (c Category, ok bool) {
	return Category(bits.TrailingZeros8(uint8(s))), bits.OnesCount8(uint8(s)) == 1
}

// All ranges over the categories in s, in the order of the form.
func (s Sheets) All() iter.Seq[Category] {
	return func(yield func(Category) bool) {
		for c := range Category(Categories) {
			if s.Has(c) && !yield(c) {
				return
			}
		}
	}
}

// Truth is the answer to a condition: unknown until the facts decide it.
type Truth uint8

// The three answers.
const (
	Unknown Truth = iota
	No
	Yes
)

// String returns the answer as the JSON contract writes it.
func (t Truth) String() string { return [...]string{"unknown", "not_met", "met"}[t] }

// Fact is one thing the table asks about a person.
type Fact uint8

// The facts, in the order of the JSON contract. Experience counts only in the work the
// category names, so it is a fact per category, under one key.
const (
	Degrees Fact = iota
	DifferentFields
	CareerAcademic
	CareerTechnical
	CareerManagement
	AnnualIncome
	Age
	Research
	Licences
	Position
	InnovationSupport
	SME
	LocalGovernmentSupport
	RnDRatio
	ForeignQualification
	JapaneseUniversity
	Japanese
	GrowthFieldProject
	DesignatedUniversity
	JICATraining
	OwnInvestment
	InvestmentManagement
	SpouseIncome
	ChildrenAges
	Pregnant
	SpouseCannotDoHousework
	ServantEmployedOneYear
	FactCount = int(ServantEmployedOneYear) + 1
)

// CareerIn returns the fact that holds the years of experience counted in c.
func CareerIn(c Category) Fact { return CareerAcademic + Fact(c) }

// isCareer reports whether f is one of the three facts that hold years of experience.
func isCareer(f Fact) bool { return f >= CareerAcademic && f <= CareerManagement }

// Kind says what values a fact takes.
type Kind uint8

// The kinds of facts.
const (
	YesNo   Kind = iota
	Choice       // one of the names
	Set          // any of the names, or none
	Whole        // a whole number of yen, years or licences
	Decimal      // a number of years, or per cent
	Ages         // a list of whole years
)

var facts = [FactCount]struct {
	key   string
	kind  Kind
	names []string
}{
	Degrees:                 {"degrees", Set, []string{"bachelor", "master", "professional", "mba_mot", "doctorate"}},
	DifferentFields:         {"different_fields", YesNo, nil},
	CareerAcademic:          {"career_years", Decimal, nil},
	CareerTechnical:         {"career_years", Decimal, nil},
	CareerManagement:        {"career_years", Decimal, nil},
	AnnualIncome:            {"annual_income_jpy", Whole, nil},
	Age:                     {"age", Whole, nil},
	Research:                {"research", Set, []string{"patent", "foreign_government_funding", "papers", "recognised"}},
	Licences:                {"licences", Whole, nil},
	Position:                {"position", Choice, []string{"none", "director", "representative"}},
	InnovationSupport:       {"innovation_support", YesNo, nil},
	SME:                     {"sme", YesNo, nil},
	LocalGovernmentSupport:  {"local_government_support", YesNo, nil},
	RnDRatio:                {"rnd_ratio_percent", Decimal, nil},
	ForeignQualification:    {"foreign_qualification", YesNo, nil},
	JapaneseUniversity:      {"japanese_university", YesNo, nil},
	Japanese:                {"japanese", Choice, []string{"none", "n2", "n1"}},
	GrowthFieldProject:      {"growth_field_project", YesNo, nil},
	DesignatedUniversity:    {"designated_university", YesNo, nil},
	JICATraining:            {"jica_training", Choice, []string{"none", "without_japanese_university_classes", "with_japanese_university_classes"}},
	OwnInvestment:           {"own_investment_jpy", Whole, nil},
	InvestmentManagement:    {"investment_management", YesNo, nil},
	SpouseIncome:            {"spouse_income_jpy", Whole, nil},
	ChildrenAges:            {"children_ages", Ages, nil},
	Pregnant:                {"pregnant", YesNo, nil},
	SpouseCannotDoHousework: {"spouse_cannot_do_housework", YesNo, nil},
	ServantEmployedOneYear:  {"servant_employed_one_year", YesNo, nil},
}

// Key returns the fact's key in the JSON contract. The three careers share career_years.
func (f Fact) Key() string { return facts[f].key }

// Kind returns what values the fact takes.
func (f Fact) Kind() Kind { return facts[f].kind }

// Names returns the names a [Choice] or [Set] fact takes, in the order of the contract. It must not be changed.
func (f Fact) Names() []string { return facts[f].names }

// FactSet is a set of facts.
type FactSet uint32

// FactsOf returns the set of the given facts.
func FactsOf(fs ...Fact) FactSet {
	var s FactSet
	for _, f := range fs {
		s |= 1 << f
	}
	return s
}

// Has reports whether f is in s.
func (s FactSet) Has(f Fact) bool { return s>>f&1 == 1 }

// first returns the first fact of s, which is not empty.
func (s FactSet) first() Fact { return Fact(bits.TrailingZeros32(uint32(s))) }

// List returns the facts of s in order.
func (s FactSet) List() []Fact {
	list := make([]Fact, 0, bits.OnesCount32(uint32(s)))
	for ; s != 0; s &= s - 1 {
		list = append(list, Fact(bits.TrailingZeros32(uint32(s))))
	}
	return list
}

// Value is what is known of one fact. The zero Value knows nothing. Values compare with ==.
type Value struct {
	// A number lies in the half-open interval From <= x < Below; Below 0 means nothing is
	// known. Yen and years of age are whole, years of experience and per cent need not be.
	From, Below float64
	// The set of cases still possible, one bit each: for [YesNo] bit 0 is no and bit 1 yes,
	// for [Choice] the index of the name, for [Set] the subset of names, for [Ages] the
	// ages themselves plus agesKnown. 0 means nothing is known.
	Cases uint64
}

const (
	agesKnown = 1 << 63
	oldestAge = 62 // ages above are kept as this one; no rule tells them apart
)

// Known answers of [YesNo] facts.
var (
	IsNo  = Value{Cases: 1 << 0}
	IsYes = Value{Cases: 1 << 1}
)

// Bool returns [IsYes] or [IsNo].
func Bool(yes bool) Value {
	if yes {
		return IsYes
	}
	return IsNo
}

// Option returns the known choice i of a [Choice] fact, an index of [Fact.Names].
func Option(i int) Value { return Value{Cases: 1 << i} }

// Members returns the known [Set] of the names whose bits are set in subset.
func Members(subset uint) Value { return Value{Cases: 1 << subset} }

// Subset returns the bits of the members of a [Set]; ok is false where not exactly one subset is possible.
func (v Value) Subset() (subset uint, ok bool) {
	return uint(bits.TrailingZeros64(v.Cases)), bits.OnesCount64(v.Cases) == 1
}

// Number returns the known whole number n of yen, years or licences; n is not negative.
func Number(n int64) Value { return Value{From: float64(n), Below: float64(n) + 1} }

// Real returns the known number x of years or per cent; x is not negative.
func Real(x float64) Value { return Value{From: x, Below: above(x)} }

// Between returns a number known to be from <= x < below. Below may be +Inf.
func Between(from, below float64) Value { return Value{From: from, Below: below} }

// AgesOf returns the known ages of all children, in whole years.
func AgesOf(ages ...int) Value {
	v := Value{Cases: agesKnown}
	for _, a := range ages {
		v.Cases |= 1 << min(a, oldestAge)
	}
	return v
}

// above returns the least number greater than x, so that [x, above(x)) holds x alone.
func above(x float64) float64 { return math.Nextafter(x, math.Inf(1)) }

// Known reports whether anything is known.
func (v Value) Known() bool { return v != Value{} }

// exact reports whether v, a value of f, names one number.
func (v Value) exact(f Fact) bool {
	if v.Below == 0 {
		return false
	}
	if f.Kind() == Whole {
		return v.Below == v.From+1
	}
	return v.Below == above(v.From)
}

// interval returns the half-open interval of a number; everything from 0 up when unknown.
func (v Value) interval() (from, below float64) {
	if v.Below == 0 {
		return 0, math.Inf(1)
	}
	return v.From, v.Below
}

// Profile is what is known of a person. The zero Profile knows nothing; profiles are
// values, compare with == and are never changed in place by this package.
type Profile struct {
	// AsOf is the day the rules and the age are taken at.
	AsOf Date
	// Birth, when set, stands in for the Age fact.
	Birth Date
	// CareerSince, when set, stands in for the years of experience in every category: the
	// work has gone on without a gap since that day.
	CareerSince Date
	values      [FactCount]Value
}

// With returns a copy of p that knows v of f.
func (p Profile) With(f Fact, v Value) Profile {
	p.values[f] = v
	return p
}

// Value returns what p knows of f. An age is computed from the date of birth where that is
// known, and so are the completed years of experience from their first day.
func (p *Profile) Value(f Fact) Value { return p.valueOn(f, p.AsOf) }

// valueOn is [Profile.Value] with the age and the experience of another day.
func (p *Profile) valueOn(f Fact, d Date) Value {
	switch {
	case f == Age && !p.Birth.IsZero():
		return Number(int64(max(0, AgeOn(p.Birth, d))))
	case isCareer(f) && !p.CareerSince.IsZero():
		return Real(float64(max(0, AgeOn(p.CareerSince, d))))
	}
	return p.values[f]
}
