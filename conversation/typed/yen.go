package typed

import "math"

// Yen reads an annual amount in yen.
//
// It asks back about an amount in another currency, by the month or after tax, and about one
// too small to be a year's pay unless yen are named: 850 is often 850万 and 500,000 often a
// month's. ¥ does not name yen; it is also yuan. Nothing under 10,000 is taken but zero.
func (r *Reader) Yen(text string) Reading {
	scan := r.scan(r.yen)
	scan.joined = true
	list, d := scan.read(text)
	if d != Clear {
		return doubtful(d)
	}
	p := newPhrase(list)
	if len(p.terms) > 0 && !p.seen[percent] {
		if r := p.otherThanYenAYear(); r.Doubt != Clear {
			return r
		}
	}
	for i := range p.terms {
		t := &p.terms[i]
		if t.value >= leastNamed { // 8.5 is short for something and keeps its fraction
			t.value = math.Round(t.value)
		}
		for j, x := range t.maybe {
			if x < leastNamed {
				t.maybe[j] = scales(x)[0]
			}
		}
	}
	reading := measure{1e13, nextWhole}.read(p, phrase.tooSmall)
	reading.About = p.seen[approx] && reading.Doubt == Clear
	reading = p.otherPay(reading)
	reading.Spouse, reading.Own, reading.Third = p.seen[spouse], p.seen[ownPay], p.seen[thirdPay]
	return reading
}

// otherPay doubts a clear amount of pay that may count otherwise, and suggests it where it
// may be right.
func (p phrase) otherPay(r Reading) Reading {
	var doubt Doubt
	switch {
	case r.Doubt != Clear && r.Doubt != Unclear && r.Doubt != Several || len(p.terms) == 0:
		return r
	case p.seen[household]:
		return doubtful(Household)
	case p.seen[otherYear]:
		doubt = OtherYear
	case p.seen[extras] && r.Doubt != Several: // pay and a bonus are added up
		doubt = NotCounted
	default:
		return r
	}
	if r.Doubt == Clear && r.Below == r.From+1 {
		return doubtful(doubt, r.From)
	}
	return doubtful(doubt, r.Suggest...)
}

const (
	leastNamed  = 1e4  // the least amount taken with yen named
	leastBare   = 1e6  // and without
	mostBare    = 1e9  // the most taken of bare digits: more is rather a phone number
	mostMonthly = 2e6  // an amount beside a bonus of months is a month's pay below this
	likelyMost  = 50e6 // suggestions look for pay between leastBare and this
)

// otherThanYenAYear returns the doubt about an amount of something else.
func (p phrase) otherThanYenAYear() Reading {
	rupees := false
	var a float64 // the one amount, as in 1か月50万
	amounts, others := 0, 0
	for _, t := range p.terms {
		rupees = rupees || t.rupees
		switch {
		case t.value >= leastNamed:
			a = t.value
			amounts++
		case t.value != 1:
			others++
		}
	}
	switch {
	case p.seen[money] || rupees && !p.seen[yen]:
		return doubtful(Currency)
	case p.seen[monthly] && amounts == 0 && len(p.terms) > 1 && !p.linked(to): // 2024年5月1日
		return doubtful(NoNumber)
	case p.seen[takeHome]: // also by the month: no number of it is the pay before tax
		return doubtful(TakeHome)
	case p.seen[monthly] && p.times > 0 && amounts == 1 && others == 0 && a*p.times > likelyMost: // 基本給800万: rather a year's
		return doubtful(Unclear)
	case p.seen[monthly] && p.times > 0 && amounts == 1 && others == 0:
		return doubtful(PerMonth, math.Round(a*p.times))
	case p.seen[monthly] && p.seen[extras] && !p.seen[unknown] && amounts == 1 && len(p.terms) == 2 && a < mostMonthly && p.terms[0].value == a && p.terms[1].value <= 12:
		return doubtful(Several, math.Round(a*(12+p.terms[1].value))) // 45万 a month, a bonus of 4 months
	case p.seen[monthly] && p.linked(times):
		return doubtful(PerMonth, p.sum()...)
	case p.seen[monthly]:
		return doubtful(PerMonth)
	}
	return Reading{}
}

// tooSmall returns the doubt about amounts whose unit the text leaves open.
func (p phrase) tooSmall() Reading {
	least := leastBare
	if p.seen[yen] {
		least = leastNamed
	}
	small, scaled := false, false
	var meant []float64
	for _, t := range p.terms {
		bareDigits := t.unit == 0 && t.raw != "" && t.value >= mostBare && !p.seen[yen]
		off := t.value != 0 && t.value < least || bareDigits || t.doubt == Scale
		small = small || off
		scaled = scaled || t.value >= leastBare
		if t.bound == 0 {
			meant = append(meant, scales(t.value)[0])
		}
	}
	switch {
	case !small:
		return Reading{}
	case len(p.terms) > 2 || len(p.terms) == 2 && !p.linked(to):
		return doubtful(Several, p.sumOfPay()...)
	case len(p.terms) == 1 && p.terms[0].bound == 0 && p.terms[0].width == 0:
		return doubtful(Scale, scales(p.terms[0].value)...)
	case len(p.terms) == 2 && !scaled && len(meant) == 2:
		r := doubtful(Scale, meant...)
		r.Range = p.linked(to) && meant[0] < meant[1]
		return r
	}
	return doubtful(Scale)
}

// sumOfPay is sum where it comes to a year's pay.
func (p phrase) sumOfPay() []float64 {
	if s := p.sum(); len(s) == 1 && s[0] >= leastBare {
		return s
	}
	return nil
}

// scales returns the amounts a year that x may be short for, most likely first; never none.
func scales(x float64) []float64 {
	if x >= leastBare || x == 0 {
		return []float64{x}
	}
	if x >= leastNamed {
		likely := []float64{x}
		for _, by := range []float64{10, 12, 100} {
			if y := x * by; leastBare <= y && y <= likelyMost && (by != 12 || x >= 100e3) {
				likely = append(likely, y)
			}
		}
		return likely
	}
	var likely, rest []float64
	for _, by := range []float64{1e6, 1e4, 1e3} { // millions, 万, thousands
		y := math.Round(x * by)
		switch {
		case leastBare <= y && y <= likelyMost:
			likely = append(likely, y)
		case leastBare <= y && y <= 2*likelyMost:
			rest = append(rest, y)
		}
	}
	if likely = append(likely, rest...); len(likely) == 0 {
		return []float64{math.Round(x * 1e6)}
	}
	return likely
}
