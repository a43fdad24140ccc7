package plan

import (
	"cmp"
	"math"
	"slices"

	"hspbot/scoring"
)

// Kind says how a change comes about.
type Kind uint8

// The kinds of changes.
const (
	Ask      Kind = iota // the fact is not known: nothing has to change if the answer is this one
	Do                   // something the person does
	Employer             // another employer, or something the present one has to obtain
)

// String returns the kind as the JSON contract writes it.
func (k Kind) String() string { return [...]string{"ask", "do", "employer"}[k] }

// Change is one thing to do or to ask, and the facts afterwards.
type Change struct {
	ID     string // of the JSON contract: the key of the fact and, where it has names, the name
	Kind   Kind
	Fact   scoring.Fact
	Value  scoring.Value // of the fact afterwards
	Months int           // that have to pass before, at least
	also   []setting     // other facts that change with it
	effort int
}

// setting is a fact and its value.
type setting struct {
	fact  scoring.Fact
	value scoring.Value
}

// Apply returns p after the change.
func (c *Change) Apply(p scoring.Profile) scoring.Profile {
	p = p.With(c.Fact, c.Value)
	for _, s := range c.also {
		p = p.With(s.fact, s.value)
	}
	return p
}

// Facts are those that the change sets.
func (c *Change) Facts() scoring.FactSet {
	set := scoring.FactsOf(c.Fact)
	for _, s := range c.also {
		set |= scoring.FactsOf(s.fact)
	}
	return set
}

// subject is what changes that exclude each other are about, the lesser first.
type subject []Change

// How many months of a person's spare time or patience things commonly take. These are no law and are
// shown nowhere: they put the ways in order.
const (
	effortAskRare  = 3 // about what few have
	effortAsk      = 1
	effortLicence  = 4
	effortN2       = 12
	effortN1       = 24
	effortDirector = 6
	effortEmployer = 10 // once for all that changes with the employer
	effortSupport  = 4  // for each thing that it has to have
	effortSME      = 6
	effortRare     = 12 // for what few have
	effortProject  = 12
	effortPaper    = 18
	effortPatent   = 24
	effortInvest   = 30
)

// effortOfAsking is less for what many people have.
func effortOfAsking(f scoring.Fact) int {
	const rare = 1<<scoring.DifferentFields | 1<<scoring.Research | 1<<scoring.LocalGovernmentSupport | 1<<scoring.RnDRatio |
		1<<scoring.ForeignQualification | 1<<scoring.GrowthFieldProject | 1<<scoring.JICATraining | 1<<scoring.OwnInvestment | 1<<scoring.InvestmentManagement
	if scoring.FactSet(rare).Has(f) {
		return effortAskRare
	}
	return effortAsk
}

// effortOfSalary is a month for every four per cent; pay under the floor counts as the floor.
func effortOfSalary(now, then float64) int {
	now = max(now, scoring.IncomeFloor)
	return 1 + int(math.Ceil(25*(then-now)/now))
}

// mostRise is the rise of pay that is thought possible, as a factor.
const mostRise = 2

// subjects lists what can be done or asked about the points in a category.
func subjects(p *scoring.Profile, c scoring.Category) []subject {
	var list []subject
	for f := range scoring.Fact(scoring.FactCount) {
		if s := aboutFact(p, c, f); len(s) > 0 {
			list = append(list, s)
		}
	}
	if s := degree(p); len(s) > 0 {
		list = append(list, s)
	}
	return list
}

// aboutFact lists the changes of one fact.
func aboutFact(p *scoring.Profile, c scoring.Category, f scoring.Fact) subject {
	v := p.Value(f)
	switch f {
	case scoring.Age: // nobody gets younger
		return nil
	case scoring.CareerAcademic, scoring.CareerTechnical, scoring.CareerManagement:
		if f != scoring.CareerIn(c) {
			return nil
		}
	}
	switch f.Kind() {
	case scoring.YesNo:
		return yes(c, f, v)
	case scoring.Choice:
		return choices(p.AsOf, f, v)
	case scoring.Set:
		return members(p.AsOf, f, v)
	case scoring.Whole, scoring.Decimal:
		return numbers(scoring.Thresholds(p.AsOf, f, scoring.Only(c)), f, v)
	}
	return nil
}

// yes is the change of a yes-or-no fact, where it may be yes or can become so.
func yes(c scoring.Category, f scoring.Fact, v scoring.Value) subject {
	change := Change{ID: f.Key(), Fact: f, Value: scoring.IsYes, effort: effortOfAsking(f)}
	switch {
	case v == scoring.IsYes:
		return nil
	case v != scoring.IsNo:
		return subject{change}
	}
	if f == scoring.SME && c == scoring.Management { // the company does not get smaller
		return nil
	}
	switch f {
	case scoring.InnovationSupport:
		change.Kind, change.effort = Employer, effortSupport
	case scoring.SME:
		change.Kind, change.effort = Employer, effortSME
	case scoring.LocalGovernmentSupport:
		change.Kind, change.effort = Employer, effortRare
	case scoring.GrowthFieldProject:
		change.Kind, change.effort = Do, effortProject
	default:
		return nil
	}
	return subject{change}
}

