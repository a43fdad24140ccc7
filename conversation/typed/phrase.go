package typed

import "slices"

// item is a number, or a token that is part of none.
type item struct {
	token
	number
	isNumber bool
}

// read cuts text into items.
func (l scanner) read(text string) ([]item, Doubt) {
	folded, d := fold(text)
	if d != Clear {
		return nil, d
	}
	return items(l.lex(folded)), Clear
}

func items(ts []token) []item {
	var list []item
	for i := 0; i < len(ts); {
		if n, used := readNumber(ts[i:]); used > 0 {
			list = append(list, item{number: n, isNumber: true, token: token{role: literal, spaced: ts[i].spaced}})
			i += used
			continue
		}
		list = append(list, item{token: ts[i]})
		i++
	}
	return list
}

// term is a number with its bound, 0 for none.
type term struct {
	number
	bound int
}

// phrase is what a text says: numbers and what joins them.
type phrase struct {
	terms    []term
	links    []role // links[i] joins terms i and i+1; skip when nothing does
	seen     [roles]bool
	times    float64 // the value of the last monthly word
	negative bool
}

// newPhrase reads the items in order.
func newPhrase(list []item) phrase {
	var p phrase
	left := 0
	for _, it := range list {
		if it.isNumber {
			left++
		}
	}
	pending, link := 0, skip
	for i, it := range list {
		if it.isNumber {
			if len(p.terms) > 0 {
				p.links = append(p.links, link)
			}
			p.terms = append(p.terms, term{it.number, pending})
			pending, link = 0, skip
			left--
			continue
		}
		p.seen[it.role] = true
		switch it.role {
		case boundBefore:
			pending = int(it.arg)
		case boundAfter:
			if !p.bind(int(it.arg)) {
				pending = int(it.arg)
			}
		case monthly:
			p.times = it.arg
		case within:
			p.seen[near] = p.seen[near] || i+1 < len(list) && list[i+1].isNumber
		default:
			it.token.last = i+1 == len(list) || onlyUnits(list[i+1:])
			it.token.sign = it.role == hyphen && it.spaced && i+1 < len(list) && list[i+1].isNumber && !list[i+1].spaced
			if l := p.join(it.token, left); l != skip && link == skip {
				link = l
			}
		}
	}
	if p.seen[between] { // 500万と600万の間
		for i, l := range p.links {
			if l == and {
				p.links[i] = to
			}
		}
	}
	if pending > 0 { // a bound of nothing
		p.seen[near] = true
	}
	p.strange(p.seen[fromBefore] && !p.linked(to))
	return p
}

// onlyUnits reports whether nothing but units and fillers follows: 10M+ yen.
func onlyUnits(list []item) bool {
	for _, it := range list {
		if it.isNumber || it.role != skip && it.role != yen && it.role != years && it.role != months {
			return false
		}
	}
	return true
}

// bind puts a bound on the last number; false when there is none to take it.
func (p *phrase) bind(bound int) bool {
	if len(p.terms) == 0 {
		return false
	}
	last := &p.terms[len(p.terms)-1]
	if last.bound != 0 {
		return false
	}
	last.bound = bound
	return true
}

// join returns how t joins the numbers on both sides of it, left being those still to come.
func (p *phrase) join(t token, left int) role {
	inside := len(p.terms) > 0 && left > 0
	switch t.role {
	case hyphen:
		if inside {
			return to
		}
		p.negative = p.negative || t.sign
	case minus:
		p.negative = true
	case tilde, from:
		if inside {
			return to
		}
		if left == 0 {
			p.strange(!p.bind(atLeast))
		}
	case wave:
		if inside {
			return to
		}
		p.strange(left > 0 || !p.bind(atLeast))
	case to:
		p.strange(!inside)
		return to
	case and:
		return and
	case plus:
		if left == 0 && t.last {
			p.strange(!p.bind(atLeast))
		}
		return and
	case listing, slash, times:
		return t.role
	}
	return skip
}

// strange records a word that does not fit where it stands.
func (p *phrase) strange(is bool) {
	p.seen[unknown] = p.seen[unknown] || is
}

// linked reports whether all numbers are joined by one of rs.
func (p phrase) linked(rs ...role) bool {
	other := func(l role) bool { return !slices.Contains(rs, l) }
	return len(p.links) > 0 && !slices.ContainsFunc(p.links, other)
}

// strays are roles that are read elsewhere, so that left in a phrase they are out of place.
var strays = [...]role{unknown, near, small, big, lakh, digit, half, plusHalf, point, more, years, months,
	ordinalYear, yearMark, monthMark, dayMark, monthName, era, decade, decadeName}

func (p phrase) unclear() bool {
	return slices.ContainsFunc(strays[:], func(r role) bool { return p.seen[r] })
}
