package typed

import "math"

// measure is a kind of number: how big it may be and which number comes after another.
type measure struct {
	limit float64
	next  func(float64) float64
}

func nextWhole(x float64) float64 { return x + 1 }
func nextReal(x float64) float64  { return math.Nextafter(x, math.Inf(1)) }

// read turns a phrase into a reading. vet, when not nil, may object to the numbers of a phrase
// that is otherwise in order; it returns a Clear reading when it does not.
func (m measure) read(p phrase, vet func(phrase) Reading) Reading {
	if r := m.flaw(p); r.Doubt != Clear {
		return r
	}
	if len(p.terms) == 0 {
		return Reading{From: 0, Below: m.next(0)}
	}
	p, ok := p.shared()
	if vet != nil {
		if r := vet(p); r.Doubt != Clear {
			return r
		}
	}
	if len(p.terms) > 2 || len(p.terms) == 2 && !ok {
		return doubtful(Several, p.sum()...)
	}
	lo, hi := m.interval(p)
	if p.unclear() || !(lo < hi) {
		return m.unclear(p)
	}
	return Reading{From: lo, Below: hi}
}

// flaw returns what is wrong before the numbers are looked at together.
func (m measure) flaw(p phrase) Reading {
	if len(p.terms) == 0 && (p.unclear() || p.negative || !p.seen[none]) || p.seen[percent] {
		return doubtful(NoNumber)
	}
	if len(p.terms) > 2 && p.linked(to, listing, slash) { // a date, a phone number
		return doubtful(NoNumber)
	}
	if p.negative {
		return doubtful(Negative)
	}
	if len(p.terms) > 0 && p.seen[none] {
		return doubtful(Unclear)
	}
	for _, t := range p.terms {
		if len(p.terms) < 3 && !(t.value <= m.limit) {
			return doubtful(TooLarge)
		}
		if t.doubt != Clear && len(p.terms) == 1 && t.bound == 0 {
			return m.within(t)
		}
		if t.doubt != Clear {
			return doubtful(t.doubt)
		}
	}
	return Reading{}
}

// unclear suggests the number a phrase has, if it has just one and says nothing of its nearness.
func (m measure) unclear(p phrase) Reading {
	if len(p.terms) != 1 || p.terms[0].bound != 0 || p.terms[0].width != 0 || p.seen[near] || p.seen[more] || p.seen[monthMark] || p.seen[yearMark] {
		return doubtful(Unclear)
	}
	return doubtful(Unclear, p.terms[0].value)
}

// within returns the doubt of t with those suggestions that are not too large.
func (m measure) within(t term) Reading {
	var likely []float64
	for _, x := range t.maybe {
		if x <= m.limit {
			likely = append(likely, x)
		}
	}
	r := doubtful(t.doubt, likely...)
	r.Range = t.doubt == Several && len(r.Suggest) == 2 && likely[0] < likely[1]
	return r
}

// interval returns the numbers one term, or two in a range, allow.
func (m measure) interval(p phrase) (lo, hi float64) {
	lo, hi = m.one(p.terms[0])
	if len(p.terms) == 1 {
		return lo, hi
	}
	lo2, hi2 := m.one(p.terms[1])
	if p.linked(to) && p.terms[0].bound == 0 { // 500万〜600万, 500万〜600万未満
		return lo, hi2
	}
	return max(lo, lo2), min(hi, hi2)
}

// one returns the numbers t allows.
func (m measure) one(t term) (lo, hi float64) {
	if t.width > 0 {
		if t.bound != 0 {
			return 0, 0
		}
		return t.value, t.value + t.width
	}
	switch t.bound {
	case atLeast:
		return t.value, math.Inf(1)
	case over:
		return m.next(t.value), math.Inf(1)
	case under:
		return 0, t.value
	case atMost:
		return 0, m.next(t.value)
	}
	return t.value, m.next(t.value)
}

// shared gives a bare first number of a range the unit of the second, and reports whether two
// numbers are a range at all: joined by one, or bounded from both sides.
func (p phrase) shared() (phrase, bool) {
	if len(p.terms) != 2 {
		return p, false
	}
	a, b := p.terms[0], p.terms[1]
	lower := func(t term) bool { return t.bound == atLeast || t.bound == over }
	upper := func(t term) bool { return t.bound == under || t.bound == atMost }
	if lower(a) && upper(b) || upper(a) && lower(b) {
		return p, true
	}
	listed := p.linked(listing) && a.bound == 0 && b.bound == 0
	if !(p.linked(to) && a.bound == 0 && (b.bound == 0 || upper(b))) && !listed {
		return p, false
	}
	p.terms = []term{a.inUnitOf(b.number), b}
	sameUnit := a.unit == 0 || b.unit != 0 || a.perYear == b.perYear // not 6 months to 12
	return p, !listed && sameUnit && p.terms[0].value < b.value
}

// inUnitOf returns t, if it is bare, in the unit of b that leaves it below b: 5〜6百万, 500〜600万.
func (t term) inUnitOf(b number) term {
	if t.unit == 0 && b.perYear != 0 {
		t.value, t.unit, t.perYear = t.value/b.perYear, b.unit, b.perYear
		return t
	}
	candidates := []float64{b.unit, b.big}
	if t.unit != 0 && t.big == 0 {
		candidates = []float64{b.big}
	}
	if t.big != 0 {
		return t
	}
	for _, c := range candidates {
		if c > 1 && t.value*c <= b.value {
			t.value, t.unit, t.big, t.width = t.value*c, c, b.big, t.width*c
			// "5-600万" is a hundred to one in words and six to five in speech.
			if t.value > 0 && t.value*10 < b.value {
				t.doubt = Scale
			}
			return t
		}
	}
	return t
}

// sum returns the number several numbers come to, where the text says how.
func (p phrase) sum() []float64 {
	total := p.terms[0].value
	for i, l := range p.links {
		x := p.terms[i+1].value
		switch {
		case l == and:
			total += x
		case l == times && len(p.terms) == 2:
			total *= x
		case l == listing && len(p.terms) == 2:
			return []float64{total, x}
		default:
			return nil
		}
	}
	return []float64{total}
}
