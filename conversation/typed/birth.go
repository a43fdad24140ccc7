package typed

import (
	"math"

	"hspbot/scoring"
)

// shapes are the orders a date of birth is written in. In the key 9 is a number, y, m and d are
// 年, 月 and 日, M is a month's name and e an era; separators are left out. The value says what
// each number is; ? leaves it to the numbers.
var shapes = map[string]string{
	"999": "???", "9y9m9d": "ymd", "9y9m9": "ymd", "e9y9m9d": "ymd", "e9y9m9": "ymd", "e999": "ymd",
	"M99": "mdy", "9M9": "dmy", "M9": "my", "9M": "ym", "9y9m": "ym", "e9y9m": "ym", "9y": "y", "e9y": "y", "e9": "y", "9e": "y", "9e9m": "ym", "9e9m9d": "ymd",
	"99": "??", "9": "?", "9m9d": "md", "9m9d9": "mdy",
}

// lastOfShowa is the highest year of an era that people still write without its name: a bare
// 63年 may be Showa 63, a bare 92年 is 1992.
const lastOfShowa = 64

// written is a date as it stands in a text. 0 is a part not given.
type written struct {
	year, month, day int
	era              int // 1 + index of eras
	nums             []number
}

// birth reads a date of birth; false when the items are no date, right or wrong.
func birth(list []item, today scoring.Date) (Reading, bool) {
	w, shape := flatten(list)
	if rest, age, ok := apart(list); ok {
		r, ok := birth(rest, today)
		if ok && r.Doubt == Clear && r.From != age {
			return doubtful(Several), true
		}
		return r, ok
	}
	order, known := shapes[shape]
	if !known {
		return Reading{}, false
	}
	for _, n := range w.nums {
		if n.value != math.Trunc(n.value) || n.value > 99999999 || n.doubt != Clear && n.doubt != NoNumber || n.width > 0 {
			return Reading{}, false
		}
	}
	switch order {
	case "???":
		return w.bare(today), true
	case "??":
		return w.yearAndMonth(today)
	case "?":
		return w.oneNumber(today)
	}
	w.set(order)
	if w.era == 0 && w.year < 100 && (order == "ym" && w.year >= 30 || order == "y" && w.year > lastOfShowa) { // 92年5月, 92年
		w.year += 1900
	}
	if w.era == 0 && order[0] != 'm' && w.year < 1000 || order == "mdy" && w.year < 1000 {
		if order == "y" { // 93年 may be an age, or no year of any calendar
			return Reading{}, false
		}
		return doubtful(DateOrder), true
	}
	if order == "md" {
		return doubtful(NotADate), true
	}
	if order == "my" && w.year <= 31 { // April 1
		return doubtful(NotADate), true
	}
	if order == "my" && w.year < 1000 {
		return doubtful(DateOrder), true
	}
	return w.reading(today), true
}

// apart takes the age out of a text that gives it with a date: 1993年4月1日（33歳）.
func apart(list []item) ([]item, float64, bool) {
	for i := 0; i+1 < len(list); i++ {
		if list[i].isNumber && list[i+1].role == years && len(list) > 2 {
			rest := append(append([]item{}, list[:i]...), list[i+2:]...)
			return rest, list[i].value, true
		}
	}
	return nil, 0, false
}

// flatten returns the numbers of a text and its shape.
func flatten(list []item) (written, string) {
	var w written
	shape := ""
	for i, it := range list {
		switch {
		case it.isNumber:
			w.nums = append(w.nums, it.number)
			shape += "9"
		case it.role == decade && it.token.text == "s" && i+1 < len(list) && list[i+1].isNumber && len(w.nums) == 0:
			w.era = 1 + showa
			shape += "e"
		case it.role == era:
			w.era = 1 + int(it.arg)
			shape += "e"
		case it.role == monthName:
			w.month = int(it.arg)
			shape += "M"
		case it.role == yearMark:
			shape += "y"
		case it.role == monthMark:
			shape += "m"
		case it.role == dayMark:
			shape += "d"
		case it.role == skip || it.role == within || it.role == hyphen || it.role == listing || it.role == slash:
		default:
			shape += "x"
		}
	}
	return w, shape
}

// set gives each number its part of the date. A month's name holds its own place in order.
func (w *written) set(order string) {
	i := 0
	named := w.month > 0
	for _, part := range order {
		if part == 'm' && named {
			continue
		}
		v := int(w.nums[i].value)
		i++
		switch part {
		case 'y':
			w.year = v
		case 'm':
			w.month = v
		case 'd':
			w.day = v
		}
	}
	if order == "dmy" && w.day >= 1000 && w.year < 32 { // 1993 April 1
		w.day, w.year = w.year, w.day
	}
}

// bare reads three numbers: the year first or last, and day and month as far as only one order can be.
func (w written) bare(today scoring.Date) Reading {
	a, b, c := int(w.nums[0].value), int(w.nums[1].value), int(w.nums[2].value)
	switch {
	case a >= 1000:
		w.year, w.month, w.day = a, b, c
	case c < 1000:
		if max(a, b, c) > 99 {
			return doubtful(NotADate)
		}
		return doubtful(DateOrder)
	case a <= 12 && b <= 12 && a != b:
		return doubtful(DateOrder)
	case a > 12:
		w.year, w.month, w.day = c, b, a
	default:
		w.year, w.month, w.day = c, a, b
	}
	return w.reading(today)
}

// yearAndMonth reads 1993-04; false when neither number is a year.
func (w written) yearAndMonth(today scoring.Date) (Reading, bool) {
	a, b := int(w.nums[0].value), int(w.nums[1].value)
	switch {
	case a >= 1000 && b <= 12:
		w.year, w.month = a, b
	case b >= 1000 && a <= 12:
		w.year, w.month = b, a
	default:
		return Reading{}, false
	}
	return w.reading(today), true
}

// oneNumber reads 1993 and 19930401; false for an age.
func (w written) oneNumber(today scoring.Date) (Reading, bool) {
	n := w.nums[0]
	v := int(n.value)
	if year, month := v/100, v%100; len(n.raw) == 6 {
		if 1 <= month && month <= 12 && 1900 <= year && year <= today.Year { // 199205
			w.year, w.month = year, month
			return w.reading(today), true
		}
		return doubtful(DateOrder), true // 920503
	}
	if len(n.raw) == 8 {
		w.year, w.month, w.day = v/10000, v/100%100, v%100
		return w.reading(today), true
	}
	if !calendarYear(n) || n.raw == "" && n.unit != 0 {
		return Reading{}, false
	}
	w.year = v
	return w.reading(today), true
}
