package typed

import "math"

// number is a numeral with its unit.
type number struct {
	value float64
	width float64 // when not 0, value <= x < value+width: 800多万, 30s
	// The unit the last part was written in, shared with a bare number before it in a range:
	// 600万 has big 1e4, 6百万 has unit 1e6 as well. 0 when bare.
	unit, big float64
	perYear   float64 // 12 when the unit is months
	places    bool    // has 十 百 千 of its own
	half      bool    // is nothing but 半
	rupees    bool    // counted in lakh or crore
	raw       string  // the digits, when it is one plain literal
	doubt     Doubt
	maybe     []float64 // what it may be, when in doubt
}

// numeral adds up a number from left to right: total has the sections closed by a big unit,
// section what small units closed, cur what has no unit yet.
type numeral struct {
	total, section, cur float64
	have                bool    // cur holds something
	begun               bool    // anything was taken
	step                float64 // place value of the last digit taken
	lastSmall, lastBig  float64
	lastUnit            float64 // the unit right before cur, 0 when none
	open                bool    // tens stand in cur: ones may follow
	dangling            bool    // cannot end here
	zero                bool    // 零 stands before cur: its place is what it says
	tight               bool    // the last unit was kanji: digits may follow directly
	more                bool
	vague               form
	number
}

// readNumber reads the longest number the tokens begin with and how many they are.
func readNumber(ts []token) (number, int) {
	p := numeral{lastSmall: math.Inf(1), lastBig: math.Inf(1)}
	var kept, unit number
	used, unitUsed, i := 0, 0, 0
	for i < len(ts) {
		n := p.take(ts[i:])
		if n == 0 {
			break
		}
		p.begun = true
		i += n
		if p.dangling {
			continue
		}
		kept, used = p.finish(), i
		if !p.have {
			unit, unitUsed = kept, used
		}
	}
	stopped := i < len(ts) && (ts[i].role == small || ts[i].role == big || ts[i].role == lakh)
	if stopped && unitUsed > 0 { // 7M 1.5M: the 1.5 belongs to the second M
		return unit, unitUsed
	}
	return kept, used
}

// take adds the first of ts and returns how many tokens that used, 0 when it does not continue the number.
func (p *numeral) take(ts []token) int {
	t := ts[0]
	if p.more && t.role != big {
		return 0
	}
	switch t.role {
	case literal:
		return p.takeLiteral(t)
	case digit:
		return p.takeDigits(ts)
	case ones:
		return p.takeOnes(t)
	case tens:
		return p.takeTens(t)
	case small:
		return p.takeSmall(t)
	case big, lakh:
		return p.takeBig(t)
	}
	return p.takeJoint(ts)
}

// fits reports whether v may stand where no number stands yet, below the units before it.
func (p *numeral) fits(v float64) bool {
	if p.have && !(p.zero && p.cur == 0) {
		return false
	}
	return v < p.lastSmall && v < p.lastBig && (p.lastUnit == 0 || v == math.Trunc(v))
}

func (p *numeral) set(v, step float64) {
	p.cur, p.step, p.have, p.dangling = v, step, true, false
}

func (p *numeral) takeLiteral(t token) int {
	if !p.fits(t.arg) {
		return 0
	}
	loose := p.lastUnit > 0 && !p.zero && (!p.tight || t.spaced)
	if !p.begun {
		p.raw = t.text
		p.vague = t.form
	}
	p.set(t.arg, place(t.arg))
	p.dangling = loose // "7M 500": only with a unit of its own
	return 1
}

// takeDigits reads a run of kanji digits: 八五〇. Two that rise, 三四 or 三五,
// are rather three to four or five.
func (p *numeral) takeDigits(ts []token) int {
	n, v := 0, 0.0
	for n < len(ts) && ts[n].role == digit && n < 16 {
		v = v*10 + ts[n].arg
		n++
	}
	first := ts[0].arg
	if p.open && n == 1 {
		return p.takeOnes(ts[0])
	}
	if n == 2 && first > 0 && 0 < ts[1].arg-first && ts[1].arg-first <= 2 && p.fits(first) {
		p.set(first, ts[1].arg-first)
		p.number.doubt = Several
		return n
	}
	if !p.fits(v) {
		return 0
	}
	unitNear := p.lastUnit > 0 || n < len(ts) && ts[n].role == small
	if n > 1 && first > 0 && unitNear {
		return 0
	}
	p.zero = first == 0
	p.set(v, place(v))
	return n
}

func (p *numeral) takeOnes(t token) int {
	if p.open && t.arg > 0 && t.arg < 10 {
		p.set(p.cur+t.arg, 1)
		p.open = false
		return 1
	}
	if !p.fits(t.arg) {
		return 0
	}
	p.set(t.arg, 1)
	return 1
}

func (p *numeral) takeTens(t token) int {
	if !p.fits(t.arg) {
		return 0
	}
	p.set(t.arg, 10)
	p.open = true
	return 1
}

// place returns the value of the last digit of v that is not 0: 100 for 800.
func place(v float64) float64 {
	if v == 0 || v != math.Trunc(v) || v > 1e15 {
		return 1
	}
	step := 1.0
	for math.Mod(v, step*10) == 0 {
		step *= 10
	}
	return step
}
