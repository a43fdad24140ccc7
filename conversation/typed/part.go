package typed

import "math"

// Part is a part of an offer as it is written: "450k × 12", "bonus 2 months", "通勤手当2万円". What the
// amount is for is not read.
type Part struct {
	// Yen is the amount as written, 0 where there is none.
	Yen float64
	// Times is how often a year it is paid: 12 by the month; 0 where that is not said.
	Times float64
	// Months is the amount in months of base pay, where it is given so.
	Months float64
	// Foreign says that the amount is in another currency; then the others are 0.
	Foreign bool
	// Doubt says why nothing was read; then the others are 0.
	Doubt Doubt
}

// mostTimes is how often something can be paid a year, and how many months of pay a bonus can be.
const mostTimes = 24

// Part reads an amount of yen, the months of pay it is, or that it is in another currency. Words it does
// not know say what the amount is for and are passed over.
func (r *Reader) Part(text string) Part {
	scan := r.scan(r.yen)
	scan.joined = true
	list, d := scan.read(text)
	if d != Clear {
		return Part{Doubt: d}
	}
	p := newPhrase(list)
	var amounts, counts []float64
	for _, t := range p.terms {
		switch {
		case t.doubt != Clear || t.width > 0:
			return Part{Doubt: Scale}
		case t.value >= leastNamed:
			amounts = append(amounts, math.Round(t.value))
		default:
			counts = append(counts, t.value)
		}
	}
	byMonth := p.seen[monthly] && p.times == 12
	switch {
	case len(p.terms) == 0 || p.seen[percent]:
		return Part{Doubt: NoNumber}
	case p.negative:
		return Part{Doubt: Negative}
	case p.seen[takeHome]:
		return Part{Doubt: TakeHome}
	case p.seen[money]:
		return Part{Foreign: true}
	case p.seen[monthly] && p.times == 0: // by the hour, the day or the week
		return Part{Doubt: PerMonth}
	case len(amounts) > 1 || len(counts) > 1:
		return Part{Doubt: Several}
	case len(amounts) == 0 && byMonth && 0 < counts[0] && counts[0] <= mostTimes:
		return Part{Months: counts[0]}
	case len(amounts) == 0:
		return Part{Doubt: Scale}
	case amounts[0] > 1e10:
		return Part{Doubt: TooLarge}
	case len(counts) == 1 && (p.linked(times) || byMonth) && 0 < counts[0] && counts[0] <= mostTimes:
		return Part{Yen: amounts[0], Times: counts[0]}
	case len(counts) == 1:
		return Part{Doubt: Several}
	case byMonth:
		return Part{Yen: amounts[0], Times: 12}
	}
	return Part{Yen: amounts[0]}
}
