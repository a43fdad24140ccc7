package scoring

import "math/bits"

// Condition is a question about facts that answers Yes, No or Unknown. It is a value,
// not a function, so that it can also say which facts it needs and which thresholds it
// sets. Build one from the fact handles below: income.AtLeast(8_000_000),
// All(degrees.Has(Doctorate), age.Below(40)).
type Condition struct {
	op    operator
	fact  Fact
	at    float64 // threshold of a number
	cases uint64  // the cases that satisfy it
	args  []Condition
}

type operator uint8

const (
	opAlways      operator = iota // the zero Condition: nothing is required
	opCases                       // the fact's case is one of cases
	opAtLeast                     // the fact's number is at or above at
	opYoungest                    // the youngest child is under at years old
	opHousehold                   // income of the applicant and the spouse together is at or above at
	opRecognised                  // 70 points with the floor, or J-Skip, in a category asked for
	opJSkip                       // J-Skip in a category asked for
	opBegunBefore                 // the longest experience began before the age at; in cautions only
	opAll
	opAny
	opNot
)

// experience stands for the years counted in the category being scored, until a table is compiled.
const experience = decimalFact(255)

// Handles, one per fact, in the words the rows use.
const (
	degrees         = setFact(Degrees)
	differentFields = yesFact(DifferentFields)
	income          = wholeFact(AnnualIncome)
	age             = wholeFact(Age)
	research        = setFact(Research)
	licences        = wholeFact(Licences)
	position        = choiceFact(Position)
	innovation      = yesFact(InnovationSupport)
	sme             = yesFact(SME)
	localGovernment = yesFact(LocalGovernmentSupport)
	rndRatio        = decimalFact(RnDRatio)
	foreignQual     = yesFact(ForeignQualification)
	japaneseDegree  = yesFact(JapaneseUniversity)
	japanese        = choiceFact(Japanese)
	growthField     = yesFact(GrowthFieldProject)
	designated      = yesFact(DesignatedUniversity)
	jica            = choiceFact(JICATraining)
	investment      = wholeFact(OwnInvestment)
	fundBusiness    = yesFact(InvestmentManagement)
	youngestChild   = agesFact(ChildrenAges)
	pregnant        = yesFact(Pregnant)
	spouseCannot    = yesFact(SpouseCannotDoHousework)
	employedBefore  = yesFact(ServantEmployedOneYear)
	household       = householdFact(0)
)

// Members of the Degrees set, bits for [Members].
const (
	Bachelor = 1 << iota
	Master
	Professional
	MBA
	Doctorate
	advanced = Master | Professional | MBA | Doctorate
)

// Members of the Research set, bits for [Members].
const (
	Patent = 1 << iota
	ForeignGovernmentFunding
	Papers
	Recognised
)

// Choices of Position, Japanese and JICATraining, for [Option].
const (
	Director       = 1
	Representative = 2

	N2 = 1
	N1 = 2

	WithoutJapaneseUniversityClasses = 1
	WithJapaneseUniversityClasses    = 2
)

type (
	yesFact       Fact
	choiceFact    Fact
	setFact       Fact
	wholeFact     Fact
	decimalFact   Fact
	agesFact      Fact
	householdFact uint8
)

// Holds asks for a yes.
func (f yesFact) Holds() Condition { return Condition{op: opCases, fact: Fact(f), cases: IsYes.Cases} }

// Is asks for one choice.
func (f choiceFact) Is(i int) Condition {
	return Condition{op: opCases, fact: Fact(f), cases: Option(i).Cases}
}

// Has asks for at least one of the members.
func (f setFact) Has(members uint) Condition {
	return f.subsets(func(s uint) bool { return s&members != 0 })
}

// Count asks for at least n members.
func (f setFact) Count(n int) Condition {
	return f.subsets(func(s uint) bool { return bits.OnesCount(s) >= n })
}

func (f setFact) subsets(ok func(uint) bool) Condition {
	c := Condition{op: opCases, fact: Fact(f)}
	for s := range uint(1) << len(Fact(f).Names()) {
		if ok(s) {
			c.cases |= 1 << s
		}
	}
	return c
}

// AtLeast asks for n or more.
func (f wholeFact) AtLeast(n int64) Condition {
	return Condition{op: opAtLeast, fact: Fact(f), at: float64(n)}
}

// Below asks for less than n.
func (f wholeFact) Below(n int64) Condition { return Not(f.AtLeast(n)) }

// AtLeast asks for x or more.
func (f decimalFact) AtLeast(x float64) Condition {
	return Condition{op: opAtLeast, fact: Fact(f), at: x}
}

// Over asks for strictly more than x.
func (f decimalFact) Over(x float64) Condition { return f.AtLeast(above(x)) }

// Below asks for a child under the given years of age.
func (f agesFact) Below(years int) Condition {
	return Condition{op: opYoungest, fact: Fact(f), at: float64(years)}
}

// AtLeast asks for a joint income of n yen or more a year.
func (householdFact) AtLeast(n int64) Condition { return Condition{op: opHousehold, at: float64(n)} }

// begunBefore asks for more years of experience than there are since the age.
func begunBefore(age int) Condition { return Condition{op: opBegunBefore, at: float64(age)} }

// All asks for every condition.
func All(cs ...Condition) Condition { return Condition{op: opAll, args: cs} }

// Any asks for at least one condition.
func Any(cs ...Condition) Condition { return Condition{op: opAny, args: cs} }

// Not asks for the opposite.
func Not(c Condition) Condition { return Condition{op: opNot, args: []Condition{c}} }

// The outcome of the sheets as conditions of the benefits.
var (
	recognised = Condition{op: opRecognised}
	specially  = Condition{op: opJSkip}
)

// facts returns the facts c mentions, first mentioned first; experience is taken in category in.
func (c *Condition) facts(in Category) []Fact {
	switch c.op {
	case opCases, opAtLeast, opYoungest:
		if c.fact == Fact(experience) {
			return []Fact{CareerIn(in)}
		}
		return []Fact{c.fact}
	case opHousehold:
		return []Fact{AnnualIncome, SpouseIncome}
	}
	var all []Fact
	for i := range c.args {
		all = append(all, c.args[i].facts(in)...)
	}
	return all
}

// thresholds adds the thresholds c sets to those of each fact.
func (c *Condition) thresholds(in Category, add func(Fact, float64)) {
	switch c.op {
	case opAtLeast, opYoungest:
		add(c.facts(in)[0], c.at)
	case opHousehold:
		add(AnnualIncome, c.at)
	}
	for i := range c.args {
		c.args[i].thresholds(in, add)
	}
}

// joint adds the joint incomes c sets as thresholds.
func (c *Condition) joint(list *[]float64) {
	if c.op == opHousehold {
		insert(list, c.at)
	}
	for i := range c.args {
		c.args[i].joint(list)
	}
}
