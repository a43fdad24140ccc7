package typed

import (
	"math"
	"unicode/utf8"
)

// takeSmall closes cur with 十, 百, 千 or hundred. Kanji may stand alone: 千万.
func (p *numeral) takeSmall(t token) int {
	if t.arg >= p.lastSmall || p.have && p.cur == 0 || !p.have && spelledWord(t) {
		return 0
	}
	if p.dangling && !p.have {
		return 0
	}
	p.unit = t.arg
	if p.section > 0 {
		p.unit = 0
	}
	if !p.have {
		p.cur, p.step = 1, 1
	}
	p.section += p.cur * t.arg
	p.close(t)
	p.lastSmall, p.places = t.arg, true
	return 1
}

// takeBig closes the section with 万, 億, thousand, million and the like.
func (p *numeral) takeBig(t token) int {
	coefficient := p.section + p.cur
	if !p.have && p.section == 0 || t.arg >= p.lastBig || coefficient*t.arg >= p.lastBig {
		return 0
	}
	if p.vague == commaOnce && p.total == 0 && t.arg >= 1e6 && spelledWord(t) {
		p.maybe = []float64{coefficient * t.arg / 1000, coefficient * t.arg}
		p.doubt = Scale
	}
	if p.vague == dotOnce && t.arg >= 1e6 {
		p.vague = plain
	}
	p.unit = max(p.unit, 1) * t.arg
	if p.have && p.section > 0 || p.total > 0 {
		p.unit = t.arg
	}
	p.big = t.arg
	p.rupees = p.rupees || t.role == lakh
	p.width *= t.arg
	p.total += coefficient * t.arg
	p.section = 0
	p.close(t)
	p.lastBig, p.lastSmall = t.arg, math.Inf(1)
	return 1
}

// close records that t is the unit of everything before it.
func (p *numeral) close(t token) {
	p.step *= t.arg
	p.lastUnit, p.tight = t.arg, !spelledWord(t)
	p.cur, p.have, p.open, p.zero, p.dangling = 0, false, false, false, false
	p.number.half = false
	p.raw = ""
}

// spelledWord reports whether t is written in letters.
func spelledWord(t token) bool {
	first, _ := utf8.DecodeRuneInString(t.text)
	return t.text != "" && (first < 0x80 || spelled(first))
}

// takeJoint takes the words that hold a number together.
func (p *numeral) takeJoint(ts []token) int {
	next := token{}
	if len(ts) > 1 {
		next = ts[1]
	}
	afterUnit := p.begun && !p.have && !p.dangling
	switch ts[0].role {
	case article: // a million
		if !p.begun && (next.role == small || next.role == big || next.role == lakh) {
			p.set(1, 1)
			return 1
		}
	case half: // half a million, 半
		if p.begun {
			return 0
		}
		p.set(0.5, 1)
		p.number.half = true
		if next.role == article {
			return 2
		}
		return 1
	case plusHalf: // two and a half
		if p.have && p.total == 0 && p.section == 0 {
			p.set(p.cur+0.5, 1)
			p.raw = ""
			return 1
		}
	case and: // a hundred and five
		if afterUnit && !p.tight && (next.role == ones || next.role == tens) {
			p.dangling = true
			return 1
		}
	case hyphen: // thirty-three
		if p.open && !ts[0].spaced && !next.spaced && next.role == ones && next.arg < 10 {
			p.dangling = true
			return 1
		}
	case point:
		return p.takeFraction(ts)
	case more: // 800多万
		if p.begun && !p.dangling {
			p.more, p.width = true, p.step
			return 1
		}
	}
	return 0
}

// takeFraction reads "point five", 点二.
func (p *numeral) takeFraction(ts []token) int {
	if !p.have || p.cur != math.Trunc(p.cur) {
		return 0
	}
	n, v, scale := 1, 0.0, 1.0
	for n < len(ts) && n < 12 && ts[n].arg < 10 && (ts[n].role == digit || ts[n].role == ones || ts[n].role == literal && len(ts[n].text) == 1) {
		v = v*10 + ts[n].arg
		scale *= 10
		n++
	}
	if n == 1 {
		return 0
	}
	p.set((p.cur*scale+v)/scale, 1/scale)
	p.raw = ""
	return n
}

// finish returns the number as it stands.
func (p *numeral) finish() number {
	n := p.number
	n.value = p.total + p.section + p.cur
	if p.vague == leadingZero && len(n.raw) > 2 {
		n.doubt = NoNumber
	}
	if n.doubt == Several {
		n.maybe = []float64{n.value, n.value + p.step}
	}
	if p.vague == odd && n.doubt == Clear {
		n.doubt, n.maybe = Scale, []float64{n.value}
	}
	if p.vague == dotOnce && n.big > 0 && n.doubt == Clear {
		n.doubt, n.maybe = Scale, []float64{n.value * 1000, n.value}
	}
	// 八千五 is 8500 to a Chinese reader and 8005 to a Japanese one.
	if p.have && p.cur > 0 && p.cur < 10 && p.lastUnit >= 100 && p.tight && !p.zero && n.doubt == Clear {
		n.doubt, n.maybe = Scale, []float64{n.value - p.cur + p.cur*p.lastUnit/10, n.value}
	}
	n.raw = p.raw
	if p.vague == grouped || p.vague == commaOnce {
		n.raw = ""
	}
	return n
}