// choices are the names above the present one.
func choices(day scoring.Date, f scoring.Fact, v scoring.Value) subject {
	var s subject
	for _, i := range scoring.Options(day, f) {
		then := scoring.Option(i)
		change := Change{ID: f.Key() + "." + f.Names()[i], Fact: f, Value: then, effort: effortOfAsking(f) + len(s)}
		switch {
		case i == 0, v == then:
			continue
		case v.Cases == 0, v.Cases&then.Cases != 0: // it may be this one
		case f == scoring.JICATraining, then.Cases < v.Cases: // not to be had any more; less than now
			continue
		default:
			change.Kind, change.effort = Do, effortOfChoice(f, i, v)
		}
		s = append(s, change)
	}
	return s
}

func effortOfChoice(f scoring.Fact, i int, now scoring.Value) int {
	switch {
	case f == scoring.Position:
		return effortDirector * i
	case i == scoring.N2 || now == scoring.Option(scoring.N2):
		return effortN2
	}
	return effortN1
}

// members are what a set may have, and of research what can still be added.
func members(day scoring.Date, f scoring.Fact, v scoring.Value) subject {
	subset, known := v.Subset()
	var s subject
	for _, i := range scoring.Options(day, f) {
		change := Change{ID: f.Key() + "." + f.Names()[i], Fact: f, Value: scoring.Members(1 << i), effort: effortOfAsking(f) + len(s)}
		if known {
			change.Kind, change.Value = Do, scoring.Members(subset|1<<i)
			switch member := uint(1) << i; {
			case f != scoring.Research, subset&member != 0:
				continue
			case member == scoring.Papers:
				change.effort = effortPaper
			case member == scoring.Patent:
				change.effort = effortPatent
			default: // funding counts before the entry into Japan; nobody can plan to be recognised
				continue
			}
		} else if v.Cases != 0 && v.Cases&change.Value.Cases == 0 {
			continue
		}
		s = append(s, change)
	}
	slices.SortStableFunc(s, func(a, b Change) int { return cmp.Compare(a.effort, b.effort) })
	return s
}

// numbers are the thresholds above what is certain: to be asked as far as the number may be as
// high, else to be reached.
func numbers(thresholds []float64, f scoring.Fact, v scoring.Value) subject {
	below := v.Below
	if !v.Known() {
		below = math.Inf(1)
	}
	var s subject
	for _, x := range thresholds {
		change := Change{ID: f.Key(), Fact: f, Value: scoring.Number(int64(x)), effort: effortOfAsking(f) + len(s)}
		if f.Kind() == scoring.Decimal {
			change.Value = scoring.Real(x)
		}
		if x <= v.From && v.Known() || x == 0 {
			continue
		}
		if x >= below {
			switch change.Kind = Do; f {
			case scoring.AnnualIncome:
				change.effort = effortOfSalary(below-1, x)
				if x > mostRise*max(below-1, scoring.IncomeFloor) {
					continue
				}
			case scoring.Licences:
				change.effort = effortLicence * int(x-v.From)
			case scoring.OwnInvestment:
				change.effort = effortInvest
			case scoring.RnDRatio:
				change.Kind, change.effort = Employer, effortRare
			default: // years pass by themselves
				continue
			}
		}
		s = append(s, change)
	}
	return s
}

// degree is one more degree, of a Japanese university, beside the work; nothing where it is not
// known which degrees there are.
func degree(p *scoring.Profile) subject {
	v := p.Value(scoring.Degrees)
	now, known := v.Subset()
	if !known {
		return nil
	}
	add := func(name string, member uint, months int, also ...setting) Change {
		also = append(also, setting{scoring.JapaneseUniversity, scoring.IsYes})
		return Change{ID: "degree." + name, Kind: Do, Fact: scoring.Degrees, Value: scoring.Members(now | member), Months: months, effort: months, also: also}
	}
	otherField := setting{scoring.DifferentFields, scoring.IsYes}
	const advanced = scoring.Master | scoring.Professional | scoring.MBA | scoring.Doctorate
	switch {
	case now == 0:
		return subject{add("bachelor", scoring.Bachelor, 48)}
	case now&advanced == 0:
		return subject{add("master", scoring.Master, 24), add("mba_mot", scoring.MBA, 24)}
	case now&scoring.Doctorate != 0:
		return subject{add("other_field", scoring.Master, 24, otherField)}
	}
	return subject{add("other_field", scoring.Master, 24, otherField), add("doctorate", scoring.Doctorate, 36)}
}
