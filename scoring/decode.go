package scoring

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ProfileError says what is wrong with a profile. It never repeats a value: values are personal.
type ProfileError struct {
	// Key is the key concerned, in the contract or not. It is empty where the fault is
	// outside of all keys, as in input that is not an object.
	Key string
	// Problem says what is wrong or what would be right, in words that follow the key.
	Problem string
	// Pointer is the JSON pointer (RFC 6901) of the value or the key concerned, empty for the whole.
	Pointer string
	// Fault is what Problem says, and Names the values that would be right, where they are names.
	Fault Fault
	Names []string
}

// wrong says what is wrong with the value of a key, which may be inside an object.
func wrong(key string, fault Fault, text string) *ProfileError {
	return &ProfileError{Key: key, Problem: text, Pointer: "/" + strings.ReplaceAll(key, ".", "/"), Fault: fault}
}

// Error returns the key, quoted, and the problem.
func (e *ProfileError) Error() string {
	if e.Key == "" {
		return e.Problem
	}
	return fmt.Sprintf("key %q: %s", e.Key, e.Problem)
}

// Some keys of the contract are no facts; where a fact is expected they go by these numbers.
const (
	asOf = Fact(FactCount) + iota
	birth
	careerSince
	earlierFacts
	stayFacts
	category
	businessManager
)

const (
	asOfKey            = "as_of"
	birthKey           = "birth_date"
	careerSinceKey     = "career_since"
	earlierKey         = "earlier"
	stayKey            = "stay"
	categoryKey        = "category"
	businessManagerKey = "business_manager"
)

// contractNames are the keys of a profile in the order of the contract, and contractFacts
// what each sets: of the careers, which share a key, the first. personNames and personFacts
// also have the keys of the history.
var (
	contractNames, contractFacts = contract()
	personNames                  = append(slices.Clone(contractNames), earlierKey, stayKey, categoryKey, businessManagerKey)
	personFacts                  = append(slices.Clone(contractFacts), earlierFacts, stayFacts, category, businessManager)
)

func contract() (names []string, which []Fact) {
	names, which = []string{asOfKey}, []Fact{asOf}
	for f := range Fact(FactCount) {
		if f == CareerTechnical || f == CareerManagement {
			continue
		}
		names, which = append(names, f.Key()), append(which, f)
		switch f {
		case Age:
			names, which = append(names, birthKey), append(which, birth)
		case CareerAcademic:
			names, which = append(names, careerSinceKey), append(which, careerSince)
		}
	}
	return names, which
}

// ParseProfile reads what the table asks of one profile of the JSON contract: one JSON
// object, strictly. A key that is absent or null is unknown, and so is a range without ends.
// All other doubt is a [*ProfileError]: unknown and repeated keys, wrong types, negative
// numbers and names outside the lists, fractions where a whole number is due, empty ranges, an
// age next to a date of birth, a birth after AsOf. The keys of the past are unknown here:
// [ParsePerson] reads them.
//
// AsOf stays zero where the object has no as_of.
//
// One form is an addition to the contract: career_years may also be an object of the
// categories, {"i-a": 3, "i-b": {"from": 5, "below": 7}}, for people whose years count
// differently in each. The plain form is the same years in all three.
func ParseProfile(b []byte) (Profile, error) {
	var p Person
	s := scanner{b: b}
	if err := s.person(&p, contractNames); err != nil {
		return Profile{}, err
	}
	return p.Profile, nil
}

// ParsePerson reads one whole profile of the JSON contract, like [ParseProfile], and with it
// the keys earlier, stay, category and business_manager.
func ParsePerson(b []byte) (Person, error) {
	var p Person
	s := scanner{b: b}
	if err := s.person(&p, personNames); err != nil {
		return Person{}, err
	}
	if err := p.check(p.AsOf, 0); err != nil {
		return Person{}, err
	}
	return p, nil
}

// person reads an object with the given keys, which are personNames or the first of them.
func (s *scanner) person(p *Person, names []string) error {
	at, hasAge, hasCareer := -1, false, false
	ok := s.object(names, func(i int) bool {
		at = i
		f := personFacts[i]
		hasAge, hasCareer = hasAge || f == Age, hasCareer || f == CareerAcademic
		if !s.fact(f, p) {
			return false
		}
		at = -1
		return true
	})
	if s.peek(); !ok || s.i < len(s.b) {
		return s.fault(at)
	}
	if hasAge && !p.Birth.IsZero() {
		return wrong(birthKey, FaultTogether, `must not be given together with "age"`)
	}
	if hasCareer && !p.CareerSince.IsZero() {
		return wrong(careerSinceKey, FaultTogether, `must not be given together with "career_years"`)
	}
	if !p.AsOf.IsZero() && p.AsOf.Before(p.Birth) {
		return wrong(birthKey, FaultAfterDay, `must not be after "as_of"`)
	}
	return nil
}

// fact reads a value that is not null into p.
func (s *scanner) fact(f Fact, p *Person) (ok bool) {
	switch f {
	case asOf:
		p.AsOf, ok = s.date()
	case birth:
		p.Birth, ok = s.date()
	case careerSince:
		p.CareerSince, ok = s.date()
	case earlierFacts:
		p.Earlier, ok = s.earlier()
	case stayFacts:
		ok = s.stay(&p.Stay)
	case category:
		var i int
		i, ok = s.name(categoryNames[:])
		p.Activity = 1 << max(i, 0)
	case businessManager:
		p.BusinessManager, ok = s.decided()
	case CareerAcademic:
		ok = s.careers(&p.Profile)
	default:
		p.values[f], ok = s.value(f)
	}
	return ok
}

