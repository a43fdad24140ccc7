package scoring

import (
	"math"
	"math/bits"
	"strconv"
)

// Everything that is written inside quotes here is an id, a name or a date of ours, so
// nothing needs escaping.

// AppendJSON appends p to b as one line of the JSON contract and returns the result.
//
// Only what is known is written, in the order of the contract, and never more than is
// known: the contract has no form for "n2 or n1", so such a fact is left out, and the
// years of experience are written by category unless they are the same in all three.
// A date of birth is written instead of the age, the first day of the work instead of the
// years of experience.
func (p Profile) AppendJSON(b []byte) []byte {
	b = append(b, '{')
	for i, f := range contractFacts {
		switch {
		case f == asOf && !p.AsOf.IsZero():
			b = appendDate(appendName(separate(b), asOfKey), p.AsOf)
		case f == birth && !p.Birth.IsZero():
			b = appendDate(appendName(separate(b), birthKey), p.Birth)
		case f == careerSince && !p.CareerSince.IsZero():
			b = appendDate(appendName(separate(b), careerSinceKey), p.CareerSince)
		case int(f) >= FactCount, f == Age && !p.Birth.IsZero(), f == CareerAcademic && !p.CareerSince.IsZero():
		case f == CareerAcademic && !p.sameCareers():
			b = p.appendCareers(b)
		default:
			b = p.values[f].appendMember(b, contractNames[i], f)
		}
	}
	return append(b, '}')
}

// MarshalJSON is [Profile.AppendJSON].
func (p Profile) MarshalJSON() ([]byte, error) { return p.AppendJSON(nil), nil }

func (p *Profile) sameCareers() bool {
	return p.values[CareerAcademic] == p.values[CareerTechnical] &&
		p.values[CareerAcademic] == p.values[CareerManagement]
}

func (p *Profile) appendCareers(b []byte) []byte {
	outer := len(b)
	b = append(appendName(separate(b), CareerAcademic.Key()), '{')
	inner := len(b)
	for c := range Category(Categories) {
		b = p.values[CareerIn(c)].appendMember(b, c.String(), CareerIn(c))
	}
	if len(b) == inner {
		return b[:outer]
	}
	return append(b, '}')
}

// appendMember appends a comma, the key and v, a value of f; or nothing where v knows
// nothing that the contract can say.
func (v Value) appendMember(b []byte, key string, f Fact) []byte {
	if !v.Known() {
		return b
	}
	outer := len(b)
	b = appendName(separate(b), key)
	inner := len(b)
	if b = v.append(b, f); len(b) == inner {
		return b[:outer]
	}
	return b
}

func (v Value) append(b []byte, f Fact) []byte {
	switch f.Kind() {
	case Whole, Decimal:
		return v.appendNumber(b, f)
	case Ages:
		return v.appendAges(b)
	}
	if bits.OnesCount64(v.Cases) != 1 {
		return b
	}
	the := bits.TrailingZeros64(v.Cases)
	switch f.Kind() {
	case YesNo:
		return strconv.AppendBool(b, v == IsYes)
	case Choice:
		return appendQuoted(b, f.Names()[the])
	default:
		b = append(b, '[')
		for i, name := range f.Names() {
			if the>>i&1 == 1 {
				b = appendQuoted(separate(b), name)
			}
		}
		return append(b, ']')
	}
}

func (v Value) appendAges(b []byte) []byte {
	if v.Cases&agesKnown == 0 {
		return b
	}
	b = append(b, '[')
	for ages := v.Cases &^ agesKnown; ages != 0; ages &= ages - 1 {
		b = strconv.AppendInt(separate(b), int64(bits.TrailingZeros64(ages)), 10)
	}
	return append(b, ']')
}

func (v Value) appendNumber(b []byte, f Fact) []byte {
	from, below := v.interval()
	switch {
	case v.exact(f) && from <= largest:
		return appendReal(b, from)
	case f == Licences:
		return b // a count that the contract does not let be a range
	case f.Kind() == Whole:
		from, below = math.Ceil(from), math.Ceil(below)
	}
	from = min(from, largest)
	if from == 0 && below > largest {
		return b
	}
	b = append(b, '{')
	if from > 0 {
		b = appendReal(append(b, `"from":`...), from)
	}
	if below <= largest {
		b = appendReal(append(separate(b), `"below":`...), below)
	}
	return append(b, '}')
}

// appendReal appends the shortest number that reads back as x.
func appendReal(b []byte, x float64) []byte {
	if x == math.Trunc(x) {
		return strconv.AppendInt(b, int64(x), 10)
	}
	if x < 1e-6 {
		return strconv.AppendFloat(b, x, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendName appends the name of an object's member, up to its colon.
func appendName(b []byte, name string) []byte {
	return append(appendQuoted(b, name), ':')
}

func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendDate(b []byte, d Date) []byte {
	return append(d.append(append(b, '"')), '"')
}

// separate appends a comma unless b ends where a list or an object begins.
func separate(b []byte) []byte {
	if c := b[len(b)-1]; c == '[' || c == '{' {
		return b
	}
	return append(b, ',')
}
