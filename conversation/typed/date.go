package typed

import (
	"math"

	"hspbot/scoring"
)

// Date reads a day or a month of the calendar: "2024-04-10", "since April 2024", 2024年4月,
// 令和6年4月. It returns the first and the last day that are meant, the same one where the text
// names a day. The doubts are NoNumber, NotADate, DateOrder and OnlyYear.
func (r *Reader) Date(text string) (first, last scoring.Date, d Doubt) {
	list, d := r.scan(r.date).read(text)
	if d != Clear {
		return first, last, d
	}
	var kept []item
	for _, it := range list {
		if it.role != from && it.role != fromBefore && it.role != to {
			kept = append(kept, it)
		}
	}
	return dateOf(kept)
}

// arrange reads items as the parts of a date, and returns the order they stand in. The doubts are
// those of order, and NoNumber for what is no date at all.
func arrange(list []item) (w written, order string, d Doubt) {
	w = flatten(list)
	order, known := shapes[w.shape]
	if !known {
		return w, "", NoNumber
	}
	for _, n := range w.nums {
		if n.value != math.Trunc(n.value) || n.value > 99999999 || n.doubt != Clear && n.doubt != NoNumber || n.width > 0 {
			return w, "", NoNumber
		}
	}
	order, nums, d := w.order(order)
	if d == Clear {
		w.set(order, nums)
	}
	return w, order, d
}

// dateOf reads items that are one date and nothing else.
func dateOf(list []item) (first, last scoring.Date, d Doubt) {
	w, _, d := arrange(list)
	switch {
	case d != Clear:
		return first, last, d
	case w.month == 0 && (w.era == 0 || w.year > 0):
		return first, last, OnlyYear
	case w.era == 0 && w.year < 1900:
		return first, last, DateOrder
	}
	first, last, ok := w.days()
	if !ok || w.era == 0 && w.year >= 2100 {
		return first, last, NotADate
	}
	return first, last, Clear
}

// order returns what each number of a date is, where the shape leaves it to the numbers, and the
// numbers: 19930401 is three.
func (w written) order(order string) (string, []number, Doubt) {
	value := func(i int) int { return int(w.nums[i].value) }
	switch order {
	case "???":
		a, b, c := value(0), value(1), value(2)
		switch {
		case a >= 1000:
			order = "ymd"
		case c < 1000 || a <= 12 && b <= 12 && a != b:
			return "", nil, DateOrder
		case a > 12:
			order = "dmy"
		default:
			order = "mdy"
		}
	case "??":
		switch {
		case value(0) >= 1000:
			order = "ym"
		case value(1) >= 1000:
			order = "my"
		default:
			return "", nil, NoNumber
		}
	case "?":
		v := value(0)
		switch raw := w.nums[0].raw; {
		case len(raw) == 8:
			return "ymd", []number{{value: float64(v / 10000)}, {value: float64(v / 100 % 100)}, {value: float64(v % 100)}}, Clear
		case len(raw) == 6 && v/100 >= 1900:
			return "ym", []number{{value: float64(v / 100)}, {value: float64(v % 100)}}, Clear
		case !calendarYear(w.nums[0]):
			return "", nil, NoNumber
		}
		order = "y"
	case "md":
		return "", nil, NotADate
	}
	return order, w.nums, Clear
}