func (s *scanner) value(f Fact) (Value, bool) {
	switch f.Kind() {
	case YesNo:
		if s.literal("true") {
			return IsYes, true
		}
		return IsNo, s.literal("false")
	case Choice:
		i, ok := s.name(f.Names())
		return Value{Cases: 1 << max(i, 0)}, ok
	case Set:
		return s.subset(f.Names())
	case Ages:
		return s.ages()
	}
	if f == Licences { // a count that the contract does not let be a range
		n, ok := s.number(Whole)
		return Value{From: n, Below: n + 1}, ok
	}
	return s.numberOrRange(f.Kind())
}

func (s *scanner) subset(names []string) (Value, bool) {
	var members uint
	ok := s.list(func() bool {
		i, ok := s.name(names)
		members |= 1 << max(i, 0)
		return ok
	})
	return Members(members), ok
}

func (s *scanner) ages() (Value, bool) {
	v := Value{Cases: agesKnown}
	ok := s.list(func() bool {
		age, ok := s.number(Whole)
		v.Cases |= 1 << int(min(age, oldestAge))
		return ok
	})
	return v, ok
}

// careers reads the years of experience: one number or range for all categories, or an
// object with some of the categories.
func (s *scanner) careers(p *Profile) bool {
	start := s.i
	v, ok := s.numberOrRange(Decimal)
	if ok {
		p.values[CareerAcademic], p.values[CareerTechnical], p.values[CareerManagement] = v, v, v
		return true
	}
	if s.problem != nil {
		return false
	}
	s.i = start
	return s.object(categoryNames[:], func(i int) (ok bool) {
		p.values[CareerIn(Category(i))], ok = s.numberOrRange(Decimal)
		return ok
	})
}

func (s *scanner) date() (Date, bool) {
	t, ok := s.text()
	if !ok {
		return Date{}, false
	}
	d, err := ParseDate(string(t))
	return d, err == nil
}

// fault says why the input was refused, at the value of the key with the index at or, if
// that is negative, between values. It may take its time.
func (s *scanner) fault(at int) *ProfileError {
	e := &ProfileError{Problem: "must be one JSON object and nothing else", Fault: FaultNotObject}
	if at >= 0 {
		e.Key = personNames[at]
		p := wanted(personFacts[at])
		if s.problem != nil {
			p = s.problem
		}
		e.Problem, e.Fault, e.Names = p.text, p.fault, p.names
		if s.within != "" {
			e.Key = s.within
		}
	}
	var all json.RawMessage
	var syntax *json.SyntaxError
	if err := json.Unmarshal(s.b, &all); errors.As(err, &syntax) {
		e.Problem, e.Fault, e.Names = fmt.Sprintf("is not valid JSON, at byte %d of %d", syntax.Offset, len(s.b)), FaultJSON, nil
		return e
	}
	if at < 0 && s.stray != nil {
		e.Key = shorten(s.stray)
		e.Problem, e.Fault = "is not a key of a profile", FaultKey
		if s.problem != nil {
			e.Problem, e.Fault = givenTwice, FaultTwice
		}
	}
	if e.Fault != FaultNotObject {
		e.Pointer = pointerAt(s.b, s.i)
	}
	return e
}

// shorten returns a key from outside fit to be shown: a mistake may put anything there.
func shorten(key []byte) string {
	const most = 40
	s := strings.ToValidUTF8(string(key), "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}

var wantedDate = &problem{FaultDate, nil, `must be a date like "2026-11-22"`}

// wanted says what a fact's values look like, or those of the keys that are no facts.
func wanted(f Fact) *problem {
	const whole = "a whole number from 0 to 9007199254740991, written in digits"
	const ends = `like {"from": 5, "below": 6} with either end left out`
	switch {
	case f == asOf || f == birth || f == careerSince:
		return wantedDate
	case f == earlierFacts:
		return &problem{FaultEarlier, nil, `must be a list of objects like {"before": "2026-03-01", "facts": {"annual_income_jpy": 7000000}}`}
	case f == stayFacts:
		return &problem{FaultObject, nil, "must be an object"}
	case f == category:
		return &problem{FaultOneOf, categoryNames[:], `must be one of "i-a", "i-b", "i-c"`}
	case f == businessManager:
		return &problem{FaultOneOf, []string{Yes.String(), No.String()}, `must be one of "met", "not_met"`}
	case f == Licences:
		return &problem{FaultWhole, nil, "must be " + whole}
	case f == CareerAcademic:
		return &problem{FaultCareer, nil, `must be a number from 0, or a range ` + ends + `, or an object of these by "i-a", "i-b" and "i-c"`}
	}
	switch f.Kind() {
	case YesNo:
		return &problem{FaultYesNo, nil, "must be true or false"}
	case Choice:
		return &problem{FaultOneOf, f.Names(), `must be one of "` + strings.Join(f.Names(), `", "`) + `"`}
	case Set:
		return &problem{FaultSomeOf, f.Names(), `must be a list with none or some of "` + strings.Join(f.Names(), `", "`) + `"`}
	case Ages:
		return &problem{FaultWholes, nil, "must be a list, each " + whole}
	case Whole:
		return &problem{FaultWholeRange, nil, "must be " + whole + ", or a range of such numbers " + ends}
	default:
		return &problem{FaultRange, nil, "must be a number from 0, or a range " + ends}
	}
}

// UnmarshalJSON is [ParseProfile].
func (p *Profile) UnmarshalJSON(b []byte) (err error) {
	*p, err = ParseProfile(b)
	return err
}
