package typed

import "math"

// spans joins numbers with their units of time, "3 years and 6 months" into 3.5, in place of
// the items they are read from. A number without a unit stays as it is.
func spans(list []item) []item {
	for i := 0; i+2 < len(list); i++ { // "10+ years", "10 or more years": the bound after the unit
		if list[i].isNumber && (list[i+1].role == plus || list[i+1].role == boundAfter) && unitAt(list, i+2) {
			list[i+1], list[i+2] = list[i+2], list[i+1]
		}
	}
	var out []item
	for i := 0; i < len(list); {
		n, used := span(list[i:])
		if used == 0 {
			out = append(out, list[i])
			i++
			continue
		}
		out = append(out, item{number: n, isNumber: true, token: token{role: literal}})
		i += used
	}
	return out
}

// span reads one length of time and how many items it takes; 0 when there is none.
func span(list []item) (number, int) {
	n, used := timed(list)
	if used == 0 || n.perYear == 12 {
		return n, used
	}
	i := used
	if i < len(list) && (list[i].role == more && !list[i].isNumber) && n.width == 0 { // 一年多
		n.width = 1
		return n, i + 1
	}
	if i < len(list) && (list[i].role == plusHalf || list[i].isNumber && list[i].half && !unitAt(list, i+1)) {
		n.value += 0.5
		return n, i + 1
	}
	for i < len(list) && !list[i].isNumber && (list[i].role == skip || list[i].role == and || list[i].role == listing) {
		i++
	}
	m, more := timed(list[i:])
	if more == 0 && i+1 < len(list) && list[i].isNumber && list[i+1].role == monthMark { // 3年6月
		m, more = list[i].number, 2
		m.value, m.perYear = m.value/12, 12
	}
	if more == 0 || m.perYear != 12 || m.half || m.doubt != Clear || n.doubt != Clear || n.width > 0 || m.width > 0 {
		return n, used
	}
	n.value = (n.value*12 + math.Round(m.value*12*1e6)/1e6) / 12
	return n, i + more
}

// unitAt reports whether item i is a unit of time.
func unitAt(list []item, i int) bool {
	return i < len(list) && (list[i].role == years || list[i].role == months)
}

// timed reads a number with one unit: 10 years, a year, 18か月, 10年目.
func timed(list []item) (number, int) {
	if len(list) < 2 {
		return number{}, 0
	}
	n := list[0].number
	if !list[0].isNumber {
		if list[0].role != article {
			return number{}, 0
		}
		n.value = 1
	}
	if n.big > 0 && n.value >= 1e4 {
		return number{}, 0
	}
	n.unit = 1
	switch list[1].role {
	case years:
		return n, 2
	case months:
		n.value, n.width, n.perYear = n.value/12, n.width/12, 12
		for i := range n.maybe {
			n.maybe[i] /= 12
		}
		return n, 2
	case ordinalYear: // in the tenth year nine are complete
		if n.value < 1 || n.width > 0 {
			return number{}, 0
		}
		n.value, n.width = n.value-1, 1
		return n, 2
	}
	return number{}, 0
}
